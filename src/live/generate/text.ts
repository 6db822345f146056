// Texts for the facts of a schema: of a format, for a pattern, of a length; realistic where nothing is asked.
import fc from 'fast-check';
import { compilePattern } from '../../openapi/patterns.ts';
import type { Chance } from './chance.ts';
import { fitsText, lengthOf, type TextFacts } from './fit.ts';
import { Impossible } from './impossible.ts';
import { grouped } from '../../model/show.ts';

/** Longer texts are not made: they would test the patience of the network, not the contract. */
export const longestText = 100_000;

const words = 'alder birch cedar elm fir hazel juniper larch maple oak pine rowan spruce willow yew'.split(' ') as [string, ...string[]];
const foreign = [
  'Zoë',
  'Müller & Söhne',
  "O'Brien",
  'Ångström',
  'Łukasz',
  '山田 太郎',
  'Αθηνά',
  'Дмитрий',
  'José-María',
  '😀 ok',
  '<b>bold</b>',
  'a "quoted" name',
  'tab\there',
];
const two = (value: number): string => String(value).padStart(2, '0');
const dateOf = (chance: Chance): string => `${chance.between(1990, 2035)}-${two(chance.between(1, 12))}-${two(chance.between(1, 28))}`;
const timeOf = (chance: Chance): string => `${two(chance.between(0, 23))}:${two(chance.between(0, 59))}:${two(chance.between(0, 59))}`;
const hostOf = (chance: Chance): string => `${chance.pick(words)}-${chance.between(1, 999)}.example.com`;
const word = (chance: Chance): string => `${chance.pick(words)}${chance.between(1, 999)}`;

/** Example domains only (RFC 2606), and addresses kept for documentation (RFC 5737, RFC 3849). */
const samples: Readonly<Record<string, (chance: Chance) => string>> = {
  date: dateOf,
  'date-time': (chance) => `${dateOf(chance)}T${timeOf(chance)}${chance.pick(['Z', 'Z', '+02:00', '.125Z', '-05:30'])}`,
  'date-time-local': (chance) => `${dateOf(chance)}T${timeOf(chance)}`,
  time: (chance) => `${timeOf(chance)}Z`,
  'time-local': timeOf,
  'http-date': (chance) => new Date(Date.UTC(chance.between(1995, 2035), chance.between(0, 11), chance.between(1, 28))).toUTCString(),
  duration: (chance) => chance.pick(['P1D', 'PT1H', 'P1Y2M3DT4H5M6S', 'P2W']),
  uuid: (chance) => chance.draw(fc.uuid()),
  email: (chance) => `${word(chance)}@${hostOf(chance)}`,
  'idn-email': (chance) => `${word(chance)}@${hostOf(chance)}`,
  hostname: hostOf,
  'idn-hostname': hostOf,
  ipv4: (chance) => `192.0.2.${chance.between(0, 255)}`,
  ipv6: (chance) => `2001:db8::${chance.between(1, 0xffff).toString(16)}`,
  uri: (chance) => `https://${hostOf(chance)}/${word(chance)}`,
  url: (chance) => `https://${hostOf(chance)}/${word(chance)}`,
  'uri-reference': (chance) => `/${word(chance)}?q=${word(chance)}`,
  iri: (chance) => `https://${hostOf(chance)}/${word(chance)}`,
  'iri-reference': (chance) => `/${word(chance)}`,
  'uri-template': (chance) => `/${word(chance)}/{id}`,
  'json-pointer': (chance) => `/${word(chance)}/0`,
  'relative-json-pointer': (chance) => `1/${word(chance)}`,
  regex: (chance) => `^${word(chance)}$`,
  byte: (chance) => Buffer.from(word(chance)).toString('base64'),
  base64url: (chance) => Buffer.from(word(chance)).toString('base64url'),
  char: (chance) => chance.pick(['a', 'Z', '7']),
};

/** `plain`: letters and digits, the first example where there is one; `any`: by chance also other scripts. */
export type TextKind = 'plain' | 'ascii' | 'any';

