// What passes through the recorder is what was sent, byte for byte, in both directions; compared with the same exchange without a recorder.
import { createHash, randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { type Recording, startRecording } from './in-process.ts';
import { ask, RawClient, type RawTarget, startAnswering, startRaw } from './wire.ts';

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
const hash = (text: string): string => createHash('sha256').update(text, 'latin1').digest('hex');
const latin1 = (bytes: Buffer): string => bytes.toString('latin1');
const get = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n';
const withHost = (text: string, port: number): string => text.replace(/^(host:[\t ]*)x$/im, `$1127.0.0.1:${port}`);

describe('responses', () => {
  const random = randomBytes(300_000);
  const zipped = gzipSync(JSON.stringify({ id: 9007199254740993n.toString(), text: 'å'.repeat(5000) }));
  const fixed = (head: string, body: Buffer | string = ''): string =>
    `HTTP/1.1 200 OK\r\n${head}Content-Length: ${body.length}\r\n\r\n${typeof body === 'string' ? body : latin1(body)}`;
  const cases: Readonly<Record<string, string>> = {
    'random bytes': fixed('Content-Type: application/octet-stream\r\n', random),
    gzip: fixed('Content-Type: application/json\r\nContent-Encoding: gzip\r\n', zipped),
    'big integers and odd spaces': fixed('Content-Type: application/json\r\n', '{ "id":9007199254740993,\r\n\t"n": 1.0e+2, "n": -0 }'),
    'duplicate Set-Cookie, case and order of fields': fixed(
      'SET-cookie: a=1; Path=/\r\nx-B:   2\r\nset-Cookie: b=2\r\nX-b: 3\r\nX-Empty:\r\n',
    ),
    'a redirect with a cookie': 'HTTP/1.1 302 Moved About\r\nLocation: http://elsewhere.example/x?a=%20b\r\nContent-Length: 0\r\n\r\n',
    'a status line without a reason': 'HTTP/1.1 299 \r\nContent-Length: 2\r\n\r\nok',
    '204': 'HTTP/1.1 204 No Content\r\nX-A: 1\r\n\r\n',
    '304 with the length of what is not there': 'HTTP/1.1 304 Not Modified\r\nContent-Length: 500\r\nETag: "x"\r\n\r\n',
    'chunks with extensions and trailers':
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n5;a=1;b="x y"\r\nhello\r\n0000A\r\n0123456789\r\n0\r\nX-Sum: 15\r\nx-sum:16\r\n\r\n',
    'bytes beyond ASCII in a field': fixed('X-Name: \xe5\xff\r\n', 'x'),
  };

  it.each(Object.entries(cases))('%s', async (_, answer) => {
    const target = await startAnswering(answer);
    const { port, entries } = await between(target);
    expect(hash(await ask(port, get, ({ length }) => length >= answer.length))).toBe(hash(answer));
    // Twice on one connection: nothing is left over of the first.
    expect(hash(await ask(port, get + get, ({ length }) => length >= 2 * answer.length))).toBe(hash(answer + answer));
    await entries(3);
    expect(new Set(target.received)).toEqual(new Set([withHost(get, target.port), withHost(get, target.port).repeat(2)]));
  });

  it('to HEAD has a length and no body', async () => {
    const answer = 'HTTP/1.1 200 OK\r\nContent-Length: 1234\r\nContent-Type: application/json\r\n\r\n';
    const { port, entries } = await between(await startAnswering(answer));
    const head = 'HEAD / HTTP/1.1\r\nHost: x\r\n\r\n';
    expect(await ask(port, head + head, ({ length }) => length >= 2 * answer.length)).toBe(answer + answer);
    const [entry] = await entries(2);
    expect(entry).toMatchObject({ request: { method: 'HEAD' }, response: { status: 200, bodySize: 0 } });
    expect(entry).not.toHaveProperty('_truce');
  });

  it('without a length end with the connection', async () => {
    const target = await startRaw((socket) =>
      socket.once('data', () => void socket.end('HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nuntil the end')),
    );
    const { port, entries } = await between(target);
    expect(await ask(port, 'GET /a HTTP/1.0\r\n\r\n')).toBe('HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nuntil the end');
    expect(target.received).toEqual(['GET /a HTTP/1.0\r\n\r\n']);
    expect((await entries(1))[0]?.response.content.text).toBe('until the end');
  });

  it('with interim responses (103, 100) come as they were sent', async () => {
    const answer =
      'HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\nHTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx';
    const { port, entries } = await between(await startAnswering(answer));
    expect(await ask(port, get, (received) => received.endsWith('\r\n\r\nx'))).toBe(answer);
    expect((await entries(1))[0]?.response.status).toBe(200);
  });

  it('reach the client while they are still coming', async () => {
    const target = await startRaw((socket) =>
      socket.once('data', () => void socket.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfirst')),
    );
    const { port } = await between(target);
    const client = new RawClient(port);
    client.write(get);
    await client.until((received) => received.endsWith('first'));
    for (const socket of target.sockets) socket.write('later');
    expect(await client.until((received) => received.endsWith('firstlater'))).toMatch(/^HTTP\/1\.1 200 OK/);
    client.socket.destroy();
  });
});

describe('requests', () => {
  const answer = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n';
  /** Answers when so many bytes have come. */
  const after = (size: () => number) =>
    startRaw((socket, text) => socket.on('data', () => text().length === size() && socket.write(answer)));
  const body = randomBytes(200_000);
  const cases: Readonly<Record<string, string>> = {
    'random bytes': `POST /a?b=%20c HTTP/1.1\r\nhOsT: x\r\nX-a: 1\r\nx-A:2\r\nContent-Length: ${body.length}\r\n\r\n${latin1(body)}`,
    'chunks, extensions, trailers':
      'PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3;x\r\nabc\r\n1\r\nd\r\n0\r\nX-T: 1\r\n\r\n',
    'a GET with a body': 'GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc',
    'an unknown method': 'M-SEARCH * HTTP/1.1\r\nHost: x\r\n\r\n'.replace('*', '/a'),
    'OPTIONS for the whole server': 'OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n',
    'no Host': 'GET / HTTP/1.1\r\nAccept: */*\r\n\r\n',
  };

  it.each(Object.entries(cases))('%s', async (_, request) => {
    let size = 0;
    const target = await after(() => size);
    const wanted = withHost(request, target.port);
    size = wanted.length;
    const { port, entries } = await between(target);
    expect(await ask(port, request, ({ length }) => length >= answer.length)).toBe(answer);
    expect(hash(target.received[0] ?? '')).toBe(hash(wanted));
    await entries(1);
  });

  it('cut anywhere arrive whole', async () => {
    const request = 'POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3;x\r\nabc\r\n0\r\nX-T: 1\r\n\r\n';
    let size = 0;
    const target = await after(() => size);
    const wanted = withHost(request, target.port);
    size = wanted.length;
    const { port, entries } = await between(target);
    const client = new RawClient(port);
    for (const letter of request) {
      client.write(letter);
      await new Promise((resolve) => void setImmediate(resolve));
    }
    await client.until(({ length }) => length >= answer.length);
    client.socket.destroy();
    expect(target.received).toEqual([wanted]);
    expect((await entries(1))[0]).toMatchObject({ request: { bodySize: 3, _trailers: [{ name: 'X-T', value: '1' }] } });
  });

  it('wait for 100 Continue where the client does', async () => {
    const target = await startRaw((socket, text) =>
      socket.on('data', () => {
        if (text().endsWith('\r\n\r\n')) socket.write('HTTP/1.1 100 Continue\r\n\r\n');
        else if (text().endsWith('abc')) socket.write(answer);
      }),
    );
    const { port, entries } = await between(target);
    const client = new RawClient(port);
    client.write('POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n');
    await client.until((received) => received === 'HTTP/1.1 100 Continue\r\n\r\n');
    client.write('abc');
    await client.until((received) => received === `HTTP/1.1 100 Continue\r\n\r\n${answer}`);
    client.socket.destroy();
    expect((await entries(1))[0]).toMatchObject({ request: { postData: { text: 'abc' } }, response: { status: 200 } });
  });

  it('in absolute form ask the target for the path; Host may be kept; the client may be told about', async () => {
    const target = await startAnswering(answer);
    const { port } = await between(target, { keepHost: true, forwarded: true });
    await ask(port, 'GET http://other.example:81/a?b HTTP/1.1\r\nHost: other.example:81\r\n\r\n', ({ length }) => length > 0);
    expect(target.received).toEqual([
      'GET /a?b HTTP/1.1\r\nHost: other.example:81\r\nX-Forwarded-For: 127.0.0.1\r\nX-Forwarded-Host: other.example:81\r\nX-Forwarded-Proto: http\r\n\r\n',
    ]);
  });

  it('lose what belongs to one connection alone, and nothing that frames them', async () => {
    const target = await startAnswering(
      'HTTP/1.1 200 OK\r\nConnection: X-Hop, keep-alive\r\nKeep-Alive: timeout=5\r\nX-Hop: 1\r\nContent-Length: 0\r\n\r\n',
    );
    const { port } = await between(target);
    const request =
      'GET / HTTP/1.1\r\nConnection: keep-alive, x-one, content-length, host\r\nX-One: 1\r\nHost: x\r\nProxy-Connection: keep-alive\r\nTE: gzip\r\nUpgrade: foo\r\nContent-Length: 2\r\n\r\nab';
    expect(await ask(port, request, ({ length }) => length > 0)).toBe(
      'HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n',
    );
    expect(target.received[0]).toBe(
      `GET / HTTP/1.1\r\nConnection: keep-alive\r\nHost: 127.0.0.1:${target.port}\r\nContent-Length: 2\r\n\r\nab`,
    );
  });

  it('in a row without waiting are answered in order, on one connection to the target', async () => {
    const target = await startRaw((socket) => {
      let number = 0;
      socket.on('data', (bytes) => {
        for (const _ of bytes.toString().matchAll(/GET/g))
          socket.write(`HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n${String(number++).padStart(4, '0')}`);
      });
    });
    const { port, entries } = await between(target);
    const requests = Array.from({ length: 200 }, (_, number) => `GET /${number} HTTP/1.1\r\nHost: x\r\n\r\n`).join('');
    const received = await ask(port, requests, (text) => text.endsWith('0199'));
    expect(received.match(/\d{4}(?=HTTP|$)/g)).toEqual(Array.from({ length: 200 }, (_, number) => String(number).padStart(4, '0')));
    expect(target.received).toHaveLength(1);
    const told = await entries(200);
    expect(told.every(({ request, response }) => Number(request.url.split('/').at(-1)) === Number(response.content.text))).toBe(true);
  });
});

describe('redirects', () => {
  it.each([
    ['/api', 'http://TARGET/api/x?y=1', 'http://RECORDER/x?y=1'],
    ['/api', 'http://TARGET/other', 'http://TARGET/other'],
    ['', 'http://TARGET', 'http://RECORDER'],
    ['', '/relative', '/relative'],
    ['', 'http://elsewhere.example/', 'http://elsewhere.example/'],
  ])('below %s: %s leads to %s where that is wanted', async (basePath, location, wanted) => {
    let answer = '';
    const target = await startRaw((socket) => socket.on('data', () => void socket.write(answer)));
    answer = `HTTP/1.1 302 Found\r\nLocation: ${location.replace('TARGET', `127.0.0.1:${target.port}`)}\r\nContent-Length: 0\r\n\r\n`;
    const recording = await startRecording(target.url + basePath, { rewriteLocation: true });
    ends.push(
      () => target.close(),
      () => recording.close(),
    );
    const received = await ask(recording.port, get, (text) => text.endsWith('\r\n\r\n'));
    expect(/Location: (.*)\r/.exec(received)?.[1]).toBe(
      wanted.replace('TARGET', `127.0.0.1:${target.port}`).replace('RECORDER', `127.0.0.1:${recording.port}`),
    );
    expect((await recording.entries(1))[0]?.response.redirectURL).toBe(location.replace('TARGET', `127.0.0.1:${target.port}`));
  });
});
