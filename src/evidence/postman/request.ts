// A request of a Postman collection: URL as text or in parts, header fields, authorization, with its placeholders filled where they have a value.
import { needMethod, needRecord, needText } from '../../model/entry-reading.ts';
import { type Field, fieldValue, type Request } from '../../model/exchange.ts';
import { placeOfField, readFields } from '../../model/field-list.ts';
import { isRecord } from '../../model/json-value.ts';
import type { Location } from '../../model/location.ts';
import { namedMember, placesIn } from '../../model/message-place.ts';
import { fillPlaceholders, targetOf } from '../../model/placeholders.ts';
import { isUnset, readBody } from './body.ts';
import type { Item } from './items.ts';

const credentials = /^(authorization|cookie|proxy-authorization)$/i;

/** Names of placeholders without a value are added to `missing`. Throws an Unreadable for what is no request. */
export function readRequest(value: unknown, item: Item, location: Location, missing: string[]): Request {
  const held = typeof value === 'string' ? { method: 'GET', url: value } : needRecord(value, 'request');
  const fill = (text: string): string => {
    const filled = fillPlaceholders(text, item.variables);
    for (const name of filled.missing) if (!missing.includes(name)) missing.push(name);
    return filled.text;
  };
  const dropped: string[] = [];
  const target = readTarget(held['url'], fill, dropped);
  const isOpen = dropped.length > 0 || (missing.length > 0 && /\{[^{}]*\}/.test(target.replace(/\?.*$/s, '')));
  const all = fieldsOf(held['header']).map(([name, text]): Field => [fill(name), fill(text)]);
  // What stands there instead of a value cannot be judged; of credentials only the presence is.
  const fields = all.filter(([name, text]) => credentials.test(name) || !(text.includes('{{') || isUnset(text)));
  const query = addAuth(held['auth'] ?? item.auth, fields);
  const content = readBody(held['body'], fields, fill, location);
  const place = placesIn(location, (part, name) => {
    if (part === 'field') return placeOfField(held['header'], '/header', name);
    const queries = isRecord(held['url']) && Array.isArray(held['url']['query']) ? held['url']['query'] : [];
    const own = part === 'query' ? placeOfField(queries, '/url/query', name) : undefined;
    return own ?? namedMember(held, '', 'url');
  });
  return {
    method: needMethod(held['method'] ?? 'GET'),
    target: query === undefined ? target : `${target}${target.includes('?') ? '&' : '?'}${query}`,
    fields,
    ...(content && { content }),
    complete: true,
    ...((isOpen || fields.length < all.length) && { isPattern: true }),
    location,
    place,
  };
}

/** A list of `{ key, value, disabled }`, or lines as HTTP has them. */
export function fieldsOf(header: unknown): Field[] {
  if (typeof header !== 'string') return readFields(header);
  return header.split(/\r?\n/).flatMap((line): Field[] => {
    const [, name, value] = /^([^:\s]+):\s*(.*?)\s*$/.exec(line) ?? [];
    return name === undefined ? [] : [[name, value ?? '']];
  });
}

/** Query parameters without a value yet are added to `dropped`. */
function readTarget(url: unknown, fill: (text: string) => string, dropped: string[]): string {
  const parts = isRecord(url) ? url : {};
  const raw = typeof url === 'string' ? url : typeof parts['raw'] === 'string' && parts['raw'] !== '' ? parts['raw'] : joinParts(parts);
  const text = fillSegments(needText(raw, 'request `url`'), parts['variable'], dropped);
  const filled = fill(text);
  const target = targetOf({ text: filled, missing: filled.includes('{{') ? [''] : [] });
  // Postman takes a URL without its scheme.
  return /^[a-z][a-z0-9+.-]*:\/\/|^\//i.test(target) ? target : `http://${target}`;
}

