// Finds the operation a request belongs to: path templating, Server Objects and their variables (OpenAPI 3.1.1 §4.8.5, §4.8.8), any host.
import type { Contract, Match, NoMatch, Operation } from '../model/contract.ts';
import { Recent } from '../model/recent.ts';
import { plain } from '../model/show.ts';
import { entriesOf, locationOf, type Place, step } from './documents.ts';
import type { PathItem } from './operations.ts';
import {
  compareTemplates,
  escapeRegExp,
  fits,
  type Segment,
  segmentOf,
  splitTarget,
  type Template,
  templatesOf,
  valuesOf,
} from './path-template.ts';
import { serverUrls } from './servers.ts';
import { TemplateIndex } from './template-index.ts';

interface Base {
  readonly segments: readonly Segment[];
  readonly literals: number;
  /** Host as a pattern, for bases that have no literal segment of their own; undefined when any host fits. */
  readonly host?: RegExp;
}

/** Paths whose match is remembered, and how long one may be: identifiers and hostile paths must not fill the memory. */
const remembered = 4000;
const longest = 400;

export class Matcher {
  readonly #templates: TemplateIndex;
  readonly #bases: readonly Base[];
  readonly #paths: Place;
  /** Literal segments every path begins with: a mark of the API even where the base path has none. */
  readonly #common: readonly string[];
  readonly #known = new Recent<string, Match | NoMatch>(remembered);

  constructor(root: Place, items: readonly PathItem[]) {
    this.#paths = step(root, 'paths') ?? root;
    const templates = items.flatMap(templatesOf).toSorted(compareTemplates);
    this.#templates = new TemplateIndex(templates);
    const bases = [
      ...entriesOf(step(root, 'servers')),
      ...items.flatMap((item) => [
        ...entriesOf(step(item.place, 'servers')),
        ...[...item.operations.keys()].flatMap((method) => entriesOf(step(item.place, method.toLowerCase(), 'servers'))),
      ]),
    ].flatMap(([, server]) => serverUrls(server).map(baseOf));
    this.#bases = bases.length > 0 ? bases : [{ segments: [], literals: 0 }];
    this.#common = commonPrefix(templates);
  }

