// Random expectations for the oracle: an example that conforms, or nearly does, with matching rules of versions 2 to 4 at random places.
import type { Random } from '../../bench/random.ts';
import { formatted, scalars } from './schemas.ts';

export type Rules = Readonly<Record<string, RuleList>>;
export interface RuleList {
  readonly combine?: string;
  readonly matchers: readonly Readonly<Record<string, unknown>>[];
}
export interface Expectation {
  /** Of the specification. */
  readonly version: 2 | 3 | 4;
  readonly example: unknown;
  readonly rules: Rules;
}

/** The `matchingRules` of a response, as the version of the specification writes them. */
export const matchingRulesOf = ({ version, rules }: Expectation): Readonly<Record<string, unknown>> =>
  version === 2
    ? Object.fromEntries(Object.entries(rules).map(([path, { matchers }]) => [`$.body${path.slice(1)}`, matchers[0]]))
    : { body: rules };

type Step = string | number;

/** Every place of a value with what stands there. */
function* placesOf(value: unknown, steps: readonly Step[] = []): Generator<{ steps: readonly Step[]; value: unknown }> {
  yield { steps, value };
  if (typeof value !== 'object' || value === null) return;
  const entries: [Step, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  for (const [step, inner] of entries) yield* placesOf(inner, [...steps, step]);
}

/** A copy in which one place holds something else; `undefined` takes it out. */
export function replaceAt(value: unknown, [step, ...rest]: readonly Step[], made: unknown): unknown {
  if (step === undefined) return made;
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Record<Step, unknown>;
  const inner = replaceAt(copy[step], rest, made);
  if (inner !== undefined) copy[step] = inner;
  else if (Array.isArray(copy)) copy.splice(step as number, 1);
  else delete copy[step];
  return copy;
}

/** The scalars of `example` put into a body of the same structure: what the provider state would supply. */
export function overlay(body: unknown, example: unknown, keeps: () => boolean): unknown {
  if (typeof example !== 'object' || example === null) return typeof body === 'object' && body !== null ? body : keeps() ? body : example;
  if (Array.isArray(example))
    return Array.isArray(body) ? body.map((item, index) => (index < example.length ? overlay(item, example[index], keeps) : item)) : body;
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [
      name,
      Object.hasOwn(example, name) ? overlay(value, (example as Record<string, unknown>)[name], keeps) : value,
    ]),
  );
}

const dates = ['yyyy-MM-dd', "yyyy-MM-dd'T'HH:mm:ssXXX", 'dd.MM.yyyy', "yyyy-MM-dd'T'HH:mm:ss.SSSXXX"];
const expressions = [
  'x.*',
  '[A-Z]{2}',
  '^[A-Z]{2}$',
  '\\d+',
  'A|B',
  '^(A|B)$',
  '.+',
  '.*',
  'x',
  'true|false',
  '-?\\d+(\\.\\d+)?',
  '\\d{4}-\\d\\d-\\d\\d',
];

export function makeExpectation(conforming: readonly unknown[], random: Random): Expectation {
  // To the engine a body of null, and an empty text, is no body.
  const usable = conforming.filter((body) => body !== null && body !== '');
  const base = usable.length > 0 ? random.pick(usable) : 'x';
  const spoilt = random.chance(0.35) ? spoil(base, random) : base;
  const example = spoilt === null || spoilt === undefined || spoilt === '' ? base : spoilt;
  const version = random.pick([2, 3, 3, 4, 4] as const);
  const places = [...placesOf(example)];
  const rules: Record<string, RuleList> = {};
  const written = new Set<string>();
  const count = random.pick([0, 1, 1, 2, 2, 3, 4, 5]);
  for (let index = 0; index < count; index++) {
    // Cascades begin at the top.
    const { steps, value } = random.chance(0.25) ? (places[0] as (typeof places)[number]) : random.pick(places);
    const path = pathOf(steps, random);
    // Which of two rules for one path counts, the engine leaves to chance.
    const key = path.replace(/\['(\w+)'\]/g, '.$1');
    if (written.has(key)) continue;
    written.add(key);
    rules[path] = listFor(value, version, random);
  }
  return { version, example, rules };
}

