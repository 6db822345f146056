// Every line of the ndjson report keeps the published schema, nothing is lost, and the order is that of the run.
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import ndjson from '../../src/reporters/ndjson.ts';
import { options, reports } from './shared-report.ts';

const schema: object = JSON.parse(readFileSync(new URL('../../schemas/ndjson.schema.json', import.meta.url), 'utf8'));
const validate = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true }).compile(schema);
type Event = { event: string } & Record<string, unknown>;
const eventsOf = (name: string): Event[] =>
  [...ndjson.render(reports[name] ?? reports['empty']!, options)]
    .join('')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Event);

describe.each(Object.entries(reports))('%s', (name, report) => {
  const events = eventsOf(name);

  it('validates line by line', () => {
    for (const event of events) expect(validate(event), JSON.stringify([event, validate.errors])).toBe(true);
  });

  it('begins with the run, ends with the end, and holds everything once', () => {
    expect([events[0]?.event, events.at(-1)?.event]).toEqual(['run', 'end']);
    const count = (kind: string): number => events.filter(({ event }) => event === kind).length;
    expect([count('evidence'), count('outcome'), count('finding'), count('remark')]).toEqual([
      report.evidence.length,
      report.outcomes.length,
      report.findings.length,
      report.remarks.length,
    ]);
  });

  it('puts the findings of an exchange right behind its outcome', () => {
    let current = '';
    expect(events.length).toBeGreaterThan(1);
    const known = new Set(report.outcomes.map(({ exchange }) => `${exchange.index} ${exchange.evidence}`));
    for (const event of events) {
      const key = `${String(event['index'])} ${String(event['evidence'])}`;
      if (event.event === 'outcome') current = key;
      else if (event.event === 'finding' && known.has(key)) expect(key).toBe(current);
    }
  });
});

it('tells what is wrong with a file where the file is', () => {
  const events = eventsOf('unchecked').map(({ event, rule }) => rule ?? event);
  expect(events).toEqual(['run', 'evidence', 'evidence', 'outcome', 'contract-reference-malformed', 'evidence-file-malformed', 'end']);
});

it('has the members of the json report', () => {
  const read = (name: string) => JSON.parse(readFileSync(new URL(`../../schemas/${name}.schema.json`, import.meta.url), 'utf8'));
  const [lines, whole] = [read('ndjson').$defs, read('report').$defs];
  for (const kind of ['outcome', 'finding']) expect({ ...lines[`${kind}Members`], unevaluatedProperties: false }).toEqual(whole[kind]);
});
