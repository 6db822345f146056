// The credentials of a run: whatever an instance sends back of them is hidden before it is written or printed.
import { marker } from '../record/stand-in.ts';

/** Shorter values could be anything; replacing each `ab` would destroy the record. */
const shortest = 4;

export class Secrets {
  readonly #forms = new Set<string>();
  #pattern: RegExp | undefined;

  /** Learns a value in the forms it may come back in; one of fewer than four characters is not looked for. */
  add(value: string): void {
    if (value.length < shortest) return;
    for (const form of formsOf(value)) this.#forms.add(form);
    this.#pattern = undefined;
  }

  isEmpty(): boolean {
    return this.#forms.size === 0;
  }

  hide(text: string): string {
    if (this.#forms.size === 0) return text;
    // The longest first: one credential may be the beginning of another.
    this.#pattern ??= new RegExp([...this.#forms].toSorted((a, b) => b.length - a.length).join('|'), 'g');
    return text.replace(this.#pattern, marker);
  }

  /** The same value with every string in it hidden; base64 bodies are looked into. */
  hideIn<T>(value: T): T {
    if (this.#forms.size === 0) return value;
    return this.#walk(value) as T;
  }

  #walk(value: unknown): unknown {
    if (typeof value === 'string') return this.hide(value);
    if (Array.isArray(value)) return value.map((item) => this.#walk(item));
    if (typeof value !== 'object' || value === null) return value;
    // The format gives the names of members; those of bodies are in their texts.
    const members = Object.entries(value);
    const isBase64 = members.some(([name, item]) => name === 'encoding' && item === 'base64');
    return Object.fromEntries(
      members.map(([name, item]) => {
        if (!isBase64) return [name, this.#walk(item)];
        if (name === 'encoding') return [name, item];
        return [name, name === 'text' && typeof item === 'string' ? this.#inBytes(item) : this.#walk(item)];
      }),
    );
  }

  /** Base64 is looked into, never changed as text: half of it would be no base64. */
  #inBytes(base64: string): string {
    const text = Buffer.from(base64, 'base64').toString('latin1');
    const hidden = this.hide(text);
    return hidden === text ? base64 : Buffer.from(hidden, 'latin1').toString('base64');
  }
}

/** Patterns for a value as itself and as JSON, XML, HTML, addresses and forms write it, and for the base64 of all that holds it. */
function formsOf(value: string): readonly string[] {
  const bytes = Buffer.from(value);
  const json = Buffer.from(JSON.stringify(value).slice(1, -1));
  const base64 = [bytes, json].flatMap((one) => [0, 1, 2].flatMap((before) => within(one, before)));
  const both = [bytes.toString('base64'), ...base64].flatMap((text) => [text, text.replaceAll('+', '-').replaceAll('/', '_')]);
  return [Array.from(value, patternOf).join(''), ...both.filter((text) => text.length >= shortest).map(escape)];
}

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
const names: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos', '\u00a0': 'nbsp' };

/** One character in every way it may be written; letters and digits of ASCII stay what they are. */
function patternOf(character: string): string {
  if (/^[A-Za-z\d]$/.test(character)) return character;
  const bytes = Buffer.from(character);
  const point = character.codePointAt(0) ?? 0;
  const json = JSON.stringify(character).slice(1, -1);
  const unicode = Array.from({ length: character.length }, (_, at) => `\\\\u${hexadecimal(character.charCodeAt(at), 4)}`).join('');
  const ways = [
    ...(Object.hasOwn(names, character) ? [`&${names[character]};`] : []),
    `&#0*${point};`,
    `&#[xX]0*${hexadecimal(point, 1)};`,
    Array.from(bytes, (byte) => `%${hexadecimal(byte, 2)}`).join(''),
    unicode,
    ...[json, character, ...(character === '/' ? ['\\/'] : []), ...(character === ' ' ? ['+'] : [])].map(escape),
    // Bodies and fields may be looked at byte by byte.
    escape(bytes.toString('latin1')),
  ];
  return `(?:${[...new Set(ways)].join('|')})`;
}

/** In either case. */
const hexadecimal = (code: number, digits: number): string =>
  code
    .toString(16)
    .padStart(digits, '0')
    .replace(/[a-f]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);

/** What of base64 belongs to these bytes alone where so many others stand before them, and any behind. */
function within(bytes: Buffer, before: number): readonly string[] {
  const all = Buffer.concat([Buffer.alloc(before), bytes]);
  const text = all.toString('base64').replace(/=+$/, '');
  const from = Math.ceil((before * 8) / 6);
  const own = text.slice(from, Math.floor((all.length * 8) / 6));
  return before === 0 ? [text, own] : [own];
}
