// Brokers that are broken, slow, misconfigured or hostile: a sentence, exit code 2, no secret, and the other pacts are judged and published; long, because each of them fails in its own way.
import { createServer as createSecureServer } from 'node:https';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Server } from 'node:net';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import {
  badPact,
  basicHeader,
  bearerHeader,
  checkArgs,
  expectNoSecret,
  goodPact,
  notes,
  password,
  publishArgs,
  token,
  truceWith,
  withPassword,
  withToken,
} from './run-with-broker.ts';
import { send, startBroker, type StubBroker, type StubOptions } from './stub-broker.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => void (await Promise.all(closing.splice(0).map((close) => close()))));

async function broker(options: StubOptions = {}): Promise<StubBroker> {
  const started = await startBroker({ authorization: bearerHeader, ...options });
  closing.push(() => started.close());
  return started;
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

/** A broker whose answers to requests for which `isFor` is true come from `answer`. */
const broken = (
  isFor: (path: string) => boolean,
  answer: (response: ServerResponse, request: IncomingMessage) => void,
): Promise<StubBroker> =>
  broker({
    intercept: (request, response, { path }) => {
      if (!isFor(path)) return false;
      answer(response, request);
      return true;
    },
  });

const isIndex = (path: string): boolean => path === '/';
const html = '<!DOCTYPE html><html><body>Sign in</body></html>';

describe('an index that is none', () => {
  it.each<[string, (response: ServerResponse) => void, string]>([
    ['a web page', (r) => send(r, 200, html, 'text/html'), 'answers with a web page, not with the HAL documents of a Pact Broker'],
    ['a web page that calls itself JSON', (r) => send(r, 200, html), 'answers with a web page'],
    ['10 MB of HTML', (r) => send(r, 200, `<html>${'x'.repeat(10_000_000)}`, 'text/html'), 'answers with a web page'],
    ['JSON that is no HAL', (r) => send(r, 200, { hello: 'world' }), 'is JSON, but no HAL document'],
    ['a list', (r) => send(r, 200, []), 'is JSON, but no HAL document'],
    ['nothing', (r) => send(r, 200, ''), 'is empty'],
    ['half a document', (r) => send(r, 200, '{"_links": {'), 'is not JSON, or breaks off'],
    [
      'bytes that are not UTF-8',
      (r) => void r.writeHead(200, { 'content-type': 'application/hal+json' }).end(Buffer.from([0x7b, 0xff, 0x7d])),
      'is not UTF-8',
    ],
    ['too many bytes', (r) => send(r, 200, `{"_links":{},"x":"${'y'.repeat(11_000_000)}"}`), 'with more than 10 MB'],
    ['deep nesting', (r) => send(r, 200, `{"_links":${'['.repeat(200_000)}`), 'is not JSON, or breaks off'],
    ['no link to pacts', (r) => send(r, 200, { _links: {} }), 'has no link to the pacts of a provider'],
    [
      'links of wrong shape',
      (r) => send(r, 200, { _links: { 'pb:provider-pacts-for-verification': [7, { href: 'http://[' }] } }),
      'has no link to the pacts',
    ],
    ['401', (r) => send(r, 401, {}), 'Check PACT_BROKER_TOKEN: set, sent and refused'],
    ['403 that repeats the token', (r) => send(r, 403, { error: `no scope for ${token}` }), 'forbids GET'],
    ['404', (r) => send(r, 404, html, 'text/html'), 'has nothing at GET'],
    ['500', (r) => send(r, 500, { error: { message: 'boom' } }), 'with status 500: {"error":{"message":"boom"}}'],
    ['a broken connection', (r) => void r.destroy(), 'the connection broke off'],
    [
      'a body that breaks off',
      (r) => void (r.writeHead(200, { 'content-length': '1000' }), r.write('{"_l'), setTimeout(() => r.destroy(), 50)),
      'cannot be reached',
    ],
    [
      'a link to a file',
      (r) => send(r, 200, { _links: { 'pb:latest-provider-pacts': { href: 'file:///etc/passwd' } } }),
      'leads to a `file:` address, which is not followed',
    ],
    [
      'a redirect to a file',
      (r) => void r.writeHead(302, { location: 'file:///etc/passwd' }).end(),
      'leads to a `file:` address, which is not followed',
    ],
    ['a redirect to nowhere', (r) => void r.writeHead(302, { location: 'http://[' }).end(), 'to nowhere (status 302)'],
    ['endless redirects', (r) => void r.writeHead(302, { location: '/' }).end(), 'more than 5 times'],
  ])('%s', async (_, answer, sentence) => {
    const stub = await broken(isIndex, answer);
    const env = { ...withToken, PACT_BROKER_HTTP_RETRIES: '1' };
    const { code, stdout, stderr } = await truceWith(notes(), publishArgs(stub.url), { env });
    expect(code).toBe(2);
    expect(stderr).toContain(sentence);
    expect(stdout).toBe('');
    expect(stub.state.results).toEqual([]);
  });

  it('nobody listens', async () => {
    const { code, stderr } = await truceWith(notes(), checkArgs('http://127.0.0.1:1'));
    expect(code).toBe(2);
    expect(stderr).toMatch(/cannot be reached at http:\/\/127\.0\.0\.1:1\//);
  });

  it('a slow drip ends when the patience does', async () => {
    const stub = await broken(isIndex, (response) => {
      response.writeHead(200, { 'content-type': 'application/hal+json' });
      const timer = setInterval(() => response.write(' '), 50);
      response.on('close', () => clearInterval(timer));
    });
    const config = { contracts: [{ document: 'openapi.yaml', provider: 'notes' }], broker: { url: stub.url, timeout: 0.5 } };
    const started = performance.now();
    const { code, stderr } = await truceWith(notes({ 'truce.config.json': JSON.stringify(config) }), ['check', '--broker']);
    expect(code).toBe(2);
    expect(stderr).toContain('did not answer');
    expect(stderr).toContain('within 0.5 seconds');
    expect(performance.now() - started).toBeLessThan(15_000);
  });
});

describe('redirects and other hosts', () => {
  it('sends no credentials where a redirect leads', async () => {
    const other = await startBroker({ authorization: bearerHeader });
    closing.push(() => other.close());
    const stub = await broken(isIndex, (response) => void response.writeHead(301, { location: `${other.url}/` }).end());
    const { code, stderr } = await truceWith(notes(), checkArgs(stub.url));
    expect(code).toBe(2);
    expect(other.seen).toMatchObject([{ method: 'GET', path: '/' }]);
    expect(other.seen[0]?.authorization).toBeUndefined();
    expect(stderr).toContain('None were sent, because this is another host than that of `--broker`');
  });

  it('does not send a question on to another host', async () => {
    const other = await startBroker();
    closing.push(() => other.close());
    const stub = await broken(
      (path) => path.endsWith('/for-verification'),
      (response) => void response.writeHead(307, { location: `${other.url}/for-verification` }).end(),
    );
    const { code, stderr } = await truceWith(notes(), checkArgs(stub.url));
    expect(code).toBe(2);
    expect(stderr).toContain('where it is not sent again');
    expect(other.seen).toEqual([]);
  });
});

describe('one pact of two', () => {
  it.each<[string, (response: ServerResponse) => void, string]>([
    ['is gone', (r) => send(r, 404, {}), 'has nothing at GET'],
    ['is a web page', (r) => send(r, 200, html, 'text/html'), 'is a web page'],
    ['breaks off', (r) => send(r, 200, '{"consumer":'), 'is not JSON, or breaks off'],
    ['is not UTF-8', (r) => void r.writeHead(200).end(Buffer.from([0xff])), 'is not UTF-8'],
    ['leads in circles', (r) => void r.writeHead(307, { location: '?again' }).end(), 'more than 5 times'],
    ['is the index again', (r) => send(r, 200, { _links: { self: { href: '/' } } }), 'is not known'],
  ])('%s: the other is judged and published', async (_, answer, sentence) => {
    const stub = await broken((path) => path.includes('/consumer/broken/') && path.includes('/metadata/'), answer);
    stub.state.publish(goodPact('broken'), '1', 'main');
    stub.state.publish(goodPact('whole'), '1', 'main');
    const { code, stdout } = await truceWith(notes(), publishArgs(stub.url));
    expect(code, stdout).toBe(2);
    expect(stdout.replace(/\s+/g, ' ')).toContain(sentence);
    expect(stub.state.results.map(({ consumer, success }) => [consumer, success])).toEqual([['whole', true]]);
  });

  const relation = 'pb:publish-verification-results';
  it.each<[string, (response: ServerResponse) => void, string]>([
    ['status 405', (r) => send(r, 405, {}), 'with status 405 (Check that this is the address of a Pact Broker'],
    [
      'status 409',
      (r) => send(r, 409, { error: 'exists' }),
      'status 409: {"error":"exists"} (The broker holds something else under this name',
    ],
    ['status 413', (r) => send(r, 413, html, 'text/html'), 'status 413 (Allow larger requests'],
    ['status 422', (r) => send(r, 422, { errors: { success: ['odd'] } }), '{"errors":{"success":["odd"]}} (Correct what the broker names'],
    ['status 429', (r) => send(r, 429, {}), 'status 429 (Try again later'],
    ['status 403', (r) => send(r, 403, {}), '(status 403) (Give the user or the token the permission'],
    [
      'a page to sign in',
      (r) => send(r, 200, html, 'text/html'),
      'answers with a web page, not with the HAL documents of a Pact Broker (Check',
    ],
  ])('whose result is answered with %s is not called published, and the way out is said', async (_, answer, sentence) => {
    const stub = await broken((path) => path.includes('/consumer/broken/') && path.endsWith('/verification-results'), answer);
    stub.state.publish(badPact('broken'), '1', 'main');
    stub.state.publish(goodPact('whole'), '1', 'main');
    const env = { ...withToken, PACT_BROKER_HTTP_RETRIES: '0', COLUMNS: '2000' };
    const { code, stdout, stderr } = await truceWith(notes(), publishArgs(stub.url), { env });
    expect(code, stdout).toBe(2);
    const text = stdout.replace(/\s+/g, ' ');
    expect(text).toMatch(/The result of \S+\/consumer\/broken\/\S+ is not published: /);
    expect(text).toContain(sentence);
    expect(text).toContain('1 result published for version "2.0"');
    // The broker's own notice for what it would have recorded.
    expect(stderr).not.toContain('The failure was recorded');
    expect(stub.state.results.map(({ consumer, success }) => [consumer, success])).toEqual([['whole', true]]);
  });

  it('has no link for its result: that is said, and the other is published', async () => {
    const stub = await broken(
      (path) => path.includes('/consumer/broken/') && path.includes('/metadata/'),
      (response) => send(response, 200, { ...goodPact('broken'), _links: {} }),
    );
    stub.state.publish(goodPact('broken'), '1', 'main');
    stub.state.publish(goodPact('whole'), '1', 'main');
    const { code, stdout } = await truceWith(notes(), publishArgs(stub.url));
    expect(code).toBe(2);
    expect(stdout.replace(/\s+/g, ' ')).toContain(`The pact has no link \`${relation}\`, so the broker takes no result for it (Check what`);
    expect(stub.state.results.map(({ consumer }) => consumer)).toEqual(['whole']);
  });

  it('a pact without a link costs only itself', async () => {
    const whole = '/pacts/provider/notes/consumer/whole/pact-version/1';
    const links = { _links: { self: { href: whole, name: 'Pact between whole and notes' } } };
    const stub = await broken(
      (path) => path.endsWith('/for-verification') || path === whole,
      (response, request) =>
        request.url === whole
          ? send(response, 200, { ...goodPact('whole'), _links: {} })
          : send(response, 200, { _embedded: { pacts: [{}, links, null] }, _links: {} }),
    );
    const { code, stdout } = await truceWith(notes(), checkArgs(stub.url));
    expect(code).toBe(2);
    expect(stdout).toContain('without saying where it is');
    expect(stdout).toMatch(/exchanges 1 · 1 conforms/);
    expect(stdout).toMatch(/findings {2}2 errors/);
  });

  it('a broker that answers without pacts is told of', async () => {
    const stub = await broken(
      (path) => path.endsWith('/for-verification'),
      (response) => send(response, 200, { _links: {} }),
    );
    const { code, stderr } = await truceWith(notes(), checkArgs(stub.url));
    expect(code).toBe(2);
    expect(stderr).toContain('without `_embedded.pacts`');
  });

  it('notices with escapes and secrets are shown tamely', async () => {
    const evil = `\u001b[2J${token}\u202e`;
    const stub = await broken(
      (path) => path.endsWith('/for-verification'),
      (response) =>
        send(response, 200, {
          _links: {},
          _embedded: {
            pacts: [
              {
                verificationProperties: { notices: [{ when: 'before_verification', text: evil }] },
                _links: { self: { href: '/nowhere', name: evil } },
              },
            ],
          },
        }),
    );
    const { stderr } = await truceWith(notes(), checkArgs(stub.url));
    expect(stderr).toContain('[2J…');
    expect(stderr).not.toMatch(/[\u001b\u202e]/);
  });
});

describe('passing failures', () => {
  it.each([429, 502, 503, 504])('%i is tried again', async (status) => {
    let times = 0;
    const stub = await broker({
      intercept: (_, response) => {
        if (times++ % 3 === 2) return false;
        response.writeHead(status, { 'retry-after': '0' }).end();
        return true;
      },
    });
    stub.state.publish(goodPact(), '1', 'main');
    const { code, stdout, stderr } = await truceWith(notes(), publishArgs(stub.url));
    expect(code, stdout + stderr).toBe(0);
    expect(stub.state.results).toHaveLength(1);
  });

  it('as often as PACT_BROKER_HTTP_RETRIES says', async () => {
    const stub = await broken(isIndex, (response) => void response.destroy());
    for (const [retries, requests] of [
      ['0', 1],
      ['2', 3],
    ] as const) {
      stub.seen.length = 0;
      await truceWith(notes(), checkArgs(stub.url), { env: { ...withToken, PACT_BROKER_HTTP_RETRIES: retries } });
      expect(stub.seen).toHaveLength(requests);
    }
    const wrong = await truceWith(notes(), checkArgs(stub.url), { env: { ...withToken, PACT_BROKER_HTTP_RETRIES: 'many' } });
    expect(wrong.stderr).toContain('PACT_BROKER_HTTP_RETRIES takes a whole number from 0 to 10');
  });

  it('for ever is given up after four times', async () => {
    const stub = await broken(
      () => true,
      (response) => void response.writeHead(503, { 'retry-after': '0' }).end('<html>'),
    );
    const { code, stderr } = await truceWith(notes(), checkArgs(stub.url));
    expect(code).toBe(2);
    expect(stub.seen).toHaveLength(4);
    expect(stderr).toContain('with status 503');
  });
});

describe('proxies and certificates', () => {
  it('goes through the proxy of the environment, but where NO_PROXY says not to', async () => {
    const stub = await broker();
    stub.state.publish(goodPact(), '1', 'main');
    const seen: string[] = [];
    const proxy = createServer();
    proxy.on('connect', (request, socket) => {
      seen.push(request.url ?? '');
      const { port } = new URL(stub.url);
      const upstream = connect(Number(port), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
        upstream.pipe(socket).pipe(upstream);
      });
      upstream.on('error', () => socket.destroy());
      socket.on('error', () => upstream.destroy());
    });
    const port = await listen(proxy);
    const env = { ...withToken, HTTP_PROXY: `http://127.0.0.1:${port}` };
    const folder = notes();
    const through = await truceWith(folder, checkArgs(stub.url.replace('127.0.0.1', 'broker.invalid')), { env });
    expect(seen.length, through.stderr).toBeGreaterThan(0);
    expect(through.stderr).toContain('warning: the credentials go to http://broker.invalid');
    expect(new Set(seen)).toEqual(new Set([`broker.invalid:${new URL(stub.url).port}`]));
    seen.length = 0;
    const past = await truceWith(folder, checkArgs(stub.url), { env: { ...env, NO_PROXY: '127.0.0.1' } });
    expect([past.code, seen.length]).toEqual([0, 0]);
  });

  it('trusts an authority of NODE_EXTRA_CA_CERTS, and names that variable where it is missing', async () => {
    const folder = notes();
    const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
    execFileSync(
      'openssl',
      ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', certificate, '-days', '2', ...subject],
      {
        stdio: 'ignore',
      },
    );
    const server = createSecureServer({ key: readFileSync(key), cert: readFileSync(certificate) }, (_, response) =>
      send(response, 200, { _links: {} }),
    );
    const url = `https://127.0.0.1:${await listen(server)}`;
    const unknown = await truceWith(folder, checkArgs(url));
    expect(unknown.stderr).toContain('has a certificate that is not trusted');
    expect(unknown.stderr).toContain('NODE_EXTRA_CA_CERTS');
    const known = await truceWith(folder, checkArgs(url), { env: { ...withToken, NODE_EXTRA_CA_CERTS: certificate } });
    expect(known.stderr).toContain('has no link to the pacts of a provider');
  });
});

describe('a broker that repeats what it is sent', () => {
  const echoes: [string, (response: ServerResponse, secret: string) => void][] = [
    ['in an error', (r, secret) => send(r, 500, { error: secret, again: Buffer.from(secret).toString() })],
    [
      'in an error that escapes everything',
      (r, secret) => {
        const escaped = secret.replace(/[^]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
        send(r, 500, `{"error":"${escaped}"}`);
      },
    ],
    [
      'in a redirect with digits in lower case',
      (r, secret) => {
        const encoded = encodeURIComponent(secret).replace(/%../g, (digits) => digits.toLowerCase());
        r.writeHead(307, { location: `http://127.0.0.1:1/${encoded}` }).end();
      },
    ],
    ['in the query of a form', (r, secret) => send(r, 400, new URLSearchParams({ secret }).toString(), 'text/plain')],
    ['in the text of an error', (r, secret) => send(r, 400, secret, 'text/plain')],
    ['in a redirect', (r, secret) => void r.writeHead(307, { location: encodeURI(`/${secret}/`) }).end()],
    [
      'in a link',
      (r, secret) => send(r, 200, { _links: { 'pb:latest-provider-pacts': { href: `/nowhere/${encodeURIComponent(secret)}` } } }),
    ],
    [
      'in the user info of a link',
      (r, secret) =>
        send(r, 200, { _links: { 'pb:latest-provider-pacts': { href: `http://ci:${encodeURIComponent(secret)}@127.0.0.1:1/` } } }),
    ],
  ];
  it.each(echoes.flatMap(([where, answer]) => [token, password].map((secret) => [where, secret, answer] as const)))(
    '%s',
    async (_, secret, answer) => {
      const stub = await startBroker({
        intercept: (__, response, { path }) => {
          if (path !== '/') return false;
          answer(response, secret);
          return true;
        },
      });
      closing.push(() => stub.close());
      const env = { ...(secret === token ? withToken : withPassword), PACT_BROKER_HTTP_RETRIES: '0' };
      // What it wrote is searched for secrets by the runner.
      expect((await truceWith(notes(), checkArgs(stub.url, '-r', 'json:report.json'), { env })).code).toBe(2);
    },
  );

  it('in the names, notices and addresses of pacts', async () => {
    const stub = await broken(
      (path) => path.endsWith('/for-verification'),
      (response) => {
        const named = {
          notices: [
            { when: 'after_verification', text: token },
            { when: 'before_verification', text: token },
          ],
        };
        const pact = { verificationProperties: named, _links: { self: { href: `/gone/${encodeURI(token)}`, name: token } } };
        send(response, 200, { _links: {}, _embedded: { pacts: [pact] } });
      },
    );
    const reporters = ['json', 'junit', 'sarif', 'github', 'text'].flatMap((name) => ['-r', `${name}:report.${name}`]);
    expect((await truceWith(notes(), checkArgs(stub.url, ...reporters))).code).toBe(2);
  });
});

describe('credentials that cannot be right', () => {
  it.each<[string, Record<string, string>, string]>([
    ['both kinds', { PACT_BROKER_TOKEN: token, PACT_BROKER_USERNAME: 'ci' }, 'only one of them can be sent'],
    ['a token of two lines', { PACT_BROKER_TOKEN: `${token}\nX-Evil: 1` }, 'holds white space'],
    ['a password without a user', { PACT_BROKER_PASSWORD: token }, 'PACT_BROKER_PASSWORD is set without PACT_BROKER_USERNAME'],
  ])('%s', async (_, env, sentence) => {
    const { code, stderr } = await truceWith(notes(), checkArgs('http://127.0.0.1:1'), { env });
    expect(code).toBe(2);
    expect(stderr).toContain(sentence);
    expectNoSecret(stderr, 'stderr');
  });

  it('a line break at the end of a user name is nothing', async () => {
    const stub = await broker({ authorization: basicHeader });
    stub.state.publish(goodPact(), '1', 'main');
    const env = { PACT_BROKER_USERNAME: 'ci\n', PACT_BROKER_PASSWORD: `${password}\n` };
    expect((await truceWith(notes(), checkArgs(stub.url), { env })).code).toBe(0);
  });

  it('a line break at the end of a token is nothing', async () => {
    const stub = await broker();
    stub.state.publish(goodPact(), '1', 'main');
    expect((await truceWith(notes(), checkArgs(stub.url), { env: { PACT_BROKER_TOKEN: `${token}\n` } })).code).toBe(0);
  });

  it.each(['ftp://broker', 'http://', 'https://exa mple'])('the address %s', async (address) => {
    const { code, stderr } = await truceWith(notes(), checkArgs(address));
    expect(code).toBe(2);
    expect(stderr).toContain('`--broker` is no http or https address');
  });
});
