// Writes application/x-www-form-urlencoded (URL Standard §5.2) by the Encoding Object (OpenAPI 3.1.1 §4.8.15), so that reading gives the value back.
import type { DecodeContext, Encoding } from '../model/content.ts';

export function encodeForm(value: unknown, { encoding }: DecodeContext): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return '';
  const pairs: string[] = [];
  for (const [name, member] of Object.entries(value)) {
    if (member !== undefined) pairs.push(...writeMember(name, member, encoding.get(name)));
  }
  return pairs.join('&');
}

const delimiters: Readonly<Record<string, string>> = { form: ',', spaceDelimited: '%20', pipeDelimited: '%7C' };

function writeMember(name: string, value: unknown, encoding: Encoding | undefined): string[] {
  const pair = (written: string): string => `${escape(name)}=${written}`;
  const style = encoding?.style ?? (encoding?.explode === undefined ? undefined : 'form');
  const delimiter = style !== undefined && !(encoding?.explode ?? style === 'form') ? delimiters[style] : undefined;
  if (style === 'deepObject') return flatten(name, value).map(([own, leaf]) => `${escape(own)}=${escape(textOf(leaf))}`);
  if (Array.isArray(value)) {
    if (delimiter !== undefined) return [pair(value.map((item) => escape(textOf(item))).join(delimiter))];
    return value.length === 0 ? [] : value.map((item) => pair(escape(textOf(item))));
  }
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value);
    if (delimiter !== undefined) return [pair(members.flatMap(([key, member]) => [escape(key), escape(textOf(member))]).join(delimiter))];
  }
  return [pair(escape(textOf(value)))];
}

/** Bracketed names for everything below a name: `a[key]`, and `a[0][key]` for arrays, which OpenAPI leaves open. */
export function flatten(name: string, value: unknown): (readonly [name: string, leaf: unknown])[] {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return [[name, value]];
  return Object.entries(value).flatMap(([key, member]) => flatten(`${name}[${key}]`, member));
}

/** Objects inside a form are JSON unless a style says otherwise; null has no text of its own. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

const escape = (text: string): string =>
  encodeURIComponent(text.toWellFormed())
    .replaceAll('%20', '+')
    .replace(/[!'()~]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
