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
    yield { index: start, text: text.slice(start, end) };
    // On to the next multiple behind the run.
    at = Math.floor(end / shortest) * shortest - 1;
  }
}
