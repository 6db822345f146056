// Gathers changes while two contracts are walked: what many operations share is one change with many sites.
import type { Operation } from '../model/contract.ts';
import type { OperationReference } from '../model/finding.ts';
import type { Location } from '../model/location.ts';
import { child, type Pointer } from '../model/pointer.ts';
import { plain } from '../model/show.ts';
import { type ChangeSide, type Level, levels, levelOf, type OtherKind, otherKinds, schemaKinds } from './catalogue.ts';
import type { Change, Site } from './change.ts';
import { settleUnclear } from './schema/comparison.ts';
import type { Node, SchemaChange, Step } from './schema/node.ts';

export type Part = NonNullable<Site['part']>;

/** Where in which operation the walk is. */
export interface Context {
  readonly operation: Operation;
  readonly side: 'request' | 'response';
  readonly status?: string;
  readonly part?: Part;
  /** The media type is one of XML's. */
  readonly isXml?: boolean;
}

interface Given {
  readonly id: OtherKind;
  readonly message: string;
  readonly reason?: string;
  readonly old?: Location | undefined;
  readonly new?: Location | undefined;
}

interface Draft {
  readonly change: Omit<Change, 'sites'>;
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
    const { side, part } = context;
    const seen = new Set<Node>();
    const pending: { node: Node; steps: readonly Step[] }[] = [{ node: root, steps: [] }];
    for (let at = 0; at < pending.length; at++) {
      const { node, steps } = pending[at] as (typeof pending)[number];
      if (seen.has(node)) continue;
      seen.add(node);
      for (const change of settleUnclear(node, side)) {
        if (change.kind === 'xml-changed' && !context.isXml) continue;
        const own: readonly Step[] = change.name === undefined ? steps : [...steps, { kind: 'property', name: change.name }];
        this.#addSchemaChange(change, own, context, part);
      }
      for (const { step, node: next } of node.children) pending.push({ node: next, steps: [...steps, step] });
    }
  }

  #addSchemaChange(change: SchemaChange, steps: readonly Step[], context: Context, part: Part | undefined): void {
    const { side } = context;
    // A parameter travels as text: what was a number is a text as well.
    const kind = change.isAnyText && side === 'request' && part?.kind === 'parameter' ? 'type-widened' : change.kind;
    const { text, reason, old, new: new_ } = change;
    this.#keep(
      {
        id: `${side}-${kind}`,
        side,
        level: levelOf(schemaKinds[kind].effect, side),
        message: `${subjectOf(steps, part)} ${text}`,
        ...(reason !== undefined && { reason }),
        ...(old && { old }),
        ...(new_ && { new: new_ }),
      },
      siteOf(context, pathOf(steps)),
      text,
    );
  }

  #keep(change: Omit<Change, 'sites'>, site: Site | undefined, text = change.message): void {
    // Where a property is not there, no place is it: one that is gone from a shared component is gone once.
    const [old, new_] = [
      change.id.includes('-property-added') ? undefined : change.old,
      change.id.endsWith('-property-removed') ? undefined : change.new,
    ];
    const key = [change.id, placeKey(old), placeKey(new_), text].join('\n');
    let draft = this.#drafts.get(key);
    if (!draft) this.#drafts.set(key, (draft = { change, sites: new Map() }));
    if (site) {
      const own = `${site.about} ${site.part?.kind} ${site.part?.name} ${site.path}`;
      if (!draft.sites.has(own)) draft.sites.set(own, site);
    }
  }

  /** Breaking ones first, otherwise in the order of the walk. */
  changes(): Change[] {
    const rank = (level: Level): number => levels.indexOf(level);
    return [...this.#drafts.values()]
      .map(({ change, sites }) => ({ ...change, sites: [...sites.values()] }))
      .toSorted((a, b) => rank(a.level) - rank(b.level));
  }
}

const placeKey = (location: Location | undefined): string =>
  location ? `${location.source.uri}#${location.pointer} ${location.at ?? ''}` : '';

export const referenceTo = ({ contract, id, method, path }: Operation): OperationReference => ({ contract: contract.id, id, method, path });

const siteOf = ({ operation, status, part }: Context, path: Pointer): Site => ({
  operation: referenceTo(operation),
  about: `${operation.method} ${operation.path}${status === undefined ? '' : ` → ${status}`}`,
  path,
  ...(status !== undefined && { status }),
  ...(part && { part }),
});

const pathOf = (steps: readonly Step[]): Pointer =>
  steps.reduce<Pointer>((pointer, { kind, name }) => child(pointer, kind === 'property' || kind === 'index' ? name : '*'), '');

/** `` `Contact.Links[].Href` ``, `` `at` of query parameter `filter` ``, `the body`. */
function subjectOf(steps: readonly Step[], part: Part | undefined): string {
  const root = part === undefined || part.kind === 'body' ? 'the body' : part.name;
  if (steps.length === 0) return root;
  const path = steps.map(({ kind, name }, at) => showStep(kind, name, at)).join('');
  const shown = path === '[]' ? `an item of ${root}` : `\`${plain(path, 200).replaceAll('`', "'")}\``;
  return root === 'the body' || path === '[]' ? shown : `${shown} of ${root}`;
}

function showStep(kind: Step['kind'], name: string, at: number): string {
  if (kind === 'item') return '[]';
  if (kind === 'index') return `[${name}]`;
  return `${at === 0 ? '' : '.'}${kind === 'further' ? '{…}' : name}`;
}
