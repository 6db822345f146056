// One pair of the oracle: Truce's answer and the engine's truth about bodies that conform, and what is left out of the comparison by policy.
import { readRules } from '../../src/evidence/pact/rules.ts';
import { compare } from '../../src/pacts/compare.ts';
import { readNeed } from '../../src/pacts/need.ts';
import { isImpossible } from '../../src/pacts/result.ts';
import { fileSource } from '../../src/source/text-source.ts';
import { compileSchema } from './bodies.ts';
import { answerOf, type Answer, domainOf } from '../pacts/compare-with.ts';
import type { Mismatch, Verdict } from './ask-verifier.ts';
import { type Expectation, matchingRulesOf } from './pacts.ts';
import type { Schema } from './schemas.ts';

export interface Pair {
  readonly schema: Schema;
  readonly expectation: Expectation;
  /** They conform to the schema. */
  readonly bodies: readonly unknown[];
}

export interface Ours extends Answer {
  /** Impossible only because no schema mentions a name. */
  readonly isUndocumented: boolean;
}

const source = fileSource({ uri: 'pact.json', syntax: 'json', read: () => '{}' });

export function answer({ schema, expectation }: Pick<Pair, 'schema' | 'expectation'>): Ours {
  const rules = readRules(matchingRulesOf(expectation), { source, pointer: '' });
  const result = compare(readNeed(expectation.example, rules.body), domainOf(schema));
  return { ...answerOf(result), isUndocumented: isImpossible(result) && result.clashes.length === 0 };
}

/** Why a body says nothing about an answer. Each is a choice of docs/pacts.md. */
export type Policy = 'exact value' | 'further name' | 'undocumented name' | 'empty instead' | 'shorter list' | 'no answer';

const exact = /to be equal to|^Expected an empty (List|Map)|^Expected a (List|Map) with \d+ elements|but was missing$/;
const missing = /^Actual map is missing the following keys: (.*)$/;

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A schema with all its branches, whichever of them hold. */
function* branchesOf(schema: unknown): Generator<Fields> {
  if (!isFields(schema)) return;
  yield schema;
  for (const keyword of ['allOf', 'anyOf', 'oneOf'])
    for (const branch of Array.isArray(schema[keyword]) ? (schema[keyword] as unknown[]) : []) yield* branchesOf(branch);
  for (const keyword of ['if', 'then', 'else']) yield* branchesOf(schema[keyword]);
}

const isListed = (schemas: readonly Fields[], name: string): boolean =>
  schemas.some(({ properties }) => isFields(properties) && Object.hasOwn(properties, name));

