// Long runs of the letters of base64 (RFC 4648) in any text, found by looking at every 24th unit only; also those in lines of equal length (RFC 2045 §6.8, RFC 7468).

const shortest = 24;
const letters = new Uint8Array(128);
for (const char of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_') letters[char.charCodeAt(0)] = 1;
const isLetter = (code: number): boolean => letters[code] === 1;

export interface Run {
  readonly index: number;
  /** With the padding behind it, and the ends of its lines. */
  readonly text: string;
}

/** Every run of at least 24 letters covers a unit whose number is a multiple of 24. */
export function* base64Runs(text: string): Generator<Run> {
  let wrapped = 0;
  for (let at = shortest - 1; at < text.length; at += shortest) {
    if (!isLetter(text.charCodeAt(at))) continue;
    let start = at;
    while (start > 0 && isLetter(text.charCodeAt(start - 1))) start--;
    let end = at + 1;
    while (end < text.length && isLetter(text.charCodeAt(end))) end++;
    if (end - start < shortest) continue;
    if (start >= wrapped && (wrapped = endOfLines(text, start, end)) > end) yield { index: start, text: text.slice(start, wrapped) };
    end = behindPadding(text, end);
    const run = text.slice(start, end);
    yield { index: start, text: run };
    // Behind a slash or a hyphen that is none of its letters another one may begin: a segment of a path.
    if (/[/_-]/.test(run))
      for (const { 0: part, index } of run.matchAll(/[A-Za-z0-9+]{24,}={0,2}|(?<=\/)[A-Za-z0-9+_-]{24,}={0,2}/g))
        if (part.length < run.length) yield { index: start + index, text: part };
    // On to the next multiple behind the run.
    at = Math.floor(end / shortest) * shortest - 1;
  }
}

function behindPadding(text: string, at: number): number {
  let end = at;
  while (end < at + 2 && text.charCodeAt(end) === 0x3d) end++;
  return end;
}

/** The end of the last line that continues the one from `start` to `end`; `end` itself when none does. */
function endOfLines(text: string, start: number, end: number): number {
  const length = end - start;
  if (length % 4 !== 0) return end;
  for (let last = end; ;) {
    const next = last + (text.charCodeAt(last) === 0x0d ? 2 : 1);
    if (text.charCodeAt(next - 1) !== 0x0a) return last === end ? end : behindPadding(text, last);
    let at = next;
    while (at < next + length && isLetter(text.charCodeAt(at))) at++;
    if (at === next || isLetter(text.charCodeAt(at))) return last === end ? end : behindPadding(text, last);
    last = at;
    if (at < next + length) return behindPadding(text, last);
  }
}
