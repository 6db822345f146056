// Values a contract allows at one place: whether it allows a given one, and small ones to name in sentences.
import type { Alternative, Domain, Kind } from '../model/domain.ts';
import { kindOf } from '../model/domain.ts';
import { isEqual } from '../model/json-value.ts';
import { PatternTimeout } from '../openapi/patterns.ts';
import { textsOfFormat } from './datetime.ts';
import { samplesOf } from './samples.ts';

/** True when the alternative allows a scalar value; for arrays and objects only what counts and lists say. Undecided patterns allow. */
export function allows(alternative: Alternative, value: unknown): boolean {
  const kind = kindOf(value);
  if (!alternative.kinds.has(kind)) return false;
  if (alternative.values && !alternative.values.some((listed) => isEqual(listed, value))) return false;
  // Nearly always these lists are empty, and this is asked of every value.
  if (alternative.excluded.length > 0 && alternative.excluded.some((other) => isEqual(other, value))) return false;
  if (typeof value === 'number') return allowsNumber(alternative, value);
  if (typeof value === 'string') return allowsText(alternative, value);
  if (Array.isArray(value)) return value.length >= alternative.minItems && value.length <= alternative.maxItems;
  return true;
}

function allowsNumber({ lower, upper, multiples, formats }: Alternative, value: number): boolean {
  if (lower.exclusive ? value <= lower.value : value < lower.value) return false;
  if (upper.exclusive ? value >= upper.value : value > upper.value) return false;
  for (const step of multiples) if (!isMultiple(value, step)) return false;
  for (const format of formats) if (!format.test(value)) return false;
  return true;
}

/** Nine digits of precision, as the validator has it. */
export const isMultiple = (value: number, step: number): boolean => Math.abs(Math.round(value / step) - value / step) < 1e-9;

function allowsText({ minLength, maxLength, patterns, formats }: Alternative, text: string): boolean {
  if (minLength > 0 || maxLength < Infinity) {
    const { length } = [...text];
    if (length < minLength || length > maxLength) return false;
  }
  for (const format of formats) if (!format.test(text)) return false;
  if (patterns.length === 0) return true;
  try {
    return patterns.every((pattern) => pattern.test(text));
  } catch (error) {
    if (error instanceof PatternTimeout) return true;
    throw error;
  }
}

/** Ranges of integers up to this size are tried whole. */
const mostIntegers = 200;

/** Every integer the bounds allow, where they are few. */
export function allIntegers(alternative: Alternative): readonly number[] | undefined {
  const [from, to] = [Math.ceil(alternative.lower.value), Math.floor(alternative.upper.value)];
  // Beyond the safe ones, the next integer may be the same number.
  if (!(to - from < mostIntegers) || !Number.isSafeInteger(from) || !Number.isSafeInteger(to)) return undefined;
  const values: number[] = [];
  for (let value = from; value <= to; value++) if (allows(alternative, value)) values.push(value);
  return values;
}

const found = new WeakMap<Alternative, Map<Kind, readonly unknown[]>>();

/** Scalar values of one kind, the plainest first. They stand for all values of the kind only where `values` lists them. */
export function witnesses(alternative: Alternative, kind: Kind): readonly unknown[] {
  let known = found.get(alternative);
  if (!known) found.set(alternative, (known = new Map()));
  let values = known.get(kind);
  if (!values) known.set(kind, (values = findWitnesses(alternative, kind)));
  return values;
}

function findWitnesses(alternative: Alternative, kind: Kind): readonly unknown[] {
  if (alternative.values) return alternative.values.filter((value) => kindOf(value) === kind && allows(alternative, value));
  return candidates(alternative, kind).filter((value) => allows(alternative, value));
}

function candidates(alternative: Alternative, kind: Kind): readonly unknown[] {
  switch (kind) {
    case 'null':
      return [null];
    case 'boolean':
      return [false, true];
    case 'integer':
    case 'fraction':
      return numbers(alternative).filter((value) => kindOf(value) === kind);
    case 'string':
      return texts(alternative);
    case 'array':
      return alternative.minItems === 0 ? [[]] : [];
    case 'object':
      return alternative.required.size === 0 ? [{}] : [];
  }
}

function numbers({ lower, upper, multiples }: Alternative): readonly number[] {
  const ends = [lower.value, upper.value].filter((value) => Number.isFinite(value));
  const near = ends.flatMap((value) => [value, value + 1, value - 1, value + 0.5, value - 0.5, Math.ceil(value), Math.floor(value)]);
  const middle = ends.length === 2 ? [((ends[0] ?? 0) + (ends[1] ?? 0)) / 2] : [];
  const multiple = multiples.flatMap((step) => [step, step * 2, -step, Math.ceil((ends[0] ?? 0) / step) * step]);
  return [...new Set([0, 1, 10, -1, 1.5, 0.25, 123_456, ...near, ...middle, ...multiple])];
}

const formatTexts: Readonly<Record<string, readonly string[]>> = {
  uuid: ['7b0d3f6e-6f0a-4a39-9d5f-0a8c5d1d4e2a', '00000000-0000-0000-0000-000000000000'],
  email: ['a@example.com'],
  'idn-email': ['a@example.com'],
  hostname: ['example.com'],
  'idn-hostname': ['example.com'],
  ipv4: ['192.0.2.1'],
  ipv6: ['2001:db8::1'],
  uri: ['https://example.com/', 'urn:a:b'],
  url: ['https://example.com/'],
  iri: ['https://example.com/'],
  'uri-reference': ['', '/a', 'https://example.com/'],
  'iri-reference': ['', '/a', 'https://example.com/'],
  byte: ['', 'YQ=='],
  base64url: ['', 'YQ'],
  duration: ['P1D'],
  'http-date': ['Thu, 29 Feb 2024 10:20:30 GMT'],
  'json-pointer': ['', '/a'],
  regex: ['', 'a'],
  char: ['a'],
};

function texts({ minLength, patterns, formats }: Alternative): readonly string[] {
  const own = formats.flatMap(({ name }) => [...textsOfFormat(name), ...(formatTexts[name] ?? [])]);
  const fitting = patterns.flatMap(({ source }) => samplesOf(searched(source)));
  const short = ['', 'a', 'A', '1', 'a b'];
  const long = minLength > 0 && minLength <= 1000 ? ['a', 'A', '1'].map((char) => char.repeat(minLength)) : [];
  return [...new Set([...own, ...fitting, ...short, ...long])];
}

/** Names that patterns for names describe, one for each. */
export const namesOfPatterns = (alternative: Alternative): readonly string[] =>
  alternative.namePatterns.flatMap((source) =>
    samplesOf(searched(source))
      .filter((name) => alternative.property(name).mention === 'mapped')
      .slice(0, 1),
  );

/** A pattern of a schema is searched for, not matched whole: what stands around it is free. */
const searched = (source: string): string => source.replace(/^\^/, '').replace(/(?<!\\)\$$/, '');

/** True when the contract allows a scalar, by any alternative. */
export const domainAllows = (domain: Domain, value: unknown): boolean =>
  domain.alternatives.some((alternative) => allows(alternative, value));
