// Content-Disposition of a part (RFC 7578 §4.2, RFC 6266, ext-value of RFC 8187): the name of the field and of the file.

export interface Disposition {
  readonly type: string;
  readonly name: string | undefined;
  readonly filename: string | undefined;
}

export function parseDisposition(value: string): Disposition {
  const parameters = new Map<string, string>();
  const pattern = /;[ \t]*([^\s=;"]+)[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.)*)"|([^;]*))/gy;
  const semicolon = value.indexOf(';');
  pattern.lastIndex = semicolon < 0 ? value.length : semicolon;
  for (let match = pattern.exec(value); match; match = nextMatch(pattern, value)) {
    const [, name = '', quoted, plain] = match;
    const key = name.toLowerCase();
    if (!parameters.has(key)) parameters.set(key, quoted === undefined ? (plain ?? '').trim() : unquote(quoted));
  }
  const extended = parameters.get('filename*');
  return {
    type: (semicolon < 0 ? value : value.slice(0, semicolon)).trim().toLowerCase(),
    name: parameters.get('name'),
    filename: (extended === undefined ? undefined : decodeExtended(extended)) ?? parameters.get('filename'),
  };
}

// What stands between two parameters and is none of them is passed over.
function nextMatch(pattern: RegExp, value: string): RegExpExecArray | null {
  const next = value.indexOf(';', pattern.lastIndex);
  if (next < 0) return null;
  pattern.lastIndex = next;
  return pattern.exec(value);
}

/** Browsers escape a quotation mark and line ends as percent codes, older senders a quotation mark with a backslash. */
const unquote = (text: string): string => text.replaceAll('\\"', '"').replace(/%22/g, '"').replace(/%0D/gi, '\r').replace(/%0A/gi, '\n');

function decodeExtended(value: string): string | undefined {
  const match = /^(utf-8|iso-8859-1)'[^']*'(.*)$/i.exec(value);
  if (!match) return undefined;
  try {
    return match[1]?.toLowerCase() === 'utf-8' ? decodeURIComponent(match[2] ?? '') : unescapeLatin1(match[2] ?? '');
  } catch {
    return undefined;
  }
}

const unescapeLatin1 = (text: string): string =>
  text.replace(/%([0-9a-f]{2})/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
