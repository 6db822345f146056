// Date and time patterns of Java's DateTimeFormatter, as Pact's matchers have them, turned into regular expressions; and what OpenAPI's formats send.

const months = 'Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec';
const longMonths = 'January|February|March|April|May|June|July|August|September|October|November|December';
const days = 'Mon|Tue|Wed|Thu|Fri|Sat|Sun';
const longDays = 'Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday';

/** The texts a run of one pattern letter stands for; undefined for letters that are not known here. */
function letters(letter: string, length: number): string | undefined {
  const digits = (low: number, two: string): string => (length === 1 ? `\\d{${low},2}` : two);
  switch (letter) {
    case 'y':
    case 'u':
    case 'Y':
      return length === 2 ? '\\d{2}' : '-?\\d{4,9}';
    case 'M':
    case 'L':
      return length >= 4 ? `(?:${longMonths})` : length === 3 ? `(?:${months})` : length === 1 ? '(?:0?[1-9]|1[0-2])' : '(?:0[1-9]|1[0-2])';
    case 'd':
      return length === 1 ? '(?:0?[1-9]|[12]\\d|3[01])' : '(?:0[1-9]|[12]\\d|3[01])';
    case 'D':
      return `\\d{${length},3}`;
    case 'E':
    case 'e':
    case 'c':
      return length >= 4 ? `(?:${longDays})` : `(?:${days}|[1-7])`;
    case 'a':
      return '(?:AM|PM|am|pm)';
    case 'H':
    case 'k':
      return digits(1, '(?:[01]\\d|2[0-4])');
    case 'h':
    case 'K':
      return digits(1, '(?:0\\d|1[0-2])');
    case 'm':
    case 's':
      return digits(1, '[0-6]\\d');
    case 'S':
    case 'n':
      return letter === 'S' ? `\\d{${length}}` : '\\d+';
    case 'X':
      return offset(length, true);
    case 'x':
      return offset(length, false);
    case 'Z':
      return length >= 5 ? offset(3, true) : '[+-]\\d{4}';
    case 'z':
    case 'V':
    case 'v':
      return '[A-Za-z][A-Za-z0-9_+/:-]*';
    case 'G':
      return '(?:AD|BC)';
    case 'w':
    case 'W':
    case 'Q':
    case 'q':
      return '\\d{1,2}';
    default:
      return undefined;
  }
}

function offset(length: number, isZulu: boolean): string {
  const forms = ['[+-]\\d{2}(?:\\d{2})?', '[+-]\\d{4}', '[+-]\\d{2}:\\d{2}', '[+-]\\d{4}(?:\\d{2})?', '[+-]\\d{2}:\\d{2}(?::\\d{2})?'];
  const form = forms[Math.min(length, 5) - 1] ?? '';
  return isZulu ? `(?:Z|${form})` : form;
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
  const day = ['2024-02-29', '1999-12-31'];
  const clock = (zones: readonly string[]): string[] =>
    times.flatMap((time) => fractions.flatMap((fraction) => zones.map((zone) => `${time}${fraction}${zone}`)));
  switch (name) {
    case 'date':
      return day;
    case 'time':
      return clock(offsets);
    case 'time-local':
      return clock(['']);
    case 'date-time':
      return day.flatMap((date) => clock(offsets).map((time) => `${date}T${time}`));
    case 'date-time-local':
      return day.flatMap((date) => clock(['']).map((time) => `${date}T${time}`));
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
