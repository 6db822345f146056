// Bodies and messages of absurd depth, width or length: bounded in time, and only what cannot be judged is lost.
import { describe, expect, it } from 'vitest';
import { contract, entry, good, har, interaction, pact } from '../cli/fixtures.ts';
import { folderWith } from '../cli/folder.ts';
import { truce } from '../cli/run-cli.ts';
import { runCheck } from './run-check.ts';

const withTitle = (schema: string): string => contract.replace('title: { type: string }', () => `title: ${schema}`);

describe('depth', () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  it('of bodies costs only those exchanges', async () => {
    const recursive = withTitle("{ $ref: '#/components/schemas/Note' }");
    const nested = (n: number): string => `${'{"id":1,"title":'.repeat(n)}{"id":1}${'}'.repeat(n)}`;
    const { verdicts, milliseconds } = await runCheck(recursive, [
      har(entry(deep), entry(`{"id":7,"title":${deep}}`), entry(nested(100_000)), entry(nested(200)), entry({ id: 1 })),
    ]);
    expect(verdicts).toEqual(['violates', 'violates', 'unchecked', 'conforms', 'conforms']);
    expect(milliseconds).toBeLessThan(5000);
  });

  it('of XML bodies, entries and pacts too', async () => {
    const xml = contract.replaceAll('application/json', 'application/xml');
    const mimeType = 'application/xml';
    const elements = entry(`${'<a>'.repeat(100_000)}${'</a>'.repeat(100_000)}`, { mimeType });
    expect((await runCheck(xml, [har(elements, entry('<Note><id>7</id></Note>', { mimeType }))])).verdicts).toEqual([
      'unchecked',
      'conforms',
    ]);
    expect((await runCheck(contract, [`{"log":{"entries":[${deep},${JSON.stringify(good)}]}}`])).verdicts).toEqual([
      'unchecked',
      'conforms',
    ]);
    const text = pact(interaction('DEEP'), interaction({ id: 1 })).replace('"DEEP"', deep);
    expect((await runCheck(contract, [text])).verdicts).toEqual(['violates', 'conforms']);
  });

  it('entity definitions and external entities are refused', async () => {
    const xml = contract.replaceAll('application/json', 'application/xml');
    const mimeType = 'application/xml';
    const bomb =
      '<!DOCTYPE x [<!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]><Note><id>&c;</id></Note>';
    const outside = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><Note><id>7</id><title>&a;</title></Note>';
    const { verdicts, lines } = await runCheck(xml, [
      har(entry(bomb, { mimeType }), entry(outside, { mimeType }), entry('<Note><id>7</id></Note>', { mimeType })),
    ]);
    expect(verdicts).toEqual(['violates', 'violates', 'conforms']);
    expect(lines[0]).toMatch(/^response-body-malformed .*entity definitions are refused/);
    expect(lines.join('\n')).not.toContain('root:');
  });
});

describe('size', () => {
  it.each<[string, string, unknown, number]>([
    ['ten thousand findings in one body', '{ type: array, items: { type: string } }', Array(10_000).fill(5), 5000],
    [
      'ten thousand objects that lack something',
      '{ type: array, items: { type: object, required: [a] } }',
      Array(10_000).fill({ b: 1 }),
      5000,
    ],
    [
      'a million items, all different',
      '{ type: array, uniqueItems: true, maxItems: 5 }',
      Array.from({ length: 1_000_000 }, (_, i) => i),
      8000,
    ],
    [
      'a hundred thousand objects, all different',
      '{ type: array, uniqueItems: true, maxItems: 5 }',
      Array.from({ length: 100_000 }, (_, a) => ({ a })),
      8000,
    ],
    ['an enum of fifty thousand', `{ enum: [${Array.from({ length: 50_000 }, (_, i) => `v${i}`).join(',')}] }`, 'none', 5000],
    ['a string of ten million characters', '{ type: integer }', 'x'.repeat(10_000_000), 5000],
  ])('%s', async (_, schema, title, limit) => {
    const { verdicts, milliseconds, report } = await runCheck(withTitle(schema), [har(entry({ id: 7, title }), entry({ id: 7 }))]);
    expect(verdicts).toEqual(['violates', 'conforms']);
    expect(milliseconds).toBeLessThan(limit);
    expect(report.findings.length).toBeLessThan(20_001);
    for (const { message } of report.findings) expect(message.length).toBeLessThan(1000);
  });

  it('a hundred thousand header fields, parameters, unknown properties and segments', async () => {
    const names = Array.from({ length: 100_000 }, (_, index) => `n${index}`);
    const { verdicts, milliseconds } = await runCheck(contract, [
      har(
        entry({ id: 7 }, { headers: names.map((name) => ({ name, value: 'v' })) }),
        entry({ id: 7 }, { url: `https://notes.example/api/notes/7?${names.join('=1&')}` }),
        entry({ id: 7, ...Object.fromEntries(names.map((name) => [name, 1])) }),
        entry({ id: 7 }, { url: `https://notes.example/api/notes/${'7/'.repeat(100_000)}` }),
        good,
      ),
    ]);
    expect(verdicts).toEqual(['conforms', 'conforms', 'conforms', 'violates', 'conforms']);
    expect(milliseconds).toBeLessThan(15_000);
  });

  it('a report of very many findings is printed', async () => {
    const names = Array.from({ length: 20_000 }, (_, index) => ({ name: `n${index}`, value: 'v' }));
    const cwd = folderWith({
      'api.yaml': contract,
      't.har': har(entry({ id: 7 }, { headers: names }), entry({ id: 7, title: Array(10_000).fill(5) })),
    });
    for (const reporter of ['text', 'json', 'sarif', 'junit', 'github'])
      expect((await truce(['check', '-c', 'api.yaml', 't.har', '-r', reporter], { cwd, timeout: 15_000 })).code).toBe(1);
  });
});
