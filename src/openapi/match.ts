// Finds the operation a request belongs to: path templating, Server Objects and their variables (OpenAPI 3.1.1 §4.8.5, §4.8.8), any host.
import type { Contract, Match, NoMatch } from '../model/contract.ts';
import { plain } from '../model/show.ts';
import { entriesOf, locationOf, type Place, step } from './documents.ts';
import type { PathItem } from './operations.ts';
import { serverUrls } from './servers.ts';

/** One segment of a template: text, or text with variables in it. */
type Segment = { readonly literal: string } | { readonly names: readonly string[]; readonly pattern: RegExp };

interface Template {
  readonly item: PathItem;
  readonly segments: readonly Segment[];
  readonly literals: number;
  readonly trailingSlash: boolean;
}

interface Base {
  readonly segments: readonly Segment[];
  readonly literals: number;
  /** Host as a pattern, for bases that have no literal segment of their own; undefined when any host fits. */
  readonly host?: RegExp;
}

export class Matcher {
  readonly #templates: readonly Template[];
  readonly #bases: readonly Base[];
  readonly #paths: Place;
  /** Literal segments every path begins with: a mark of the API even where the base path has none. */
  readonly #common: readonly string[];
  readonly #cache = new Map<string, Match | NoMatch>();

  constructor(root: Place, items: readonly PathItem[]) {
    this.#paths = step(root, 'paths') ?? root;
    this.#templates = items.flatMap(templatesOf).toSorted(compareTemplates);
    const bases = [
      ...entriesOf(step(root, 'servers')),
      ...items.flatMap((item) => [
        ...entriesOf(step(item.place, 'servers')),
        ...[...item.operations.keys()].flatMap((method) => entriesOf(step(item.place, method.toLowerCase(), 'servers'))),
      ]),
    ].flatMap(([, server]) => serverUrls(server).map(baseOf));
    this.#bases = bases.length > 0 ? bases : [{ segments: [], literals: 0 }];
    this.#common = commonPrefix(this.#templates);
  }

