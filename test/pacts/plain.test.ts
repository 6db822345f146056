// What no rule is for is walked in a way of its own, without needs that are kept: it must come to what the general walk comes to.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare } from '../../src/pacts/compare.ts';
import { type Need, readNeed } from '../../src/pacts/need.ts';
import type { Result } from '../../src/pacts/result.ts';
import { domainOf, needOf } from './compare-with.ts';
import { schema, value } from './random.ts';

/** The same need, which does not say of itself that no rule is for it: places below are asked for theirs, one by one. */
function asGeneral(need: Need): Need {
  const { pointer, example, matchers, combine, isCascaded, isText } = need;
  const members = need.members && new Map([...need.members].map(([name, member]) => [name, asGeneral(member)]));
  const items = need.items?.map(asGeneral);
  return {
    pointer,
    example,
    matchers,
    combine,
    isCascaded,
    isText,
    ...(members && { members, member: (name: string) => members.get(name) }),
    ...(items && { items }),
  };
}

const told = ({ clashes, unknown, gaps }: Result): unknown => ({
  clashes: clashes.map(({ pointer, at, message, fix, keyword, contract, isExact }) => [
    pointer,
    at,
    message,
    fix,
    keyword,
    contract.pointer,
    isExact,
  ]),
  unknown: unknown.map(({ pointer, contract }) => [pointer, contract.pointer]),
  gaps: gaps.map(({ kind, pointer, text, needed, contract }) => [kind, pointer, text, needed, contract.pointer]),
});

describe('a body without matchers', () => {
  it('comes to what the general walk comes to, whatever the schema', () => {
    const met = { nothing: 0, gaps: 0, clashes: 0 };
    fc.assert(
      fc.property(schema, fc.array(value, { minLength: 4, maxLength: 10 }), (document, examples) => {
        for (const example of examples) {
          const domain = domainOf(document);
          const own = compare(needOf(example), domain);
          met[own.clashes.length + own.unknown.length > 0 ? 'clashes' : own.gaps.length > 0 ? 'gaps' : 'nothing']++;
          expect(told(own), JSON.stringify([document, example])).toEqual(told(compare(asGeneral(needOf(example)), domain)));
        }
      }),
      {
        numRuns: 1000,
        // Two branches, of which only one is of the value's kind, and that is the worse one by its faults.
        examples: [[{ oneOf: [{ properties: {}, additionalProperties: { enum: [null] } }, { const: null }] }, [{ a: [], k: [] }]]],
      },
    );
    for (const count of Object.values(met)) expect(count).toBeGreaterThan(250);
  }, 60_000);

  it('costs as much for every level, also where the innermost value is wrong and every level may be null', () => {
    // Each level has two alternatives, of which one counts for an object.
    const components = {
      Node: {
        oneOf: [
          { type: 'null' },
          { type: 'object', properties: { next: { $ref: '#/components/schemas/Node' }, end: { type: 'integer' } } },
        ],
      },
    };
    const domain = domainOf({ $ref: '#/components/schemas/Node' }, components);
    const steps = (depth: number): number => {
      let asked = 0;
      let body: unknown = { end: 'no integer' };
      for (let level = 0; level < depth; level++) body = counting({ next: body }, () => asked++);
      const { clashes } = compare(readNeed(body, []), domain);
      expect(clashes).toHaveLength(1);
      return asked;
    };
    expect(steps(400)).toBeLessThanOrEqual(2.1 * steps(200));
    expect(steps(200)).toBeLessThan(200 * 20);
  });
});

/** An object that tells each time its members are read. */
const counting = (object: Record<string, unknown>, tell: () => void): unknown =>
  new Proxy(object, {
    get(target, name) {
      tell();
      return target[name as string];
    },
  });
