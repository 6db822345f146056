// Percent-decoding of forms (URL Standard §1.3 and §5.1): `+` is a space, a broken escape stays as it is.

export interface PercentDecoded {
  readonly text: string;
  readonly problem: 'escape' | 'utf8' | undefined;
}

export function decodePercent(raw: string): PercentDecoded {
  const spaced = raw.includes('+') ? raw.replaceAll('+', ' ') : raw;
  if (!spaced.includes('%')) return { text: spaced, problem: undefined };
  try {
    return { text: decodeURIComponent(spaced), problem: undefined };
  } catch {
    return decodeLeniently(spaced);
  }
}

function decodeLeniently(text: string): PercentDecoded {
  const source = new TextEncoder().encode(text);
  const bytes = new Uint8Array(source.length);
  let length = 0;
  let problem: PercentDecoded['problem'];
  for (let i = 0; i < source.length; i++) {
    const byte = source[i] as number;
    const high = byte === 0x25 ? hexDigit(source[i + 1]) : -1;
    const low = high < 0 ? -1 : hexDigit(source[i + 2]);
    if (byte === 0x25 && low < 0) problem = 'escape';
    bytes[length++] = low < 0 ? byte : high * 16 + low;
    if (low >= 0) i += 2;
  }
  const decoded = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(0, length));
  // Without a broken escape, only bytes that are no UTF-8 can have made decodeURIComponent fail.
  return { text: decoded, problem: problem ?? 'utf8' };
}

function hexDigit(code: number | undefined): number {
  if (code === undefined) return -1;
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const letter = code | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}
