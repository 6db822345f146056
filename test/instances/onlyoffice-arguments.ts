// How the ONLYOFFICE imitation reads a request: JSON, text/xml and forms all become one flat list of arguments.
import { SaxesParser } from 'saxes';
import type { Schema } from './contract-schemas.ts';
import { essenceOf, parseJson } from './reading.ts';
import type { Received } from './vendor.ts';

export type Json = null | string | number | boolean | readonly Json[] | { readonly [name: string]: Json };
export type Arguments = Map<string, Json>;

/** Names compare without case; `null` and an empty list are the same as nothing sent. */
export const textOf = (sent: Arguments, name: string): string | undefined => {
  const value = sent.get(name);
  const one: Json | undefined = Array.isArray(value) && value.length === 1 ? (value as readonly Json[])[0] : value;
  return one === undefined || one === null || typeof one === 'object' ? undefined : String(one);
};

/**
 * JSON, text/xml and forms. Undefined: not readable. `formOfAnything` is the real server's habit of reading any other media type as a form.
 */
export async function readArguments({ headers, body }: Received, formOfAnything = false): Promise<Arguments | 'unsupported' | undefined> {
  const type = essenceOf(headers['content-type']);
  if (type === 'application/json') {
    const value = parseJson(body.toString());
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? new Map(Object.entries(value as Record<string, Json>).map(([name, member]) => [name.toLowerCase(), member]))
      : undefined;
  }
  if (type === 'text/xml') return readXml(body.toString());
  const sent: Arguments = new Map();
  if (type !== 'multipart/form-data') {
    if (type !== 'application/x-www-form-urlencoded' && !formOfAnything) return 'unsupported';
    for (const [name, value] of new URLSearchParams(body.toString())) addFormField(sent, name, value);
    return sent;
  }
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': headers['content-type'] ?? '' } })
    .formData()
    .catch(() => undefined);
  // Every file counts as the photo, whatever its part is called; the first one is used.
  for (const [name, value] of form ?? []) {
    if (typeof value === 'string') addFormField(sent, name, value);
    else if (!sent.has('photo')) sent.set('photo', value.type);
  }
  return form && sent;
}

/** The arguments as the JSON value a schema speaks of: JSON as it was sent; texts of a form or of XML as the types the schema names. */
export function valueOf({ headers, body }: Received, sent: Arguments, schema: Schema, resolve: (schema: Schema) => Schema): unknown {
  if (essenceOf(headers['content-type']) === 'application/json') return parseJson(body.toString());
  const members = Object.entries(schema.properties ?? {}).flatMap(([name, given]): [string, unknown][] => {
    const value = sent.get(name.toLowerCase());
    // Files are no values of the schema.
    return value === undefined || name === 'photo' ? [] : [[name, typed(value, resolve(given), resolve)]];
  });
  return Object.fromEntries(members);
}

function typed(value: Json, schema: Schema, resolve: (schema: Schema) => Schema): unknown {
  const kinds = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? []);
  if (Array.isArray(value)) {
    const items = value as readonly Json[];
    if (kinds.includes('array'))
      return items.filter((item) => item !== undefined).map((item) => typed(item, resolve(schema.items ?? {}), resolve));
    return items.length === 1 ? typed(items[0] ?? null, schema, resolve) : items;
  }
  if (typeof value === 'object' && value !== null) {
    const names = Object.entries(schema.properties ?? {});
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => {
        const [declared, given] = names.find(([known]) => known.toLowerCase() === name.toLowerCase()) ?? [name, {}];
        return [declared, typed(inner as Json, resolve(given), resolve)];
      }),
    );
  }
  if (typeof value !== 'string' || kinds.includes('string')) return value;
  if (value === '' && kinds.includes('null')) return null;
  return kinds.includes('integer') && /^-?\d+$/.test(value) ? Number(value) : value;
}

/** `managerList[]=…`, a repeated name, and `customFieldList[0][Key]=…`. */
function addFormField(sent: Arguments, name: string, value: string): void {
  const custom = /^customFieldList\[(\d{1,3})\]\[(key|value)\]$/i.exec(name);
  const key = custom ? 'customfieldlist' : name.replace(/\[\]$/, '').toLowerCase();
  const list = [...((sent.get(key) ?? []) as readonly Json[])];
  if (custom) list[Number(custom[1])] = { ...(list[Number(custom[1])] as object | undefined), [String(custom[2])]: value };
  else list.push(value);
  sent.set(key, list);
}

const addItem = (sent: Arguments, key: string, value: Json): void =>
  void sent.set(key, [...((sent.get(key) ?? []) as readonly Json[]), value]);

function readXml(text: string): Arguments | undefined {
  const sent: Arguments = new Map();
  const path: string[] = [];
  let content = '';
  /** The members of the list item that is being read. */
  let item: Record<string, Json> = {};
  let broken = false;
  const parser = new SaxesParser();
  parser.on('error', () => (broken = true));
  parser.on('doctype', () => (broken = true));
  parser.on('opentag', ({ name }) => {
    path.push(name);
    content = '';
    if (path.length === 2) item = {};
  });
  parser.on('text', (piece) => (content += piece));
  parser.on('cdata', (piece) => (content += piece));
  parser.on('closetag', () => {
    const name = path.pop() ?? '';
    if (path.length === 2) item[name] = content;
    if (path.length === 1) addItem(sent, name.toLowerCase(), Object.keys(item).length > 0 ? item : content);
  });
  parser.write(text).close();
  return broken ? undefined : sent;
}
