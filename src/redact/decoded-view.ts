// A text as a reader of its escapes sees it (RFC 8259 §7, RFC 3986 §2.1, XML 1.0 §4.6), with the way back to what stands there.

/** `starts[i]`: where the unit `i` of `text` begins in the original; one more for the end. Without `starts` nothing was escaped. */
export interface View {
  readonly text: string;
  readonly starts?: Uint32Array;
}

/** Escapes within escapes that are undone: a URL in JSON in JSON. */
const mostLayers = 3;
const escape = /\\(?:u[0-9a-fA-F]{4}|["\\/bfnrt])|&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|amp|lt|gt|quot|apos);|(?:%[0-9a-fA-F]{2})+/g;
const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const short: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** The text itself, then with its escapes undone, as long as there are any. */
export function viewsOf(text: string): View[] {
  const views: View[] = [{ text }];
  for (let layer = 0; layer < mostLayers; layer++) {
    const before = views[layer] as View;
    const next = undo(before.text);
    if (!next) break;
    views.push(before.starts ? { text: next.text, starts: next.starts.map((at) => before.starts?.[at] ?? at) } : next);
  }
  return views;
}

function undo(text: string): { text: string; starts: Uint32Array } | undefined {
  if (!/[\\&%]/.test(text)) return undefined;
  const pieces: string[] = [];
  const starts = new Uint32Array(text.length + 1);
  let length = 0;
  let end = 0;
  const copy = (to: number): void => {
    for (; end < to; end++) starts[length++] = end;
  };
  for (const { 0: raw, index } of text.matchAll(escape)) {
    const plain = raw.startsWith('%') ? undoPercent(raw) : undoOne(raw);
    if (plain === undefined) continue;
    pieces.push(text.slice(end, index));
    copy(index);
    // Of a run of percent escapes each character knows its own.
    let at = index;
    for (const char of plain) {
      for (let unit = 0; unit < char.length; unit++) {
        pieces.push(char.charAt(unit));
        starts[length++] = at;
      }
      at += raw.startsWith('%') ? 3 * Buffer.byteLength(char) : raw.length;
    }
    end = index + raw.length;
  }
  if (pieces.length === 0) return undefined;
  pieces.push(text.slice(end));
  copy(text.length);
  starts[length] = text.length;
  return { text: pieces.join(''), starts: starts.slice(0, length + 1) };
}

function undoPercent(run: string): string | undefined {
  try {
    return decodeURIComponent(run);
  } catch {
    return undefined;
  }
}

function undoOne(raw: string): string | undefined {
  if (raw.startsWith('\\')) {
    const letter = raw.charAt(1);
    return letter === 'u' ? String.fromCharCode(Number.parseInt(raw.slice(2), 16)) : (short[letter] ?? letter);
  }
  const name = raw.slice(1, -1);
  if (!name.startsWith('#')) return named[name];
  const code = name.startsWith('#x') ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

/**
 * How `written` is spelt in the place of the units `start`…`end` of a view: what stays is copied from the original, escapes and all, and
 * what comes new is escaped in the way of what it replaces.
 */
export function respell(original: string, { text, starts }: View, start: number, end: number, written: string): string {
  const raw = (at: number): string => (starts ? original.slice(starts[at], starts[at + 1]) : original.charAt(at));
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

function escapeLike(unit: string, model: string): string {
  if (model.length < 2 || /[A-Za-z0-9]/.test(unit)) return unit;
  if (model.startsWith('%')) return unit.isWellFormed() ? encodeURIComponent(unit) : unit;
  if (model.startsWith('&')) return `&#${unit.charCodeAt(0)};`;
  return model.startsWith('\\u') ? `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}` : unit;
}
