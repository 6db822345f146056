// An allOf of thousands of parts: each name asks for its own, so that the time grows with the parts and not with their square.
import { describe, expect, it } from 'vitest';
import { compareWith } from './compare-with.ts';

const partsOf = (count: number, more: (index: number) => object = () => ({})): object => ({
  allOf: Array.from({ length: count }, (_, index) => ({
    type: 'object',
    required: [`p${index}`],
    properties: { [`p${index}`]: { type: 'string' } },
    ...more(index),
  })),
});
const exampleOf = (count: number): Record<string, unknown> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`p${index}`, 'x']));

const secondsOf = (count: number): number => {
  const start = process.cpuUsage();
  const { answer, told } = compareWith(partsOf(count), { ...exampleOf(count), p3: 1 });
  expect([answer, told]).toEqual(['impossible', ['Expected `p3` to be a string, got 1']]);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
};

describe('an allOf of thousands of parts', () => {
  it('is compared in time that grows with their number', () => {
    secondsOf(1000);
    const few = secondsOf(2000);
    // Squared it would be sixteen times as much.
    expect(secondsOf(8000)).toBeLessThan(Math.max(few, 0.05) * 10);
  });

  it('means the same as few: parts that exclude each other, closed ones, repeated names', () => {
    expect(compareWith(partsOf(3), exampleOf(3)).answer).toBe('guaranteed');
    expect(compareWith({ allOf: [{ type: 'object' }, { type: 'string' }] }, {}).answer).toBe('impossible');
    expect(compareWith({ allOf: [{ type: 'integer' }, { type: 'number' }, { minimum: 3 }] }, 3).answer).not.toBe('impossible');
    expect(compareWith({ allOf: [{ type: 'number' }, { type: 'integer' }, { type: 'string' }] }, 3).answer).toBe('impossible');
    const closed = (index: number): object => (index === 1 ? { additionalProperties: false } : {});
    expect(compareWith(partsOf(3, closed), exampleOf(3)).answer).toBe('impossible');
    const twice = {
      allOf: [
        { type: 'object', properties: { a: { type: 'string' } } },
        { properties: { a: { maxLength: 1 } }, required: ['a'] },
      ],
    };
    expect(compareWith(twice, { a: 'b' }).answer).toBe('guaranteed');
    expect(compareWith(twice, { a: 'bc' }).answer).toBe('impossible');
  });
});