  match(method: string, target: string, contract: Contract): Match | NoMatch {
    const path = /^[^?#]*/.exec(target)?.[0] ?? '';
    const key = `${method} ${path}`;
    const known = this.#cache.get(key);
    if (known) return known;
    const found = this.#find(method.toUpperCase(), path, contract);
    if (this.#cache.size < 5000) this.#cache.set(key, found);
    return found;
  }

  #find(method: string, target: string, contract: Contract): Match | NoMatch {
    const { host, segments } = splitTarget(target);
    let wrongMethod: { item: PathItem; score: number } | undefined;
    const found: Match[] = [];
    for (const { template, values, score } of this.#candidates(segments)) {
      const operation = template.item.operations.get(method) ?? (method === 'HEAD' ? template.item.operations.get('GET') : undefined);
      if (operation) {
        if (found[0] && found[0].score > score) break;
        found.push({ kind: 'match', operation, pathValues: values, score });
      }
      if (!wrongMethod || score > wrongMethod.score) wrongMethod = { item: template.item, score };
    }
    const [best, ...rivals] = found;
    if (best) return rivals.length > 0 ? { ...best, rivals } : best;
    const path = plain(`/${segments.join('/')}`, 120);
    if (wrongMethod) {
      return {
        kind: 'undocumented-method',
        reason: `Expected ${[...wrongMethod.item.operations.keys()].join(' or ') || 'no method'} for \`${wrongMethod.item.template}\`, got ${plain(method, 20)}`,
        location: locationOf(wrongMethod.item.place),
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

  /** Best first: at the base path, behind a deployment prefix, without the base path. */
  #candidates(segments: readonly string[]): { template: Template; values: ReadonlyMap<string, string>; score: number }[] {
    const found: { template: Template; values: ReadonlyMap<string, string>; score: number }[] = [];
    const whole = segments.at(-1) === '' ? segments.slice(0, -1) : segments;
    for (const template of this.#templates) {
      const path = template.trailingSlash && segments.at(-1) === '' ? segments : whole;
      const start = path.length - template.segments.length;
      if (start < 0) continue;
      const values = matchSegments(template.segments, path, start);
      if (!values) continue;
      const score = this.#scoreOfPrefix(path, start, template.literals);
      if (score > 0) found.push({ template, values, score: score + template.literals / 100 });
    }
    return found.toSorted((a, b) => b.score - a.score);
  }

  /** How well what stands before the template is explained: 3 the base path itself, 2 a base behind a deployment prefix, 1 no base at all; 0 not. */
  #scoreOfPrefix(path: readonly string[], start: number, literals: number): number {
    let best = 0;
    for (const base of this.#bases) {
      const from = start - base.segments.length;
      if (from < 0 || !matchSegments(base.segments, path, from)) continue;
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
        for (let from = 0; from + base.segments.length < segments.length; from++)
          if (matchSegments(base.segments, segments, from)) return true;
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

/** Splits an absolute URL or origin-form target; percent-encoded unreserved characters in segments are decoded, `%2F` stays. */
function splitTarget(target: string): { host: string; segments: string[] } {
  const match = /^(?:[a-z][a-z0-9+.-]*:)?(?:\/\/([^/?#]*))?([^?#]*)/i.exec(target);
  const host = (match?.[1] ?? '')
    .replace(/^[^@]*@/, '')
    .replace(/:\d+$/, '')
    .toLowerCase();
  const path = match?.[2] ?? '';
  const segments = (path.startsWith('/') ? path.slice(1) : path).split('/');
  return { host, segments: segments.map(normaliseSegment) };
}

/** One spelling for all: what may stand in a segment stands there plainly, everything else encoded (RFC 3986 §3.3, §6.2.2). */
function normaliseSegment(segment: string): string {
  if (/^[\w\-.~]*$/.test(segment)) return segment;
  const encoded = segment.toWellFormed().replace(/[^A-Za-z0-9\-._~$!&'()*+,;=:@%]/gu, encodeURIComponent);
  return encoded.replace(/%[0-9a-f]{2}/gi, (code) => {
    const char = String.fromCharCode(Number.parseInt(code.slice(1), 16));
    return /[A-Za-z0-9\-._~$!&'()*+,;=:@]/.test(char) ? char : code.toUpperCase();
  });
}

function templatesOf(item: PathItem): Template[] {
  const texts = ['', ...item.suffixes].map((suffix) => item.template + suffix);
  return texts.map((text) => {
    // The root path adds no segment to the base path.
    const parts = text === '/' ? [] : text.slice(1).split('/');
    const segments = parts.map(segmentOf);
    return {
      item,
      segments,
      literals: segments.filter((segment) => 'literal' in segment && segment.literal !== '').length,
      trailingSlash: parts.length > 1 && parts.at(-1) === '',
    };
  });
}

const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function segmentOf(text: string): Segment {
  if (!text.includes('{')) return { literal: normaliseSegment(text) };
  const names: string[] = [];
  let rest = text;
  let pattern = '';
  for (let match = /\{([^{}]+)\}/.exec(rest); match; match = /\{([^{}]+)\}/.exec(rest)) {
    pattern += `${escapeRegExp(normaliseSegment(rest.slice(0, match.index)))}([^/]+?)`;
    names.push(match[1] ?? '');
    rest = rest.slice(match.index + match[0].length);
  }
  return { names, pattern: new RegExp(`^${pattern}${escapeRegExp(normaliseSegment(rest))}$`) };
}

function matchSegments(segments: readonly Segment[], path: readonly string[], start: number): Map<string, string> | undefined {
  // From the end: the last segments differ most between templates.
  for (let index = segments.length - 1; index >= 0; index--) {
    const segment = segments[index] as Segment;
    const text = path[start + index];
    if (text === undefined || ('literal' in segment ? segment.literal !== text : text === '' || !segment.pattern.test(text)))
      return undefined;
  }
  const values = new Map<string, string>();
  for (const [index, segment] of segments.entries()) {
    if ('literal' in segment) continue;
    const match = segment.pattern.exec(path[start + index] ?? '');
    for (const [position, name] of segment.names.entries()) values.set(name, match?.[position + 1] ?? '');
  }
  return values;
}

/** Literal before template, segment by segment (OpenAPI 3.1.1 §4.8.8.2). */
function compareTemplates(a: Template, b: Template): number {
  for (let index = 0; index < Math.min(a.segments.length, b.segments.length); index++) {
    const difference = rank(a.segments[index] as Segment) - rank(b.segments[index] as Segment);
    if (difference !== 0) return difference;
  }
  return b.segments.length - a.segments.length;
}

const rank = (segment: Segment): number => ('literal' in segment ? 0 : segment.pattern.source === '^([^/]+?)$' ? 2 : 1);

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
