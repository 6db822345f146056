// Strings for generated traffic: every format the contracts use, words by property name, and some text beyond Latin-1.
import type { JsonObject } from './json.ts';
import type { Random } from './random.ts';

const words =
  'amber basin cedar delta ember fjord grove harbor inlet jetty kelp ledge maple north ochre pine quartz ridge slate tidal umber vale willow yarrow zenith'.split(
    ' ',
  );
const kana = [...'アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン'];
const two = (value: number): string => String(value).padStart(2, '0');

const word = (random: Random): string => random.pick(words);
const title = (random: Random): string => word(random).replace(/^./, (first) => first.toUpperCase());
const kanaName = (random: Random): string => Array.from({ length: random.between(3, 8) }, () => random.pick(kana)).join('');

const day = (random: Random): string => `${random.between(1995, 2026)}-${two(random.between(1, 12))}-${two(random.between(1, 28))}`;
const clock = (random: Random): string => `${two(random.between(0, 23))}:${two(random.between(0, 59))}:${two(random.between(0, 59))}`;
const fraction = (random: Random): string => `.${String(random.between(1_000_000, 9_999_999))}`;

const formats: Record<string, (random: Random) => string> = {
  'date-time': (random) => `${day(random)}T${clock(random)}${fraction(random)}+0${random.between(1, 2)}:00`,
  'date-time-local': (random) => `${day(random)}T${clock(random)}`,
  date: day,
  time: (random) => `${clock(random)}Z`,
  'time-local': clock,
  duration: (random) => `P${random.between(1, 30)}D`,
  email: (random) => `${word(random)}.${word(random)}@${word(random)}.example`,
  'idn-email': (random) => `${word(random)}@${word(random)}.example`,
  uri: (random) => `https://www.${word(random)}.example/${word(random)}/${random.between(1, 9999)}`,
  'uri-reference': (random) => `/${word(random)}/${random.between(1, 9999)}`,
  iri: (random) => `https://www.${word(random)}.example/${word(random)}`,
  hostname: (random) => `${word(random)}.example`,
  ipv4: (random) => `192.0.2.${random.between(1, 254)}`,
  ipv6: (random) => `2001:db8::${random.between(1, 9999).toString(16)}`,
  uuid: (random) => `${hex(random, 8)}-${hex(random, 4)}-4${hex(random, 3)}-a${hex(random, 3)}-${hex(random, 12)}`,
  byte: (random) => Buffer.from(`${word(random)} ${word(random)}`).toString('base64'),
};

const hex = (random: Random, length: number): string => Array.from({ length }, () => random.between(0, 15).toString(16)).join('');

const plainTexts = ['amber', 'amber-1', 'Amber', '1', 'a', 'A1'];

function fits(text: string, { pattern, minLength, maxLength }: JsonObject): boolean {
  if (text.length < Number(minLength ?? 0) || text.length > Number(maxLength ?? Infinity)) return false;
  try {
    return new RegExp(String(pattern), 'u').test(text);
  } catch {
    return false;
  }
}

/** A valid string for a schema; the oracle has the last word, so a `pattern` is served from the schema's own examples. */
export function makeText(schema: JsonObject, name: string, random: Random): string {
  const format = schema['contentEncoding'] === 'base64' ? formats['byte'] : formats[String(schema['format'])];
  if (format) return format(random);
  const examples = [...(Array.isArray(schema['examples']) ? schema['examples'] : []), schema['example'], schema['default']];
  if (typeof schema['pattern'] === 'string') {
    const known = examples.filter((value) => typeof value === 'string');
    // An empty text would be no segment of a path at all.
    return known.length > 0 ? random.pick(known) : (plainTexts.find((text) => fits(text, schema)) ?? '');
  }
  const text = plainText(name, random);
  const longest = typeof schema['maxLength'] === 'number' ? schema['maxLength'] : text.length;
  const shortest = typeof schema['minLength'] === 'number' ? schema['minLength'] : 0;
  return text.slice(0, longest).padEnd(shortest, 'x');
}

function plainText(name: string, random: Random): string {
  if (/^kana/i.test(name)) return kanaName(random);
  if (/email/i.test(name)) return `${word(random)}.${word(random)}@${word(random)}.example`;
  if (/phone|fax/i.test(name))
    return `+47 ${random.between(20, 99)} ${random.between(10, 99)} ${random.between(10, 99)} ${random.between(10, 99)}`;
  if (/number|orgnr|key|code|zip/i.test(name)) return String(random.between(100_000, 9_999_999));
  if (/name|city|title/i.test(name))
    return random.chance(0.05) ? `${title(random)} ${kanaName(random)}` : `${title(random)} ${title(random)}`;
  if (/description|tooltip|formatted|note/i.test(name)) return Array.from({ length: random.between(3, 9) }, () => word(random)).join(' ');
  return word(random);
}
