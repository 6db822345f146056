// The line for curl: pasted into a real shell, run by real curl, and what arrives at a real server is compared byte by byte.
import { execFile } from 'node:child_process';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { curlLine, quoteWord } from '../../src/live/curl.ts';
import type { WireRequest } from '../../src/live/request-values.ts';

const run = promisify(execFile);
interface Arrived {
  readonly method: string | undefined;
  readonly target: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}
let server: Server;
let url = '';
let arrived: Arrived | undefined;

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      arrived = { method: request.method, target: request.url, headers: request.headers, body: Buffer.concat(chunks) };
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/base/`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const send = async (
  request: WireRequest,
  credentials: Parameters<typeof curlLine>[2] = [],
  env: Record<string, string> = {},
): Promise<Arrived> => {
  arrived = undefined;
  const line = curlLine(request, url, credentials);
  for (const secret of Object.values(env)) expect(line).not.toContain(secret);
  // Through standard input, as it is pasted: an argument of the shell itself would have a longest length.
  const pasted = run('/bin/sh', ['-s'], { env: { PATH: process.env['PATH'], ...env }, timeout: 20_000 });
  pasted.child.stdin?.end(`${line}\n`);
  await pasted;
  if (!arrived) throw new Error(`nothing arrived of ${line}`);
  return arrived;
};

describe('curl', () => {
  it.each<[string, string]>([
    ['plain JSON', '{"a":1}'],
    ['quotes', `it's "quoted" \`and\` $HOME \\ !`],
    ['lines', 'a\nb\r\nc\n'],
    ['a file name', '@/etc/hostname'],
    ['NUL', 'a\0b'],
    ['marks of direction', 'a\u202eb'],
    ['a tab', 'a\tb'],
    ['other scripts', 'Zoë 日本 🙂'],
    ['much', 'x'.repeat(200_000)],
  ])('%s arrives as it is', async (_, text) => {
    const body = Buffer.from(text);
    const { body: got, headers } = await send({ method: 'POST', target: '/things', fields: [['Content-Type', 'text/plain']], body });
    expect(got.equals(body)).toBe(true);
    expect(headers['content-type']).toBe('text/plain');
  });

  it('bytes that are no text arrive as they are', async () => {
    const body = Uint8Array.from({ length: 256 }, (_, index) => index);
    const { body: got, headers } = await send({ method: 'PUT', target: '/', fields: [], body });
    expect(got.equals(body)).toBe(true);
    expect(headers['content-type']).toBeUndefined();
  });

  it('any body, target and field', async () => {
    const visible = fc.string({ unit: fc.constantFrom(...`abc '"\\$\`!{}[]*?~#&;|<>()%^`), maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 200 }), visible, async (body, field) => {
        const value = field.trim();
        const target = `/a/../b/%2E/[x]{y}?q=${encodeURIComponent(field)}&r='`;
        const got = await send({
          method: 'PATCH',
          target,
          fields: [
            ['X-Field', value],
            ['Content-Type', 'application/octet-stream'],
          ],
          body,
        });
        expect(got.method).toBe('PATCH');
        expect(got.target).toBe(`/base${target}`);
        expect(got.headers['x-field']).toBe(value);
        expect(got.body.equals(body)).toBe(true);
      }),
      { numRuns: 12 },
    );
  });

  it('HEAD waits for no body', async () => {
    expect((await send({ method: 'HEAD', target: '/things', fields: [] })).method).toBe('HEAD');
  });

  it('credentials come from the environment, whatever the request held', async () => {
    const request: WireRequest = {
      method: 'GET',
      target: '/things?a=1&api_key=leaked',
      fields: [
        ['Authorization', 'Bearer leaked'],
        ['Cookie', 'session=leaked; theme=dark'],
      ],
    };
    const credentials = [
      { in: 'header', name: 'Authorization', env: 'API_TOKEN', prefix: 'Bearer ' },
      { in: 'query', name: 'api_key', env: 'API_KEY' },
      { in: 'cookie', name: 'session', env: 'SESSION' },
    ] as const;
    expect(curlLine(request, url, credentials)).not.toContain('leaked');
    const { headers, target } = await send(request, credentials, { API_TOKEN: 't0k"en $x', API_KEY: 'k3y', SESSION: 's3ss' });
    expect(headers.authorization).toBe('Bearer t0k"en $x');
    expect(headers.cookie).toBe('theme=dark; session=s3ss');
    expect(target).toBe('/base/things?a=1&api_key=k3y');
  });

  it('Basic is encoded by curl, what signing in gave has a name, and nobody’s credential is shown', async () => {
    const request: WireRequest = { method: 'GET', target: '/things', fields: [['Authorization', 'Basic bGVha2Vk']] };
    const basic = [{ in: 'header', name: 'Authorization', value: 'Basic bGVha2Vk', env: 'LOGIN' }] as const;
    expect((await send(request, basic, { LOGIN: 'ada:l0ve lace' })).headers.authorization).toBe(`Basic ${btoa('ada:l0ve lace')}`);
    const session = [{ in: 'header', name: 'X-Session', value: 'leaked' }] as const;
    expect((await send(request, session, { TRUCE_X_SESSION: 's3ss' })).headers['x-session']).toBe('s3ss');
    const wrong = [{ in: 'header', name: 'Authorization', value: 'Bearer nobody', isPublic: true, env: 'TOKEN' }] as const;
    expect((await send(request, wrong)).headers.authorization).toBe('Bearer nobody');
  });

  it('a name that is none of a variable is refused', () => {
    const bad = [{ in: 'header', name: 'A', env: 'X; rm -rf /' }] as const;
    expect(() => curlLine({ method: 'GET', target: '/', fields: [] }, url, bad)).toThrow(RangeError);
  });

  it('a word of the shell is one argument, the same one', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\0', '').toWellFormed()),
          { minLength: 1, maxLength: 20 },
        ),
        async (words) => {
          const { stdout } = await run('/bin/sh', ['-c', `printf '%s\\0' ${words.map(quoteWord).join(' ')}`]);
          expect(stdout.split('\0').slice(0, -1)).toEqual(words);
        },
      ),
      { numRuns: 10 },
    );
  });
});