/** The schemas that may speak about a place of the engine (`$.a[0]['x-y']`); `isFurther` once a name on the way was one that no schema lists. */
function lookUp(schema: unknown, path: string): { schemas: readonly Fields[]; isFurther: boolean } {
  let schemas = [...branchesOf(schema)];
  let isFurther = false;
  for (const [, name, index, quoted] of path.matchAll(/\.([^.[]+)|\[(\d+)\]|\['([^']*)'\]/g)) {
    if (index !== undefined)
      schemas = schemas.flatMap(({ items, prefixItems }) =>
        [items, ...(Array.isArray(prefixItems) ? (prefixItems as unknown[]) : [])].flatMap((inner) => [...branchesOf(inner)]),
      );
    else {
      const key = name ?? quoted ?? '';
      isFurther ||= !isListed(schemas, key);
      schemas = schemas.flatMap(({ properties, additionalProperties, patternProperties }) =>
        [
          isFields(properties) && Object.hasOwn(properties, key) ? properties[key] : undefined,
          additionalProperties,
          ...Object.values((patternProperties as Fields | undefined) ?? {}),
        ].flatMap((inner) => [...branchesOf(inner)]),
      );
    }
  }
  return { schemas, isFurther };
}

/** True for a name that no schema lists, where it is missing; and for whatever stands below one of which nothing more is said. */
function isFurther({ path, mismatch }: Mismatch, schema: Schema): boolean {
  const { schemas, isFurther: isBelow } = lookUp(schema, path);
  const names = missing.exec(mismatch)?.[1]?.split(', ');
  // Some branch may allow the name without listing it.
  const isLeft = (name: string): boolean =>
    !isListed(schemas, name) ||
    schemas.some((inner) => 'additionalProperties' in inner && inner['additionalProperties'] !== false && !isListed([inner], name));
  return names ? names.every(isLeft) : isBelow && schemas.every((inner) => Object.keys(inner).length === 0);
}

const stepsOf = (path: string): string[] =>
  [...path.matchAll(/\.([^.[]+)|\[(\d+|\*)\]|\['([^']*)'\]/g)].map(([, name, index, quoted]) => name ?? index ?? quoted ?? '');

/** True when no rule may be for a place of the engine, for what holds it or for what is in it. */
function isWithoutRules(path: string, rules: Expectation['rules']): boolean {
  const steps = stepsOf(path);
  return !Object.keys(rules).some((rule) =>
    stepsOf(rule).every((step, index) => index >= steps.length || step === '*' || step === steps[index]),
  );
}

/** The policy by which a refused body does not count against `guaranteed`. */
export function excuseRefusal(verdict: readonly Mismatch[], { schema, expectation }: Pair): Policy | undefined {
  // The provider state supplies exact values (ADR 16); a body without them is another one, with all that differs in it.
  if (verdict.some(({ mismatch }) => exact.test(mismatch))) return 'exact value';
  // So is an object or array without any rule.
  if (verdict.some(({ path, mismatch }) => mismatch.startsWith('Type mismatch') && isWithoutRules(path, expectation.rules)))
    return 'exact value';
  // Names under `additionalProperties` may be missing, and under `true` may be anything, in silence.
  return verdict.every((mismatch) => isFurther(mismatch, schema)) ? 'further name' : undefined;
}

const isEmpty = (value: unknown): boolean => typeof value === 'object' && value !== null && Object.keys(value).length === 0;
const holdsEmpty = (value: unknown): boolean =>
  isEmpty(value) || (typeof value === 'object' && value !== null && Object.values(value).some(holdsEmpty));

/** Keywords whose schemas are for a value of their own, not for the same one. */
const ofMembers = ['properties', 'patternProperties'];
const ofItems = ['items', 'contains', 'additionalProperties', 'unevaluatedProperties'];
const sameValue = ['allOf', 'anyOf', 'oneOf', 'if', 'then', 'else'];
const naming = ['properties', 'patternProperties', 'additionalProperties', 'unevaluatedProperties'];

/** A schema by which an object has no name that the branches that hold for it do not mention; where they mention any. */
function close(schema: unknown, isWhole = true): unknown {
  if (Array.isArray(schema)) return schema.map((inner) => close(inner, isWhole));
  if (!isFields(schema)) return schema;
  const closed: Record<string, unknown> = { ...schema };
  for (const keyword of ofMembers)
    if (isFields(schema[keyword]))
      closed[keyword] = Object.fromEntries(Object.entries(schema[keyword]).map(([name, inner]) => [name, close(inner)]));
  for (const keyword of [...ofItems, 'prefixItems']) if (keyword in schema) closed[keyword] = close(schema[keyword]);
  for (const keyword of sameValue) if (keyword in schema) closed[keyword] = close(schema[keyword], false);
  // ajv takes what a failed `if` mentions for mentioned.
  const { if: question, then: met = true, else: unmet = true, ...others } = closed;
  const split =
    question === undefined
      ? closed
      : {
          ...others,
          allOf: [others['allOf'] ?? [], { anyOf: [{ allOf: [question, met] }, { allOf: [{ not: question }, unmet] }] }].flat(),
        };
  const isNaming = [...branchesOf(schema)].some((branch) => naming.some((keyword) => keyword in branch));
  return isWhole && isNaming ? { ...split, unevaluatedProperties: false } : split;
}

/** True for a body with a name that no schema mentions which holds there: the consumer could only rely on what nobody documents. */
const holdsUndocumented = (body: unknown, schema: Schema): boolean => compileSchema(close(schema) as Schema)?.(body) === false;

/** True where a list is shorter than the example's: an item of the example that is impossible is an error, though a list may end before it. */
function isShorter(body: unknown, example: unknown): boolean {
  if (typeof body !== 'object' || typeof example !== 'object' || body === null || example === null) return false;
  if (Array.isArray(body))
    return Array.isArray(example) && (body.length < example.length || body.some((item, index) => isShorter(item, example[index])));
  return Object.entries(body).some(([name, value]) => isShorter(value, (example as Fields)[name]));
}

/** The policy by which an accepted body does not count against `impossible`. */
export function excuseAcceptance(ours: Ours, body: unknown, { schema, expectation }: Pair): Policy | undefined {
  if (ours.isUndocumented || holdsUndocumented(body, schema)) return 'undocumented name';
  // A list (or a map) whose items are impossible is an error, though an empty one would do.
  if (holdsEmpty(body)) return 'empty instead';
  return isShorter(body, expectation.example) ? 'shorter list' : undefined;
}

/** A body that proves an answer wrong, with what the engine says of it. */
export interface Counterexample {
  readonly body: unknown;
  readonly verdict: readonly Mismatch[];
}

export interface Judged {
  readonly truth: 'none' | 'some' | 'all' | 'unknown';
  readonly counterexamples: readonly Counterexample[];
  readonly excused: readonly Policy[];
}

export function judge(pair: Pair, ours: Ours, verdicts: readonly Verdict[]): Judged {
  const { bodies } = pair;
  const excused: Policy[] = [];
  const counterexamples: Counterexample[] = [];
  let [accepted, refused] = [0, 0];
  for (const [index, verdict] of verdicts.entries()) {
    const body = bodies[index];
    if (verdict === null) excused.push('no answer');
    else if (verdict.length === 0) {
      const policy = ours.answer === 'impossible' ? excuseAcceptance(ours, body, pair) : undefined;
      if (policy) excused.push(policy);
      else accepted++;
      if (ours.answer === 'impossible' && !policy) counterexamples.push({ body, verdict });
    } else {
      const policy = ours.answer === 'guaranteed' ? excuseRefusal(verdict, pair) : undefined;
      if (policy) excused.push(policy);
      else refused++;
      if (ours.answer === 'guaranteed' && !policy) counterexamples.push({ body, verdict });
    }
  }
  const truth = accepted + refused === 0 ? 'unknown' : refused === 0 ? 'all' : accepted === 0 ? 'none' : 'some';
  return { truth, counterexamples, excused };
}
