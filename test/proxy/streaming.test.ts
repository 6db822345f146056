// Much at once: bodies larger than memory should hold, clients and targets of different speed, many connections.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ask, pause, RawClient, startAnswering, startRaw, startRecorder } from './wire.ts';

const size = 100 * 1024 * 1024;
const block = Buffer.from(Array.from({ length: 1 << 16 }, (_, index) => (index * 7919 + (index >> 8)) & 0xff));
const wanted = createHash('sha256');
for (let sent = 0; sent < size; sent += block.length) wanted.update(block);
const wantedHash = wanted.digest('hex');

async function* blocks(): AsyncGenerator<Buffer> {
  for (let sent = 0; sent < size; sent += block.length) yield block;
}

/** Sends 100 MB back, and answers with the hash of what it was sent. */
const server = createServer((message, response) => {
  const hash = createHash('sha256');
  message.on('data', (bytes: Buffer) => hash.update(bytes));
  message.on('end', () => {
    response.setHeader('X-Hash', hash.digest('hex'));
    if (message.url === '/length') response.setHeader('Content-Length', size);
    pipeline(blocks(), response).catch(() => undefined);
  });
});

const ends: (() => unknown)[] = [];
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});
afterAll(() => void server.close());

const peakOf = (pid: number | undefined): number =>
  Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

describe('bodies of 100 MB', () => {
  it('pass whole in both directions in the memory that a small one needs, and are left out of the file', async () => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const recorder = await startRecorder(url, ['--limit', '1'], { flags: ['--max-old-space-size=48'] });
    const before = peakOf(recorder.child.pid);
    for (const path of ['/length', '/chunks']) {
      const hash = createHash('sha256');
      const message = httpRequest({ port: recorder.port, host: '127.0.0.1', path, method: 'POST', agent: false });
      const sent = pipeline(blocks(), message);
      const [response] = (await once(message, 'response')) as [NodeJS.ReadableStream & { headers: Record<string, string> }];
      await Promise.all([
        sent,
        (async () => {
          for await (const bytes of response) hash.update(bytes as Buffer);
        })(),
      ]);
      expect(hash.digest('hex')).toBe(wantedHash);
      expect(response.headers['x-hash']).toBe(wantedHash);
    }
    expect(peakOf(recorder.child.pid) - before).toBeLessThan(60);
    await recorder.exchanges(2);
    expect(await recorder.stop()).toBe(0);
    const [entry] = recorder.har().log.entries;
    expect(entry).toMatchObject({
      request: { bodySize: size },
      response: { bodySize: size, content: { size } },
      comment: expect.stringMatching(
        /the response body of 104857600 bytes is left out: it has more than 1 MB; the request body of 104857600 bytes is left out/,
      ),
    });
    expect(entry).not.toHaveProperty('_truce');
    expect(readFileSync(recorder.out).length).toBeLessThan(10_000);
  });

  it('are read no faster than the client takes them', async () => {
    let sent = 0;
    const target = await startRaw((socket) =>
      socket.once('data', async () => {
        socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${size}\r\n\r\n`);
        for (; sent < size && !socket.destroyed; sent += block.length)
          if (!socket.write(block)) await once(socket, 'drain').catch(() => undefined);
      }),
    );
    ends.push(() => target.close());
    const recorder = await startRecorder(target.url, ['--limit', '1']);
    ends.push(() => recorder.stop());
    const client = new RawClient(recorder.port);
    client.socket.pause();
    client.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await pause(500);
    const stalled = sent;
    // What the buffers of four sockets hold, and no more.
    expect(stalled).toBeLessThan(size / 3);
    await pause(300);
    expect(sent).toBe(stalled);
    client.socket.destroy();
  });

  it('are sent no faster than the target takes them', async () => {
    const target = await startRaw((socket) => void socket.pause());
    ends.push(() => target.close());
    const recorder = await startRecorder(target.url, ['--limit', '1']);
    // A client that goes away while nobody reads from it is noticed late: an orderly end would wait for it.
    ends.push(() => recorder.stop('SIGKILL'));
    const client = new RawClient(recorder.port);
    client.write(`POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${size}\r\n\r\n`);
    let taken = 0;
    for (let idle = 0; taken < size && idle < 10; taken += block.length)
      if (!client.socket.write(block)) {
        const drained = await Promise.race([once(client.socket, 'drain').then(() => true), pause(300).then(() => false)]);
        if (!drained) break;
      }
    expect(taken).toBeLessThan(size / 3);
    client.socket.destroy();
  });
});

describe('many connections', () => {
  it('five hundred at once are held, and each gets its own answers', async () => {
    const target = await startRaw((socket) =>
      socket.on('data', (bytes) => {
        for (const [, number] of bytes.toString().matchAll(/GET \/(\d+)/g))
          socket.write(`HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n${number?.padStart(6, '0')}`);
      }),
    );
    ends.push(() => target.close());
    const recorder = await startRecorder(target.url);
    const clients = Array.from({ length: 500 }, () => new RawClient(recorder.port));
    for (let round = 0; round < 3; round++)
      await Promise.all(
        clients.map(async (client, index) => {
          client.received = '';
          client.write(`GET /${index * 10 + round} HTTP/1.1\r\nHost: x\r\n\r\n`);
          expect(await client.until((text) => /\r\n\r\n\d{6}$/.test(text))).toMatch(
            new RegExp(`\r\n\r\n${String(index * 10 + round).padStart(6, '0')}$`),
          );
        }),
      );
    expect(target.sockets.size).toBe(500);
    for (const client of clients) client.socket.destroy();
    await recorder.exchanges(1500);
    expect(await recorder.stop()).toBe(0);
    const urls = new Set(recorder.har().log.entries.map(({ request }) => request.url));
    expect(urls.size).toBe(1500);
  });

  it('that take turns on one connection are told apart', async () => {
    const target = await startAnswering('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
    ends.push(() => target.close());
    const recorder = await startRecorder(target.url);
    for (let number = 0; number < 20; number++)
      await ask(recorder.port, `GET /${number} HTTP/1.1\r\nHost: x\r\n\r\n`, (text) => text.endsWith('ok'));
    await recorder.exchanges(20);
    expect(await recorder.stop()).toBe(0);
    expect(recorder.har().log.entries.map(({ request }) => request.url.split('/').at(-1))).toEqual(
      Array.from({ length: 20 }, (_, number) => String(number)),
    );
  });
});
