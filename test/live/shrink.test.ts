// Shrinking a failing request: what is left still fails, is as right by the contract as before, and nothing can be taken from it.
import { describe, expect, it } from 'vitest';
import { judgeRequest } from '../../src/live/judge-request.ts';
import type { RequestValues } from '../../src/live/request-values.ts';
import { shrinkFailure } from '../../src/live/shrink.ts';
import { writeRequest } from '../../src/live/write-request.ts';
import { type Json, operationOf } from './contract-of.ts';

const schema: Json = {
  type: 'object',
  required: ['id', 'name'],
  properties: {
    id: { type: 'string', minLength: 3 },
    name: { type: 'string', minLength: 1 },
    note: { type: 'string' },
    amount: { type: 'integer', minimum: 10 },
    tags: { type: 'array', items: { type: 'string' } },
    inner: { type: 'object', properties: { a: { type: 'string' }, b: { type: 'array', items: { type: 'integer' } } } },
  },
};
const parameters: Json[] = [
  { name: 'id', in: 'path', required: true, schema: { type: 'integer' } },
  { name: 'q', in: 'query', schema: { type: 'string' } },
  { name: 'limit', in: 'query', schema: { type: 'integer' } },
  { name: 'X-Trace', in: 'header', schema: { type: 'string' } },
];
const body = {
  id: 'abcdef',
  name: 'Ada Lovelace',
  note: 'some longer text with a # in it',
  amount: 4711,
  tags: ['one', 'two', 'three', 'four', 'five'],
  inner: { a: 'x', b: [1, 2, 3] },
};

async function requestOf(value: unknown = body): Promise<RequestValues> {
  const operation = await operationOf('/things/{id}', 'put', {
    parameters,
    requestBody: { required: true, content: { 'application/json': { schema } } },
  });
  const entry = operation.requestBody?.content[0];
  if (!entry) throw new Error('there is an entry');
  const values = [12_345, 'search', 20, 'trace-1'];
  return {
    operation,
    parameters: operation.parameters.map((parameter, index) => ({ parameter, value: values[index] })),
    body: { entry, mediaType: 'application/json', value },
  };
}

const bodyOf = ({ body: own }: RequestValues): typeof body => own?.value as typeof body;
/** Counts what is sent and holds the law that everything sent is as right as the first request. */
const watch = (fails: (values: RequestValues) => boolean, kind = 'accepted') => {
  const sent: RequestValues[] = [];
  return {
    sent,
    isFailing: (values: RequestValues): Promise<boolean> => {
      const wire = writeRequest(values);
      if ('unwritable' in wire) throw new Error(wire.unwritable);
      expect(judgeRequest(values.operation, wire).kind).toBe(kind);
      sent.push(values);
      return Promise.resolve(fails(values));
    },
  };
};

describe('shrinkFailure', () => {
  it('finds the one thing that matters', async () => {
    const { sent, isFailing } = watch((values) => bodyOf(values).note?.includes('#') === true);
    const shrunk = await shrinkFailure(await requestOf(), isFailing, { budget: 500 });
    expect(bodyOf(shrunk.values)).toEqual({ id: 'aaa', name: 'a', note: '#' });
    expect(shrunk.values.parameters.map(({ value }) => value)).toEqual([0]);
    expect(shrunk).toMatchObject({ isSmallest: true, sent: sent.length });
    expect(sent.length).toBeLessThan(80);
  });

  it('finds an item deep inside, and keeps bounds the contract sets', async () => {
    const { isFailing } = watch((values) => (bodyOf(values).inner?.b?.includes(2) ?? false) && bodyOf(values).amount > 9);
    const { values } = await shrinkFailure(await requestOf(), isFailing, { budget: 500 });
    expect(bodyOf(values)).toMatchObject({ inner: { b: [2] } });
    expect(bodyOf(values).amount).toBe(10);
    expect(bodyOf(values)).not.toHaveProperty('tags');
  });

  it('an invalid request stays invalid in the same way', async () => {
    const { isFailing } = watch((values) => typeof bodyOf(values).amount === 'string', 'refused');
    const { values } = await shrinkFailure(await requestOf({ ...body, amount: 'many' }), isFailing, { budget: 500 });
    expect(bodyOf(values)).toEqual({ amount: '' });
  });

  it('leaves fixed places alone', async () => {
    const { sent, isFailing } = watch(() => true);
    const fixed = ['path.id', 'body#/id', 'body#/inner/b', 'header.x-trace'];
    const { values } = await shrinkFailure(await requestOf(), isFailing, { budget: 500, fixed });
    expect(bodyOf(values)).toEqual({ id: 'abcdef', name: 'a', inner: { b: [1, 2, 3] } });
    expect(values.parameters.map(({ value }) => value)).toEqual([12_345, 'trace-1']);
    for (const one of sent) expect(bodyOf(one)).toMatchObject({ id: 'abcdef', inner: { b: [1, 2, 3] } });
  });

  it('stops at the budget, and does the same again', async () => {
    const runs = await Promise.all(
      [1, 2].map(async () => {
        const { sent, isFailing } = watch((values) => bodyOf(values).note?.includes('#') === true);
        return { shrunk: await shrinkFailure(await requestOf(), isFailing, { budget: 7 }), sent: sent.map(bodyOf) };
      }),
    );
    expect(runs[0]?.shrunk).toMatchObject({ sent: 7, isSmallest: false });
    expect(runs[0]?.sent).toEqual(runs[1]?.sent);
  });

  it('what never fails again is given back', async () => {
    const values = await requestOf();
    const shrunk = await shrinkFailure(values, () => Promise.resolve(false), { budget: 1000 });
    expect(shrunk).toMatchObject({ values, steps: 0, isSmallest: true });
  });

  it('what the sender throws is thrown on', async () => {
    await expect(shrinkFailure(await requestOf(), () => Promise.reject(new Error('the network is down')), { budget: 9 })).rejects.toThrow(
      'the network is down',
    );
  });
});
