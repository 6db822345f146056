// What a client asks of an answer: Accept with quality values (RFC 9110 §12.5.1) and Prefer (RFC 7240) with Prism's preferences.
import { Recent } from '../model/recent.ts';

export interface Preferences {
  readonly code?: number;
  readonly example?: string;
  readonly dynamic?: boolean;
  readonly seed?: string;
  /** Milliseconds to wait before answering. */
  readonly wait?: number;
}

/** What could be used of the field, and what could not, in words for the client. */
export interface ReadPreferences {
  readonly preferences: Preferences;
  readonly ignored: readonly string[];
}

const longestWait = 60_000;
const pair = /(?:^|[,;])\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*(?:=\s*(?:"((?:[^"\\]|\\.)*)"|([^,;"\s]*)))?/g;

const none: ReadPreferences = { preferences: {}, ignored: [] };

export function readPreferences(values: readonly string[]): ReadPreferences {
  if (values.length === 0) return none;
  const read: Record<string, unknown> = {};
  const ignored: string[] = [];
  for (const [, rawName = '', quoted, plain = ''] of values.join(', ').matchAll(pair)) {
    const name = rawName.toLowerCase();
    const value = quoted === undefined ? plain : quoted.replace(/\\(.)/g, '$1');
    const understood = preference(name, value);
    if (understood === undefined) ignored.push(rawName);
    // The first of several wins (RFC 7240 §2).
    else if (!Object.hasOwn(read, name)) read[name] = understood;
  }
  return { preferences: read, ignored };
}

const twins = /^__(code|example|dynamic|seed)$/;

/** Prism's other way to say it, for clients that cannot set a field: `?__code=404`. The contract does not see these parameters. */
export function splitTwins(target: string): { readonly target: string; readonly values: readonly string[] } {
  const at = target.indexOf('?');
  if (at < 0 || !target.includes('__', at)) return { target, values: [] };
  const values: string[] = [];
  const others = target
    .slice(at + 1)
    .split('&')
    .filter((pair) => {
      const [name = '', value = ''] = pair.split(/=(.*)/s);
      if (!twins.test(name)) return true;
      values.push(`${name.slice(2)}="${unescape(value).replace(/["\\]/g, '\\$&')}"`);
      return false;
    });
  return { target: target.slice(0, at) + (others.length > 0 ? `?${others.join('&')}` : ''), values };
}

function unescape(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

function preference(name: string, value: string): unknown {
  if (name === 'code') return /^[2-5]\d\d$/.test(value) ? Number(value) : undefined;
  if (name === 'example' || name === 'seed') return value === '' ? undefined : value;
  if (name === 'dynamic') return value === 'true' || value === '' ? true : value === 'false' ? false : undefined;
  // RFC 7240 §4.3: seconds.
  if (name === 'wait') return /^\d+(\.\d+)?$/.test(value) ? Math.min(longestWait, Number(value) * 1000) : undefined;
  return undefined;
}

const accepts = new Recent<string, readonly string[]>(500);

/** Media ranges of an Accept field, best first; what is no media range is passed over. Empty: everything is welcome. */
export function readAccept(values: readonly string[]): readonly string[] {
  const text = values.join(',');
  let ranges = accepts.get(text);
  if (!ranges) {
    ranges = parseAccept(text);
    if (text.length <= 1000) accepts.set(text, ranges);
  }
  return ranges;
}

function parseAccept(text: string): readonly string[] {
  return text
    .split(',')
    .flatMap((part, index) => {
      const [range = '', ...parameters] = part.split(';').map((piece) => piece.trim());
      if (!/^([\w!#$&^.+-]+|\*)\/([\w!#$&^.+-]+|\*)$/.test(range)) return [];
      const quality = parameters
        .map((parameter) => /^q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/i.exec(parameter)?.[1])
        .find((found) => found !== undefined);
      return [{ range: range.toLowerCase(), quality: Number(quality ?? 1), index }];
    })
    .filter(({ quality }) => quality > 0)
    .toSorted((a, b) => b.quality - a.quality || a.index - b.index)
    .map(({ range }) => range);
}
