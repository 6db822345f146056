// Text in UTF-16 (RFC 2781), told by its byte order mark or by the zeros between its letters.

export type WideCoding = 'utf-16le' | 'utf-16be';

const looked = 256;

export function wideCodingOf(bytes: Uint8Array): WideCoding | undefined {
  if (bytes.length < 4 || bytes.length % 2 !== 0) return undefined;
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const end = Math.min(bytes.length, looked);
  const zeros = [0, 0];
  for (let at = 0; at < end; at++) if (bytes[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (Math.max(even, odd) * 4 < end || Math.min(even, odd) * 16 > end) return undefined;
  return odd > even ? 'utf-16le' : 'utf-16be';
}

/** With its byte order mark. */
export const decodeWide = (bytes: Uint8Array, coding: WideCoding): string => new TextDecoder(coding, { ignoreBOM: true }).decode(bytes);

export function encodeWide(text: string, coding: WideCoding): Buffer {
  const bytes = Buffer.from(text, 'utf16le');
  return coding === 'utf-16be' ? bytes.swap16() : bytes;
}
