// Makes a counterexample small: takes away one piece of the schema, the example, the rules or the body after another, as long as it stays one.
import { askEngine } from './engine.ts';
import { compileSchema } from './bodies.ts';
import { answer, type Counterexample, judge, type Pair } from './trial.ts';

/** Every copy of a value with one member or item less, or with one part put in the place of the whole. */
function* smaller(value: unknown, depth = 0): Generator<unknown> {
  if (typeof value !== 'object' || value === null || depth > 8) return;
  if (Array.isArray(value)) {
    for (const index of value.keys()) yield value.toSpliced(index, 1);
    for (const [index, item] of value.entries()) for (const less of smaller(item, depth + 1)) yield value.with(index, less);
    return;
  }
  const entries = Object.entries(value);
  for (const [name] of entries) yield Object.fromEntries(entries.filter(([other]) => other !== name));
  for (const [name, inner] of entries) for (const less of smaller(inner, depth + 1)) yield { ...value, [name]: less };
}

function* smallerSchemas(schema: unknown): Generator<unknown> {
  yield* smaller(schema);
  if (typeof schema !== 'object' || schema === null) return;
  for (const keyword of ['allOf', 'anyOf', 'oneOf']) {
    const branches = (schema as Record<string, unknown>)[keyword];
    if (Array.isArray(branches)) yield* branches;
  }
}

const weightOf = ({ schema, expectation: { example, rules }, bodies }: Pair): number =>
  JSON.stringify([schema, example, rules, bodies]).length;

/** The same wrong answer about one body, with as little around it as a few rounds find. */
export function shrink(pair: Pair, { body, verdict }: Counterexample): { pair: Pair; verdict: Counterexample['verdict'] } {
  let best: Pair = { ...pair, bodies: [body] };
  let told = verdict;
  const wanted = answer(best).answer;
  for (let round = 0; round < 25; round++) {
    const { schema, expectation } = best;
    const tries: Pair[] = [];
    for (const less of smallerSchemas(schema)) tries.push({ ...best, schema: less as Pair['schema'] });
    for (const rules of smaller(expectation.rules))
      tries.push({ ...best, expectation: { ...expectation, rules: rules as typeof expectation.rules } });
    // The example and the body lose the same name at once, where they must.
    for (const example of smaller(expectation.example)) tries.push({ ...best, expectation: { ...expectation, example } });
    for (const less of smaller(best.bodies[0])) tries.push({ ...best, bodies: [less] });
    for (const example of smaller(expectation.example))
      for (const less of smaller(best.bodies[0]))
        if (tries.length < 400) tries.push({ ...best, expectation: { ...expectation, example }, bodies: [less] });
    const usable = tries
      .filter(isCandidate(wanted))
      .toSorted((a, b) => weightOf(a) - weightOf(b))
      .slice(0, 160);
    const verdicts = askEngine(usable.map(({ expectation: made, bodies }) => ({ expectation: made, body: bodies[0] })));
    const next = usable.find(
      (candidate, index) => judge(candidate, answer(candidate), [verdicts[index] ?? null]).counterexamples.length > 0,
    );
    if (!next) break;
    best = next;
    told = verdicts[usable.indexOf(next)] ?? [];
  }
  return { pair: best, verdict: told };
}

const isCandidate =
  (wanted: string) =>
  (candidate: Pair): boolean => {
    try {
      if (isBroken(candidate)) return false;
      return answer(candidate).answer === wanted && compileSchema(candidate.schema)?.(candidate.bodies[0]) === true;
    } catch {
      return false;
    }
  };

/** Taking away must leave a pact as somebody could have written it. */
const isBroken = ({ expectation: { example, rules } }: Pair): boolean =>
  example === null ||
  example === '' ||
  /"matchers":\[\]|\{"(?!match|matchers|combine|\$|index|rules)[^"]*":/.test(JSON.stringify(Object.values(rules)));
