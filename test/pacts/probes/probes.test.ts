// 105 small pacts against small contracts, each labelled with what must be said of it (cases.json; README.md says where it comes from).
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Report } from '../../../src/index.ts';
import { resolvePointer, tokensOf } from '../../../src/model/pointer.ts';
import { judgePact } from '../judge-pact.ts';
import { twins } from './twins.ts';

interface Case {
  readonly id: string;
  /** E: must be an error; O: compatible, no error; W: must be said as a warning (or info) and must not fail. */
  readonly truth: 'E' | 'O' | 'W';
  readonly policy: boolean;
  readonly oas: unknown;
  readonly pact: unknown;
}

const cases = JSON.parse(readFileSync(new URL('cases.json', import.meta.url), 'utf8')) as Case[];

/** What the report comes to, in the letters of the labels. Findings about the document alone do not count. */
function answerOf(report: Report): 'E' | 'W' | 'O' {
  const found = report.findings.filter(({ side }) => side !== 'contract').map(({ severity }) => severity);
  if (found.includes('error')) return 'E';
  return found.includes('warning') ? 'W' : 'O';
}

/** A compatible pact may be warned about: `O` forbids errors only. */
const isRight = (truth: Case['truth'], answer: 'E' | 'W' | 'O'): boolean => (truth === 'O' ? answer !== 'E' : answer === truth);

/** A copy of the case with the values of its twin put in. */
function twinOf(probe: Case): Case {
  const copy = structuredClone(probe);
  for (const [pointer, value] of twins[probe.id] ?? []) {
    const name = tokensOf(pointer).at(-1) ?? '';
    const parent = resolvePointer(copy, pointer.slice(0, pointer.lastIndexOf('/')));
    if (typeof parent !== 'object' || parent === null) throw new Error(`${probe.id} has nothing at ${pointer}`);
    Object.assign(parent, { [name]: value });
  }
  return copy;
}

it('there are 105, of every kind', () => {
  expect(cases.length).toBe(105);
  expect(new Set(cases.map(({ truth }) => truth))).toEqual(new Set(['E', 'O', 'W']));
});

it('every case is judged as it is labelled', async () => {
  const wrong: string[] = [];
  for (const { id, truth, policy, oas, pact } of cases) {
    const report = await judgePact(oas, pact);
    const answer = answerOf(report);
    if (!isRight(truth, answer))
      wrong.push(
        `${id}: labelled ${truth}${policy ? ' (policy)' : ''}, judged ${answer}: ${report.findings.map(({ message }) => message).join('; ')}`,
      );
  }
  expect(wrong).toEqual([]);
}, 60_000);

it('every case that must be an error has a compatible twin that stays clean', async () => {
  const errors = cases.filter(({ truth }) => truth === 'E');
  expect(Object.keys(twins).toSorted()).toEqual(errors.map(({ id }) => id).toSorted());
  const wrong: string[] = [];
  for (const probe of errors) {
    const { oas, pact } = twinOf(probe);
    const report = await judgePact(oas, pact);
    const isClean = answerOf(report) !== 'E' && report.outcomes.every(({ verdict }) => verdict === 'conforms');
    if (!isClean) wrong.push(`${probe.id}: ${report.findings.map(({ severity, message }) => `${severity} ${message}`).join('; ')}`);
  }
  expect(wrong).toEqual([]);
}, 60_000);
