// Formats of the OpenAPI Format Registry and JSON Schema 2020-12 §7.3, asserted strictly; unknown ones are annotations.
import ajvFormats from 'ajv-formats/dist/formats.js';

export type FormatCheck =
  | { readonly type: 'string'; readonly validate: (value: string) => boolean }
  | { readonly type: 'number'; readonly validate: (value: number) => boolean };

const digit = (text: string, at: number): number => {
  const code = text.charCodeAt(at) - 48;
  return code >= 0 && code <= 9 ? code : -1000;
};
const two = (text: string, at: number): number => digit(text, at) * 10 + digit(text, at + 1);
const days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

/** RFC 3339 §5.6 full-date with the real length of months (§5.7). */
export function isDate(text: string, length = 10): boolean {
  if (text.length < 10 || (length === 10 && text.length !== 10)) return false;
  if (text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return false;
  const year = two(text, 0) * 100 + two(text, 2);
  const month = two(text, 5);
  const day = two(text, 8);
  if (year < 0 || month < 1 || month > 12 || day < 1) return false;
  return day <= (month === 2 && isLeap(year) ? 29 : (days[month - 1] ?? 0));
}

/** RFC 3339 partial-time from `start`; answers where it ends, or -1. `:60` only as a leap second at the end of an hour. */
function partialTimeEnd(text: string, start: number): number {
  const hour = two(text, start);
  const minute = two(text, start + 3);
  const second = two(text, start + 6);
  if (text.charCodeAt(start + 2) !== 58 || text.charCodeAt(start + 5) !== 58) return -1;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return -1;
  if (second === 60 && minute !== 59) return -1;
  let at = start + 8;
  if (text.charCodeAt(at) !== 46) return at;
  const fraction = ++at;
  while (digit(text, at) >= 0) at++;
  return at > fraction ? at : -1;
}

/** RFC 3339 time-offset that ends the text: `Z` or `±hh:mm`. */
function endsWithOffset(text: string, at: number): boolean {
  const sign = text.charCodeAt(at);
  if (sign === 90 || sign === 122) return at + 1 === text.length;
  if ((sign !== 43 && sign !== 45) || at + 6 !== text.length || text.charCodeAt(at + 3) !== 58) return false;
  const hour = two(text, at + 1);
  const minute = two(text, at + 4);
  return hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59;
}

const isT = (text: string): boolean => text.charCodeAt(10) === 84 || text.charCodeAt(10) === 116;

/** RFC 3339 §5.6 date-time: an offset is required, a space is no separator. */
export function isDateTime(text: string): boolean {
  if (!isDate(text, 0) || !isT(text)) return false;
  const end = partialTimeEnd(text, 11);
  return end > 0 && endsWithOffset(text, end);
}

/** OpenAPI registry `date-time-local`: a date-time without its offset. */
export const isDateTimeLocal = (text: string): boolean => isDate(text, 0) && isT(text) && partialTimeEnd(text, 11) === text.length;

function isTime(text: string): boolean {
  const end = partialTimeEnd(text, 0);
  return end > 0 && endsWithOffset(text, end);
}

const dayNames = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const httpTime = '(?<time>\\d\\d:\\d\\d:\\d\\d)';
const httpDates = [
  String.raw`(?<name>Sun|Mon|Tue|Wed|Thu|Fri|Sat), (?<day>\d\d) (?<month>[A-Z][a-z]{2}) (?<year>\d{4}) ${httpTime} GMT`,
  String.raw`(?<name>Sun|Mon|Tues|Wednes|Thurs|Fri|Satur)day, (?<day>\d\d)-(?<month>[A-Z][a-z]{2})-(?<year>\d\d) ${httpTime} GMT`,
  String.raw`(?<name>Sun|Mon|Tue|Wed|Thu|Fri|Sat) (?<month>[A-Z][a-z]{2}) (?<day>[ \d]\d) ${httpTime} (?<year>\d{4})`,
].map((pattern) => new RegExp(`^${pattern}$`));

/** RFC 9110 §5.6.7 HTTP-date in its three forms; the day of the week must be that of the date where the year is whole. */
function isHttpDate(text: string): boolean {
  const part = httpDates.map((pattern) => pattern.exec(text)?.groups).find((groups) => groups !== undefined);
  if (!part) return false;
  const { name = '', day = '', month = '', year = '', time = '' } = part;
  const date = `${year.padStart(4, '20')}-${String(months.indexOf(month) + 1).padStart(2, '0')}-${day.trim().padStart(2, '0')}`;
  if (!isDateTimeLocal(`${date}T${time}`)) return false;
  return year.length < 4 || dayNames[new Date(`${date}T00:00:00Z`).getUTCDay()]?.startsWith(name.toLowerCase()) === true;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const base64 = /^[A-Za-z0-9+/]*={0,2}$/;
const base64url = /^[A-Za-z0-9_-]*={0,2}$/;
const isBase64 = (text: string): boolean => text.length % 4 === 0 && base64.test(text);
const mailbox = /^[^\s@"(),:;<>[\]\\]+@[^\s@"(),:;<>[\]\\]+$/;
const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;

const isHostname = (text: string): boolean => text.length <= 253 && text.split('.').every((part) => label.test(part));

/** RFC 5321 mailbox, also with non-ASCII local parts and domains (`idn-email`): one `@`, no blanks, a domain of labels. */
function isEmail(text: string, international: boolean): boolean {
  if (text.length > 320 || !mailbox.test(text)) return false;
  const at = text.lastIndexOf('@');
  const local = text.slice(0, at);
  if (local.startsWith('.') || local.endsWith('.') || local.includes('..')) return false;
  if (international)
    return text
      .slice(at + 1)
      .split('.')
      .every((part) => part !== '' && part.length <= 63);
  return [...local].every((char) => char > ' ' && char < '\u007f') && isHostname(text.slice(at + 1));
}

function isUri(text: string): boolean {
  // RFC 3986 appendix A: a scheme, then only characters a URI may hold.
  return /^[a-z][a-z0-9+.-]*:/i.test(text) && isUriReference(text) && !/^https?:(?!\/\/[^/?#])/i.test(text);
}

const isUriReference = (text: string): boolean =>
  /^[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]*$/.test(text) && !/%(?![0-9a-f]{2})/i.test(text) && !/#.*#/.test(text);

function isRegex(text: string): boolean {
  try {
    return new RegExp(text, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}

const string = (validate: (value: string) => boolean): FormatCheck => ({ type: 'string', validate });
const number = (validate: (value: number) => boolean): FormatCheck => ({ type: 'number', validate });
const integerBetween = (low: number, high: number): FormatCheck =>
  number((value) => Number.isInteger(value) && value >= low && value <= high);
const library = (name: 'ipv4' | 'ipv6' | 'uri-template' | 'duration' | 'json-pointer' | 'relative-json-pointer'): FormatCheck => {
  const definition = ajvFormats.fullFormats[name];
  const pattern = definition instanceof RegExp ? definition : undefined;
  return string((value) => pattern !== undefined && value.length <= 8192 && pattern.test(value));
};

/** Highest value of `int64` a double can tell apart from an overflow; exact digits are judged where the text is at hand. */
export const int64Limit = 2 ** 63;

export const formats: Readonly<Record<string, FormatCheck>> = {
  date: string(isDate),
  'date-time': string(isDateTime),
  'date-time-local': string(isDateTimeLocal),
  time: string(isTime),
  'http-date': string(isHttpDate),
  'time-local': string((text) => partialTimeEnd(text, 0) === text.length),
  duration: library('duration'),
  uuid: string((text) => uuid.test(text)),
  email: string((text) => isEmail(text, false)),
  'idn-email': string((text) => isEmail(text, true)),
  hostname: string(isHostname),
  'idn-hostname': string(
    (text) => text !== '' && text.length <= 253 && !/[\s/?#@:]/.test(text) && text.split('.').every((part) => part !== ''),
  ),
  ipv4: library('ipv4'),
  ipv6: library('ipv6'),
  uri: string(isUri),
  url: string(isUri),
  'uri-reference': string(isUriReference),
  iri: string((text) => /^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]*$/i.test(text)),
  'iri-reference': string((text) => /^[^\s<>"{}|\\^`]*$/.test(text)),
  'uri-template': library('uri-template'),
  'json-pointer': library('json-pointer'),
  'relative-json-pointer': library('relative-json-pointer'),
  regex: string(isRegex),
  byte: string(isBase64),
  base64url: string((text) => base64url.test(text)),
  char: string((text) => [...text].length === 1),
  int8: integerBetween(-128, 127),
  uint8: integerBetween(0, 255),
  int16: integerBetween(-32_768, 32_767),
  uint16: integerBetween(0, 65_535),
  int32: integerBetween(-2_147_483_648, 2_147_483_647),
  uint32: integerBetween(0, 4_294_967_295),
  int64: number((value) => Number.isInteger(value) && value >= -int64Limit && value < int64Limit),
  uint64: number((value) => Number.isInteger(value) && value >= 0 && value < 2 ** 64),
  'double-int': number((value) => Number.isSafeInteger(value)),
  float: number((value) => Math.abs(value) <= 3.402_823_466_385_288_6e38),
  double: number(Number.isFinite),
};

/** Formats that say how a value is shown or carried, not what it may be; nothing to assert. */
export const annotationFormats: ReadonlySet<string> = new Set([
  'binary',
  'password',
  'decimal',
  'decimal128',
  'commonmark',
  'html',
  'media-range',
  'sf-binary',
  'sf-boolean',
  'sf-decimal',
  'sf-integer',
  'sf-string',
  'sf-token',
]);
