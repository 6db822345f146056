// Media types (RFC 9110 §8.3.1), structured syntax suffixes (RFC 6839) and media ranges (RFC 9110 §12.5.1).

export interface MediaType {
  readonly type: string;
  readonly subtype: string;
  /** `json` for `application/vnd.crm+json`; empty without one. */
  readonly suffix: string;
  /** Names in lower case. */
  readonly parameters: ReadonlyMap<string, string>;
  /** `type/subtype` in lower case. */
  readonly essence: string;
}

const token = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const essencePattern = new RegExp(`^\\s*(${token})/(${token})\\s*(?=;|$)`);
const parameterPattern = new RegExp(`\\s*;\\s*(?:(${token})=(?:(${token})|"((?:[^"\\\\]|\\\\.)*)"))?\\s*`, 'y');
const cache = new Map<string, MediaType | undefined>();

function parse(text: string): MediaType | undefined {
  const match = essencePattern.exec(text);
  if (!match) return undefined;
  const [whole, type = '', subtype = ''] = match;
  const parameters = new Map<string, string>();
  let at = whole.length;
  while (at < text.length) {
    parameterPattern.lastIndex = at;
    const parameter = parameterPattern.exec(text);
    if (!parameter || parameter[0] === '') return undefined;
    const [, name, plain, quoted] = parameter;
    if (name !== undefined) parameters.set(name.toLowerCase(), plain ?? (quoted ?? '').replace(/\\(.)/g, '$1'));
    at = parameterPattern.lastIndex;
  }
  const lower = subtype.toLowerCase();
  return {
    type: type.toLowerCase(),
    subtype: lower,
    suffix: lower.includes('+') ? lower.slice(lower.lastIndexOf('+') + 1) : '',
    parameters,
    essence: `${type.toLowerCase()}/${lower}`,
  };
}

/** Parses a Content-Type value or a key of an OpenAPI `content` map; undefined when it is not a media type. */
export function parseMediaType(text: string): MediaType | undefined {
  if (cache.has(text)) return cache.get(text);
  const parsed = parse(text);
  if (cache.size < 1000) cache.set(text, parsed);
  return parsed;
}

/**
 * How exactly the range `wanted` (a key of a `content` map, perhaps `text/*`) covers `actual`: 0 = not at all,
 * 1 = `*` + `/*`, 2 = `type/*`, 3 = `type/subtype`, 4 = with parameters that agree. Parameters the range does not name are free.
 */
export function covers(wanted: MediaType, actual: MediaType): number {
  let parameters = 0;
  for (const [name, value] of wanted.parameters) {
    if (name === 'q') continue;
    const sent = actual.parameters.get(name);
    if (sent === undefined) continue;
    if (sent.toLowerCase() !== value.toLowerCase()) return 0;
    parameters++;
  }
  if (wanted.essence === actual.essence) return parameters > 0 ? 4 : 3;
  if (wanted.subtype === '*') {
    if (wanted.type === actual.type) return 2;
    return wanted.type === '*' ? 1 : 0;
  }
  // `application/*+json` covers every subtype with that suffix.
  if (wanted.subtype.startsWith('*+') && wanted.type === actual.type && wanted.subtype.slice(2) === actual.suffix) return 2;
  return 0;
}