function joinParts(parts: Record<string, unknown>): string {
  const join = (list: unknown, mark: string): string => {
    if (!Array.isArray(list)) return typeof list === 'string' ? list.replace(/^\//, '') : '';
    return (list as unknown[]).map((part) => (isRecord(part) ? String(part['value'] ?? '') : String(part))).join(mark);
  };
  const host = join(parts['host'], '.');
  const query = Array.isArray(parts['query'])
    ? (parts['query'] as unknown[])
        .filter((pair) => isRecord(pair) && pair['disabled'] !== true)
        .map((pair) =>
          isRecord(pair) ? `${String(pair['key'] ?? '')}${pair['value'] === null ? '' : `=${String(pair['value'] ?? '')}`}` : '',
        )
        .join('&')
    : '';
  const protocol = typeof parts['protocol'] === 'string' && host !== '' ? `${parts['protocol']}://` : '';
  const port = typeof parts['port'] === 'string' && parts['port'] !== '' ? `:${parts['port']}` : '';
  const path = join(parts['path'], '/');
  return host === '' && path === '' ? '' : `${protocol}${host}${port}/${path}${query === '' ? '' : `?${query}`}`;
}

/** Segments such as `:id`; one without a value becomes `{id}`. */
function fillSegments(url: string, variables: unknown, dropped: string[]): string {
  const values = new Map(
    (Array.isArray(variables) ? (variables as unknown[]) : []).flatMap((one): [string, string][] =>
      isRecord(one) && typeof one['key'] === 'string' && one['value'] !== undefined && one['value'] !== null && one['value'] !== ''
        ? [[one['key'], String(one['value'])]]
        : [],
    ),
  );
  const query = url.search(/[?#]/);
  const path = query < 0 ? url : url.slice(0, query);
  const filled = path.replace(/\/:([^/:]+)(?=\/|$)/g, (_, name: string) => {
    const value = values.get(name);
    if (value === undefined || isUnset(value)) return `/{{${name}}}`;
    return `/${value.includes('{{') ? value : encodeURIComponent(value.toWellFormed())}`;
  });
  return filled + (query < 0 ? '' : withoutUnset(url.slice(query), dropped));
}

/** The query without parameters whose value is still to be filled in. */
function withoutUnset(query: string, dropped: string[]): string {
  const [, mark = '', pairs = '', fragment = ''] = /^(\?)([^#]*)(#.*)?$/s.exec(query) ?? [];
  if (mark === '') return query;
  const kept: string[] = [];
  for (const pair of pairs.split('&')) (isUnset(decode(pair.replace(/^[^=]*=/, ''))) ? dropped : kept).push(pair);
  return (kept.length === 0 ? '' : `?${kept.join('&')}`) + fragment;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Postman keeps credentials apart and adds them when it sends: that there are some is known, their values are nobody's business. Gives the query parameter of an API key. */
function addAuth(auth: unknown, fields: Field[]): string | undefined {
  if (!isRecord(auth)) return undefined;
  const add = (name: string, value: string): undefined => {
    if (fieldValue(fields, name) === undefined) fields.push([name, value]);
    return undefined;
  };
  switch (auth['type']) {
    case 'basic':
      return add('Authorization', 'Basic REDACTED');
    case 'digest':
      return add('Authorization', 'Digest REDACTED');
    case 'bearer':
    case 'oauth2':
    case 'jwt':
      return add('Authorization', 'Bearer REDACTED');
    case 'apikey': {
      const settings = new Map(
        Array.isArray(auth['apikey'])
          ? (auth['apikey'] as unknown[]).flatMap((one): [string, string][] =>
              isRecord(one) ? [[String(one['key']), String(one['value'])]] : [],
            )
          : Object.entries(isRecord(auth['apikey']) ? auth['apikey'] : {}).map(([key, value]): [string, string] => [key, String(value)]),
      );
      const name = settings.get('key');
      if (name === undefined || name === '') return undefined;
      return settings.get('in') === 'query' ? `${encodeURIComponent(name.toWellFormed())}=REDACTED` : add(name, 'REDACTED');
    }
    default:
      return undefined;
  }
}
