// The client of a probe against sockets that say anything: every answer is one, or one sentence says why there is none. Nothing hangs, nothing is rejected.
import type { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Answer, Client, type ClientOptions } from '../../src/live/client.ts';
import type { WireRequest } from '../../src/live/request-values.ts';
import { type Behaviour, empty, type RawServer, saying, startRaw } from './raw-server.ts';

const get: WireRequest = { method: 'GET', target: '/things?q=1', fields: [['Host', 'crm.example']] };
const stops: (() => Promise<unknown>)[] = [];
const rejections: unknown[] = [];
const onRejection = (reason: unknown): void => void rejections.push(reason);

beforeEach(() => {
  rejections.length = 0;
  process.on('unhandledRejection', onRejection);
});
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
  process.off('unhandledRejection', onRejection);
  if (rejections.length > 0) throw new Error(`an unhandled rejection: ${String(rejections[0])}`);
});

function clientOf(options: Partial<ClientOptions> = {}): Client {
  const client = new Client({ timeout: 2000, mostBytes: 1 << 20, env: {}, ...options });
  stops.push(() => client.close());
  return client;
}

async function serve(behave: Behaviour, onConnect?: (socket: Socket) => void): Promise<RawServer> {
  const server = await startRaw(behave, onConnect);
  stops.push(() => server.stop());
  return server;
}

/** The answer to one request of a server that behaves so. */
async function ask(behave: Behaviour, options: Partial<ClientOptions> = {}, request = get): Promise<Answer> {
  return clientOf(options).send((await serve(behave)).origin, request);
}

const text = ({ body }: Answer): string => Buffer.from(body).toString();
const told = ({ failure }: Answer): string => (failure ? `${failure.kind}: ${failure.message}` : 'whole');

describe('no answer, or not a whole one', () => {
  it('nothing accepts connections', async () => {
    const server = await serve(saying(empty));
    await server.stop();
    expect(told(await clientOf().send(server.origin, get))).toBe('refused: nothing accepts connections there');
  });

  it('a host that is not known', async () => {
    expect(told(await clientOf().send('http://no-such-host.invalid', get))).toMatch(/^refused: the name of the host /);
  });

  it.each<[string, Behaviour, string]>([
    ['it accepts and closes', (socket) => socket.destroy(), 'dropped: the connection ended without an answer'],
    ['it resets', (socket) => socket.resetAndDestroy(), 'dropped: the connection ended without an answer'],
    ['half a status line', saying('HTTP/1.1 2'), 'dropped: the connection ended without an answer'],
    ['fields that break off', saying('HTTP/1.1 200 OK\r\nContent-Ty'), 'dropped: the connection ended without an answer'],
    [
      'nothing after the fields',
      saying('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n'),
      'dropped: the connection ended before the answer was whole',
    ],
    [
      'half a body',
      saying('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"a":'),
      'dropped: the connection ended before the answer was whole',
    ],
    [
      'a body that is reset in the middle',
      (socket) => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"a":');
        setTimeout(() => socket.resetAndDestroy(), 30);
      },
      'dropped: the connection ended before the answer was whole',
    ],
    [
      'chunks without the last',
      saying('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"a":'),
      'dropped: the connection ended before the answer was whole',
    ],
    [
      'a chunk of no size',
      saying('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n{}\r\n'),
      'malformed: the answer is no HTTP: ',
    ],
    ['no HTTP at all', saying('SSH-2.0-OpenSSH_9.6\r\n'), 'malformed: the answer is no HTTP: '],
    ['a page without a head', saying('<html>hello</html>\n\n'), 'malformed: the answer is no HTTP: '],
    ['a TLS alert', saying(Buffer.from([0x15, 0x03, 0x01, 0, 2, 2, 40])), 'malformed: the answer is no HTTP: '],
    [
      'two lengths that disagree',
      saying('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 4\r\n\r\n{}{}'),
      'malformed: the answer is no HTTP: ',
    ],
    ['100 KB of fields', saying(`HTTP/1.1 200 OK\r\nX: ${'a'.repeat(100_000)}\r\n\r\n`), 'too-large: the answer has more than '],
    ['a status beyond 999', saying('HTTP/1.1 1000 Much\r\n\r\n'), 'malformed: the answer is no HTTP: '],
  ])('%s', async (_, behave, expected) => {
    const answer = await ask(behave);
    expect(told(answer)).toContain(expected);
    expect(told(answer)).toMatch(/[^.\n]$/);
  });

  it('what came of the body is kept', async () => {
    const answer = await ask(saying('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"a":'));
    expect([answer.status, text(answer)]).toEqual([200, '{"a":']);
  });

  it('fields without an end', async () => {
    const behave: Behaviour = (socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      const timer = setInterval(() => socket.write(`X-More: ${'a'.repeat(4000)}\r\n`), 1);
      socket.on('close', () => clearInterval(timer));
    };
    expect(told(await ask(behave))).toMatch(/^too-large: the answer has more than \d+ KB of fields$/);
  });

  it('a body without an end: reading stops at the limit', async () => {
    const behave: Behaviour = (socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      const timer = setInterval(() => socket.write(Buffer.alloc(60_000)), 1);
      socket.on('close', () => clearInterval(timer));
    };
    const answer = await ask(behave, { mostBytes: 3 << 20 });
    expect(told(answer)).toBe('too-large: the answer has more than 3 MB');
    expect(answer.body.length).toBeLessThanOrEqual(3 << 20);
    expect(told(await ask(behave, { mostBytes: 2000 }))).toBe('too-large: the answer has more than 2 KB');
  });

  it.each([
    ['the status line', '', 'no answer came'],
    ['the body', 'HTTP/1.1 200 OK\r\nContent-Length: 4000\r\n\r\n', 'the answer was not whole'],
  ])('bytes that drip through %s', async (_, head, what) => {
    const behave: Behaviour = (socket) => {
      socket.write(head);
      const drops = 'HTTP/1.1 200 OK slowly';
      let at = 0;
      const timer = setInterval(() => socket.write(drops[at++ % drops.length] ?? 'x'), 60);
      socket.on('close', () => clearInterval(timer));
    };
    const answer = await ask(behave, { timeout: 400 });
    expect(told(answer)).toBe(`timeout: ${what} within 0.4 seconds`);
    expect(answer.ms).toBeLessThan(1500);
  });

  it('silence, and the connection is given up', async () => {
    let isClosed: Promise<unknown> = Promise.resolve();
    const behave: Behaviour = (socket) => (isClosed = new Promise((resolve) => socket.once('close', resolve)));
    expect(told(await ask(behave, { timeout: 200 }))).toBe('timeout: no answer came within 0.2 seconds');
    await isClosed;
  });

  it('a run that is stopped, before and during the request', async () => {
    const server = await serve(() => undefined);
    const stop = new AbortController();
    const waiting = clientOf().send(server.origin, get, stop.signal);
    setTimeout(() => stop.abort(), 50);
    const answer = await waiting;
    expect(told(answer)).toBe('stopped: the run was stopped before the answer was whole');
    expect(answer.ms).toBeLessThan(1500);
    expect(told(await clientOf().send(server.origin, get, stop.signal))).toBe(told(answer));
    expect(server.heard.length).toBe(1);
  });

  it('a field nobody can send is no fault of the instance, and is not repeated', async () => {
    const server = await serve(saying(empty));
    const answer = await clientOf().send(server.origin, { ...get, fields: [['X-Key', 'ses\r\name']] });
    expect(told(answer)).toBe('unsent: the request cannot be written as HTTP: its field X-Key holds a character that no field can have');
    expect(server.heard).toEqual([]);
  });
});

