// The law of generation for random schemas: whatever is yielded was judged so, wherever it is written; what is not is told with a reason.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Dropped, generate, smallestRequest, variations } from '../../src/live/generate/index.ts';
import { refusedPlaces, touches } from '../../src/live/generate/places.ts';
import { judgeRequest } from '../../src/live/judge-request.ts';
import { schemas } from '../oracle/schemas.ts';
import { bodyOperation, operationOf } from './contract-of.ts';

const ranges = ['application/json', 'application/json', 'application/xml', 'application/x-www-form-urlencoded', 'multipart/form-data'];

describe('random schemas', () => {
  it.each(['body', 'query', 'header', 'path'])('%s', { timeout: 120_000 }, async (where) => {
    let [made, possible] = [0, 0];
    await fc.assert(
      fc.asyncProperty(schemas, fc.constantFrom(...ranges), async (schema, range) => {
        const operation =
          where === 'body'
            ? await bodyOperation(schema, {}, range)
            : await operationOf(where === 'path' ? '/t/{p}' : '/t', 'get', {
                parameters: [{ name: 'p', in: where, required: true, schema }],
              });
        const base = smallestRequest(operation);
        if ('impossible' in base) {
          expect(base.impossible).toMatch(/^\S.+[^.]$/s);
          return;
        }
        possible++;
        const dropped: Dropped[] = [];
        const options = { dropped: (one: Dropped) => dropped.push(one) };
        for (const { name, isValid, request, breaks } of [
          ...variations(base, { ...options, most: 100 }),
          ...generate(operation, { ...options, count: 3, seed: 1 }),
        ]) {
          made++;
          const verdict = judgeRequest(operation, request);
          expect(verdict.kind, name).toBe(isValid ? 'accepted' : 'refused');
          if (verdict.kind === 'refused')
            expect(refusedPlaces(verdict.examination).filter((place) => !touches(place, breaks?.place ?? 'none'))).toEqual([]);
        }
        for (const { name, reason } of dropped) expect(`${name}: ${reason}`).toMatch(/^.+: \S/s);
      }),
      { numRuns: 25, seed: 7 },
    );
    expect(possible).toBeGreaterThan(5);
    expect(made).toBeGreaterThan(20);
  });
});
