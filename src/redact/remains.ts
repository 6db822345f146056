// The search for what must not be there: originals in a written text, as it stands and with every kind of escape undone.
import { isUtf8 } from 'node:buffer';
import { base64Runs } from './base64-runs.ts';
import type { Dictionary } from './dictionary.ts';

const shortEscapes: Readonly<Record<string, string>> = { '"': '"', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** Between two escaped backslashes every backslash begins an escape, and all of one kind can go at once. */
const undoBackslashes = (text: string): string => text.split('\\\\').map(undoSingle).join('\\');

function undoSingle(text: string): string {
  if (!text.includes('\\')) return text;
  let plain = text;
  for (const [letter, char] of Object.entries(shortEscapes)) plain = plain.replaceAll(`\\${letter}`, char);
  if (!plain.includes('\\u')) return plain;
  return plain.replace(/\\u([0-9a-fA-F]{4})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
/** Each with a mark without which it changes nothing. */
const unescapes: readonly (readonly [mark: string, unescape: (text: string) => string])[] = [
  ['\\', undoBackslashes],
  [
    '%',
    (text) =>
      text.replace(/(?:%[0-9a-fA-F]{2})+/g, (run) => {
        try {
          return decodeURIComponent(run);
        } catch {
          return run;
        }
      }),
  ],
  [
    '&',
    (text) =>
      text
        .replace(/&#x([0-9a-fA-F]{1,6});/g, (whole, code: string) => pointOf(Number.parseInt(code, 16), whole))
        .replace(/&#(\d{1,7});/g, (whole, code: string) => pointOf(Number(code), whole))
        .replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => entities[name] ?? ''),
  ],
];
const pointOf = (code: number, otherwise: string): string => (code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : otherwise);
const mostRounds = 4;

/** The originals that can be read in a text of the output; folded, each once. */
export function findRemains(text: string, dictionary: Dictionary): Set<string> {
  const found = new Set<string>();
  for (const variant of variantsOf(text))
    for (const { text: known } of dictionary.find(variant)) if (dictionary.isSearched(known)) found.add(known);
  return found;
}

/** What readers may see in a text: as it stands, with its escapes undone, and what is in it in base64. */
export function variantsOf(text: string): Set<string> {
  // Between the backslashes of JSON nothing is text yet: `\\n` is no letter n.
  const variants = new Set(text.includes('\\') ? [] : [text]);
  let current = text;
  for (let round = 0; round < mostRounds; round++) {
    const before = current;
    for (const [mark, unescape] of unescapes) {
      if (!current.includes(mark)) continue;
      current = unescape(current);
      variants.add(current);
    }
    if (current === before) break;
  }
  // Forms write blanks so; before a phone number it is something else.
  for (const variant of [...variants]) if (/[^\s"]\+[^\s"]/.test(variant)) variants.add(variant.replaceAll('+', ' '));
  for (const variant of new Set([text, current])) for (const piece of base64In(variant)) variants.add(piece);
  return variants;
}

function* base64In(text: string): Iterable<string> {
  for (const { text: run } of base64Runs(text)) {
    const bytes = Buffer.from(run, 'base64');
    if (isUtf8(bytes)) yield bytes.toString('utf8');
    // A body of bytes may hold text among them.
    else if (run.length >= 512) yield bytes.toString('latin1');
  }
}
