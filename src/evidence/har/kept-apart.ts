// What recorders list beside the request line and the header fields, and some of them only there: `queryString` and `cookies` (HAR 1.2, request).
import type { Field } from '../../model/exchange.ts';
import { isRecord } from '../../model/json-value.ts';

// Values are listed decoded by some and as sent by others; an escape that stands there is kept.
const encode = (text: string): string =>
  text.toWellFormed().replace(/%(?![0-9A-Fa-f]{2})|[^A-Za-z0-9\-._~!$'()*,;:@/?%[\]]/gu, encodeURIComponent);

function* pairsOf(list: unknown): Iterable<readonly [name: string, value: string]> {
  if (!Array.isArray(list)) return;
  for (const item of list as unknown[]) {
    if (isRecord(item) && typeof item['name'] === 'string') yield [item['name'], String(item['value'] ?? '')];
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

/** The URL with those listed parameters that it lacks. */
export function completeUrl(url: string, listed: unknown): string {
  if (!Array.isArray(listed) || listed.length === 0) return url;
  const [whole = '', fragment] = url.split('#', 2);
  const query = whole.indexOf('?');
  const sent = query < 0 || query === whole.length - 1 ? [] : whole.slice(query + 1).split('&');
  if (sent.length >= listed.length) return url;
  const names = new Set(sent.map((pair) => decode(pair.replace(/=.*$/s, ''))));
  const added = [...pairsOf(listed)].filter(([name]) => !names.has(name) && !names.has(decode(name)));
  if (added.length === 0) return url;
  const pairs = [...sent, ...added.map(([name, value]) => `${encode(name)}=${encode(value)}`)];
  return `${query < 0 ? whole : whole.slice(0, query)}?${pairs.join('&')}${fragment === undefined ? '' : `#${fragment}`}`;
}

/** Adds the Cookie field that the listed cookies make up, where the recorder left it out. */
export function addCookies(fields: Field[], listed: unknown): void {
  if (!Array.isArray(listed) || listed.length === 0 || fields.some(([name]) => name.toLowerCase() === 'cookie')) return;
  const pairs = [...pairsOf(listed)].map(([name, value]) => `${name}=${value}`);
  if (pairs.length > 0) fields.push(['Cookie', pairs.join('; ')]);
}
