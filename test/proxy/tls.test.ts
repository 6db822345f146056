// Targets with TLS: trusted by NODE_EXTRA_CA_CERTS, refused otherwise, taken as they are only with `--insecure`.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, type RecorderProcess, startRaw, startRecorder } from './wire.ts';

const at = (name: string): string => new URL(`tls/${name}`, import.meta.url).pathname;
const request = 'GET /a HTTP/1.1\r\nHost: x\r\n\r\n';
const answer = 'HTTP/1.1 200 OK\r\nSet-cookie: a=1\r\nContent-Length: 2\r\n\r\nok';
const names: (string | false | null)[] = [];
const server = createServer({ key: readFileSync(at('server.key')), cert: readFileSync(at('server.pem')) }, (socket) => {
  names.push(socket.servername);
  socket.on('error', () => undefined);
  socket.on('data', () => socket.write(answer));
});

beforeAll(async () => {
  server.on('tlsClientError', () => undefined);
  server.listen(0);
  await once(server, 'listening');
});
afterAll(() => void server.close());

const url = (host: string): string => `https://${host}:${(server.address() as AddressInfo).port}`;

async function withRecorder(
  target: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  action: (recorder: RecorderProcess) => Promise<void>,
): Promise<void> {
  const recorder = await startRecorder(target, args, { env });
  try {
    await action(recorder);
  } finally {
    expect(await recorder.stop()).toBe(0);
  }
}

describe('a target with TLS', () => {
  it.each([
    ['localhost', 'localhost'],
    ['127.0.0.1', false],
  ])('as %s is trusted by NODE_EXTRA_CA_CERTS', async (host, name) => {
    names.length = 0;
    await withRecorder(url(host), [], { NODE_EXTRA_CA_CERTS: at('ca.pem') }, async ({ port, exchanges, har }) => {
      expect(await ask(port, request, (text) => text.endsWith('ok'))).toBe(answer);
      await exchanges(1);
      expect(names).toEqual([name]);
      expect(har().log.entries[0]).toMatchObject({
        request: { url: `${url(host)}/a` },
        response: { status: 200, content: { text: 'ok' } },
      });
    });
  });

  it('whose certificate nobody knows is 502 and says why', async () => {
    await withRecorder(url('localhost'), [], {}, async ({ port, exchanges }) => {
      expect(await ask(port, request)).toMatch(
        /^HTTP\/1\.1 502 [\s\S]*the target cannot be reached: nobody known has signed its certificate/,
      );
      expect((await exchanges(1))[0]).toMatchObject({ status: 0, error: expect.stringMatching(/nobody known has signed/) });
    });
  });

  it('whose certificate is for another name is 502', async () => {
    // 127.0.0.2 is this machine, too, and the certificate does not name it.
    await withRecorder(url('127.0.0.2'), [], { NODE_EXTRA_CA_CERTS: at('ca.pem') }, async ({ port }) => {
      expect(await ask(port, request)).toMatch(/its certificate is for another name/);
    });
  });

  it('is taken as it is with --insecure, which is said aloud', async () => {
    await withRecorder(url('127.0.0.2'), ['--insecure'], {}, async ({ port, events }) => {
      expect(await ask(port, request, (text) => text.endsWith('ok'))).toBe(answer);
      expect(events[0]).toMatchObject({ event: 'warning', message: expect.stringMatching(/--insecure/) });
    });
  });

  it('that has none is 502', async () => {
    const plain = await startRaw((socket) => void socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')));
    await withRecorder(plain.url.replace('http', 'https'), [], {}, async ({ port }) => {
      expect(await ask(port, request)).toMatch(/^HTTP\/1\.1 502 [\s\S]*it does not speak TLS/);
    });
    await plain.close();
  });
});
