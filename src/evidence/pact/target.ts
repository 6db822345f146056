// Path and query of a pact's request as a request target (Pact specification 1 to 4; RFC 3986 §3.3 and §3.4).
import { isRecord } from '../../model/json-value.ts';

// Pacts hold paths as they go over the wire or with plain spaces and letters; what is encoded already stays.
const encodePath = (path: string): string =>
  path.toWellFormed().replace(/%(?![0-9A-Fa-f]{2})|[^A-Za-z0-9\-._~!$&'()*+,;=:@/%{}?]/gu, encodeURIComponent);
const encodeQuery = (query: string): string =>
  query.toWellFormed().replace(/%(?![0-9A-Fa-f]{2})|[^A-Za-z0-9\-._~!$&'()*+,;=:@/?%[\]{}|]/gu, encodeURIComponent);
const encodeValue = (text: string): string => encodeURIComponent(text.toWellFormed());

/** `query` is encoded text in versions 1 and 2, decoded names with lists of values since 3; undefined when it is neither. */
export function readTarget(path: string, query: unknown): string | undefined {
  const encoded = encodePath(path.startsWith('/') || path === '' || /^https?:/i.test(path) ? path : `/${path}`) || '/';
  const text = readQuery(query);
  if (text === undefined) return undefined;
  if (text === '') return encoded;
  return `${encoded}${encoded.includes('?') ? '&' : '?'}${text}`;
}

function readQuery(query: unknown): string | undefined {
  if (query === undefined || query === null) return '';
  if (typeof query === 'string') return encodeQuery(query.replace(/^\?/, ''));
  if (!isRecord(query)) return undefined;
  const pairs: string[] = [];
  for (const [name, values] of Object.entries(query)) {
    for (const value of Array.isArray(values) ? (values as unknown[]) : [values]) {
      if (typeof value === 'object' && value !== null) return undefined;
      pairs.push(value === null || value === undefined ? encodeValue(name) : `${encodeValue(name)}=${encodeValue(String(value))}`);
    }
  }
  return pairs.join('&');
}
