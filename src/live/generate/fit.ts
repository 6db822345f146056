// Does a value satisfy the facts of an alternative? Used for choosing; what counts is the validator's word.
import { type Alternative, type Domain, kindOf } from '../../model/domain.ts';
import { isEqual, isRecord } from '../../model/json-value.ts';

/** What is asked of a text, and of a number. */
export type TextFacts = Pick<Alternative, 'patterns' | 'formats' | 'minLength' | 'maxLength'>;
export type NumberFacts = Pick<Alternative, 'lower' | 'upper' | 'multiples' | 'formats'>;

/** Unicode code points, as JSON Schema counts them. */
export const lengthOf = (text: string): number => {
  let length = 0;
  for (let i = 0; i < text.length; i++) if ((text.charCodeAt(i) & 0xfc00) !== 0xdc00) length++;
  return length;
};

/** A pattern that takes too long is none that fits. */
export function passes(check: { test(value: string): boolean }, text: string): boolean {
  try {
    return check.test(text);
  } catch {
    return false;
  }
}

export function fitsText(facts: TextFacts, text: string): boolean {
  const length = lengthOf(text);
  return (
    length >= facts.minLength &&
    length <= facts.maxLength &&
    facts.formats.every((format) => passes(format, text)) &&
    facts.patterns.every((pattern) => passes(pattern, text))
  );
}

export function fitsNumber({ lower, upper, multiples, formats }: NumberFacts, value: number): boolean {
  if (value < lower.value || (lower.exclusive && value === lower.value)) return false;
  if (value > upper.value || (upper.exclusive && value === upper.value)) return false;
  return multiples.every((step) => isMultiple(value, step)) && formats.every(({ test }) => test(value));
}

const isMultiple = (value: number, step: number): boolean => {
  const times = value / step;
  return Math.abs(times - Math.round(times)) < 1e-9 * Math.max(1, Math.abs(times));
};

/** The alternative a value was made by, as far as its facts tell. */
export const alternativeFor = (domain: Domain, value: unknown): Alternative | undefined =>
  domain.alternatives.find((facts) => fits(facts, value, 4)) ??
  domain.alternatives.find((facts) => fits(facts, value, 1)) ??
  domain.alternatives.find(({ kinds }) => kinds.has(kindOf(value)));

/** `depth`: how many levels below the value are looked at. */
export function fits(facts: Alternative, value: unknown, depth: number): boolean {
  if (!facts.kinds.has(kindOf(value))) return false;
  if (facts.values && !facts.values.some((other) => isEqual(other, value))) return false;
  if (facts.excluded.some((other) => isEqual(other, value))) return false;
  if (typeof value === 'string') return fitsText(facts, value);
  if (typeof value === 'number') return fitsNumber(facts, value);
  if (Array.isArray(value)) {
    if (value.length < facts.minItems || value.length > facts.maxItems) return false;
    return value.slice(0, 5).every((item: unknown, index) => {
      const domain = facts.item(index);
      return domain !== 'closed' && fitsDomain(domain, item, depth - 1);
    });
  }
  if (!isRecord(value)) return true;
  for (const name of facts.required) if (!Object.hasOwn(value, name)) return false;
  return Object.entries(value).every(([name, member]) => {
    const { mention, domain } = facts.property(name);
    return mention !== 'closed' && fitsDomain(domain, member, depth - 1);
  });
}

const fitsDomain = (domain: Domain | undefined, value: unknown, depth: number): boolean =>
  depth <= 0 || !domain || domain.alternatives.length === 0 || domain.alternatives.some((facts) => fits(facts, value, depth));
