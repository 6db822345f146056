// How much of what a contract allows, of one kind of value, a consumer's matchers accept: all, some, none, or undecided.
import type { Alternative, Kind } from '../model/domain.ts';
import type { Matcher } from '../model/matching.ts';
import { accepts, acceptsOne } from './accepts.ts';
import { textsOfFormat } from './datetime.ts';
import { isDisjoint } from './disjoint.ts';
import { isSameExpression } from './expressions.ts';
import { isLiteral, type Need } from './need.ts';
import { allIntegers, allows, witnesses } from './witness.ts';

/**
 * `none` is only said where it is certain: types that differ, a listed set tried whole, a literal, a date format against another, texts of other
 * lengths or characters.
 * `some` names a value the contract allows and the consumer refuses (`isListed`: one of those it lists). `undecided`: all samples were accepted.
 */
export type Coverage =
  | { readonly answer: 'all' | 'none' }
  | { readonly answer: 'some'; readonly escape: unknown; readonly isListed?: boolean }
  | { readonly answer: 'undecided' };

const all: Coverage = { answer: 'all' };
const none: Coverage = { answer: 'none' };
const undecided: Coverage = { answer: 'undecided' };

/** Scalars only: `kind` is null, boolean, integer, fraction or string. */
export function cover(need: Need, alternative: Alternative, kind: Kind): Coverage {
  if (alternative.values || kind === 'null' || kind === 'boolean')
    return coverListed(need, witnesses(alternative, kind), alternative.values !== undefined);
  if (isLiteral(need)) return coverLiteral(need, alternative, kind);
  const integers = kind === 'integer' ? allIntegers(alternative) : undefined;
  if (integers && integers.length > 0) return coverListed(need, integers, false);
  const answers = need.matchers.map((matcher) => coverOne(matcher, need, alternative, kind));
  return need.combine === 'or' ? either(answers, need, alternative, kind) : both(answers);
}

/** All values there are, tried one by one. */
function coverListed(need: Need, values: readonly unknown[], isListed: boolean): Coverage {
  const answers = values.map((value) => accepts(need, value));
  if (answers.includes('unknown')) return undecided;
  if (answers.every((answer) => answer === false)) return none;
  const escape = answers.indexOf(false);
  return escape < 0 ? all : { answer: 'some', escape: values[escape], isListed };
}

function coverLiteral(need: Need, alternative: Alternative, kind: Kind): Coverage {
  const values = witnesses(alternative, kind);
  const { example, isText } = need;
  const typed = isText && typeof example === 'string' && kind !== 'string' ? readNumber(example) : example;
  if (!allows(alternative, typed)) return none;
  const escape = values.find((value) => accepts(need, value) === false);
  return escape === undefined ? all : { answer: 'some', escape };
}

/** Text that is no number stays a text, which no place for numbers allows. */
const readNumber = (text: string): unknown => (text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text));

function both(answers: readonly Coverage[]): Coverage {
  if (answers.some(({ answer }) => answer === 'none')) return none;
  return answers.find(({ answer }) => answer === 'some') ?? answers.find(({ answer }) => answer === 'undecided') ?? all;
}

function either(answers: readonly Coverage[], need: Need, alternative: Alternative, kind: Kind): Coverage {
  if (answers.some(({ answer }) => answer === 'all')) return all;
  if (answers.every(({ answer }) => answer === 'none')) return none;
  const escape = witnesses(alternative, kind).find((value) => accepts(need, value) === false);
  return escape === undefined ? undecided : { answer: 'some', escape };
}

function coverOne(matcher: Matcher, need: Need, alternative: Alternative, kind: Kind): Coverage {
  switch (matcher.kind) {
    case 'type':
    case 'contentType':
      return acceptsOne(matcher, need, sample(kind)) === true ? all : none;
    case 'equality':
      return coverLiteral({ ...need, matchers: [] }, alternative, kind);
    case 'values':
      return coverLiteral({ ...need, matchers: [] }, alternative, kind);
    case 'eachKey':
    case 'eachValue':
    case 'arrayContains':
      return all;
    case 'null':
      return need.isText ? bySamples(matcher, need, alternative, kind) : none;
    case 'number':
    case 'integer':
    case 'decimal':
      return coverNumber(matcher, need, alternative, kind);
    case 'boolean':
      return coverBoolean(alternative, kind);
    case 'regex':
      if (kind === 'string' && isKnownToCover(matcher.regex, alternative)) return all;
      return bySamples(matcher, need, alternative, kind);
    case 'notEmpty':
      return kind === 'string' && allows(alternative, '') ? { answer: 'some', escape: '' } : all;
    case 'date':
    case 'time':
    case 'datetime':
      return coverDate(matcher, need, alternative, kind);
    case 'include':
    case 'semver':
    case 'statusCode':
    case 'unknown':
      return bySamples(matcher, need, alternative, kind);
  }
}

