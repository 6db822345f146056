// Clients that are slow, many, half gone or out to harm: the process answers, stays, and answers the next one.
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MockProcess, startProcess } from './process-of.ts';

let mock: MockProcess;
beforeAll(async () => {
  mock = await startProcess(['test/mock/fixture/orders.yaml']);
  // The first answer waits for Prism.
  await fetch(`${mock.url}/v1/report`);
});
afterAll(async () => {
  await mock.stop();
});

const port = (): number => Number(new URL(mock.url).port);
const isAlive = async (): Promise<boolean> => {
  const answer = await fetch(`${mock.url}/v1/orders/1`);
  return answer.status === 200 && (await answer.json()) !== undefined && mock.child.exitCode === null;
};

/** Sends a text as it is, half-closes when told to, and collects what comes until the server closes. */
async function converse(text: string | readonly string[], { end = false, pause = 0 } = {}): Promise<string> {
  const socket = connect({ port: port(), host: '127.0.0.1', allowHalfOpen: true });
  let answer = '';
  socket.on('data', (chunk) => (answer += String(chunk)));
  socket.on('error', () => undefined);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.on('end', () => socket.end());
  for (const piece of typeof text === 'string' ? [text] : text) {
    if (!socket.writable) break;
    socket.write(piece);
    if (pause > 0) await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, pause))]);
  }
  if (end) socket.end();
  socket.setTimeout(20_000, () => socket.destroy());
  await closed;
  return answer;
}

