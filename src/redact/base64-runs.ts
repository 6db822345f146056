// Long runs of the letters of base64 (RFC 4648) in any text, found by looking at every 24th unit only.

const shortest = 24;
const letters = new Uint8Array(128);
for (const char of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_') letters[char.charCodeAt(0)] = 1;
const isLetter = (code: number): boolean => letters[code] === 1;

export interface Run {
  readonly index: number;
  /** With the padding behind it. */
  readonly text: string;
}

/** Every run of at least 24 letters covers a unit whose number is a multiple of 24. */
export function* base64Runs(text: string): Generator<Run> {
  for (let at = shortest - 1; at < text.length; at += shortest) {
    if (!isLetter(text.charCodeAt(at))) continue;
    let start = at;
    while (start > 0 && isLetter(text.charCodeAt(start - 1))) start--;
    let end = at + 1;
    while (end < text.length && isLetter(text.charCodeAt(end))) end++;
    if (end - start < shortest) continue;
    const last = end;
    while (end < last + 2 && text.charCodeAt(end) === 0x3d) end++;
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
