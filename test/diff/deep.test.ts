// Components that lead from one to the next further than the call stack reaches: all of them are compared, whatever the way to a change.
import { expect, it } from 'vitest';
import { diffContracts } from '../../src/diff/diff.ts';
import { contractOf } from './load.ts';

const length = 1500;

/** A circle of components; `properties` are those of the last but two, whose way is long from every operation. */
function circle(wrap: (next: object) => object, properties: object): unknown {
  const reference = (index: number): object => ({ $ref: `#/components/schemas/C${index % length}` });
  const schemas = Object.fromEntries(
    Array.from({ length }, (_, index) => [
      `C${index}`,
      { type: 'object', properties: { next: wrap(reference(index + 1)), ...(index === length - 3 && properties) } },
    ]),
  );
  const content = { 'application/json': { schema: reference(0) } };
  return {
    openapi: '3.1.0',
    info: { title: 'Circle', version: '1' },
    paths: { '/things': { get: { responses: { 200: { description: '', content } } } } },
    components: { schemas },
  };
}

it.each([
  ['properties', (next: object) => next],
  ['items', (next: object) => ({ type: 'array', items: next })],
  ['null or the next', (next: object) => ({ anyOf: [next, { type: 'null' }] })],
])('%s', async (_, wrap) => {
  const [old, new_] = [await contractOf(circle(wrap, {})), await contractOf(circle(wrap, { more: { type: 'string' } }))];
  const [change, ...others] = diffContracts(old, new_);
  expect(others).toEqual([]);
  expect(change?.id).toBe('response-property-added');
  expect(change?.message).toMatch(/^`….{180,}next(\[\])?\.more` is new and may be left out$/);
});