describe('a whole answer', () => {
  it('repeated fields keep their order and case', async () => {
    const answer = await ask(saying('HTTP/1.1 200 \r\nset-Cookie: a=1\r\nX-ONE:  1 \r\nSet-Cookie: b=2\r\nContent-Length: 0\r\n\r\n'));
    expect(told(answer)).toBe('whole');
    expect(answer.fields).toEqual([
      ['set-Cookie', 'a=1'],
      ['X-ONE', '1'],
      ['Set-Cookie', 'b=2'],
      ['Content-Length', '0'],
    ]);
  });

  it.each<[string, string, number, string]>([
    ['after 103 Early Hints', 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok', 200, 'ok'],
    ['after 102 twice', `${'HTTP/1.1 102 Processing\r\n\r\n'.repeat(2)}HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n`, 201, ''],
    ['of HTTP/1.0, to the end of the connection', 'HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nold', 200, 'old'],
    ['without a length, to the end of the connection', 'HTTP/1.1 200 OK\r\n\r\nuntil the end', 200, 'until the end'],
    ['in chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n2;x=y\r\nbc\r\n0\r\nX-Trailer: 1\r\n\r\n', 200, 'abc'],
    ['with one more behind it', `HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\naHTTP/1.1 500 Other\r\nContent-Length: 1\r\n\r\nb`, 200, 'a'],
    ['with rubbish behind it', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na\0\0rubbish', 200, 'a'],
    ['of a status nobody knows', 'HTTP/1.1 299 Fine\r\nContent-Length: 0\r\n\r\n', 299, ''],
    ['304 with a length and no body', 'HTTP/1.1 304 Not Modified\r\nContent-Length: 500\r\n\r\n', 304, ''],
  ])('%s', async (_, bytes, status, body) => {
    const answer = await ask(saying(bytes));
    expect([told(answer), answer.status, text(answer)]).toEqual(['whole', status, body]);
  });

  // A sniff test: a mended undici is noticed, and then `unread` can go.
  it('after 100 Continue that nobody asked for is not read, and that is no fault of the instance', async () => {
    const answer = await ask(saying('HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'));
    expect(told(answer)).toMatch(/^unread: it began with 100 Continue/);
  });

  it('HEAD has no body, whatever length is named', async () => {
    const answer = await ask(saying('HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\n'), {}, { ...get, method: 'HEAD' });
    expect([told(answer), answer.body.length]).toEqual(['whole', 0]);
  });

  it('of a server that closes its kept connections spoils no next request', async () => {
    const server = await serve((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nKeep-Alive: timeout=60\r\nContent-Length: 1\r\n\r\na');
      setTimeout(() => socket.destroy(), 5);
    });
    const client = clientOf();
    for (let at = 0; at < 8; at++) {
      expect(told(await client.send(server.origin, get))).toBe('whole');
      await new Promise((resolve) => setTimeout(resolve, at * 2));
    }
    expect(server.heard.every((heard) => heard.split('GET ').length === 2)).toBe(true);
  });

  it('to exactly the request that was asked for, but for the case of two names', async () => {
    const server = await serve(saying(empty));
    const body = Buffer.from('{"a":1}');
    const fields = [...get.fields, ['X-a', '1'], ['x-A', '2'], ['Content-Length', '7']] as WireRequest['fields'];
    await clientOf().send(server.origin, { ...get, method: 'PUT', target: "/a%2Fb/(x)'?q=%20&&r", fields, body });
    expect(server.heard[0]?.replace(/connection: close\r\n/i, '')).toBe(
      `PUT /a%2Fb/(x)'?q=%20&&r HTTP/1.1\r\nhost: crm.example\r\nX-a: 1\r\nx-A: 2\r\ncontent-length: 7\r\n\r\n{"a":1}`,
    );
  });
});
