// The admin API over real HTTP: what it tells, what it changes, and whom it refuses.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { request } from 'node:http';
import { once } from 'node:events';
import type { JournalEntry, JournalPage } from '../../src/mock/journal.ts';
import { Journal } from '../../src/mock/journal.ts';
import type { Mock } from '../../src/mock/server.ts';
import type { TryableOperation } from '../../src/mock/operations.ts';
import { post, serveOrders } from './fixture/orders.ts';

let mock: Mock;
beforeAll(async () => {
  mock = await serveOrders();
});
afterAll(() => mock.close());
beforeEach(() => mock.reset());

const admin = (method: string, path: string, body?: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${mock.url}/__truce${path}`, { method, headers, ...(body !== undefined && { body }), signal: AbortSignal.timeout(10_000) });
const read = async <T>(path: string): Promise<T> => (await admin('GET', path)).json() as Promise<T>;
const detailOf = async (answer: Response): Promise<string> => ((await answer.json()) as { detail: string }).detail;

describe('the admin API', () => {
  it('tells health, operations and coverage', async () => {
    expect(await read('/health')).toMatchObject({ status: 'ok', contracts: [{ id: 'orders', title: 'Orders', operations: 4 }] });
    const operations = await read<TryableOperation[]>('/operations');
    expect(operations.map(({ id }) => id)).toEqual(['createOrder', 'getOrder', 'deleteOrder', 'getReport']);
    expect(operations[1]).toMatchObject({
      url: `${mock.url}/v1/orders/1`,
      curl: `curl -i '${mock.url}/v1/orders/1'`,
      statuses: ['200', '404'],
    });
    await post(mock.url, { item: 'tea', count: 1 });
    await post(mock.url, { item: '' });
    expect(await read('/coverage')).toEqual({
      operations: [
        { contract: 'orders', id: 'createOrder', requests: 2, statuses: { 201: 1, 400: 1 }, violations: 1 },
        { contract: 'orders', id: 'getOrder', requests: 0, statuses: {}, violations: 0 },
        { contract: 'orders', id: 'deleteOrder', requests: 0, statuses: {}, violations: 0 },
        { contract: 'orders', id: 'getReport', requests: 0, statuses: {}, violations: 0 },
      ],
      untouched: ['getOrder', 'deleteOrder', 'getReport'],
    });
  });

  it('keeps a journal with verdicts and findings at their two places', async () => {
    const { next } = await read<JournalPage>('/journal');
    await post(mock.url, { item: '', count: 1 });
    await fetch(`${mock.url}/v1/orders/9`);
    await fetch(`${mock.url}/nowhere`);
    const { entries } = await read<JournalPage>(`/journal?since=${next}`);
    expect(entries.map(({ verdict, response, operation }) => [verdict, response.status, operation?.id])).toEqual([
      ['violates', 400, 'createOrder'],
      ['conforms', 404, 'getOrder'],
      ['unmatched', 404, undefined],
    ]);
    expect(entries[0]).toMatchObject({
      number: next + 1,
      request: { method: 'POST', target: '/v1/orders', body: '{"item":"","count":1}', bodySize: 21 },
      findings: [
        { rule: 'request-body-mismatch', side: 'request', pointer: '/item', contract: expect.stringMatching(/orders\.yaml:\d+:\d+$/) },
      ],
    });
    expect((await admin('DELETE', '/journal')).status).toBe(204);
    expect((await read<JournalPage>('/journal')).entries).toEqual([]);
    expect((await read<JournalPage>('/journal')).next).toBe(next + 3);
  });

  it('streams the journal, from where a reader left off', async () => {
    const start = (await read<JournalPage>('/journal')).next;
    await fetch(`${mock.url}/v1/orders/7`);
    const outgoing = request(`${mock.url}/__truce/journal/stream`, { headers: { 'Last-Event-ID': String(start) } });
    outgoing.end();
    const [incoming] = (await once(outgoing, 'response')) as [import('node:http').IncomingMessage];
    expect(incoming.headers['content-type']).toBe('text/event-stream; charset=utf-8');
    let text = '';
    incoming.on('data', (chunk) => (text += String(chunk)));
    incoming.on('error', () => undefined);
    const events = (): JournalEntry[] => [...text.matchAll(/^data: (.*)$/gm)].map(([, data = '']) => JSON.parse(data) as JournalEntry);
    while (events().length < 1) await once(incoming, 'data');
    await fetch(`${mock.url}/v1/orders/8`);
    while (events().length < 2) await once(incoming, 'data');
    expect(events().map(({ number, request: { target } }) => [number, target])).toEqual([
      [start + 1, '/v1/orders/7'],
      [start + 2, '/v1/orders/8'],
    ]);
    outgoing.destroy();
  });

  it('shows and replaces the state, or says why not', async () => {
    expect(await read('/state')).toEqual({ orders: { last: 0, orders: {} } });
    const state = { orders: { last: 4, orders: { 4: { id: 4, item: 'cup', count: 1 } } } };
    expect(await (await admin('PUT', '/state', JSON.stringify(state))).json()).toEqual(state);
    expect(await (await fetch(`${mock.url}/v1/orders/4`)).json()).toEqual({ id: 4, item: 'cup', count: 1 });
    expect(await detailOf(await admin('PUT', '/state', '{"shop":{}}'))).toBe('No contract with state is called "shop". There are: orders');
    expect(await detailOf(await admin('PUT', '/state', '{"orders":'))).toMatch(/^Expected the state as JSON: /);
    expect(await detailOf(await admin('PUT', '/state', '[]'))).toBe('Expected the state to be a JSON object');
    expect((await admin('PUT', '/state', '{"__proto__":{"polluted":1}}')).status).toBe(400);
    expect(await read('/state')).toEqual(state);
    expect((await admin('POST', '/reset')).status).toBe(204);
    expect(await read('/state')).toEqual({ orders: { last: 0, orders: {} } });
  });

  it('answers 404, 405 and OPTIONS as HTTP has them, and is no part of any contract', async () => {
    expect((await admin('GET', '/nothing')).status).toBe(404);
    const wrong = await admin('POST', '/journal', '');
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET, DELETE, OPTIONS']);
    expect((await admin('OPTIONS', '/state')).headers.get('allow')).toBe('GET, PUT, OPTIONS');
    expect(await detailOf(await fetch(`${mock.url}/__trucer`))).toBe('No contract has a path for GET /__trucer');
    expect(await detailOf(await admin('GET', '/journal?since=x'))).toBe('Expected `since` to be a number, got "x"');
    expect((await read<JournalPage>('/journal')).entries.map(({ request: { target } }) => target)).toEqual(['/__trucer']);
  });
});

describe('who may ask', () => {
  const getAs = async (headers: Record<string, string>): Promise<number> => {
    const outgoing = request(`${mock.url}/__truce/health`, { headers });
    outgoing.end();
    const [incoming] = (await once(outgoing, 'response')) as [import('node:http').IncomingMessage];
    incoming.resume();
    return incoming.statusCode ?? 0;
  };

  it('only this machine: not a name bound to it, not a page from elsewhere', async () => {
    expect(await getAs({ Host: 'localhost:80' })).toBe(200);
    expect(await getAs({ Host: 'evil.example' })).toBe(403);
    expect(await getAs({ Host: '127.0.0.1.evil.example' })).toBe(403);
    expect(await getAs({ Origin: 'https://evil.example' })).toBe(403);
    expect(await getAs({ Origin: 'null' })).toBe(403);
    expect(await getAs({ Origin: 'http://localhost:3000' })).toBe(200);
  });

  it('only with the token when there is one, which there always is beyond this machine', async () => {
    const guarded = await serveOrders({ token: 'secret-token' });
    const status = async (path: string, headers: Record<string, string> = {}): Promise<number> =>
      (await fetch(`${guarded.url}/__truce${path}`, { headers })).status;
    expect(await status('/health')).toBe(401);
    expect(await status('/health', { Authorization: 'Bearer wrong' })).toBe(401);
    expect(await status('/health', { Authorization: 'bearer secret-token' })).toBe(200);
    expect(await status('/health?token=secret-token')).toBe(200);
    expect(await status('/state?token=secret')).toBe(401);
    await guarded.close();
    const open = await serveOrders({ host: '0.0.0.0' });
    expect(open.token).toMatch(/^[\w-]{24}$/);
    const url = open.url.replace('0.0.0.0', '127.0.0.1');
    expect((await fetch(`${url}/__truce/health`)).status).toBe(401);
    expect((await fetch(`${url}/v1/report`)).status).toBe(200);
    await open.close();
  });
});

describe('the journal', () => {
  const entry = (size: number, at = 0) => ({
    at: new Date(at),
    ms: 1,
    method: 'POST',
    target: '/',
    requestFields: [],
    requestBody: Buffer.alloc(0),
    requestText: Buffer.alloc(size, 'x'),
    status: 200,
    responseFields: [],
    responseBody: Buffer.alloc(0),
    responseText: Buffer.from([0xff, 0xfe, 0]),
    verdict: 'conforms' as const,
    findings: [],
    isCut: false,
  });

  it('holds so many, counts what it dropped, and cuts long bodies', () => {
    const journal = new Journal(10);
    for (let index = 0; index < 95; index++) journal.add(entry(index === 94 ? 100_000 : 10));
    const { entries, next, dropped } = journal.after(80);
    expect([entries.length, entries[0]?.number, next, dropped]).toEqual([10, 86, 95, 5]);
    expect([entries.at(-1)?.request.body?.length, entries.at(-1)?.request.bodySize, entries.at(-1)?.response.body]).toEqual([
      65_536,
      100_000,
      undefined,
    ]);
  });

  it('keeps its bytes bounded', () => {
    const journal = new Journal(100_000);
    for (let index = 0; index < 4000; index++) journal.add(entry(64 * 1024));
    expect(journal.after().entries.length).toBeLessThan(2100);
    expect(journal.after().entries.at(-1)?.number).toBe(4000);
  });
});