  match(method: string, target: string, contract: Contract): Match | NoMatch {
    const path = /^[^?#]*/.exec(target)?.[0] ?? '';
    const key = `${method} ${path}`;
    const known = this.#known.get(key);
    if (known) return known;
    const found = this.#find(method.toUpperCase(), path, contract);
    if (key.length <= longest) this.#known.set(key, found);
    return found;
  }

  #find(method: string, target: string, contract: Contract): Match | NoMatch {
    const { host, segments } = splitTarget(target);
    const { match, wrongMethod } = this.#best(method, segments);
    if (match) return match;
    const path = plain(`/${segments.join('/')}`, 120);
    if (wrongMethod) {
      return {
        kind: 'undocumented-method',
        reason: `Expected ${[...wrongMethod.operations.keys()].join(' or ') || 'no method'} for \`${wrongMethod.template}\`, got ${plain(method, 20)}`,
        location: locationOf(wrongMethod.place),
      };
    }
    if (this.#isOurs(host, segments))
      return {
        kind: 'undocumented-path',
        reason: `\`${path}\` lies below the base path of ${contract.id}, but no path of the contract matches it`,
        location: locationOf(this.#paths),
      };
    return { kind: 'unmatched', location: locationOf(this.#paths), reason: `no path of ${contract.id} matches \`${path}\`` };
  }

  /** What fits best: at the base path, behind a deployment prefix, without the base path; among equals the first template. */
  #best(method: string, segments: readonly string[]): { match?: Match; wrongMethod?: PathItem } {
    let best: { readonly template: Template; readonly path: readonly string[]; readonly start: number }[] = [];
    let wrongMethod: PathItem | undefined;
    let [score, wrongScore] = [0, 0];
    for (const { template, path } of this.#templates.candidates(segments)) {
      const start = path.length - template.segments.length;
      if (start < 0 || !fits(template.segments, path, start)) continue;
      const prefix = this.#scoreOfPrefix(path, start, template.literals);
      const reached = prefix + template.literals / 100;
      if (prefix === 0) continue;
      if (operationOf(template.item, method)) {
        if (reached > score) [best, score] = [[{ template, path, start }], reached];
        else if (reached === score) best.push({ template, path, start });
      } else if (reached > wrongScore) [wrongMethod, wrongScore] = [template.item, reached];
    }
    const [first, ...rivals] = best.flatMap(({ template, path, start }): Match[] => {
      const operation = operationOf(template.item, method);
      return operation ? [{ kind: 'match', operation, pathValues: valuesOf(template.segments, path, start), score }] : [];
    });
    if (first) return { match: rivals.length > 0 ? { ...first, rivals } : first };
    return wrongMethod ? { wrongMethod } : {};
  }

  /** How well what stands before the template is explained: 3 the base path itself, 2 a base behind a deployment prefix, 1 no base at all; 0 not. */
  #scoreOfPrefix(path: readonly string[], start: number, literals: number): number {
    let best = 0;
    for (const base of this.#bases) {
      const from = start - base.segments.length;
      if (from < 0 || !fits(base.segments, path, from)) continue;
      if (from === 0) best = Math.max(best, 3);
      // A prefix nobody wrote down is only believed where the literal part that follows is telling.
      else if (base.literals > 0 || literals > 1) best = Math.max(best, 2);
    }
    if (best === 0 && start === 0) best = 1;
    else if (best === 0 && literals > 1) best = 0.5;
    return best;
  }

  #isOurs(host: string, segments: readonly string[]): boolean {
    for (const base of this.#bases) {
      if (base.literals > 0) {
        for (let from = 0; from + base.segments.length < segments.length; from++) if (fits(base.segments, segments, from)) return true;
      } else if (base.segments.length > 0) continue;
      // A bare path, as a pact has it, is one of the provider it names; a recording's URL is so only by its host.
      else if (host === '' || base.host?.test(host)) return true;
    }
    // One shared word, such as `api`, only tells something at the start.
    const last = this.#common.length > 1 ? segments.length - this.#common.length : 0;
    for (let from = 0; this.#common.length > 0 && from <= last; from++) {
      if (this.#common.every((literal, index) => segments[from + index] === literal)) return true;
    }
    return false;
  }
}

/** A HEAD request is answered by what GET documents (RFC 9110 §9.3.2). */
const operationOf = ({ operations }: PathItem, method: string): Operation | undefined =>
  operations.get(method) ?? (method === 'HEAD' ? operations.get('GET') : undefined);

function baseOf(url: string): Base {
  const match = /^(?:[^/:]+:(?=\/\/))?(?:\/\/([^/]*))?(.*)$/.exec(url);
  const path = (match?.[2] ?? '').replace(/[?#].*$/, '');
  const segments = path
    .split('/')
    .filter((part) => part !== '')
    .map(segmentOf);
  const host = (match?.[1] ?? '').replace(/:(\d+|\{[^}]*\})$/, '').toLowerCase();
  // A host that is one variable tells nothing.
  const isTelling = host !== '' && !/^\{[^}]*\}$/.test(host);
  return {
    segments,
    literals: segments.filter((segment) => 'literal' in segment).length,
    ...(isTelling && {
      host: new RegExp(
        `^${host
          .split(/\{[^}]*\}/)
          .map(escapeRegExp)
          .join('[^.]+')}$`,
      ),
    }),
  };
}

function commonPrefix(templates: readonly Template[]): string[] {
  const [first, ...rest] = templates;
  if (!first) return [];
  const literals: string[] = [];
  // The last segment names a resource, so it never belongs to the prefix.
  for (const [index, segment] of first.segments.slice(0, -1).entries()) {
    if (!('literal' in segment)) break;
    const isShared = rest.every((template) => {
      const other = template.segments[index];
      return template.segments.length > index + 1 && other !== undefined && 'literal' in other && other.literal === segment.literal;
    });
    if (!isShared) break;
    literals.push(segment.literal);
  }
  return literals.length > 1 || templates.length > 1 ? literals : [];
}
