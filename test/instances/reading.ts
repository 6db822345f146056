// What every imitation does with a request: media types, content negotiation (RFC 9110 §12.5.1), JSON and Basic credentials.

/** `type/subtype` of a field value in lower case, without parameters. */
export const essenceOf = (value: string | undefined): string => (value ?? '').split(';')[0]?.trim().toLowerCase() ?? '';

/** Own members of a JSON object whose names are compared without case; undefined for anything that is no object. */
export function membersOf(value: unknown): Map<string, unknown> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return new Map(Object.entries(value).map(([name, member]) => [name.toLowerCase(), member]));
}

/** The JSON value of a text; undefined when it is none (`null` stays null). */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The offered media type that `Accept` weighs highest; of equals the first; the first offer where none is acceptable. */
export function negotiate(accept: string | undefined, offered: readonly [string, ...string[]]): string {
  const ranges = (accept ?? '*/*').split(',').map((part) => {
    const quality = /;\s*q=([\d.]+)/i.exec(part)?.[1];
    return { range: essenceOf(part), quality: quality === undefined ? 1 : Number(quality) };
  });
  const weigh = (type: string): number => {
    const names = [type, `${type.split('/')[0]}/*`, '*/*'];
    // The most specific range speaks for a type, whatever the weight of a wider one.
    for (const name of names) {
      const found = ranges.find(({ range }) => range === name);
      if (found) return found.quality;
    }
    return 0;
  };
  const best = offered.toSorted((one, other) => weigh(other) - weigh(one))[0] ?? offered[0];
  // A named type beats one that only a range admits, at the same weight.
  const named = offered.find((type) => weigh(type) === weigh(best) && ranges.some(({ range }) => range === type));
  return weigh(best) > 0 ? (named ?? best) : offered[0];
}

export const basicOf = ({ name, password }: { readonly name: string; readonly password: string }): string =>
  `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;

export const cookiesOf = (field: string | undefined): string[] => (field ?? '').split(/;\s*/);

// XML 1.0 §2.2: these characters cannot stand in a document, however they are written.
const forbidden = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

export const escapeXml = (text: string): string =>
  text.replace(forbidden, '\uFFFD').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#xD;');
