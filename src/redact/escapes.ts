// Escapes of all kinds that stand for characters: JSON (RFC 8259 §7), JavaScript (ECMA-262 §12.9.4), URLs (RFC 3986 §2.1), HTML and XML, quoted-printable (RFC 2045 §6.7), and UTF-8 that was read as ISO 8859-1.
import { htmlNames } from './html-names.ts';

/** A character, and how many units of the text spell it. */
export interface Spelt {
  readonly char: string;
  readonly length: number;
}

const pattern =
  /\\(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|u\{0*[0-9a-fA-F]{1,6}\}|["\\/bfnrt])|&(?:#0*\d{1,7}|#[xX]0*[0-9a-fA-F]{1,6}|[a-zA-Z]{2,6}[123]?[24]?);|(?:%[0-9a-fA-F]{2})+|(?:=[C-F][0-9A-F](?:=[89AB][0-9A-F])+)+|(?:[\u00c2-\u00df][\u0080-\u00bf]|[\u00e0-\u00ef][\u0080-\u00bf]{2}|[\u00f0-\u00f4][\u0080-\u00bf]{3})+/g;
const short: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** Nearly every text has none, and one look tells. */
const mayHold = (text: string): boolean =>
  /[\\&%]/.test(text) || (/[=\u00c2-\u00f4]/.test(text) && /=[C-F][0-9A-F]=|[\u00c2-\u00f4][\u0080-\u00bf]/.test(text));

/** Every escape of a text in its order; one that stands for nothing is not among them. */
export function* escapesIn(text: string): Generator<{ readonly index: number; readonly length: number; readonly spelt: readonly Spelt[] }> {
  if (!mayHold(text)) return;
  for (const { 0: raw, index } of text.matchAll(pattern)) {
    const spelt = read(raw);
    if (spelt) yield { index, length: raw.length, spelt };
  }
}

function read(raw: string): readonly Spelt[] | undefined {
  const first = raw.charAt(0);
  if (first === '%' || first === '=') return readBytes(Buffer.from(raw.replaceAll(first, ''), 'hex'), 3, first === '%');
  if (first === '\\') {
    const letter = raw.charAt(1);
    const char = raw.length > 2 ? charOf(Number.parseInt(raw.replace(/\W|[ux]/g, ''), 16)) : (short[letter] ?? letter);
    return char === undefined ? undefined : [{ char, length: raw.length }];
  }
  if (first !== '&') return readBytes(Buffer.from(raw, 'latin1'), 1, false);
  const name = raw.slice(1, -1);
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : name.startsWith('#') ? Number(name.slice(1)) : 0;
  const char = name.startsWith('#') ? (code > 0 ? charOf(code) : undefined) : htmlNames.get(name);
  return char === undefined ? undefined : [{ char, length: raw.length }];
}

const charOf = (code: number): string | undefined => (code <= 0x10ffff ? String.fromCodePoint(code) : undefined);

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** As UTF-8, and where that is none (`orByte`) as ISO 8859-1. `width`: units of the text for one byte. */
function readBytes(bytes: Buffer, width: number, orByte: boolean): readonly Spelt[] | undefined {
  try {
    return Array.from(utf8.decode(bytes), (char) => ({ char, length: width * Buffer.byteLength(char) }));
  } catch {
    return orByte ? Array.from(bytes.toString('latin1'), (char) => ({ char, length: width })) : undefined;
  }
}

/** A unit that comes new, escaped in the way of what it replaces. */
export function escapeLike(unit: string, model: string): string {
  if (model.length < 2 || /[A-Za-z0-9]/.test(unit)) return unit;
  const bytes = (): string[] => [...Buffer.from(unit)].map((byte) => byte.toString(16).toUpperCase().padStart(2, '0'));
  switch (model.charAt(0)) {
    case '%':
      if (!unit.isWellFormed()) return unit;
      // One byte for a letter beyond ASCII is ISO 8859-1.
      return model.length === 3 && /^%[89a-f]/i.test(model) && unit <= 'ÿ'
        ? `%${unit.charCodeAt(0).toString(16).toUpperCase()}`
        : encodeURIComponent(unit);
    case '=':
      return unit.isWellFormed()
        ? bytes()
            .map((byte) => `=${byte}`)
            .join('')
        : unit;
    case '&':
      return `&#${unit.charCodeAt(0)};`;
    case '\\':
      return /^\\[ux]/.test(model) ? `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}` : unit;
    default:
      return unit.isWellFormed() ? Buffer.from(unit).toString('latin1') : unit;
  }
}