/** Objects and arrays where the example is a scalar: matchers that look at texts see their JSON. */
export function coverContainer(need: Need, alternative: Alternative, kind: 'object' | 'array'): Coverage {
  const empty = kind === 'array' ? [] : {};
  const canBeEmpty = kind === 'array' ? alternative.minItems === 0 : alternative.required.size === 0;
  const answers = need.matchers.map((matcher): Coverage => {
    switch (matcher.kind) {
      case 'notEmpty':
        return canBeEmpty ? { answer: 'some', escape: empty } : all;
      case 'contentType':
      case 'eachKey':
      case 'eachValue':
      case 'arrayContains':
        return all;
      case 'regex':
      case 'include': {
        // Any text may stand in the JSON of something, but few expressions are about JSON.
        if (isDisjoint(matcher, alternative, kind, need.isText)) return none;
        return canBeEmpty && acceptsOne(matcher, need, empty) === false ? { answer: 'some', escape: empty } : undecided;
      }
      default:
        return none;
    }
  });
  if (answers.length === 0) return none;
  if (need.combine === 'and') return both(answers);
  return ['all', 'some', 'undecided'].flatMap((one) => answers.find(({ answer }) => answer === one) ?? [])[0] ?? none;
}

const sample = (kind: Kind): unknown => (kind === 'string' ? 'a' : kind === 'integer' ? 1 : kind === 'fraction' ? 1.5 : undefined);
/** Equal text: the pattern of the contract itself, or an expression for all texts of its format. */
const isKnownToCover = (regex: string, { patterns, formats }: Alternative): boolean =>
  patterns.some(({ source }) => isAnchored(source) && isSameExpression(source, regex)) ||
  formats.some(({ name }) => name === 'uuid' && uuidExpression.test(regex));

/** Eight, four, four, four and twelve hexadecimal digits, as pacts write them; in lower case, as UUIDs are sent (RFC 9562 §4). */
const uuidExpression =
  /^\^?(?:\(\?i\))?\[(?:0-9a-f|a-f0-9|0-9a-fA-F|a-fA-F0-9|A-Fa-f0-9|0-9A-Fa-f)\]\{8\}(?:-\[[0-9a-fA-F-]+\]\{4\}){3}-\[[0-9a-fA-F-]+\]\{12\}\$?$/;

const isAnchored = (source: string): boolean => source.startsWith('^') && /(?<!\\)\$$/.test(source);

function coverNumber(matcher: Matcher, need: Need, alternative: Alternative, kind: Kind): Coverage {
  if (kind === 'string') return need.isText ? bySamples(matcher, need, alternative, kind) : none;
  if (acceptsOne(matcher, need, sample(kind)) !== true) return none;
  // In text the engine's integers have no sign.
  const escape = witnesses(alternative, kind).find((value) => acceptsOne(matcher, need, value) === false);
  return escape === undefined ? all : { answer: 'some', escape };
}

/** The engine takes the texts `true` and `false` for booleans. */
function coverBoolean(alternative: Alternative, kind: Kind): Coverage {
  if (kind !== 'string' || !['true', 'false'].some((text) => allows(alternative, text))) return none;
  const escape = witnesses(alternative, kind).find((value) => value !== 'true' && value !== 'false');
  return escape === undefined ? undecided : { answer: 'some', escape };
}

/** The texts of a date format are all of a few shapes, so that trying each shape decides. */
function coverDate(matcher: Matcher, need: Need, alternative: Alternative, kind: Kind): Coverage {
  // A number is read by its digits, which is only something where the format is made of nothing else.
  if (kind !== 'string')
    return kind === 'integer' && digits.some((text) => acceptsOne(matcher, need, text) === true)
      ? bySamples(matcher, need, alternative, kind)
      : none;
  const shaped = alternative.formats.map(({ name }) => textsOfFormat(name)).find((texts) => texts.length > 0);
  if (!shaped) return bySamples(matcher, need, alternative, kind);
  const answers = shaped.map((text) => acceptsOne(matcher, need, text));
  if (answers.includes('unknown')) return undecided;
  if (!answers.includes(true)) return none;
  const escape = answers.indexOf(false);
  return escape < 0 ? all : { answer: 'some', escape: shaped[escape] };
}

const digits = Array.from({ length: 17 }, (_, index) => ['1'.repeat(index + 1), '20240229102030125'.slice(0, index + 1)]).flat();

/** A matcher and a kind that can have nothing in common are said to; of the rest, a refused sample proves that the contract allows more; samples that are all accepted prove nothing. */
function bySamples(matcher: Matcher, need: Need, alternative: Alternative, kind: Kind): Coverage {
  if (isDisjoint(matcher, alternative, kind, need.isText)) return none;
  const escape = witnesses(alternative, kind).find((value) => acceptsOne(matcher, need, value) === false);
  return escape === undefined ? undecided : { answer: 'some', escape };
}
