// The JSON report keeps the promise of its published schema, and loses nothing.
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import json from '../../src/reporters/json.ts';
import { options, reports } from './shared-report.ts';

const schema: object = JSON.parse(readFileSync(new URL('../../schemas/report.schema.json', import.meta.url), 'utf8'));
// `strictRequired` cannot see properties that stand behind a reference.
const validate = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true }).compile(schema);

describe.each(Object.entries(reports))('%s', (_, report) => {
  const value = JSON.parse([...json.render(report, options)].join(''));

  it('validates', () => {
    expect(validate(value), JSON.stringify(validate.errors)).toBe(true);
  });

  it('holds every outcome and every finding with its texts as they are', () => {
    expect(value.outcomes).toHaveLength(report.outcomes.length);
    expect(value.findings).toHaveLength(report.findings.length);
    expect(value.findings[0]?.message).toBe(report.findings[0]?.message);
    expect(value.outcomes[0]?.label).toBe(report.outcomes[0]?.exchange.label);
  });
});

describe('the schema', () => {
  it('refuses what is no report', () => {
    const good = JSON.parse([...json.render(reports['kinds'] ?? reports['empty']!, options)].join(''));
    expect(validate({ ...good, version: 2 })).toBe(false);
    expect(validate({ ...good, more: 1 })).toBe(false);
    expect(validate({ ...good, findings: [{ ...good.findings[0], fingerprint: 'x' }] })).toBe(false);
    expect(validate({ ...good, outcomes: [{ ...good.outcomes[0], verdict: 'passes' }] })).toBe(false);
  });

  it('names the place of a body and the place in it', () => {
    const { findings } = JSON.parse([...json.render(reports['kinds'] ?? reports['empty']!, options)].join(''));
    expect(findings.find(({ rule }: { rule: string }) => rule === 'response-body-mismatch').instance).toEqual({
      uri: 'contracts/superoffice/recordings/traffic.har',
      pointer: '/NoMailing',
      line: 8,
      column: 129,
      within: { pointer: '/log/entries/0/response/content/text', line: 8, column: 52 },
    });
  });
});
