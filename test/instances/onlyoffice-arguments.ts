// How the ONLYOFFICE imitation reads a request: JSON, text/xml and forms all become one flat list of arguments.
import { SaxesParser } from 'saxes';
import { essenceOf, parseJson } from './serve.ts';
import type { Received } from './serve.ts';

export type Json = null | string | number | boolean | readonly Json[] | { readonly [name: string]: Json };
export type Arguments = Map<string, Json>;

/** Names compare without case; `null` and an empty list are the same as nothing sent. */
export const textOf = (sent: Arguments, name: string): string | undefined => {
  const value = sent.get(name);
  const one: Json | undefined = Array.isArray(value) && value.length === 1 ? (value as readonly Json[])[0] : value;
  return one === undefined || one === null || typeof one === 'object' ? undefined : String(one);
};

/** JSON and text/xml are parsed; whatever else arrives is read as a form. Undefined: not readable. */
export async function readArguments({ headers, body }: Received): Promise<Arguments | undefined> {
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

/** `managerList[]=…`, a repeated name, and `customFieldList[0][Key]=…`. */
function addFormField(sent: Arguments, name: string, value: string): void {
  const custom = /^customFieldList\[(\d{1,3})\]\[(key|value)\]$/i.exec(name);
  const key = custom ? 'customfieldlist' : name.replace(/\[\]$/, '').toLowerCase();
  const list = [...((sent.get(key) ?? []) as readonly Json[])];
  if (custom) list[Number(custom[1])] = { ...(list[Number(custom[1])] as object | undefined), [String(custom[2])]: value };
  else list.push(value);
  sent.set(key, list);
}

function readXml(text: string): Arguments | undefined {
  const sent: Arguments = new Map();
  const path: string[] = [];
  let content = '';
  let broken = false;
  const parser = new SaxesParser();
  parser.on('error', () => (broken = true));
  parser.on('doctype', () => (broken = true));
  parser.on('opentag', ({ name }) => {
    path.push(name);
    content = '';
  });
  parser.on('text', (piece) => (content += piece));
  parser.on('closetag', () => {
    if (path.length === 2) addFormField(sent, path[1] ?? '', content);
    path.pop();
  });
  parser.write(text).close();
  return broken ? undefined : sent;
}
