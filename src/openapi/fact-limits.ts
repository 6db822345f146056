// The limits of one alternative: numbers, lengths and counts that several schemas together allow (JSON Schema Validation 2020-12 §6.2 to §6.4).
import type { Alternative, Bound } from '../model/domain.ts';
import type { Part } from './fact-keywords.ts';

export type Limits = Pick<Alternative, 'lower' | 'upper' | 'multiples' | 'minLength' | 'maxLength' | 'minItems' | 'maxItems'>;

const free: Limits = {
  lower: { value: -Infinity, exclusive: false },
  upper: { value: Infinity, exclusive: false },
  multiples: [],
  minLength: 0,
  maxLength: Infinity,
  minItems: 0,
  maxItems: Infinity,
};

const limiting =
  'minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minLength maxLength minItems maxItems contains minContains'.split(' ');

/** Read once for every alternative: each value that is compared asks for them. */
export function readLimits(parts: readonly Part[]): Limits {
  if (!parts.some(({ source }) => limiting.some((keyword) => Object.hasOwn(source, keyword)))) return free;
  const numbers = (keyword: string): readonly number[] =>
    parts.flatMap(({ source }) => (typeof source[keyword] === 'number' ? [source[keyword]] : []));
  /** The tightest bound; `sign` is 1 for lower ones, -1 for upper ones. */
  const bound = (inclusive: string, exclusive: string, sign: 1 | -1): Bound => {
    let tightest: Bound = { value: -Infinity * sign, exclusive: false };
    for (const value of numbers(inclusive)) if (value * sign > tightest.value * sign) tightest = { value, exclusive: false };
    for (const value of numbers(exclusive)) if (value * sign >= tightest.value * sign) tightest = { value, exclusive: true };
    return tightest;
  };
  // Something `contains` asks for has to be there.
  const isContaining = parts.some(({ source }) => Object.hasOwn(source, 'contains') && source['minContains'] !== 0);
  return {
    lower: bound('minimum', 'exclusiveMinimum', 1),
    upper: bound('maximum', 'exclusiveMaximum', -1),
    multiples: numbers('multipleOf'),
    minLength: Math.max(0, ...numbers('minLength')),
    maxLength: Math.min(Infinity, ...numbers('maxLength')),
    minItems: Math.max(0, ...numbers('minItems'), ...numbers('minContains'), isContaining ? 1 : 0),
    maxItems: Math.min(Infinity, ...numbers('maxItems')),
  };
}
