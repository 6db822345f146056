// Why a contract does not allow a value: the keyword that rules it out, with what the keyword says.
import type { Alternative } from '../model/domain.ts';
import { kindOf } from '../model/domain.ts';
import { PatternTimeout } from '../openapi/patterns.ts';
import { isMultiple } from './witness.ts';
import { typesOf } from './words.ts';

export interface Refusal {
  readonly keyword: string;
  /** What the keyword wants, as a schema with it alone. */
  readonly wanted: Readonly<Record<string, unknown>>;
}

const say = (keyword: string, value: unknown): Refusal => ({ keyword, wanted: { [keyword]: value } });

/** Undefined when nothing rules the value out. */
export function whyRefused(alternative: Alternative, value: unknown): Refusal | undefined {
  const { kinds, values } = alternative;
  if (values && values.length > 0) return values.length === 1 ? say('const', values[0]) : say('enum', values);
  if (!kinds.has(kindOf(value))) return say('type', typesOf([alternative]));
  const own =
    typeof value === 'number' ? whyNumber(alternative, value) : typeof value === 'string' ? whyText(alternative, value) : undefined;
  if (own) return own;
  const format = alternative.formats.find(({ test }) => !test(value));
  if (format) return say('format', format.name);
  return alternative.excluded.length > 0 ? say('not', { enum: alternative.excluded }) : undefined;
}

function whyNumber({ lower, upper, multiples }: Alternative, value: number): Refusal | undefined {
  if (lower.exclusive ? value <= lower.value : value < lower.value)
    return say(lower.exclusive ? 'exclusiveMinimum' : 'minimum', lower.value);
  if (upper.exclusive ? value >= upper.value : value > upper.value)
    return say(upper.exclusive ? 'exclusiveMaximum' : 'maximum', upper.value);
  const step = multiples.find((multiple) => !isMultiple(value, multiple));
  return step === undefined ? undefined : say('multipleOf', step);
}

function whyText({ minLength, maxLength, patterns }: Alternative, text: string): Refusal | undefined {
  const { length } = [...text];
  if (length < minLength) return say('minLength', minLength);
  if (length > maxLength) return say('maxLength', maxLength);
  for (const pattern of patterns) {
    try {
      if (!pattern.test(text)) return say('pattern', pattern.source);
    } catch (error) {
      if (!(error instanceof PatternTimeout)) throw error;
    }
  }
  return undefined;
}
