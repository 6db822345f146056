// Folder tests: test/evidence/<format>/<case>/ holds one file of evidence and the exchanges that must come of it.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { evidenceFormats } from '../../src/evidence/index.ts';
import type { EvidenceProblem, Exchange } from '../../src/model/exchange.ts';
import { resolvePointer } from '../../src/model/pointer.ts';
import { openEvidence } from '../../src/source/read.ts';
import { showExchange } from './show-exchanges.ts';

const root = import.meta.dirname;

describe.each(evidenceFormats.map((format) => [format.id, format] as const))('%s', (id, format) => {
  const folder = join(root, id);
  it.each(readdirSync(folder))('%s', async (name) => {
    const home = join(folder, name);
    const input = readdirSync(home).find((file) => file !== 'exchanges.json' && file !== '__files') ?? '';
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
    if (!isBroken && /(har|json)$/.test(input) && !['ndjson', 'sample'].includes(id) && exchanges.length > 0) {
      const value: unknown = JSON.parse(readFileSync(join(home, input), 'utf8').replace(/^\ufeff/, ''));
      for (const { request, response } of exchanges) {
        for (const part of [request, response, request?.content, response?.content])
          if (part) expect(resolvePointer(value, part.location.pointer)).toBeDefined();
      }
    }
    await expect(text).toMatchFileSnapshot(join(home, 'exchanges.json'));
  });
});

it.each(evidenceFormats.flatMap(({ id }) => readdirSync(join(root, id)).map((name) => [id, name] as const)))(
  'no format but %s is certain of %s',
  (id, name) => {
    const home = join(root, id, name);
    const input = readdirSync(home).find((file) => file !== 'exchanges.json' && file !== '__files') ?? '';
    const file = openEvidence(join(home, input), input);
    const answers = new Map(evidenceFormats.map((format) => [format.id, format.detect(file)]));
    const own = answers.get(id) ?? 0;
    if (name === 'empty-file') expect(own).toBe(0);
    else expect([...answers].filter(([, answer]) => answer >= own)).toEqual([[id, own]]);
  },
);
