// Places in a message a test holds in memory: it is written down the way HTTP/1.1 would, so that findings can show the line they are about.
import type { Content, Field, MessagePart } from '../model/exchange.ts';
import type { Location, Source } from '../model/location.ts';
import { plain } from '../model/show.ts';
import { fileSource } from '../source/text-source.ts';
import type { Body } from './client.ts';

/** The start line and fields of a message as a source, and where each part stands in it. */
export function placesIn(
  uri: string,
  start: string,
  fields: readonly Field[],
): { location: Location; place: (part: MessagePart, name?: string) => Location } {
  const text = [start, ...fields.map(([name, value]) => `${name}: ${value}`)].map((line) => plain(line, 2000));
  const source: Source = {
    uri,
    syntax: 'text',
    position: (pointer) => {
      const line = Number(/^\/lines\/(\d+)$/.exec(pointer)?.[1] ?? 0) + 1;
      return { line, column: 1, end: { line, column: (text[line - 1] ?? '').length + 1 } };
    },
    lines: (from, to) => text.slice(from - 1, to),
  };
  const at = (line: number): Location => ({ source, pointer: `/lines/${line}` });
  return {
    location: { source, pointer: '' },
    place: (part, name = '') => {
      const index = part === 'field' ? fields.findIndex(([key]) => key.toLowerCase() === name.toLowerCase()) : -1;
      return index >= 0 ? at(index + 1) : part === 'field' ? { source, pointer: '' } : at(0);
    },
  };
}

/** A body as content of an exchange; undefined when there is none. A parsed value is shown as indented JSON. */
export function contentOf(body: Body | undefined, uri: string): Content | undefined {
  if (!body || body.kind === 'none') return undefined;
  if (body.kind === 'unknown')
    return { form: 'unknown', reason: body.reason, location: { source: fileSource({ uri, syntax: 'text', read: () => '' }), pointer: '' } };
  if (body.kind === 'value') {
    const { value } = body;
    return {
      form: 'value',
      value,
      location: { source: fileSource({ uri, syntax: 'json', read: () => JSON.stringify(value, null, 2) }), pointer: '' },
    };
  }
  const bytes = body.kind === 'text' ? new TextEncoder().encode(body.text) : body.bytes;
  const read = (): string => (body.kind === 'text' ? body.text : new TextDecoder().decode(bytes));
  return { form: 'bytes', bytes, verbatim: true, location: { source: fileSource({ uri, syntax: 'text', read }), pointer: '' } };
}
