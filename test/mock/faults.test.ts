// Faults: each kind over real HTTP, where they come from, and texts that are no fault.
import { once } from 'node:events';
import { request } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Faults, parseFault, throwDice } from '../../src/mock/faults.ts';
import type { Mock } from '../../src/mock/server.ts';
import { serveOrders } from './fixture/orders.ts';

let mock: Mock;
beforeAll(async () => {
  mock = await serveOrders({ withHandlers: false, faults: { getReport: 'latency=30' } });
});
afterAll(() => mock.close());
afterEach(() => mock.reset());

const get = (path: string, fault?: string): Promise<Response> =>
  fetch(mock.url + path, { ...(fault !== undefined && { headers: { 'Truce-Fault': fault } }), signal: AbortSignal.timeout(10_000) });

/** The bytes that came, and whether the connection ended before the promised length. */
async function getRaw(path: string, fault: string): Promise<{ text: string; promised: number; isCut: boolean; pieces: number }> {
  const outgoing = request(mock.url + path, { headers: { 'Truce-Fault': fault } });
  outgoing.end();
  const [incoming] = (await once(outgoing, 'response')) as [import('node:http').IncomingMessage];
  let text = '';
  let pieces = 0;
  let isCut = false;
  incoming.on('data', (chunk) => ((text += String(chunk)), pieces++));
  incoming.on('error', () => (isCut = true));
  await new Promise((resolve) => incoming.once('close', resolve));
  return { text, promised: Number(incoming.headers['content-length']), isCut: isCut || !incoming.complete, pieces };
}

describe('faults', () => {
  it('delay an answer', async () => {
    const started = performance.now();
    expect((await get('/v1/report', 'latency=200')).status).toBe(200);
    expect(performance.now() - started).toBeGreaterThan(195);
  });

  it('answer with a status: the documented answer of it, with the time to come back', async () => {
    const busy = await fetch(`${mock.url}/v1/orders`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Truce-Fault': 'status=503 retry-after=7' },
      body: '{"item":"tea","count":1}',
    });
    expect([busy.status, busy.headers.get('retry-after'), await busy.json()]).toEqual([503, '7', { error: 'busy' }]);
    const many = await get('/v1/report', 'status=429');
    expect([many.status, many.headers.get('retry-after'), many.headers.get('content-type')]).toEqual([
      429,
      '1',
      'application/problem+json',
    ]);
  });

  it('reset the connection', async () => {
    await expect(get('/v1/report', 'reset')).rejects.toThrow(/fetch failed/);
    expect((await get('/v1/report')).status).toBe(200);
    expect(mock.journal().map(({ response, fault }) => [response.status, fault])).toEqual([
      [0, 'reset'],
      [200, 'latency=30'],
    ]);
  });

  it('cut a body short, and spread one over time', async () => {
    const cut = await getRaw('/v1/report', 'truncate');
    expect(cut).toMatchObject({ isCut: true, text: 'a line of ', promised: 20 });
    const started = performance.now();
    const slow = await getRaw('/v1/report', 'slow=300');
    expect(slow).toMatchObject({ isCut: false, text: 'a line of the report' });
    expect(slow.pieces).toBeGreaterThan(3);
    expect(performance.now() - started).toBeGreaterThan(250);
  });

  it('come from the header, the admin API, the start; the first that is there', async () => {
    const put = (faults: object): Promise<Response> => fetch(`${mock.url}/__truce/faults`, { method: 'PUT', body: JSON.stringify(faults) });
    expect(await (await put({ '*': 'status=500', getReport: 'status=418' })).json()).toEqual({
      '*': 'status=500',
      getReport: 'status=418',
    });
    expect((await get('/v1/report')).status).toBe(418);
    expect((await get('/v1/orders/1')).status).toBe(500);
    expect((await get('/v1/orders/1', 'latency=1')).status).toBe(200);
    const wrong = await put({ '*': 'explode' });
    expect([wrong.status, ((await wrong.json()) as { detail: string }).detail]).toEqual([
      400,
      expect.stringContaining('The fault `explode` is not known. Faults are latency='),
    ]);
    expect((await get('/v1/report')).status).toBe(418);
    await mock.reset();
    expect(await (await fetch(`${mock.url}/__truce/faults`)).json()).toEqual({ getReport: 'latency=30' });
  });

  it('that are no fault are refused where they stand', async () => {
    const answer = await get('/v1/report', 'status=1000');
    expect([answer.status, ((await answer.json()) as { detail: string }).detail]).toEqual([
      400,
      expect.stringContaining('The fault `status=1000` is not known'),
    ]);
    await expect(serveOrders({ faults: { getOrder: 'latency=5..1' } })).rejects.toThrow('The fault `latency=5..1` is not known');
    await expect(serveOrders({ faults: { getOder: 'latency=5' } })).rejects.toThrow(
      'A fault is meant for "getOder", which no contract has',
    );
  });
});

describe('the grammar', () => {
  it.each([
    ['latency=100..300 error=0.1', { latency: [100, 300], status: 500, rate: 0.1 }],
    ['status=503, retry-after=5; rate=0.5', { status: 503, retryAfter: 5, rate: 0.5 }],
    ['error=0.2 status=502', { status: 502, rate: 0.2 }],
    ['RESET', { reset: true }],
    ['truncate slow=100', { truncate: true, slow: 100 }],
  ])('%s', (text, fault) => expect(parseFault(text)).toMatchObject(fault));

  it.each([
    'latency',
    'latency=',
    'latency=-1',
    'latency=1..',
    'latency=9999999',
    'error=2',
    'rate=',
    'status=99',
    'status=abc',
    'reset=1',
    'slow=x',
    'status=500 reset',
    '__proto__=1',
  ])('%s is refused', (text) => expect(() => parseFault(text)).toThrow(/The fault|has no status/));

  it('a rate is a probability, and latency comes whatever the dice say', () => {
    const fault = parseFault('latency=10..20 error=0.25');
    let random = 0;
    const happened = Array.from({ length: 1000 }, (_, index) =>
      throwDice(fault, () => ((random += 0.618034), (random + index * 0.001) % 1)),
    );
    expect(happened.every(({ wait }) => wait >= 10 && wait <= 20)).toBe(true);
    const rate = happened.filter(({ status }) => status === 500).length / 1000;
    expect(rate).toBeGreaterThan(0.15);
    expect(rate).toBeLessThan(0.35);
  });

  it('the one for an operation goes before the one for all', () => {
    const faults = new Faults({ '*': 'latency=1', a: 'latency=2', b: '' });
    expect([faults.find('a')?.text, faults.find('b')?.text]).toEqual(['latency=2', 'latency=1']);
  });
});
