// Exchanges that do not end well: each is an entry that says so and that nobody judges, and the other side learns of it; long, because there are that many bad ends.
import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type Recording, startRecording } from './in-process.ts';
import { ask, pause, RawClient, type RawTarget, startAnswering, startRaw } from './wire.ts';

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

async function between(target: RawTarget, options: Parameters<typeof startRecording>[1] = {}): Promise<Recording> {
  const recording = await startRecording(target.url, options);
  ends.push(
    () => target.close(),
    () => recording.close(),
  );
  return recording;
}
const get = 'GET /a HTTP/1.1\r\nHost: x\r\n\r\n';
const once = (action: (socket: Socket) => void) => (socket: Socket) => void socket.once('data', () => action(socket));
const bodyOf = (received: string): { detail: string; status: number } =>
  JSON.parse(received.split('\r\n\r\n')[1] ?? '') as { detail: string; status: number };
const unjudged = (reason: unknown): object => ({ _truce: { unjudged: reason } });

describe('a target', () => {
  it('that nobody can reach is 502, and an entry that says so', async () => {
    const gone = await startRaw(() => undefined);
    await gone.close();
    const recording = await startRecording(gone.url);
    ends.push(() => recording.close());
    const received = await ask(recording.port, 'POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc');
    expect(received).toMatch(/^HTTP\/1\.1 502 Bad Gateway\r\nContent-Type: application\/problem\+json\r\n/);
    expect(bodyOf(received)).toEqual({
      title: 'Bad Gateway',
      status: 502,
      detail: `truce record: the target cannot be reached: nothing listens there (${gone.url})`,
    });
    const [entry] = await recording.entries(1);
    expect(entry).toMatchObject({
      request: { method: 'POST', url: `${gone.url}/a` },
      response: { status: 0, _error: 'the target cannot be reached: nothing listens there' },
      comment:
        'the target gave no answer, and truce record answered 502 itself; there was no response: the target cannot be reached: nothing listens there',
      ...unjudged('the target cannot be reached: nothing listens there'),
    });
  });

  it('whose name is unknown is 502 too, and to HEAD without a body', async () => {
    const recording = await startRecording('http://nobody.invalid');
    ends.push(() => recording.close());
    const received = await ask(recording.port, 'HEAD /a HTTP/1.1\r\nHost: x\r\n\r\n');
    expect(received).toMatch(/^HTTP\/1\.1 502 [\s\S]*\r\n\r\n$/);
    expect((await recording.entries(1))[0]?.response).toMatchObject({ _error: expect.stringMatching(/its name/) });
  });

  it.each([
    ['closes without a word', (socket: Socket) => socket.end(), 'the target failed: it closed the connection'],
    ['resets without a word', (socket: Socket) => socket.resetAndDestroy(), 'the target failed: it reset the connection'],
    [
      'speaks nonsense',
      (socket: Socket) => socket.write('SSH-2.0-OpenSSH_9.6\r\n'),
      'the target failed: its response begins with SSH, which is no HTTP',
    ],
    [
      'speaks TLS',
      (socket: Socket) => socket.write(Buffer.from('15030100020246', 'hex')),
      'the target failed: its response begins with TLS: it wants `https`',
    ],
    [
      'speaks HTTP/2',
      (socket: Socket) => socket.write('HTTP/2.0 200 OK\r\n\r\n'),
      'the target failed: its response begins with `HTTP/2.0` and no status line of HTTP/1.1',
    ],
    [
      'has two lengths',
      (socket: Socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'),
      'the target failed: its response has two Content-Length fields',
    ],
    [
      'has a length and chunks',
      (socket: Socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'),
      'the target failed: its response has both Content-Length and Transfer-Encoding',
    ],
    [
      'has a folded field',
      (socket: Socket) => socket.write('HTTP/1.1 200 OK\r\nX: 1\r\n folded\r\nContent-Length: 0\r\n\r\n'),
      /has a field line that is none/,
    ],
    [
      'has a control character in a field',
      (socket: Socket) => socket.write('HTTP/1.1 200 OK\r\nX: \x001\r\nContent-Length: 0\r\n\r\n'),
      /has a field line that is none/,
    ],
    [
      'never ends its head',
      (socket: Socket) => socket.write(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(140_000)}`),
      /has a head of more than 128 KB/,
    ],
    [
      'switches protocols unasked',
      (socket: Socket) => socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'),
      /switches protocols, which nobody asked for/,
    ],
  ])('that %s is 502', async (_, act, reason) => {
    const { port, entries } = await between(await startRaw(once(act)));
    const received = await ask(port, get);
    expect(received).toMatch(/^HTTP\/1\.1 502 /);
    expect(bodyOf(received).detail).toMatch(typeof reason === 'string' ? `truce record: ${reason}` : reason);
    const matching = typeof reason === 'string' ? reason : expect.stringMatching(reason);
    expect((await entries(1))[0]).toMatchObject({ response: { status: 0, _error: matching }, ...unjudged(matching) });
  });

  it.each([
    ['closes in the middle of a length', 'Content-Length: 100\r\n\r\nonly this', (socket: Socket) => socket.end()],
    ['closes in the middle of a chunk', 'Transfer-Encoding: chunked\r\n\r\n5\r\nhel', (socket: Socket) => socket.end()],
    ['resets', 'Content-Length: 100\r\n\r\nonly this', (socket: Socket) => setTimeout(() => socket.resetAndDestroy(), 30)],
    ['sends a broken chunk', 'Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nzz\r\n', () => undefined],
    ['sends more in a chunk than it says', 'Transfer-Encoding: chunked\r\n\r\n3\r\nhello\r\n', () => undefined],
  ])('that %s leaves the client with what there was', async (_, rest, act) => {
    const answer = `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n${rest}`;
    const { port, entries } = await between(await startRaw(once((socket) => (socket.write(answer), act(socket)))));
    expect(await ask(port, get)).toBe(answer);
    const [entry] = await entries(1);
    expect(entry).toMatchObject({
      response: { status: 200, _error: expect.stringMatching(/^the target failed/) },
      comment: expect.stringMatching(/cut short after \d+ bytes/),
    });
    expect(entry?.response.content).not.toHaveProperty('text');
  });

  it('that resets what would end with the connection resets the client too', async () => {
    const target = await startRaw(
      once((socket) => (socket.write('HTTP/1.1 200 OK\r\n\r\nhalf'), setTimeout(() => socket.resetAndDestroy(), 30))),
    );
    const { port, entries } = await between(target);
    const client = new RawClient(port);
    client.write(get);
    await client.closed();
    expect(client.error).toBe('ECONNRESET');
    expect((await entries(1))[0]?.response).toMatchObject({ _error: 'the target failed: it reset the connection' });
  });

  it('that is silent for too long is 504; one that drips is not', async () => {
    const { port, entries } = await between(await startRaw(() => undefined), { timeout: 150 });
    expect(await ask(port, get)).toMatch(/^HTTP\/1\.1 504 [\s\S]*it was silent for 0.15 s/);
    await entries(1);
    const body = 'slowly it comes';
    const dripping = await startRaw(
      once(async (socket) => {
        for (const letter of `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`) {
          socket.write(letter);
          await pause(8);
        }
      }),
    );
    const patient = await between(dripping, { timeout: 150 });
    expect(await ask(patient.port, get, (text) => text.endsWith(body))).toMatch(/^HTTP\/1\.1 200 OK/);
    expect((await patient.entries(1))[0]?.response.content.text).toBe(body);
  });

  it('that closes idle connections is asked on a new one', async () => {
    const target = await startRaw((socket) =>
      socket.on('data', () => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx');
        setTimeout(() => socket.end(), 20);
      }),
    );
    const { port, entries } = await between(target);
    const client = new RawClient(port);
    for (let number = 1; number <= 3; number++) {
      client.write(get);
      await client.until((text) => text.split('\r\n\r\nx').length === number + 1);
      // Gone only once the recorder has heard of it and ended its side.
      while (target.sockets.size > 0) await pause(5);
    }
    expect(client.isClosed).toBe(false);
    client.socket.destroy();
    expect(target.received).toHaveLength(3);
    await entries(3);
  });

  it('that answers before it has the request is heard, and both connections end as it says', async () => {
    const target = await startRaw(
      once((socket) => void socket.end('HTTP/1.1 413 Content Too Large\r\nConnection: close\r\nContent-Length: 3\r\n\r\nbig')),
    );
    const { port, entries } = await between(target);
    const client = new RawClient(port);
    client.write(`POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n${'x'.repeat(10_000)}`);
    expect(await client.until((text) => text.endsWith('big'))).toMatch(/^HTTP\/1\.1 413 /);
    await client.closed();
    const [entry] = await entries(1);
    expect(entry).toMatchObject({
      response: { status: 413, content: { text: 'big' } },
      comment: expect.stringMatching(/the request body of \d+ bytes is left out: it is not whole/),
    });
    expect(entry).not.toHaveProperty('_truce');
  });
});

describe('a client', () => {
  it('that goes away in the middle of its request takes the target along', async () => {
    const target = await startRaw(() => undefined);
    const { port, entries } = await between(target);
    const client = new RawClient(port);
    client.write('POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\npart');
    while (!target.received[0]?.endsWith('part')) await pause(2);
    client.socket.destroy();
    const [entry] = await entries(1);
    const reason = 'the client went away in the middle of its request';
    expect(entry).toMatchObject({ request: { bodySize: 4 }, response: { status: 0, _error: reason }, ...unjudged(reason) });
    await pause(20);
    expect(target.sockets.size).toBe(0);
  });

  it('that goes away in the middle of the response ends it for the target', async () => {
    const target = await startRaw((socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n');
        const timer = setInterval(() => socket.write(Buffer.alloc(50_000)), 5);
        socket.on('close', () => clearInterval(timer));
      });
    });
    const { port, entries } = await between(target);
    const client = new RawClient(port);
    client.write(get);
    await client.until(({ length }) => length > 100_000);
    client.socket.resetAndDestroy();
    const [entry] = await entries(1);
    expect(entry).toMatchObject({ response: { status: 200, _error: expect.stringMatching(/^the client/) } });
    while (target.sockets.size > 0) await pause(5);
  });

  it('that only stops sending is answered, and the entry says that it had', async () => {
    const target = await startRaw((socket) => {
      socket.removeAllListeners('end');
      socket.on('data', () => setTimeout(() => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'), 50));
    });
    const { port, entries } = await between(target);
    const client = new RawClient(port);
    client.socket.end(get);
    expect(await client.closed()).toBe('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
    expect((await entries(1))[0]).toMatchObject({
      response: { content: { text: 'ok' } },
      comment: 'the client had closed its side before the answer was whole',
    });
  });

  it.each([
    ['no HTTP', '\x16\x03\x01\x02\x00\x01\r\n\r\n', 400],
    ['two lengths', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', 400],
    ['a length and chunks', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n', 400],
    ['chunks that are not last', 'POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, gzip\r\n\r\n', 400],
    ['a bare line feed in a field', 'GET / HTTP/1.1\r\nHost: x\r\nA: 1\nB: 2\r\n\r\n', 400],
    ['white space before the colon', 'GET / HTTP/1.1\r\nHost : x\r\n\r\n', 400],
    ['two hosts', 'GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n', 400],
    ['another version', 'GET / HTTP/3.0\r\nHost: x\r\n\r\n', 505],
    ['CONNECT', 'CONNECT other.example:443 HTTP/1.1\r\nHost: other.example:443\r\n\r\n', 501],
    ['an endless head', `GET / HTTP/1.1\r\nX: ${'x'.repeat(140_000)}`, 431],
  ])('that sends %s is refused, and the target never hears of it', async (_, request, status) => {
    const target = await startAnswering('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
    const { port, refused, entries } = await between(target);
    expect(await ask(port, request)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} [\\s\\S]*problem\\+json`));
    expect(refused).toHaveLength(1);
    expect(target.received).toEqual([]);
    await entries(0);
  });

  it('whose second request is broken gets the answer to the first before it is told', async () => {
    const target = await startAnswering('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
    const { port, entries } = await between(target);
    expect(await ask(port, `${get}broken\r\n\r\n`)).toMatch(/^HTTP\/1\.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP\/1\.1 400 /);
    await entries(1);
  });

  it('whose chunks break off after it was answered has one entry, not two', async () => {
    const answer = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
    const { port, entries } = await between(await startRaw(once((socket) => void socket.write(answer))));
    const client = new RawClient(port);
    client.write('POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n');
    await client.until((text) => text.endsWith('ok'));
    client.write('nope\r\n');
    expect(await client.closed()).toMatch(/okHTTP\/1\.1 400 /);
    const [entry] = await entries(1);
    expect(entry).toMatchObject({
      response: { status: 200, content: { text: 'ok' } },
      _truce: { unjudged: expect.stringMatching(/request is not whole/) },
    });
  });

  it('whose chunks break off in nonsense is told so, and the exchange is kept', async () => {
    const { port, entries } = await between(await startRaw(() => undefined));
    expect(await ask(port, 'POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nnope\r\n')).toMatch(
      /^HTTP\/1\.1 400 /,
    );
    expect((await entries(1))[0]?.response).toMatchObject({
      status: 0,
      _error: "the client's request has a chunk whose size is no number",
    });
  });
});

describe('other protocols', () => {
  it('pass through a tunnel, unrecorded, and the entry says so', async () => {
    const target = await startRaw((socket) => {
      let isOpen = false;
      socket.on('data', (bytes) => {
        if (isOpen) return void socket.write(Buffer.from(bytes).reverse());
        isOpen = true;
        socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n\x81\x01a');
      });
    });
    const { port, entries } = await between(target);
    const client = new RawClient(port);
    client.write('GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: abc\r\n\r\n');
    await client.until((text) => text.endsWith('\x81\x01a'));
    client.write('ping\r\n\r\n');
    await client.until((text) => text.endsWith('\n\r\n\rgnip'));
    client.socket.destroy();
    expect((await entries(1))[0]).toMatchObject({
      response: { status: 101 },
      comment: expect.stringMatching(/tunnel/),
      ...unjudged(expect.stringMatching(/tunnel/)),
    });
    while (target.sockets.size > 0) await pause(5);
  });

  it('that the target would rather not speak leave the connection as it was', async () => {
    const target = await startAnswering('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
    const { port, entries } = await between(target);
    const upgrade = 'GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';
    await ask(port, upgrade + get, (text) => text.split('ok').length === 3);
    expect((await entries(2)).map(({ response }) => response.status)).toEqual([200, 200]);
  });
});

describe('the end of the recorder', () => {
  it('lets what was asked be answered, and breaks off what takes too long', async () => {
    const target = await startRaw((socket) =>
      socket.on('data', (bytes) => {
        if (bytes.toString().startsWith('GET /slow')) setTimeout(() => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'), 150);
      }),
    );
    const { port, entries, close } = await between(target);
    const [slow, never, idle] = [new RawClient(port), new RawClient(port), new RawClient(port)];
    slow.write(get.replace('/a', '/slow'));
    never.write(get);
    await pause(50);
    await close(400);
    expect(await slow.closed()).toMatch(/ok$/);
    expect(await never.closed()).toBe('');
    expect(await idle.closed()).toBe('');
    expect((await entries(2)).map(({ response }) => response.status)).toEqual([200, 0]);
  });
});
