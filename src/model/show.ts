// The only way a value out of evidence becomes text for people: quoted, cut short, control characters visible, secrets hidden.

const maximum = 60;
const secretWords = 'token|secret|passw(?:or)?d|pwd|ticket|xsrf';
const secretNames = 'authorization|proxy-authorization|cookie|set-cookie|x-api-key|api[-_]?key';
const secretName = new RegExp(`^(?:${secretNames}|.*(?:${secretWords}).*)$`, 'i');
/** Cheaper than to look at every name: nearly no value has such a one in it, as JSON writes it. */
const mayNameSecret = new RegExp(`${secretNames}|${secretWords}|\\\\u`, 'i');

/** True for names whose values must never be printed. */
export const isSecretName = (name: string): boolean => secretName.test(name);

/** JSON text of a value, at most `limit` characters; strings are quoted, containers summarised when long. */
export function show(value: unknown, limit = maximum): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return quote(value, limit);
  if (typeof value === 'object' && value !== null) return showContainer(value, limit);
  // Beyond 2^53 the shortest digits that lead back to a double are not its value.
  if (typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 1e21) return String(BigInt(value));
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return String(value);
  return typeof value === 'bigint' ? value.toString().slice(0, limit) : typeof value;
}

function showContainer(value: object, limit: number): string {
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  if (Array.isArray(value) && value.length > 20) return `an array of ${value.length} items`;
  const keys = Array.isArray(value) ? [] : Object.keys(value);
  if (keys.length > 20) return `an object with ${keys.length} properties`;
  let text: string;
  try {
    text = JSON.stringify(value);
    if (mayNameSecret.test(text))
      text = JSON.stringify(value, (key, inner: unknown) => (isSecretName(key) && typeof inner === 'string' ? '…' : inner));
  } catch {
    // Only a depth beyond the call stack can fail here: evidence holds no cycles.
    return Array.isArray(value) ? 'a deeply nested array' : 'a deeply nested object';
  }
  if (text.length <= limit) return visible(text);
  return Array.isArray(value) ? `an array of ${value.length} items` : `an object with ${keys.length} properties`;
}

/** A string in double quotes, cut to `limit` characters with its full length told. */
export function quote(text: string, limit = maximum): string {
  if (text.length <= limit) return isOrdinary(text) ? JSON.stringify(text) : visible(JSON.stringify(text));
  return `${visible(JSON.stringify(text.slice(0, limit)).slice(0, -1))}…" (${text.length} characters)`;
}

/** Text of several lines in which whatever a terminal or a browser would obey becomes `\u001b`: controls but line feeds and tabs, bidirectional marks, separators. */
export const visible = (text: string): string =>
  text
    .toWellFormed()
    .replace(
      /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
      (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );

/** One line of ASCII, as nearly all texts are. */
const isOrdinary = (text: string): boolean => !/[^\u0020-\u007e]| {2}/.test(text);

/** Free text from outside (a parser's message, a label) on one line without control characters. */
export function plain(text: string, limit = 200): string {
  const line = isOrdinary(text) ? text : visible(text.replace(/[\u0000-\u0008\u000e-\u001f]/g, '').replace(/\s+/g, ' '));
  return line.length > limit ? `${line.slice(0, limit)}…` : line;
}

/** `a`, `a and b`, `a, b and c`; at most `most` names, then how many more. */
export function list(names: readonly string[], most = 6, joiner = 'and'): string {
  const shown = names.slice(0, most);
  if (names.length > most) return `${shown.join(', ')} ${joiner} ${names.length - most} more`;
  if (shown.length < 2) return shown.join('');
  return `${shown.slice(0, -1).join(', ')} ${joiner} ${shown.at(-1)}`;
}

/** `12,345`: a whole number for people. `Intl` takes longer to start than many a run to judge. */
export const grouped = (n: number): string => (Math.abs(n) < 1000 ? String(n) : String(n).replace(/\B(?=(\d{3})+$)/g, ','));

/** `1 finding`, `2 findings`. */
export const count = (n: number, noun: string, plural = `${noun}s`): string => `${grouped(n)} ${n === 1 ? noun : plural}`;
