// The search for what must not be there: originals in a written text, as it stands and with every kind of escape undone.
import { isUtf8 } from 'node:buffer';
import { base64Runs } from './base64-runs.ts';
import { isForm } from './decoded-view.ts';
import type { Dictionary } from './dictionary.ts';
import { escapesIn } from './escapes.ts';
import { decodeWide, wideCodingOf } from './wide-text.ts';

const shortEscapes: Readonly<Record<string, string>> = { '"': '"', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** Between two escaped backslashes every backslash begins an escape, and all of one kind can go at once. */
const undoBackslashes = (text: string): string => text.split('\\\\').map(undoSingle).join('\\');

function undoSingle(text: string): string {
  if (!text.includes('\\')) return text;
  let plain = text;
  for (const [letter, char] of Object.entries(shortEscapes)) plain = plain.replaceAll(`\\${letter}`, char);
  if (!/\\[ux]/.test(plain)) return plain;
  return plain.replace(
    /\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|u\{0*([0-9a-fA-F]{1,6})\})/g,
    (escape, ...codes: (string | undefined)[]) => {
      const code = Number.parseInt(codes.slice(0, 3).join(''), 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : escape;
    },
  );
}

/** More than are undone for writing: what was not replaced has to be found. */
const mostRounds = 16;

/** The originals that can be read in a text of the output; folded, each once. */
export function findRemains(text: string, dictionary: Dictionary): Set<string> {
  const found = new Set<string>();
  for (const variant of variantsOf(text))
    for (const { text: known } of dictionary.find(variant)) if (dictionary.isSearched(known)) found.add(known);
  return found;
}

/** What readers may see in a text: as it stands, with its escapes undone, and what is in it in base64. */
export function variantsOf(text: string): Set<string> {
  // Between the backslashes of JSON nothing is text yet: `\\\\n` is no letter n.
  const variants = new Set(text.includes('\\') ? [] : [text]);
  let current = text;
  for (let round = 0; round < mostRounds; round++) {
    const plain = undoBackslashes(current);
    const next = undoOthers(plain);
    if (next === current) break;
    variants.add(plain).add(next);
    current = next;
  }
  for (const variant of variants) if (isForm(variant)) variants.add(variant.replaceAll('+', ' '));
  for (const variant of new Set([text, current]))
    for (const piece of base64In(variant)) for (const inner of readingsOf(piece)) variants.add(inner);
  return variants;
}

/** What was hidden in base64 may be escaped itself. */
function* readingsOf(piece: string): Iterable<string> {
  yield piece;
  let current = piece;
  for (let round = 0; round < mostRounds; round++) {
    const next = undoOthers(undoBackslashes(current));
    if (next === current) break;
    yield (current = next);
  }
  if (isForm(current)) yield current.replaceAll('+', ' ');
  for (const { text: run } of base64Runs(current)) {
    const bytes = Buffer.from(run, 'base64');
    if (isUtf8(bytes)) yield bytes.toString('utf8');
  }
}

/** All escapes but backslashes. */
function undoOthers(text: string): string {
  const pieces: string[] = [];
  let end = 0;
  for (const { index, length, spelt } of escapesIn(text)) {
    if (text.charCodeAt(index) === 0x5c) continue;
    pieces.push(text.slice(end, index));
    for (const { char } of spelt) pieces.push(char);
    end = index + length;
  }
  return end === 0 ? text : pieces.join('') + text.slice(end);
}

function* base64In(text: string): Iterable<string> {
  for (const { text: run } of base64Runs(text)) {
    const bytes = Buffer.from(run, 'base64');
    const wide = wideCodingOf(bytes);
    if (wide) yield decodeWide(bytes, wide);
    if (isUtf8(bytes)) yield bytes.toString('utf8');
    // A body of bytes may hold text among them.
    else yield bytes.toString('latin1');
  }
}