/** A text the facts allow. Throws Impossible. */
export function makeText(facts: TextFacts, chance: Chance, examples: readonly unknown[], kind: TextKind): string {
  const isPlain = kind === 'plain';
  if (facts.minLength > facts.maxLength)
    throw new Impossible(`no text has ${facts.minLength} characters or more and ${facts.maxLength} or fewer`);
  if (facts.minLength > longestText) throw new Impossible(`a text of ${grouped(facts.minLength)} characters is not made`);
  const fitting = examples.filter((value): value is string => typeof value === 'string' && fitsText(facts, value));
  if (fitting.length > 0 && (isPlain || chance.isLikely(0.4))) return isPlain ? (fitting[0] as string) : chance.pick(fitting);
  for (const text of candidates(facts, chance, kind)) {
    if (fitsText(facts, text)) return text;
    const stretched = ofLength(facts, text, Math.min(Math.max(lengthOf(text), facts.minLength), facts.maxLength));
    if (stretched !== undefined) return stretched;
  }
  if (fitting.length > 0) return chance.pick(fitting);
  throw new Impossible(`no text was found for ${sayWants(facts)}`);
}

const sayWants = ({ patterns, formats, minLength, maxLength }: TextFacts): string =>
  [
    ...formats.map(({ name }) => `format \`${name}\``),
    ...patterns.map(({ source }) => `pattern \`${source.slice(0, 80)}\``),
    `${minLength} to ${maxLength} characters`,
  ].join(' and ');

function* candidates(facts: TextFacts, chance: Chance, kind: TextKind): Generator<string> {
  const { formats, patterns, minLength } = facts;
  const most = Math.min(facts.maxLength, Math.max(minLength, 24));
  if (formats.length > 0)
    for (let tries = 0; tries < 4; tries++) for (const { name } of formats) if (samples[name]) yield samples[name](chance);
  if (patterns.length > 0) {
    for (const { source } of patterns)
      for (let tries = 0; tries < 20; tries++) {
        const text = isDear(source) ? undefined : chance.matching(compilePattern(source), facts.maxLength);
        if (text === undefined) break;
        yield text;
      }
    yield* ['', 'a', 'A', '0', '1', 'ab', '10', 'a1', '-', '/', 'abc', 'ABC', '2024-01-01'];
  }
  if (kind !== 'any' || chance.isLikely(0.7)) yield plainText(chance, minLength, most);
  yield chance.pick(foreign);
  yield chance.anyText();
  yield plainText(chance, minLength, most);
}

/** Repetitions in the thousands, and patterns longer than any that people write. */
const isDear = (source: string): boolean => source.length > 2000 || /\{\d*,?\d{4,}/.test(source);

function plainText(chance: Chance, least: number, most: number): string {
  let text = word(chance);
  while (text.length < least) text += ` ${word(chance)}`;
  return text.length > most || text.length > least + 24 ? text.slice(0, Math.max(least, Math.min(most, 24))).replace(/ $/, 'x') : text;
}

/** A text of just this length that the facts allow, made of one that fits apart from its length; undefined when none is found. */
export function ofLength(facts: TextFacts, text: string, length: number): string | undefined {
  if (length < 0 || length > longestText) return undefined;
  const chars = [...text];
  const missing = length - chars.length;
  if (missing === 0) return fitsText(facts, text) ? text : undefined;
  const limits = { formats: facts.formats, patterns: facts.patterns, minLength: length, maxLength: length };
  const places = [chars.length, chars.length - 1, 1, chars.length >> 1, chars.length >> 2, 0].filter((at) => at >= 0 && at <= chars.length);
  for (const at of new Set(places)) {
    if (missing < 0) {
      const shorter = [...chars.slice(0, Math.max(0, at + missing)), ...chars.slice(Math.max(at, -missing))].join('');
      if (fitsText(limits, shorter)) return shorter;
      continue;
    }
    for (const filler of new Set([chars[at - 1], chars[at], 'a', '0', 'x']))
      if (filler !== undefined) {
        const longer = chars.slice(0, at).join('') + filler.repeat(missing) + chars.slice(at).join('');
        if (fitsText(limits, longer)) return longer;
      }
  }
  return undefined;
}
