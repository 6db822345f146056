// How a probe reaches an instance: TLS, proxies of the environment, and redirects, which are answers; credentials go to the target alone.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttp, type RequestListener, type Server } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, afterAll, describe, expect, it } from 'vitest';
import { type Answer, Client } from '../../src/live/client.ts';
import { saying, startRaw } from './raw-server.ts';

const stops: (() => Promise<unknown>)[] = [];
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'truce-tls-'));
  execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=localhost'].concat([
      '-addext',
      'subjectAltName=DNS:localhost',
      '-keyout',
      'key.pem',
      '-out',
      'cert.pem',
    ]),
    { cwd: folder, stdio: 'ignore' },
  );
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
});

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  stops.push(async () => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('no port');
  return address.port;
}

const secure = (listener: RequestListener): Promise<number> =>
  listening(createHttps({ key: readFileSync(join(folder, 'key.pem')), cert: readFileSync(join(folder, 'cert.pem')) }, listener));

/** A proxy for both forms, absolute targets and CONNECT, and what it was asked. */
async function startProxy(status = 200): Promise<{ readonly url: string; readonly asked: string[]; readonly heads: string[] }> {
  const asked: string[] = [];
  const heads: string[] = [];
  const proxy = createHttp((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    heads.push(request.rawHeaders.join('\n'));
    response.writeHead(status).end('by the proxy');
  });
  proxy.on('connect', (request, socket, head) => {
    asked.push(`CONNECT ${request.url}`);
    heads.push(request.rawHeaders.join('\n'));
    if (status !== 200) return void socket.end(`HTTP/1.1 ${status} No\r\n\r\n`);
    const port = Number(request.url?.split(':')[1]);
    const onward = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Fine\r\n\r\n');
      onward.write(head);
      onward.pipe(socket).pipe(onward);
    });
    for (const end of [onward, socket]) end.on('error', () => undefined);
  });
  return { url: `http://127.0.0.1:${await listening(proxy)}`, asked, heads };
}

async function ask(origin: string, env: Record<string, string> = {}, token = 'Bearer sesame'): Promise<Answer> {
  const client = new Client({ timeout: 3000, mostBytes: 1 << 20, env });
  try {
    return await client.send(origin, {
      method: 'GET',
      target: '/a?b',
      fields: [
        ['Host', new URL(origin).host],
        ['Authorization', token],
      ],
    });
  } finally {
    await client.close();
  }
}

const told = ({ failure, status, body }: Answer): string =>
  failure ? `${failure.kind}: ${failure.message}` : `${status} ${Buffer.from(body).toString()}`;

/** In a process of its own: Node reads the CAs when it starts. */
async function askElsewhere(origin: string, env: Record<string, string>): Promise<string> {
  const script = join(folder, 'ask.ts');
  writeFileSync(
    script,
    `import { Client } from ${JSON.stringify(join(import.meta.dirname, '../../src/live/client.ts'))};
const client = new Client({ timeout: 3000, mostBytes: 1000, env: {} });
const answer = await client.send(${JSON.stringify(origin)}, { method: 'GET', target: '/', fields: [] });
console.log(answer.failure?.message ?? answer.status);
await client.close();`,
  );
  const child = spawn(process.execPath, [script], { env: { PATH: process.env['PATH'] ?? '', ...env } });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (out += chunk.toString()));
  await once(child, 'close');
  return out.trim();
}

describe('TLS', () => {
  it('a certificate signed by itself is refused with the way out, and taken where that was gone', async () => {
    const port = await secure((_, response) => response.end('hello'));
    const origin = `https://localhost:${port}`;
    expect(told(await ask(origin))).toBe('refused: its certificate is signed by itself: name the CA in NODE_EXTRA_CA_CERTS');
    expect(await askElsewhere(origin, {})).toContain('signed by itself');
    expect(await askElsewhere(origin, { NODE_EXTRA_CA_CERTS: join(folder, 'cert.pem') })).toBe('200');
    expect(await askElsewhere(`https://127.0.0.1:${port}`, { NODE_EXTRA_CA_CERTS: join(folder, 'cert.pem') })).toBe(
      'its certificate is for another host',
    );
  });

  it('https to a port that speaks HTTP, and the other way round', async () => {
    const plain = await listening(createHttp((_, response) => response.end()));
    expect(told(await ask(`https://localhost:${plain}`))).toBe('refused: it does not speak TLS there: the address may begin with http://');
    const port = await secure((_, response) => response.end());
    expect(told(await ask(`http://127.0.0.1:${port}`))).toMatch(/^(dropped|malformed): /);
  });

  it('a port that closes during the handshake', async () => {
    const server = await startRaw(
      () => undefined,
      (socket) => socket.once('data', () => socket.destroy()),
    );
    stops.push(() => server.stop());
    expect(told(await ask(server.origin.replace('http', 'https')))).toMatch(/^(dropped|refused): the connection ended/);
  });

  it('a port that never shakes hands', async () => {
    const server = await startRaw(() => undefined);
    stops.push(() => server.stop());
    const client = new Client({ timeout: 300, mostBytes: 100, env: {} });
    stops.push(() => client.close());
    const answer = await client.send(server.origin.replace('http', 'https'), { method: 'GET', target: '/', fields: [] });
    expect(told(answer)).toMatch(/^(timeout: no answer came within 0\.3 seconds|refused: no connection came about in time)$/);
  });
});

