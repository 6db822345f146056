// The benchmark's gate and its generator: a truth that is true, and a judge that notices what is missed or invented.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readContract } from '../../bench/contract.ts';
import { BodyMaker } from '../../bench/generate.ts';
import { seedRandom } from '../../bench/random.ts';
import { judgeReport } from '../../bench/truce.ts';
import { violationKinds } from '../../bench/violations.ts';

const folder = mkdtempSync(join(tmpdir(), 'truce-gate-'));
afterAll(() => rmSync(folder, { recursive: true }));

const broken = { index: 1, side: 'request', kind: 'type', pointer: '/Persons/0/Rank' } as const;
const truth = { entries: 3, truth: [broken] };
const finding = (index: number, side: string, pointer = broken.pointer as string): object => ({
  index,
  side,
  severity: 'error',
  instance: { pointer },
});
const outcome = (index: number, verdict: string): object => ({ index, verdict });

function judge(outcomes: object[], findings: object[]): ReturnType<typeof judgeReport> {
  const file = join(folder, 'report.json');
  writeFileSync(file, JSON.stringify({ outcomes, findings }));
  return judgeReport(file, truth);
}

describe('the gate', () => {
  const verdicts = [outcome(0, 'conforms'), outcome(1, 'violates'), outcome(2, 'conforms')];

  it('accepts a report that finds what was injected and nothing else', () => {
    expect(judge(verdicts, [finding(1, 'request')])).toEqual({ injected: 1, found: 1, placed: 1, falseAlarms: 0, unjudged: 0 });
  });

  it('notices a violation nobody found, and one found on the other side', () => {
    expect(judge([outcome(0, 'conforms'), outcome(1, 'conforms'), outcome(2, 'conforms')], [])).toMatchObject({ found: 0 });
    expect(judge(verdicts, [finding(1, 'response')])).toMatchObject({ found: 0 });
  });

  it('knows a finding at the place, above it, and elsewhere', () => {
    expect(judge(verdicts, [finding(1, 'request', '/Persons/0')])).toMatchObject({ found: 1, placed: 1 });
    expect(judge(verdicts, [finding(1, 'request', '/Persons/0/Ran')])).toMatchObject({ found: 1, placed: 0 });
  });

  it('counts a false alarm once for each exchange, by verdict or by finding', () => {
    expect(
      judge(
        [outcome(0, 'violates'), outcome(1, 'violates'), outcome(2, 'conforms')],
        [finding(0, 'request'), finding(0, 'response'), finding(2, 'response')],
      ),
    ).toMatchObject({ falseAlarms: 2 });
  });

  it('counts exchanges without a verdict', () => {
    expect(judge([outcome(0, 'unchecked'), outcome(1, 'violates')], [finding(1, 'request')])).toMatchObject({ unjudged: 2 });
  });
});

describe('generated traffic', () => {
  const contract = readContract(join(import.meta.dirname, '../../contracts/superoffice/openapi.yaml'));

  it('is the same for the same seed', () => {
    const bodies = (seed: number): unknown => new BodyMaker(contract, seedRandom(seed)).make(0, 'response');
    expect(bodies(5)).toEqual(bodies(5));
    expect(bodies(5)).not.toEqual(bodies(6));
  });

  it('breaks a body so that the contract rejects it, on either side, whatever kind is wanted', () => {
    const maker = new BodyMaker(contract, seedRandom(9));
    for (const kind of violationKinds) {
      for (const side of ['request', 'response'] as const) {
        const [oracle] = maker.oracles;
        expect(oracle?.[side]?.(maker.make(0, side))).toBe(true);
        expect(oracle?.[side]?.(maker.break(0, side, kind).body)).toBe(false);
      }
    }
  });
});
