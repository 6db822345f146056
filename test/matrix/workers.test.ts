// Threads that share a large file count exactly what one thread counts, also where exchanges are judged twice.
import { expect, it } from 'vitest';
import { smallestPart } from '../../src/parallel/read-in-parts.ts';
import { bare, documentWith, har, runMatrix } from './run-matrix.ts';

it('three workers and one thread make the same matrix', { timeout: 120_000 }, async () => {
  const schema = {
    type: 'object',
    required: ['id'],
    properties: {
      id: { type: 'integer' },
      kind: { enum: ['a', 'b', 'c'] },
      note: { type: ['string', 'null'] },
      list: { type: 'array', items: { type: 'integer' } },
    },
  };
  const answers = Array.from({ length: 1600 }, (_, n) => ({
    at: new Date(Date.UTC(2026, 0, 1) + ((n * 7919) % 1600) * 60_000).toISOString(),
    // One in fifty is wrong, which the main thread judges again.
    answer: {
      id: n % 50 === 0 ? 'x' : n,
      kind: ['a', 'b'][n % 2],
      note: n % 3 === 0 ? null : 'x'.repeat(50_000),
      list: n % 5 === 0 ? [] : [n],
      ...(n % 70 === 0 && { kind: 'z' }),
    },
    status: n % 90 === 0 ? 302 : 200,
  }));
  const text = JSON.stringify(har(...answers));
  expect(text.length).toBeGreaterThan(2 * smallestPart);
  const one = await runMatrix(documentWith(schema), { 'a.har': text });
  const three = await runMatrix(documentWith(schema), { 'a.har': text }, { workers: 3 });
  expect(bare(three.matrix)).toEqual(bare(one.matrix));
  expect(three.sightings).toEqual(one.sightings);
  expect(three.report.totals).toEqual(one.report.totals);
  expect(one.matrix.totals.field).toMatchObject({ promised: 5, proved: 5, disputed: 2 });
});