/** One place changed: another scalar, a member or item less or more. */
function spoil(value: unknown, random: Random): unknown {
  const { steps, value: old } = random.pick([...placesOf(value)]);
  if (Array.isArray(old) && random.chance(0.5))
    return replaceAt(value, steps, random.chance(0.5) ? old.slice(1) : [...(old as unknown[]), random.pick(scalars)]);
  if (typeof old === 'object' && old !== null && !Array.isArray(old) && random.chance(0.5))
    return replaceAt(value, steps, { ...old, [random.pick(['a', 'b', 'z'])]: random.pick(scalars) });
  const other = random.chance(0.25) && steps.length > 0 ? undefined : random.pick([...scalars, ...(formatted['date-time'] ?? [])]);
  return replaceAt(value, steps, other);
}

function pathOf(steps: readonly Step[], random: Random): string {
  const isLoose = random.chance(0.3);
  return `$${steps
    .map((step) => {
      if (typeof step === 'number') return random.chance(0.6) ? '[*]' : `[${step}]`;
      if (isLoose && random.chance(0.5)) return '.*';
      return /^\w+$/.test(step) && random.chance(0.8) ? `.${step}` : `['${step}']`;
    })
    .join('')}`;
}

function listFor(value: unknown, version: number, random: Random): RuleList {
  if (version === 2)
    return {
      matchers: [
        random.pick([{ match: 'type' }, { match: 'type' }, { match: 'type', min: 1 }, { match: 'regex', regex: random.pick(expressions) }]),
      ],
    };
  const matchers = Array.from({ length: random.chance(0.2) ? 2 : 1 }, () => matcherFor(value, version, random));
  return { matchers, ...(random.chance(0.2) ? { combine: random.pick(['AND', 'OR']) } : { combine: 'AND' }) };
}

type Matcher = Readonly<Record<string, unknown>>;

/** Mostly one that fits the kind of value. */
function matcherFor(value: unknown, version: number, random: Random): Matcher {
  const kind = random.chance(0.12) ? 'any' : Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value;
  const type: Matcher = { match: 'type' };
  const regex = (): Matcher => ({ match: 'regex', regex: random.pick(expressions) });
  const date = (): Matcher => ({ match: random.pick(['date', 'datetime', 'timestamp']), format: random.pick(dates) });
  const count = (): Matcher =>
    random.pick<Matcher>([
      { match: 'type', min: random.between(0, 2) },
      { match: 'type', max: random.between(1, 3) },
      { match: 'type', min: 1, max: 3 },
      type,
    ]);
  const scalar: readonly (() => Matcher)[] = [() => type, regex, () => ({ match: 'notEmpty' }), () => ({ match: 'equality' })];
  const choices: Readonly<Record<string, readonly (() => Matcher)[]>> = {
    null: [() => type, () => ({ match: 'null' }), () => ({ match: 'null' })],
    boolean: [() => type, () => ({ match: 'boolean' }), ...scalar],
    number: [() => type, () => ({ match: 'number' }), () => ({ match: 'integer' }), () => ({ match: 'decimal' }), ...scalar],
    string: [
      () => type,
      regex,
      regex,
      date,
      () => ({ match: 'include', value: random.pick(['x', '', 'A']) }),
      () => ({ match: 'semver' }),
      ...scalar,
    ],
    array: [
      count,
      count,
      count,
      () => ({ match: 'notEmpty' }),
      ...(version === 4 ? [() => containsFor(value as readonly unknown[], random)] : []),
    ],
    object: [
      () => type,
      () => type,
      () => ({ match: 'values' }),
      ...(version === 4
        ? [
            () => ({ match: 'eachValue', rules: [matcherFor(Object.values(value as object)[0], 3, random)] }),
            () => ({ match: 'eachKey', rules: [regex()] }),
          ]
        : []),
    ],
    any: [() => type, regex, () => ({ match: 'integer' }), () => ({ match: 'null' }), () => ({ match: 'boolean' }), count, date],
  };
  return random.pick(choices[kind] ?? scalar)();
}

function containsFor(value: readonly unknown[], random: Random): Matcher {
  const list = Array.isArray(value) ? value : [];
  const variants = list
    .slice(0, random.between(1, 2))
    .map((item, index) => ({ index, rules: random.chance(0.6) ? { $: listFor(item, 3, random) } : {} }));
  return { match: 'arrayContains', variants };
}
