// A page of another origin asks the mock, in a real browser: what CORS (Fetch Standard) lets it send and read.
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Mock } from '../../../src/mock/server.ts';
import { serveOrders } from '../fixture/orders.ts';
import { executablePath, launch, whyNot } from './browser.ts';

describe.skipIf(!executablePath)(`a page of another origin${whyNot}`, () => {
  let browser: Browser;
  let mock: Mock;
  let site: Server;

  beforeAll(async () => {
    browser = await launch();
    mock = await serveOrders();
    site = createServer((_, response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><title>app</title>'));
    await once(site.listen(0, '127.0.0.1'), 'listening');
  });
  afterAll(async () => {
    await browser.close();
    await mock.close();
    await new Promise((resolve) => site.close(resolve));
  });

  it('sends credentials and fields of its own, and reads the answer with its fields', async () => {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`);
    const answers = await page.evaluate(async (url) => {
      const post = async (body: string, headers: Record<string, string> = {}): Promise<unknown[]> => {
        const answer = await fetch(`${url}/v1/orders`, {
          method: 'POST',
          credentials: 'include',
          headers: { 'Content-Type': 'application/json', Authorization: 'Bearer x', 'X-Of-The-App': '1', ...headers },
          body,
        });
        return [answer.status, answer.headers.get('location'), answer.headers.get('truce-findings') !== null, await answer.json()];
      };
      const good = await post('{"item":"tea","count":1}');
      const bad = await post('{"item":"tea","count":0}', { Prefer: 'wait=0.01' });
      const gone = await fetch(`${url}/v1/orders/1`, { method: 'DELETE', credentials: 'include' });
      const missing = await fetch(`${url}/nowhere`, { credentials: 'include' });
      return [good, bad, gone.status, missing.status];
    }, mock.url);
    expect(answers).toEqual([
      [201, '/v1/orders/1', false, { id: 1, item: 'tea', count: 1 }],
      [400, null, true, { error: 'invalid', fields: ['/count'] }],
      204,
      404,
    ]);
    // The admin API is none of its business: another port of this machine may, a page from elsewhere may not.
    const foreign = await fetch(`${mock.url}/__truce/state`, { headers: { Origin: 'https://elsewhere.example' } });
    expect(foreign.status).toBe(403);
    await page.close();
  }, 30_000);
});
