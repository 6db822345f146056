// Handlers: what they are given, what becomes of what they give back, and the state they share.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Mock } from '../../src/mock/server.ts';
import { post, serveOrders, type Shop } from './fixture/orders.ts';

let mock: Mock;
beforeAll(async () => {
  mock = await serveOrders();
});
afterAll(() => mock.close());
beforeEach(() => mock.reset());

const stateOf = (): Shop => mock.state()['orders'] as Shop;

describe('handlers', () => {
  it('create and remember, with fields of their own', async () => {
    const answer = await post(mock.url, { item: 'tea', count: 2 });
    expect([answer.status, answer.headers.get('location'), answer.headers.getSetCookie()]).toEqual([201, '/v1/orders/1', ['a=1', 'b=2']]);
    expect(await answer.json()).toEqual({ id: 1, item: 'tea', count: 2 });
    expect(await (await fetch(`${mock.url}/v1/orders/1`)).json()).toEqual({ id: 1, item: 'tea', count: 2 });
    expect(stateOf()).toEqual({ last: 1, orders: { 1: { id: 1, item: 'tea', count: 2 } } });
    expect((await fetch(`${mock.url}/v1/orders/1`, { method: 'DELETE' })).status).toBe(204);
    expect((await fetch(`${mock.url}/v1/orders/1`)).status).toBe(404);
  });

  it('are given the same body from JSON, XML and forms', async () => {
    const xml = '<Order><item>tea</item><count>2</count><tags><tags>a</tags><tags>b</tags></tags></Order>';
    await post(mock.url, xml, { 'Content-Type': 'application/xml' });
    await post(mock.url, 'item=tea&count=2&tags=a&tags=b', { 'Content-Type': 'application/x-www-form-urlencoded' });
    await post(mock.url, { item: 'tea', count: 2, tags: ['a', 'b'] });
    const order = { item: 'tea', count: 2, tags: ['a', 'b'] };
    expect(stateOf().orders).toEqual({ 1: { id: 1, ...order }, 2: { id: 2, ...order }, 3: { id: 3, ...order } });
  });

  it('answer in the media type the client asked for', async () => {
    const answer = await post(mock.url, { item: 'tea', count: 2, tags: ['a'] }, { Accept: 'application/xml' });
    expect(answer.headers.get('content-type')).toBe('application/xml; charset=utf-8');
    expect(await answer.text()).toBe('<Order id="1"><item>tea</item><count>2</count><tags><tags>a</tags></tags></Order>');
    expect((await post(mock.url, { item: 'tea', count: 2 }, { Accept: 'text/csv' })).status).toBe(406);
  });

  it('are given parameters decoded by the contract', async () => {
    await post(mock.url, { item: 'tea', count: 2 });
    const answer = await fetch(`${mock.url}/v1/orders/1?expand=a,b%2Cc`, { headers: { 'x-trace': '7', Cookie: 'session=s' } });
    expect(await answer.json()).toHaveProperty('tags', ['a', 'b,c', '7', 's']);
  });

  it('that give nothing back let the document answer', async () => {
    expect(await (await fetch(`${mock.url}/v1/orders/7`)).json()).toEqual({ id: 1, item: 'tea', count: 2 });
    expect(await (await post(mock.url, { item: 'example', count: 1 })).json()).toEqual({ id: 1, item: 'tea', count: 2 });
  });

  it('that violate the contract are a 500 that says so, and so is one that throws', async () => {
    const wrong = await post(mock.url, { item: 'wrong', count: 1 });
    expect([wrong.status, wrong.headers.get('content-type')]).toEqual([500, 'application/problem+json']);
    expect(await wrong.json()).toMatchObject({
      detail: 'The handler of createOrder answered 201 with what the contract does not allow',
      findings: [
        { rule: 'response-body-mismatch', pointer: '/count' },
        { rule: 'response-body-mismatch', pointer: '/item' },
      ],
    });
    const crash = await post(mock.url, { item: 'crash', count: 1 });
    const field = await post(mock.url, { item: 'field', count: 1 });
    expect([field.status, field.headers.get('injected'), await field.json()]).toEqual([
      500,
      null,
      expect.objectContaining({ detail: 'Invalid character in header content ["X-Bad"]' }),
    ]);
    expect(await crash.json()).toMatchObject({ status: 500, detail: 'The handler of createOrder threw Error: the kettle is empty' });
  });

  it('have the words for an invalid request', async () => {
    const answer = await post(mock.url, { item: '', count: 'x' });
    expect(await answer.json()).toEqual({ error: 'invalid', fields: ['/count', '/item'] });
    expect(answer.headers.get('truce-findings')).toContain('request-body-mismatch');
    expect(stateOf().orders).toEqual({});
  });

  it('are not asked when the client chooses the answer', async () => {
    const answer = await fetch(`${mock.url}/v1/orders/1`, { headers: { Prefer: 'example=cup' } });
    expect(await answer.json()).toEqual({ id: 2, item: 'cup', count: 1 });
    expect((await post(mock.url, { item: 'tea', count: 1 }, { Prefer: 'code=503' })).status).toBe(503);
    expect(stateOf().orders).toEqual({});
  });

  it('of Pact provider states change the state, and an unknown one is refused by name', async () => {
    const change = (body: object): Promise<Response> => fetch(`${mock.url}/__truce/states`, { method: 'POST', body: JSON.stringify(body) });
    expect((await change({ state: 'an order exists', params: { id: 9 }, action: 'setup' })).status).toBe(200);
    expect((await fetch(`${mock.url}/v1/orders/9`)).status).toBe(200);
    const unknown = await change({ state: 'it rains' });
    expect([unknown.status, await unknown.json()]).toEqual([
      400,
      expect.objectContaining({ detail: 'No mock knows the provider state "it rains". There are: "an order exists"' }),
    ]);
  });
});

describe('a mock that is defined wrongly', () => {
  it('names an operation the contract does not have', async () => {
    await mock.close();
    const { definition, document, root } = await import('./fixture/orders.ts');
    const { loadContract } = await import('../../src/index.ts');
    const { startMock } = await import('../../src/mock/server.ts');
    const contract = await loadContract(document, { cwd: root });
    const strange = { ...definition, handlers: { ...definition.handlers, createOder: () => undefined } };
    await expect(startMock({ contracts: [{ contract, mock: strange }] })).rejects.toThrow(
      'The mock of orders handles "createOder", which is no operation of test/mock/fixture/orders.yaml',
    );
    mock = await serveOrders();
  });
});
