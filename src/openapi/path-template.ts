// Path templates (OpenAPI 3.1.1 §4.8.8.2): what one is made of, which come first, and whether the end of a path fits one.
import type { PathItem } from './operations.ts';

/** One segment of a template: text, or text with variables in it; no pattern: one variable and nothing else. */
export type Segment = { readonly literal: string } | { readonly names: readonly string[]; readonly pattern: RegExp | undefined };

export interface Template {
  readonly item: PathItem;
  readonly segments: readonly Segment[];
  readonly literals: number;
  readonly trailingSlash: boolean;
}

/** Splits an absolute URL or origin-form target; percent-encoded unreserved characters in segments are decoded, `%2F` stays. */
export function splitTarget(target: string): { host: string; segments: string[] } {
  // A path alone, as servers see it, needs no closer look.
  if (target.startsWith('/') && !target.startsWith('//') && !/[?#]/.test(target))
    return { host: '', segments: target.slice(1).split('/').map(normaliseSegment) };
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

/** Of a path item: its template, and that with each ending of `x-path-suffixes`. */
export function templatesOf(item: PathItem): Template[] {
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

/** Text as a pattern for exactly that text. */
export const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** One segment of a template, its variables in braces. */
export function segmentOf(text: string): Segment {
  if (!text.includes('{')) return { literal: normaliseSegment(text) };
  const whole = /^\{([^{}]+)\}$/.exec(text)?.[1];
  if (whole !== undefined) return { names: [whole], pattern: undefined };
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

/** True when the segments from `start` on are the template's. */
export function fits(segments: readonly Segment[], path: readonly string[], start: number): boolean {
  // From the end: the last segments differ most between templates.
  for (let index = segments.length - 1; index >= 0; index--) {
    const segment = segments[index] as Segment;
    const text = path[start + index];
    if (text === undefined) return false;
    if ('literal' in segment) {
      if (segment.literal !== text) return false;
    } else if (text === '' || segment.pattern?.test(text) === false) return false;
  }
  return true;
}

/** Variable → text, of segments that fit. */
export function valuesOf(segments: readonly Segment[], path: readonly string[], start: number): Map<string, string> {
  const values = new Map<string, string>();
  for (const [index, segment] of segments.entries()) {
    if ('literal' in segment) continue;
    const text = path[start + index] ?? '';
    const found = segment.pattern === undefined ? [text, text] : segment.pattern.exec(text);
    for (const [position, name] of segment.names.entries()) values.set(name, found?.[position + 1] ?? '');
  }
  return values;
}

/** Literal before template, segment by segment (OpenAPI 3.1.1 §4.8.8.2). */
export function compareTemplates(a: Template, b: Template): number {
  for (let index = 0; index < Math.min(a.segments.length, b.segments.length); index++) {
    const difference = rank(a.segments[index] as Segment) - rank(b.segments[index] as Segment);
    if (difference !== 0) return difference;
  }
  return b.segments.length - a.segments.length;
}

const rank = (segment: Segment): number => ('literal' in segment ? 0 : segment.pattern === undefined ? 2 : 1);
