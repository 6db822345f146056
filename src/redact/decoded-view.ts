// A text as a reader of its escapes sees it, with the way back to what stands there.
import { escapeLike, escapesIn } from './escapes.ts';

/** `starts[i]`: where the unit `i` of `text` begins in the original; one more for the end. Without `starts` nothing was escaped. */
export interface View {
  readonly text: string;
  readonly starts?: Uint32Array;
}

/** Escapes within escapes that are undone: a URL in JSON in JSON. */
const mostLayers = 8;

/** The text itself, then with its escapes undone, as long as there are any; each also with blanks for the plus signs of forms. */
export function viewsOf(text: string): View[] {
  const views: View[] = [{ text }];
  for (let layer = 0; layer < mostLayers; layer++) {
    const before = views[layer] as View;
    const next = undo(before.text);
    if (!next) break;
    views.push(before.starts ? { text: next.text, starts: next.starts.map((at) => before.starts?.[at] ?? at) } : next);
  }
  // What is added holds no plus sign.
  if (text.includes('+') || text.includes('%2B'))
    for (const view of views) if (isForm(view.text)) views.push({ ...view, text: view.text.replaceAll('+', ' ') });
  return views;
}

/** May a plus sign in it be a blank? Before a phone number it is none. */
export const isForm = (text: string): boolean => text.includes('+') && /[^\s"]\+[^\s"]/.test(text);

function undo(text: string): { text: string; starts: Uint32Array } | undefined {
  let starts: Uint32Array | undefined;
  const pieces: string[] = [];
  let length = 0;
  let end = 0;
  const copy = (to: number): void => {
    pieces.push(text.slice(end, to));
    for (; end < to; end++) (starts as Uint32Array)[length++] = end;
  };
  for (const { index, length: rawLength, spelt } of escapesIn(text)) {
    starts ??= new Uint32Array(text.length + 1);
    copy(index);
    let at = index;
    for (const { char, length: width } of spelt) {
      pieces.push(char);
      for (let unit = 0; unit < char.length; unit++) starts[length++] = at;
      at += width;
    }
    end = index + rawLength;
  }
  if (!starts) return undefined;
  copy(text.length);
  starts[length] = text.length;
  return { text: pieces.join(''), starts: starts.slice(0, length + 1) };
}

/**
 * How `written` is spelt in the place of the units `start`…`end` of a view: what stays is copied from the original, escapes and all, and
 * what comes new is escaped in the way of what it replaces.
 */
export function respell(original: string, view: View, start: number, end: number, written: string): string {
  const { text } = view;
  const raw = (at: number): string => spellingAt(original, view, at);
  if (written.length === end - start) {
    let out = '';
    for (let i = 0; i < written.length; i++) {
      const unit = written.charAt(i);
      out += unit === text.charAt(start + i) ? raw(start + i) : escapeLike(unit, raw(start + i));
    }
    return out;
  }
  // Letters, digits, full stops and colons need no escape; an `@` is written as the one before.
  const sign = text.slice(start, end).indexOf('@');
  return sign < 0 ? written : written.replace('@', () => raw(start + sign));
}

/** The same for letters of base64, of which only the marks and the ends of lines may be escaped. */
export function respellRun(original: string, view: View, start: number, end: number, written: string): string {
  if (!view.starts) return written;
  const spelt = new Map<string, string>();
  for (let at = start; at < end; at++)
    if (/[^A-Za-z0-9]/.test(view.text.charAt(at))) spelt.set(view.text.charAt(at), spellingAt(original, view, at));
  // In a URL a plus sign that comes new would be a blank.
  const model = spelt.values().find((raw) => raw.length > 1) ?? (original.includes('%') ? '%2B' : '');
  return written.replace(/[^A-Za-z0-9]/g, (mark) => spelt.get(mark) ?? escapeLike(mark, model));
}

const spellingAt = (original: string, { text, starts }: View, at: number): string =>
  starts ? original.slice(starts[at], starts[at + 1]) : text.charAt(at);

/**
 * `written` in the place of `value`, which `raw` spells with whatever escapes and perhaps in quotes; undefined when it is spelt in a way
 * that is not known here, or the lengths differ.
 */
export function respellWhole(raw: string, value: string, written: string): string | undefined {
  if (written.length !== value.length) return undefined;
  for (const read of raw.includes('+') ? [raw, raw.replaceAll('+', ' ')] : [raw]) {
    for (const view of viewsOf(read)) {
      if (view.text === value) return respell(raw, view, 0, value.length, written);
      if (view.text === `"${value}"`) return `"${respell(raw, view, 1, value.length + 1, written)}"`;
    }
  }
  return undefined;
}
