// Regular expressions that backtrack without end are given up after a moment, said, and cost only the value.
import { expect, it } from 'vitest';
import { dangerousLength } from '../../src/openapi/backtracking.ts';
import { contract, entry, good, har } from '../cli/fixtures.ts';
import { runCheck } from './run-check.ts';

const withTitle = (schema: string): string => contract.replace('title: { type: string }', () => `title: ${schema}`);
const text = `${'a'.repeat(60)}!`;
const untitled = entry({ id: 1 });

it.each([
  '^(a+)+$',
  '^(?=(a+)+$)a',
  '(?<!b)(a*)*$',
  '^(a|a)*$',
  '^(a|aa)+$',
  '^((a+)b?)+$',
  '^((a?){9}){9}$',
  '^(?:a{0,2}){40}$',
  '^a*a*a*a*a*a*a*a*a*a*$',
  `^${'a?'.repeat(40)}${'a'.repeat(40)}b$`,
])('%s', async (pattern) => {
  const { verdicts, lines, milliseconds } = await runCheck(withTitle(`{ type: string, pattern: '${pattern}' }`), [
    har(entry({ id: 7, title: text }), untitled),
  ]);
  expect(verdicts).toEqual(['unchecked', 'conforms']);
  expect(lines[0]).toMatch(/^response-body-unchecked .*the pattern ".*did not finish/);
  expect(milliseconds).toBeLessThan(4000);
});

it.each([
  `{ type: object, patternProperties: { '^(a+)+$': { type: string } } }`,
  `{ type: object, propertyNames: { pattern: '^(a+)+$' } }`,
  `{ type: object, additionalProperties: { type: string }, patternProperties: { '^((a+)+)+$': { type: integer } } }`,
])('on names of properties: %s', async (schema) => {
  const { verdicts, milliseconds } = await runCheck(withTitle(schema), [har(entry({ id: 7, title: { [text]: 1 } }), untitled)]);
  expect(verdicts).toEqual(['unchecked', 'conforms']);
  expect(milliseconds).toBeLessThan(4000);
});

it('in a query parameter and a header', async () => {
  const document = contract
    .replace('parameters:\n', () => "parameters:\n        - { name: q, in: query, schema: { type: string, pattern: '^(a+)+$' } }\n")
    .replace(
      'description: The note\n',
      () => "description: The note\n          headers: { X-Q: { schema: { type: string, pattern: '^(a+)+$' } } }\n",
    );
  const { verdicts } = await runCheck(document, [
    har(
      entry({ id: 7 }, { url: `https://notes.example/api/notes/7?q=${text}` }),
      entry({ id: 7 }, { headers: [{ name: 'X-Q', value: text }] }),
      good,
    ),
  ]);
  expect(verdicts).toEqual(['unchecked', 'unchecked', 'conforms']);
});

it('many such values do not add up', async () => {
  const slow = Array.from({ length: 100 }, (_, index) => entry({ id: 7, title: `${'a'.repeat(40 + index)}!` }));
  const { verdicts, milliseconds } = await runCheck(withTitle(`{ type: string, pattern: '^(a+)+$' }`), [har(...slow, untitled)]);
  expect(verdicts).toEqual([...slow.map(() => 'unchecked'), 'conforms']);
  expect(milliseconds).toBeLessThan(15_000);
});

it('harmless patterns run without a watchdog', () => {
  for (const pattern of [
    '^[a-z]+$',
    String.raw`^\d{4}-\d\d-\d\d$`,
    'abc',
    '^(a|b|c)$',
    String.raw`^\+?[0-9]*$`,
    '^[(+*]+$',
    String.raw`^\(+$`,
  ])
    expect(dangerousLength(pattern), pattern).toBeGreaterThan(100_000);
});
