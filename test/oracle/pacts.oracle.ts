// The oracle (`npm run test:oracle`): random schemas with random pacts, bodies made by a generator of its own and proved by ajv, judged by Pact's verifier and held against Truce's answers.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { seedRandom } from '../../bench/random.ts';
import { compileSchema, makeBodies } from './bodies.ts';
import { askEngine } from './engine.ts';
import { makeExpectation, overlay } from './pacts.ts';
import { schemas } from './schemas.ts';
import { answer, type Counterexample, judge, type Judged, type Ours, type Pair } from './trial.ts';
import { shrink } from './shrink.ts';

const runs = Number(process.env['ORACLE_RUNS'] ?? 300);
const seed = Number(process.env['ORACLE_SEED'] ?? 1);
const bodiesEach = Number(process.env['ORACLE_BODIES'] ?? 6);
/** Pairs judged at a time. */
const batch = 250;

/** Undefined where no body of the schema was found. */
function makePair(schema: Pair['schema'], own: number): Pair | undefined {
  const accepts = compileSchema(schema);
  if (!accepts) return undefined;
  const random = seedRandom(own);
  const conforming = makeBodies(schema, accepts, random, 12);
  if (conforming.length === 0) return undefined;
  const expectation = makeExpectation(conforming, random);
  const { example } = expectation;
  // Bodies with the exact values of the example, which the provider state would supply, wholly or in part.
  const wished = [
    example,
    ...conforming.flatMap((body) => [overlay(body, example, () => false), overlay(body, example, () => random.chance(0.3))]),
  ];
  const near = [...new Map(wished.filter((body) => accepts(body)).map((body) => [JSON.stringify(body), body])).values()];
  const bodies = makeBodies(schema, accepts, random, bodiesEach, near);
  for (let index = 0; index < bodiesEach / 2 && near.length > 0; index++) bodies[index] = random.pick(near);
  return { schema, expectation, bodies: [...new Map(bodies.map((body) => [JSON.stringify(body), body])).values()] };
}

interface Case {
  readonly pair: Pair;
  readonly ours: Ours;
  readonly judged: Judged;
}

function judgeAll(pairs: readonly Pair[]): Case[] {
  const trials = pairs.flatMap(({ expectation, bodies }) => bodies.map((body) => ({ expectation, body })));
  const verdicts = askEngine(trials);
  let at = 0;
  return pairs.map((pair) => {
    const ours = answer(pair);
    const judged = judge(pair, ours, verdicts.slice(at, (at += pair.bodies.length)));
    return { pair, ours, judged };
  });
}

const rows = ['impossible', 'guaranteed', 'depends', 'undecided or unchecked'] as const;
const columns = ['none', 'some', 'all', 'unknown'] as const;
const rowOf = ({ answer: own }: Ours): (typeof rows)[number] =>
  own === 'undecided' || own === 'unchecked' ? 'undecided or unchecked' : own;

function showMatrix(cases: readonly Case[]): string {
  const line = (title: string, cells: readonly (string | number)[]): string =>
    [title.padEnd(24), ...cells.map((cell) => String(cell).padStart(8))].join('');
  const lines = rows.map((row) =>
    line(
      row,
      columns.map((column) => cases.filter(({ ours, judged }) => rowOf(ours) === row && judged.truth === column).length),
    ),
  );
  const excused = Object.entries(
    Object.groupBy(
      cases.flatMap(({ judged }) => judged.excused),
      (policy) => policy,
    ),
  ).map(([policy, list]) => `${policy} ${list?.length}`);
  return [line('Truce \\ engine accepts', columns), ...lines, `bodies not counted: ${excused.join(', ') || 'none'}`].join('\n');
}

function show({ pair: { schema, expectation, bodies }, verdict }: ReturnType<typeof shrink>): string {
  const { version, example, rules } = expectation;
  const lines = { schema, example, rules, body: bodies[0], engine: verdict.map(({ path, mismatch }) => `${path}: ${mismatch}`) };
  return (
    Object.entries(lines)
      .map(([name, value]) => `  ${name.padEnd(8)}${JSON.stringify(value)}\n`)
      .join('') + `  version ${version}`
  );
}

it(`no answer is proved wrong by the engine (${runs} pairs, seed ${seed})`, () => {
  const drawn = fc.sample(fc.tuple(schemas, fc.nat()), { numRuns: runs, seed });
  const pairs = drawn.flatMap(([schema, own]) => makePair(schema, own) ?? []);
  const cases: Case[] = [];
  for (let from = 0; from < pairs.length; from += batch) cases.push(...judgeAll(pairs.slice(from, from + batch)));
  const wrong = cases.filter(({ judged }) => judged.counterexamples.length > 0);
  const told = wrong
    .slice(0, Number(process.env['ORACLE_SHOW'] ?? 10))
    .map(
      ({ pair, ours, judged }) =>
        `${ours.answer}, but the engine says otherwise:\n${show(shrink(pair, judged.counterexamples[0] as Counterexample))}`,
    );
  process.stdout.write(
    `${pairs.length} pairs, ${pairs.reduce((sum, { bodies }) => sum + bodies.length, 0)} bodies, seed ${seed}\n${showMatrix(cases)}\n`,
  );
  expect(wrong.length, told.join('\n')).toBe(0);
  // An engine that answers nothing proves nothing.
  for (const row of ['impossible', 'guaranteed', 'depends'] as const)
    expect(cases.filter(({ ours, judged }) => rowOf(ours) === row && judged.truth !== 'unknown').length, row).toBeGreaterThan(runs / 100);
}, 3_600_000);