const statuses = (text: string): number[] => [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
const get = (path: string, ...fields: string[]): string => `GET ${path} HTTP/1.1\r\n${['Host: a', ...fields].join('\r\n')}\r\n\r\n`;

describe('the wire', () => {
  it('pipelined requests are answered in order', async () => {
    const paths = Array.from({ length: 50 }, (_, index) => (index % 2 ? '/v1/report' : `/v1/nothing/${index}`));
    const answer = await converse(`${paths.map((path) => get(path)).join('')}${get('/v1/report', 'Connection: close')}`);
    expect(statuses(answer)).toEqual([...paths.map((_, index) => (index % 2 ? 200 : 404)), 200]);
    expect([...answer.matchAll(/nothing\/(\d+)/g)].map(([, index]) => Number(index))).toEqual(
      paths.flatMap((_, index) => (index % 2 ? [] : [index])),
    );
  });

  it('a client that has closed its half is answered', async () => {
    const body = '{"item":"tea","count":1}';
    const head = `POST /v1/orders HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n`;
    expect(statuses(await converse(head + body, { end: true }))).toEqual([201]);
  });

  it('a client that goes away while the answer waits costs nobody else', async () => {
    const socket = connect(port(), '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(get('/v1/report', 'Prefer: wait=5'));
    await new Promise((resolve) => setTimeout(resolve, 100));
    socket.resetAndDestroy();
    expect(await isAlive()).toBe(true);
  });

  it('headers that trickle are cut off with 408', async () => {
    const trickle = ['GET / HTTP/1.1\r\n', ...Array.from({ length: 60 }, (_, index) => `X-${index}: y\r\n`)];
    expect(statuses(await converse(trickle, { pause: 300 }))).toEqual([408]);
    expect(await isAlive()).toBe(true);
  }, 40_000);

  it.each([
    ['a header of 100 KB', get('/', `X: ${'x'.repeat(100_000)}`), [431]],
    ['two lengths', 'POST /v1/orders HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}', [400]],
    [
      'a length and chunks',
      'POST /v1/orders HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      [400],
    ],
    [
      'a chunk that is none',
      'POST /v1/orders HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
      [400],
    ],
    ['no host', 'GET /v1/report HTTP/1.1\r\nConnection: close\r\n\r\n', [400]],
    ['a NUL in the path', 'GET /v1/\0 HTTP/1.1\r\nHost: a\r\n\r\n', [400]],
    ['TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', [400]],
    ['an absolute target', get('http://elsewhere.example/v1/report', 'Connection: close'), [200]],
    ['an asterisk', 'OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', [404]],
    ['CONNECT', 'CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n', []],
    ['an upgrade', get('/v1/report', 'Connection: Upgrade, close', 'Upgrade: websocket'), [200]],
    ['a path of 50 KB', get(`/v1/orders/${'9'.repeat(50_000)}`, 'Connection: close'), [200]],
    ['paths full of escapes', get('/v1/orders/%00%ff%zz%', 'Connection: close'), [422]],
    ['a climb', get('/v1/orders/../../../etc/passwd', 'Connection: close'), [404]],
    ['a prototype as an operation', get('/__proto__/constructor', 'Connection: close'), [404]],
    ['a prototype as a query', get('/v1/orders/1?__proto__[x]=1&constructor=2', 'Connection: close'), [200]],
    ['a header called __proto__', get('/v1/orders/1', '__proto__: x', 'constructor: y', 'Connection: close'), [200]],
  ])('%s', async (_, text, expected) => {
    expect(statuses(await converse(text))).toEqual(expected);
    expect(await isAlive()).toBe(true);
  });

  it('a body of 10 MB and one byte is 413, one of 10 MB is read', async () => {
    const send = async (size: number): Promise<number> => {
      const frame = '{"item":"","count":1}';
      const body = frame.replace('""', `"${'x'.repeat(size - frame.length)}"`);
      expect(body.length).toBe(size);
      return (await fetch(`${mock.url}/v1/orders`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body })).status;
    };
    expect(await send(10 * 1024 * 1024)).toBe(201);
    expect(await send(10 * 1024 * 1024 + 1)).toBe(413);
    expect(await isAlive()).toBe(true);
  });
});

describe('many', () => {
  it('1,000 clients that keep their connections are all answered, three times each', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1000, maxFreeSockets: 1000 });
    const ask = async (path: string): Promise<{ status: number; port: number }> => {
      const outgoing = request(mock.url + path, { agent });
      outgoing.end();
      const [incoming] = (await once(outgoing, 'response')) as [import('node:http').IncomingMessage];
      const local = incoming.socket.localPort ?? 0;
      incoming.resume();
      await once(incoming, 'end');
      return { status: incoming.statusCode ?? 0, port: local };
    };
    const ports = new Set<number>();
    for (let round = 0; round < 3; round++) {
      const answers = await Promise.all(Array.from({ length: 1000 }, (_, index) => ask(index % 2 ? '/v1/report' : '/v1/orders/1')));
      expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
      for (const { port: local } of answers) ports.add(local);
    }
    agent.destroy();
    // Kept connections: the rounds did not open new ones.
    expect(ports.size).toBeLessThan(1500);
    expect(await isAlive()).toBe(true);
  }, 60_000);

  it('memory stays where it is: 15,000 requests that differ in everything pass through a heap with 30 MB to spare', async () => {
    const small = await startProcess(['test/mock/fixture/orders.yaml'], { flags: ['--max-old-space-size=70', '--max-semi-space-size=4'] });
    const agent = new Agent({ keepAlive: true, maxSockets: 20 });
    let id = 0;
    const one = async (): Promise<void> => {
      while (id++ < 15_000) {
        // Ever new paths, fields and bodies: whatever keeps something of each of them would need 45 MB and more.
        const outgoing = request(`${small.url}/v1/orders?${id}`, {
          agent,
          method: 'POST',
          headers: { 'Content-Type': 'application/json', Accept: `application/json, text/x${id}`, Prefer: `example=e${id}` },
        });
        outgoing.end(`{"item":"${'x'.repeat(2500)}${id}","count":1}`);
        const [incoming] = (await once(outgoing, 'response')) as [import('node:http').IncomingMessage];
        incoming.resume();
        await once(incoming, 'end');
      }
    };
    await Promise.all(Array.from({ length: 20 }, one));
    agent.destroy();
    expect((await fetch(`${small.url}/v1/report`)).status).toBe(200);
    expect(await small.stop()).toBe(0);
  }, 120_000);
});
