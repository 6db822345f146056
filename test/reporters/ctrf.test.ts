// The CTRF report keeps the schema its authors publish, and its counts are those of the verdicts.
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import ctrf from '../../src/reporters/ctrf.ts';
import { options, reports } from './shared-report.ts';

const schema: object = JSON.parse(readFileSync(new URL('ctrf-0.0.schema.json', import.meta.url), 'utf8'));
const ajv = new Ajv({ strict: false });
addFormats.default(ajv);
const validate = ajv.compile(schema);

describe.each(Object.entries(reports))('%s', (_, report) => {
  const value = JSON.parse([...ctrf.render(report, options)].join('')) as {
    results: { summary: Record<string, number>; tests: { status: string; name: string; message?: string; testId?: string }[] };
  };
  const { summary, tests } = value.results;

  it('validates', () => {
    expect(validate(value), JSON.stringify(validate.errors)).toBe(true);
  });

  it('has a test for every exchange, and counts what it has', () => {
    expect(tests.filter(({ testId }) => testId !== undefined)).toHaveLength(report.outcomes.length);
    expect(summary['tests']).toBe(tests.length);
    for (const status of ['passed', 'failed', 'skipped', 'pending', 'other'])
      expect(summary[status]).toBe(tests.filter((test) => test.status === status).length);
  });

  it('is green only when the run is', () => {
    expect((summary['failed'] ?? 0) > 0).toBe(report.exitCode !== 0);
  });

  it('says why a test did not pass', () => {
    expect(tests.filter(({ status, message }) => status !== 'passed' && !/\S/.test(message ?? ''))).toEqual([]);
  });
});
