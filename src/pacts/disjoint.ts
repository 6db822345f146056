// Proofs that nothing of one kind a contract allows can ever fit a matcher of texts: by lengths, characters and short lists, never by samples.
import type { Alternative, Kind } from '../model/domain.ts';
import type { Matcher } from '../model/matching.ts';
import { semver } from './accepts.ts';
import { compileDateFormat } from './datetime.ts';
import type { Language } from './language.ts';
import { languageOf } from './read-language.ts';
import { allows } from './witness.ts';

/** What JSON writes numbers with. */
const ofNumbers = '0123456789-+.eE';
const digits = '0123456789';

interface Texts {
  readonly alphabet: string;
  /** It stands in every one of them. */
  readonly sure: string;
  readonly least: number;
  readonly most: number;
}

const dateTime = `${digits}-:.+TtZz`;
/** Characters and lengths of formats (RFC 3339, RFC 9562). */
const formats: Readonly<Record<string, Texts>> = {
  date: { alphabet: `${digits}-`, sure: '-', least: 10, most: 10 },
  time: { alphabet: `${digits}-:.+Zz`, sure: ':', least: 9, most: Infinity },
  'time-local': { alphabet: `${digits}:.`, sure: ':', least: 8, most: Infinity },
  'date-time': { alphabet: dateTime, sure: ':', least: 20, most: Infinity },
  'date-time-local': { alphabet: dateTime, sure: ':', least: 19, most: Infinity },
  uuid: { alphabet: `${digits}abcdefABCDEF-`, sure: '-', least: 36, most: 36 },
  ipv4: { alphabet: `${digits}.`, sure: '.', least: 7, most: 15 },
};

/** True when it is certain that the matcher refuses every value of this kind. `isText`: numbers travel as text, so that they may be written in many ways. */
export function isDisjoint(matcher: Matcher, alternative: Alternative, kind: Kind, isText: boolean): boolean {
  if (matcher.kind === 'include') return isText ? false : missesAll(matcher.text, alternative, kind);
  const language = languageMeant(matcher);
  if (!language) return false;
  switch (kind) {
    case 'integer':
    case 'fraction':
      if (isText) return false;
      // A number has one point at most.
      if (matcher.kind === 'semver') return true;
      return missesNumbers(language, alternative);
    case 'string':
      return missesTexts(language, alternative);
    case 'array':
    case 'object': {
      // Matchers see the JSON of it.
      const [opening, closing] = kind === 'array' ? '[]' : '{}';
      return !language.mayStart(opening as string) || !language.mayEnd(closing as string);
    }
    default:
      return false;
  }
}

function languageMeant(matcher: Matcher): Language | undefined {
  switch (matcher.kind) {
    case 'regex':
      return languageOf(matcher.regex);
    case 'semver':
      return languageOf(semver.source);
    case 'date':
    case 'time':
    case 'datetime': {
      const pattern = compileDateFormat(matcher.format);
      return pattern && languageOf(pattern.source);
    }
    default:
      return undefined;
  }
}

const isNumber = (text: string, alternative: Alternative): boolean =>
  /^-?\d/.test(text) && !Number.isNaN(Number(text)) && allows(alternative, Number(text));

function missesNumbers(language: Language, alternative: Alternative): boolean {
  const canStand = [...'-', ...digits].some((char) => language.mayStart(char)) && [...digits].some((char) => language.mayEnd(char));
  return !canStand || !language.isWithin(ofNumbers) || language.texts?.every((text) => !isNumber(text, alternative)) === true;
}

function missesTexts(language: Language, alternative: Alternative): boolean {
  if (language.least > alternative.maxLength || language.most < alternative.minLength) return true;
  for (const { name } of alternative.formats) {
    const known = formatOf(name);
    if (!known) continue;
    if (language.least > known.most || language.most < known.least) return true;
    if (!language.mayHold(known.sure) || !language.isWithin(known.alphabet)) return true;
  }
  return language.texts?.every((text) => !allows(alternative, text)) === true;
}

const formatOf = (name: string): Texts | undefined => (Object.hasOwn(formats, name) ? formats[name] : undefined);

/** A text that must stand in the value, somewhere. */
function missesAll(text: string, { formats: own, maxLength }: Alternative, kind: Kind): boolean {
  const isBeyond = (alphabet: string): boolean => [...text].some((char) => !alphabet.includes(char));
  if (kind === 'integer' || kind === 'fraction') return isBeyond(ofNumbers);
  if (kind !== 'string') return false;
  return [...text].length > maxLength || own.some(({ name }) => isBeyond(formatOf(name)?.alphabet ?? text));
}
