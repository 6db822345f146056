// The load generator of the mock's bench: it counts what was answered, notices a wrong status, and never asks for the same thing twice.
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { Connection, textOf, writerOf } from '../../bench/mock/client.ts';
import { makeDocument } from '../../bench/mock/documents.ts';
import type { Load, LoadReply } from '../../bench/mock/load.ts';
import { readMemory, readProcessorTime } from '../../bench/mock/usage.ts';

const ends: (() => unknown)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

async function serve(listener: (request: IncomingMessage, response: ServerResponse) => void): Promise<number> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  ends.push(() => server.close().closeAllConnections());
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function load(port: number, call: Load['call'], status = 200): Promise<LoadReply> {
  const generator = fork(join(import.meta.dirname, '../../bench/mock/load.ts'));
  ends.push(() => generator.kill());
  const reply = once(generator, 'message') as Promise<[LoadReply]>;
  generator.send({ port, pid: process.pid, call, status, connections: 3, warmUp: 50, duration: 200 } satisfies Load);
  return (await reply)[0];
}

describe('the load generator', () => {
  it('counts answers and their time, each asked for by a number of its own', async () => {
    const seen: string[] = [];
    const port = await serve((request, response) => {
      seen.push(request.url ?? '');
      setTimeout(() => response.end('fine'), 5);
    });
    const reply = await load(port, { method: 'GET', target: '/things/{n}' });
    if (!('result' in reply)) throw new Error(reply.error);
    expect(reply.result.requests).toBeGreaterThan(10);
    expect(reply.result.requests).toBeLessThan(seen.length);
    expect(reply.result.p50).toBeGreaterThanOrEqual(4);
    expect(reply.result.p99).toBeGreaterThanOrEqual(reply.result.p50);
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('fails at the first answer with another status, and when there is nobody', async () => {
    let count = 0;
    const port = await serve((_, response) => response.writeHead(++count === 20 ? 500 : 200).end('{"detail":"no"}'));
    expect(await load(port, { method: 'GET', target: '/' })).toEqual({ error: 'expected 200, got 500: {"detail":"no"}' });
    expect(await load(1, { method: 'GET', target: '/' })).toMatchObject({ error: expect.stringContaining('ECONNREFUSED') });
  });
});

describe('the client', () => {
  it('sends bodies whole and reads answers with a length, in chunks, and without content', async () => {
    const port = await serve((request, response) => {
      const pieces: Buffer[] = [];
      request.on('data', (piece: Buffer) => pieces.push(piece));
      request.on('end', () => {
        const text = Buffer.concat(pieces).toString();
        if (request.url === '/none') response.writeHead(204).end();
        else if (request.url === '/length') response.end(text);
        else {
          response.write(text.slice(0, 3));
          setTimeout(() => response.end(text.slice(3)), 10);
        }
      });
    });
    const connection = await Connection.open(port);
    ends.push(() => connection.close());
    const ask = (target: string) => connection.send(writerOf({ method: 'POST', target, body: '{"name":"Zoë {n}"}' }, { next: 5 })());
    expect((await ask('/length')).body.toString()).toBe('{"name":"Zoë 1000005"}');
    expect((await ask('/none')).status).toBe(204);
    const chunked = await ask('/chunks');
    expect(chunked.status).toBe(200);
    expect(chunked.head).toContain('chunked');
    expect(textOf(chunked)).toBe('{"name":"Zoë 1000005"}');
    expect((await ask('/length')).body.toString()).toBe('{"name":"Zoë 1000005"}');
  });
});

it('the use of a process counts what its children use', async () => {
  const script = `const { spawn } = require('node:child_process');
    spawn(process.execPath, ['-e', 'while (process.cpuUsage().user < 300_000); process.stdout.write("done"); setTimeout(() => {}, 9000)'],
      { stdio: ['ignore', 'inherit', 'ignore'] });`;
  // The parent itself uses about 50 ms.
  const parent: ChildProcess = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'ignore'], detached: true });
  ends.push(() => process.kill(-(parent.pid as number), 'SIGKILL'));
  await once(parent.stdout as NodeJS.EventEmitter, 'data');
  expect(readProcessorTime(parent.pid as number)).toBeGreaterThan(250);
  // Two processes of Node are larger than one.
  expect(readMemory(parent.pid as number).resident).toBeGreaterThan(60);
});

it.each([5, 300])('the generated document has %i operations', (size) => {
  const methods = Object.values(makeDocument(size)['paths'] as object).flatMap((item: object) =>
    Object.keys(item).filter((key) => key !== 'parameters'),
  );
  expect(methods).toHaveLength(size);
});