describe('a proxy of the environment', () => {
  it.each([
    ['HTTP_PROXY', 'http_proxy'],
    ['http_proxy', 'HTTP_PROXY'],
  ])('%s carries http', async (name) => {
    const proxy = await startProxy();
    const answer = await ask('http://crm.invalid', { [name]: proxy.url });
    expect(answer.failure).toBeUndefined();
    expect(proxy.asked.length).toBe(1);
    expect(proxy.asked[0]).toMatch(/^(GET http:\/\/crm\.invalid\/a\?b|CONNECT crm\.invalid:80)$/);
  });

  it('HTTPS_PROXY carries https in a tunnel that the credentials are not told to', async () => {
    const port = await secure((_, response) => response.end('hello'));
    const proxy = await startProxy();
    const answer = await ask(`https://localhost:${port}`, { HTTPS_PROXY: proxy.url });
    expect(told(answer)).toContain('signed by itself');
    expect(proxy.asked).toEqual([`CONNECT localhost:${port}`]);
    expect(proxy.heads.join('')).not.toContain('sesame');
  });

  it('NO_PROXY goes straight there', async () => {
    const port = await listening(createHttp((_, response) => response.end('straight')));
    const proxy = await startProxy();
    const origin = `http://127.0.0.1:${port}`;
    expect(told(await ask(origin, { HTTP_PROXY: proxy.url, NO_PROXY: '127.0.0.1' }))).toBe('200 straight');
    expect(told(await ask(origin, { HTTP_PROXY: proxy.url, no_proxy: '*' }))).toBe('200 straight');
    expect(proxy.asked).toEqual([]);
  });

  it('the environment of this process is not asked', async () => {
    const port = await listening(createHttp((_, response) => response.end('straight')));
    const proxy = await startProxy();
    process.env['HTTP_PROXY'] = proxy.url;
    try {
      expect(told(await ask(`http://127.0.0.1:${port}`))).toBe('200 straight');
    } finally {
      delete process.env['HTTP_PROXY'];
    }
    expect(proxy.asked).toEqual([]);
  });

  it.each([
    [407, 'it wants credentials'],
    [502, 'and makes no connection'],
  ])('a tunnel that is answered %i is told of the proxy', async (status, what) => {
    const proxy = await startProxy(status);
    expect(told(await ask('https://crm.invalid', { HTTPS_PROXY: proxy.url }))).toMatch(
      new RegExp(`^refused: the proxy answered ${status}.*${what}$`),
    );
  });

  it('an address without a scheme is one, and one that is none is refused without repeating it', async () => {
    const proxy = await startProxy();
    await ask('http://crm.invalid', { HTTP_PROXY: proxy.url.replace('http://', '') });
    expect(proxy.asked.length).toBe(1);
    const wrong = (value: string): Client => new Client({ timeout: 1, mostBytes: 1, env: { https_proxy: value } });
    for (const value of ['http://jane:sesame@', 'ftp://sesame.example', 'a sesame'])
      expect(() => wrong(value)).toThrow(/^The environment variable HTTPS_PROXY holds no address of a proxy$/);
  });

  it('a proxy that is not there', async () => {
    const server = await startRaw(saying(''));
    await server.stop();
    expect(told(await ask('http://crm.invalid', { HTTP_PROXY: server.origin }))).toBe('refused: nothing accepts connections there');
  });
});

describe('a redirect', () => {
  it.each([301, 302, 303, 307, 308])('%i to another host is an answer, and nothing goes there', async (status) => {
    const heard: string[] = [];
    const other = await listening(
      createHttp((request, response) => {
        heard.push(`${request.url} ${request.headers.authorization}`);
        response.end('elsewhere');
      }),
    );
    const port = await listening(createHttp((_, response) => response.writeHead(status, { Location: `http://127.0.0.1:${other}/` }).end()));
    const answer = await ask(`http://127.0.0.1:${port}`);
    expect([told(answer), answer.status]).toEqual([`${status} `, status]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(heard).toEqual([]);
  });
});
