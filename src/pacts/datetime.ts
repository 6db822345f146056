// Date and time patterns of Java's DateTimeFormatter, as Pact's matchers have them, turned into regular expressions; and what OpenAPI's formats send.

const months = 'Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec';
const longMonths = 'January|February|March|April|May|June|July|August|September|October|November|December';
const days = 'Mon|Tue|Wed|Thu|Fri|Sat|Sun';
const longDays = 'Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday';

const day = '(?:0?[1-9]|[12]\\d|3[01])';
const month = '(?:0?[1-9]|1[0-2])';

/** The texts a run of one pattern letter stands for, as the engine reads them: digits may be fewer. Undefined for letters that are not known here. */
function letters(letter: string, length: number): string | undefined {
  switch (letter) {
    case 'y':
    case 'u':
    case 'Y':
      return `\\d{1,${length}}`;
    case 'M':
    case 'L':
      return length >= 4 ? `(?i:${longMonths})` : length === 3 ? `(?i:${months})` : month;
    case 'd':
      return day;
    case 'D':
      return '(?:0{0,2}[1-9]|0?[1-9]\\d|[12]\\d\\d|3[0-5]\\d|36[0-6])';
    case 'E':
      return length >= 4 ? `(?:${longDays})` : `(?:${days})`;
    case 'e':
    case 'c':
      return '[1-7]';
    case 'a':
      return '(?:AM|PM|am|pm)';
    case 'H':
      return '(?:[01]?\\d|2[0-3])';
    case 'k':
      return '(?:0?[1-9]|1\\d|2[0-4])';
    case 'h':
      return '(?:0?[1-9]|1[0-2])';
    case 'K':
      return '(?:0?\\d|1[01])';
    case 'm':
      return '[0-5]?\\d';
    case 's':
      return '(?:[0-5]?\\d|60)';
    case 'S':
    case 'n':
      return letter === 'S' ? `\\d{1,${length}}` : '\\d+';
    case 'X':
      return `(?:Z|${offset(length)})`;
    case 'x':
      return offset(length);
    case 'Z':
      return length >= 5 ? offset(3) : length === 4 ? '(?:UTC|GMT)' : offset(2);
    case 'z':
    case 'v':
      return '[A-Z]{2,5}';
    case 'V':
      return '[A-Z][A-Za-z_]+/[A-Za-z0-9_+/-]+';
    case 'G':
      return '(?:AD|BC)';
    case 'w':
      return '(?:0?[1-9]|[1-4]\\d|5[0-6])';
    case 'W':
      return '0?[1-5]';
    case 'Q':
    case 'q':
      return '[1-4]';
    default:
      return undefined;
  }
}

function offset(length: number): string {
  const [hours, minutes] = ['[+-][01]\\d', '[0-5]\\d'];
  const forms = [
    `${hours}(?:${minutes})?`,
    `${hours}${minutes}`,
    `${hours}:${minutes}`,
    `${hours}${minutes}(?:${minutes})?`,
    `${hours}:${minutes}(?::${minutes})?`,
  ];
  return forms[Math.min(length, 5) - 1] ?? '';
}

const known = new Map<string, RegExp | undefined>();

/** The texts a pattern accepts, as far as their shape tells; undefined when the pattern has letters that are not known here. */
export function compileDateFormat(format: string): RegExp | undefined {
  if (!known.has(format)) known.set(format, compile(format));
  return known.get(format);
}

function compile(format: string): RegExp | undefined {
  let out = '';
  for (let at = 0; at < format.length;) {
    const char = format[at] ?? '';
    if (char === "'") {
      const end = format.indexOf("'", at + 1);
      if (end < 0) return undefined;
      out += escape(end === at + 1 ? "'" : format.slice(at + 1, end));
      at = end + 1;
      continue;
    }
    if (char === '[' || char === ']') {
      out += char === '[' ? '(?:' : ')?';
      at++;
      continue;
    }
    let end = at + 1;
    while (format[end] === char) end++;
    if (/[A-Za-z]/.test(char)) {
      const part = letters(char, end - at);
      if (part === undefined) return undefined;
      out += part;
    } else out += escape(format.slice(at, end));
    at = end;
  }
  try {
    return new RegExp(`^${out}$`);
  } catch {
    return undefined;
  }
}

const escape = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

const times = ['10:20:30', '23:59:59'];
const fractions = ['', '.5', '.25', '.125', '.1250', '.12500', '.125000', '.1250000', '.12500000', '.125000000'];
const offsets = ['Z', '+02:00', '-05:30'];

/** Texts of every shape that values of a format have, the plainest first: together they stand for all of them. Empty for other formats. */
export function textsOfFormat(name: string): readonly string[] {
  const dates = ['2024-02-29', '1999-12-31'];
  const clock = (zones: readonly string[]): string[] =>
    times.flatMap((time) => fractions.flatMap((fraction) => zones.map((zone) => `${time}${fraction}${zone}`)));
  switch (name) {
    case 'date':
      return dates;
    case 'time':
      return clock(offsets);
    case 'time-local':
      return clock(['']);
    case 'date-time':
      return dates.flatMap((date) => clock(offsets).map((time) => `${date}T${time}`));
    case 'date-time-local':
      return dates.flatMap((date) => clock(['']).map((time) => `${date}T${time}`));
    default:
      return [];
  }
}

/** A text the pattern accepts, made of one moment; undefined where one cannot be made. */
export function textInFormat(format: string): string | undefined {
  const pattern = compileDateFormat(format);
  if (!pattern) return undefined;
  const values: Readonly<Record<string, (length: number) => string>> = {
    y: (length) => (length === 2 ? '24' : '2024'),
    u: (length) => (length === 2 ? '24' : '2024'),
    M: (length) => (length >= 4 ? 'February' : length === 3 ? 'Feb' : '02'),
    d: () => '29',
    E: (length) => (length >= 4 ? 'Thursday' : 'Thu'),
    a: () => 'AM',
    H: () => '10',
    h: () => '10',
    m: () => '20',
    s: () => '30',
    S: (length) => '125000000'.slice(0, length),
    X: (length) => ['+02', '+0200', '+02:00'][Math.min(length, 3) - 1] ?? '',
    x: (length) => ['+02', '+0200', '+02:00'][Math.min(length, 3) - 1] ?? '',
    Z: (length) => (length >= 5 ? '+02:00' : '+0200'),
  };
  const text = format.replace(/'([^']*)'|([A-Za-z])\2*|[[\]]/g, (run, literal: string | undefined, letter: string | undefined) => {
    if (literal !== undefined) return literal === '' ? "'" : literal;
    return letter === undefined ? '' : (values[letter]?.(run.length) ?? '');
  });
  return pattern.test(text) ? text : undefined;
}
