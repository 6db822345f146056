// Gathers changes while two contracts are walked: what many operations share is one change with many sites.
import { type Operation, operationReference } from '../model/contract.ts';
import type { Location } from '../model/location.ts';
import { child, type Pointer } from '../model/pointer.ts';
import { plain } from '../model/show.ts';
import { type ChangeSide, compareLevels, type OtherKind, otherKinds } from './catalogue.ts';
import type { Change, Site } from './change.ts';
import { settleUnclear } from './schema/comparison.ts';
import { levelOfChange, type Node, type SchemaChange, type Step } from './schema/node.ts';

type Part = NonNullable<Site['part']>;

/** Where in which operation the walk is. */
export interface Context {
  readonly operation: Operation;
  readonly side: 'request' | 'response';
  readonly status?: string;
  readonly part?: Part;
  /** The media type is one of XML's. */
  readonly isXml?: boolean;
  /** Values travel as text without types, as parameters and headers do: what was a number is a text as well. */
  readonly isText?: boolean;
}

interface Given {
  readonly id: OtherKind;
  readonly message: string;
  readonly reason?: string;
  readonly old?: Location | undefined;
  readonly new?: Location | undefined;
}

interface Draft {
  change: Omit<Change, 'sites'>;
  readonly sites: Map<string, Site>;
}

export class Recorder {
  readonly #drafts = new Map<string, Draft>();

  /** A change of anything but a schema; with a context where an operation is concerned. */
  add({ id, old, new: new_, ...told }: Given, side: ChangeSide, context?: Context): void {
    const [level] = otherKinds[id];
    const places = { ...(old && { old }), ...(new_ && { new: new_ }) };
    this.#keep({ id, side, level, ...told, ...places }, context && siteOf(context, ''));
  }

  /** Everything two schemas differ in, seen from one place of one message. */
  addSchema(root: Node, context: Context): void {
    const { side } = context;
    const seen = new Set<Node>();
    const live: Trail[] = [{ node: root, isIdle: false }];
    const idle: Trail[] = [];
    const found = { ...siteOf(context, ''), key: keyOfSite(siteOf(context, '')) };
    // Idle ones last: what goes this way by another path counts as that.
    for (const trails of [live, idle])
      for (const trail of trails) {
        const { node, isIdle } = trail;
        if (seen.has(node)) continue;
        seen.add(node);
        for (const change of settleUnclear(node, side)) {
          if (change.kind === 'xml-changed' && !context.isXml) continue;
          const step = change.name === undefined ? undefined : ({ kind: 'property', name: change.name } as const);
          const own: Trail = step ? { node, step, above: trail, isIdle: isIdle || change.isIdle === true } : trail;
          this.#addSchemaChange(change, own, context, found);
        }
        for (const child of node.children)
          if (!seen.has(child.node)) {
            const below: Trail = { ...child, above: trail, isIdle: isIdle || child.isIdle === true };
            (below.isIdle ? idle : live).push(below);
          }
      }
  }

  /** What is told already gets one more site; words and paths are made when somebody asks. */
  #addSchemaChange(
    change: SchemaChange,
    trail: Trail,
    { side, part, isText = false }: Context,
    { key: siteKey, ...given }: Site & { readonly key: string },
  ): void {
    const kind = (isText ? change.asText : undefined) ?? change.kind;
    const { text, reason, old, new: new_ } = change;
    const id = `${side}-${kind}` as const;
    const key = keyOfChange({ id, ...(old && { old }), ...(new_ && { new: new_ }) }, text);
    const level = levelOfChange({ kind, isIdle: trail.isIdle }, side);
    const meant = { level, ...(reason !== undefined && level === 'breaking' && { reason }) };
    let draft = this.#drafts.get(key);
    if (!draft) {
      const told = {
        id,
        side,
        ...meant,
        message: `${subjectOf(stepsOf(trail), part)} ${text}`,
        ...(old && { old }),
        ...(new_ && { new: new_ }),
      };
      this.#drafts.set(key, (draft = { change: told, sites: new Map() }));
    }
    // Of many sites the worst counts.
    if (draft.change.level !== 'breaking') draft.change = { ...draft.change, ...meant };
    if (draft.sites.has(siteKey)) return;
    let path: Pointer | undefined;
    draft.sites.set(siteKey, {
      ...given,
      get path() {
        return (path ??= pathOf(stepsOf(trail)));
      },
    });
  }

  #keep(change: Omit<Change, 'sites'>, site: Site | undefined): void {
    const key = keyOfChange(change, change.message);
    let draft = this.#drafts.get(key);
    if (!draft) this.#drafts.set(key, (draft = { change, sites: new Map() }));
    if (site) draft.sites.set(keyOfSite(site), site);
  }

  /** Breaking ones first, otherwise in the order of the walk. */
  changes(): Change[] {
    return [...this.#drafts.values()]
      .map(({ change, sites }) => ({ ...change, sites: [...sites.values()] }))
      .toSorted((a, b) => compareLevels(a.level, b.level));
  }
}

/** A place of the walk with the way to it, from below. */
interface Trail {
  readonly node: Node;
  readonly step?: Step;
  readonly above?: Trail;
  /** Some step of the way is a property that never goes this way. */
  readonly isIdle: boolean;
}

function stepsOf(trail: Trail): Step[] {
  const steps: Step[] = [];
  for (let at: Trail | undefined = trail; at; at = at.above) if (at.step) steps.push(at.step);
  return steps.toReversed();
}

/** Where a property is not there, no place is it: one that is gone from a shared component is gone once. */
function keyOfChange({ id, old, new: new_ }: Pick<Change, 'id' | 'old' | 'new'>, text: string): string {
  const places = [id.includes('-property-added') ? undefined : old, id.endsWith('-property-removed') ? undefined : new_];
  return [id, ...places.map(placeKey), text].join('\n');
}

const keyOfSite = ({ about, part }: Site): string => `${about} ${part?.kind} ${part?.name}`;

const placeKey = (location: Location | undefined): string =>
  location ? `${location.source.uri}#${location.pointer} ${location.at ?? ''}` : '';

const siteOf = ({ operation, status, part }: Context, path: Pointer): Site => ({
  operation: operationReference(operation),
  about: `${operation.method} ${operation.path}${status === undefined ? '' : ` → ${status}`}`,
  path,
  ...(status !== undefined && { status }),
  ...(part && { part }),
});

const pathOf = (steps: readonly Step[]): Pointer =>
  steps.reduce<Pointer>((pointer, { kind, name }) => child(pointer, kind === 'property' || kind === 'index' ? name : '*'), '');

const longest = 200;

/** `` `Contact.Links[].Href` ``, `` `at` of query parameter `filter` ``, `the body`. */
function subjectOf(steps: readonly Step[], part: Part | undefined): string {
  const root = part === undefined || part.kind === 'body' ? 'the body' : part.name;
  if (steps.length === 0) return root;
  const path = steps.map(({ kind, name }, at) => showStep(kind, name, at)).join('');
  // Of a long way its end tells most.
  const end = path.length > longest ? `…${path.slice(-longest)}` : path;
  const shown = path === '[]' ? `an item of ${root}` : `\`${plain(end, longest + 1).replaceAll('`', "'")}\``;
  return root === 'the body' || path === '[]' ? shown : `${shown} of ${root}`;
}

function showStep(kind: Step['kind'], name: string, at: number): string {
  if (kind === 'item') return '[]';
  if (kind === 'index') return `[${name}]`;
  return `${at === 0 ? '' : '.'}${kind === 'further' ? '{…}' : name}`;
}
