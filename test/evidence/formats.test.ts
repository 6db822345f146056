// Folder tests: test/evidence/<format>/<case>/ holds one file of evidence and the exchanges that must come of it.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import har from '../../src/evidence/har.ts';
import pact from '../../src/evidence/pact.ts';
import sample from '../../src/evidence/sample.ts';
import type { EvidenceFormat } from '../../src/model/evidence.ts';
import type { EvidenceProblem, Exchange } from '../../src/model/exchange.ts';
import { resolvePointer } from '../../src/model/pointer.ts';
import { openEvidence } from '../../src/source/read.ts';
import { showExchange } from './show-exchanges.ts';

const root = import.meta.dirname;

describe.each<[string, EvidenceFormat]>([
  ['har', har],
  ['pact', pact],
  ['sample', sample],
])('%s', (id, format) => {
  const folder = join(root, id);
  it.each(readdirSync(folder))('%s', async (name) => {
    const home = join(folder, name);
    const input = readdirSync(home).find((file) => file !== 'exchanges.json') ?? '';
    const file = openEvidence(join(home, input), input);
    const problems: EvidenceProblem[] = [];
    const exchanges: Exchange[] = [...format.read(file, (problem) => problems.push(problem))];
    const found = {
      detected: format.detect(file),
      exchanges: exchanges.map(showExchange),
      problems: problems.map(({ message, location }) => {
        const { line, column } = location.source.position(location.pointer);
        return `${line}:${column} ${message}`;
      }),
    };
    const text = `${JSON.stringify(found, null, 2)}\n`;
    expect(text).not.toContain(root);
    expect(exchanges.map(({ index }) => index)).toEqual(exchanges.map((_, index) => index));
    const isBroken = problems.length > 0 || exchanges.some(({ problem }) => problem);
    expect(isBroken).toBe(name.startsWith('broken-') || name === 'empty-file');
    if (!isBroken && input.endsWith('r') && exchanges.length > 0) {
      const value: unknown = JSON.parse(readFileSync(join(home, input), 'utf8').replace(/^\ufeff/, ''));
      for (const { request, response } of exchanges) {
        for (const part of [request, response, request?.content, response?.content])
          if (part) expect(resolvePointer(value, part.location.pointer)).toBeDefined();
      }
    }
    await expect(text).toMatchFileSnapshot(join(home, 'exchanges.json'));
  });
});

it('each format knows its own files and leaves the others', () => {
  const answer = (path: string): number[] => {
    const file = openEvidence(join(root, path), path);
    return [har, pact, sample].map((format) => format.detect(file));
  };
  expect(answer('har/ok-pretty/input.har')).toEqual([1, 0, 0]);
  expect(answer('har/broken-truncated/input.har')).toEqual([1, 0, 0]);
  expect(answer('pact/ok-v1/input.json')).toEqual([0, 1, 0]);
  expect(answer('sample/ok-json/saveContact.request.minimal.json')).toEqual([0, 0, 0.3]);
});
