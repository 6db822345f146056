// Header fields in the forms evidence writes them down (RFC 9110 §5): an object, pairs, a flat list, or a list of named items.
import type { Field } from './exchange.ts';
import { isRecord } from './json-value.ts';
import { namedMember } from './message-place.ts';
import { child } from './pointer.ts';

/**
 * In the order of the evidence, repeated names kept. Taken are `{ name: value or list of values }`, `[[name, value], …]`,
 * `[name, value, …]` and `[{ name or key, value, disabled? }, …]`; what is none of these is passed over.
 */
export function readFields(headers: unknown): Field[] {
  if (Array.isArray(headers)) return readList(headers as unknown[]);
  if (!isRecord(headers)) return [];
  return Object.entries(headers).flatMap(([name, value]) => valuesOf(value).map((text): Field => [name, text]));
}

function readList(headers: readonly unknown[]): Field[] {
  if (typeof headers[0] === 'string') {
    const fields: Field[] = [];
    for (let i = 0; i < headers.length; i += 2) fields.push(...valuesOf(headers[i + 1]).map((text): Field => [String(headers[i]), text]));
    return fields;
  }
  return headers.flatMap((item): Field[] => {
    if (Array.isArray(item)) return typeof item[0] === 'string' ? valuesOf(item[1]).map((text): Field => [String(item[0]), text]) : [];
    if (!isRecord(item) || item['disabled'] === true) return [];
    const name = item['name'] ?? item['key'];
    return typeof name === 'string' && name !== '' ? valuesOf(item['value']).map((text): Field => [name, text]) : [];
  });
}

/** Other scalars are taken as their text; an object is no value of a field. */
function valuesOf(value: unknown): string[] {
  if (Array.isArray(value)) return (value as unknown[]).flatMap(valuesOf);
  if (value instanceof Uint8Array) return [Buffer.from(value.buffer, value.byteOffset, value.length).toString('latin1').trim()];
  return typeof value === 'object' && value !== null ? [] : [String(value ?? '').trim()];
}

/** Pointer of the field of that name, `at` being that of the headers. */
export function placeOfField(headers: unknown, at: string, name: string): string | undefined {
  if (!Array.isArray(headers)) return namedMember(headers, at, name);
  const lower = name.toLowerCase();
  const list = headers as unknown[];
  if (typeof list[0] === 'string') {
    const index = list.findLastIndex((item, i) => i % 2 === 0 && String(item).toLowerCase() === lower);
    return index < 0 ? undefined : child(at, index + 1);
  }
  const index = list.findLastIndex((item) => {
    const own = Array.isArray(item) ? (item as unknown[])[0] : isRecord(item) ? (item['name'] ?? item['key']) : undefined;
    return typeof own === 'string' && own.toLowerCase() === lower;
  });
  return index < 0 ? undefined : child(at, index);
}
