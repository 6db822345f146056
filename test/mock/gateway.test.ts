// The mock over real HTTP: what it answers to valid and invalid requests, and that no single request hangs or ends it.
import { once } from 'node:events';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { check, gather, loadContract, openEvidence } from '../../src/index.ts';
import type { LoadedContract } from '../../src/openapi/load.ts';
import { type Mock, startMock } from '../../src/mock/server.ts';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = new URL('../../', import.meta.url).pathname;
const credentials = { Authorization: 'Basic dXNlcjpwYXNz' };
const json = { ...credentials, 'Content-Type': 'application/json' };
const contact = JSON.stringify({ id: '5f0c6f7e-8d86-4d0b-9d8c-2f3d2f6f9b11', lastname: 'Byron' });
const save = '/api/Contact/Save';

let contracts: LoadedContract[] = [];
let mock: Mock;

beforeAll(async () => {
  contracts = await Promise.all(
    ['superoffice', 'onlyoffice', 'odyssee'].map((vendor) => loadContract(`contracts/${vendor}/openapi.yaml`, { cwd: root })),
  );
  mock = await startMock({ contracts: contracts.map((contract) => ({ contract })), limit: 1024 * 1024 });
});
afterAll(() => mock.close());

const send = (
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: string | Uint8Array<ArrayBuffer>,
): Promise<Response> =>
  fetch(mock.url + path, { method, headers, ...(body !== undefined && { body }), signal: AbortSignal.timeout(10_000) });

/** One raw request; what came back before the server closed the connection or fell silent. */
async function sendRaw(text: string): Promise<string> {
  const socket = connect(Number(new URL(mock.url).port), '127.0.0.1');
  let answer = '';
  socket.on('data', (chunk) => (answer += String(chunk)));
  socket.on('error', () => undefined);
  socket.write(text);
  socket.setTimeout(1500, () => socket.destroy());
  await once(socket, 'close');
  return answer;
}

const isAlive = async (): Promise<boolean> => (await send('POST', save, json, contact)).status === 200;

describe('answers', () => {
  it('every operation and documented media type with a body that conforms', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'truce-'));
    const cases: { name: string; contract: LoadedContract }[] = [];
    for (const contract of contracts) {
      for (const operation of contract.operations) {
        for (const response of operation.responses.filter(({ key }) => /^\d+$/.test(key))) {
          for (const { range } of response.content) {
            const answer = await send(
              operation.method,
              operation.path.replace(/\{[^}]*\}/g, '80'),
              { ...json, Accept: range, Prefer: `code=${response.key}` },
              contact,
            );
            expect(`${operation.id} ${answer.status} ${answer.headers.get('content-type')?.split(';')[0]}`).toBe(
              `${operation.id} ${response.key} ${range}`,
            );
            const name = `${operation.id}.${response.key}.${range.replace(/\W/g, '-')}.${range.includes('xml') ? 'xml' : range.includes('json') ? 'json' : 'html'}`;
            writeFileSync(join(folder, name), new Uint8Array(await answer.arrayBuffer()));
            cases.push({ name, contract });
          }
        }
      }
    }
    const report = gather(
      check({
        contracts,
        evidence: cases.map(({ name, contract }) => ({
          kind: 'file' as const,
          uri: name,
          open: () => openEvidence(join(folder, name), name),
          contracts: [contract],
        })),
        strict: true,
      }),
      { contracts, failOn: 'info' },
    );
    rmSync(folder, { recursive: true });
    expect(report.findings.map(({ message, exchange }) => `${exchange?.label}: ${message}`)).toEqual([]);
    expect(report.totals.verdicts.conforms).toBe(cases.length);
    expect(cases.length).toBeGreaterThan(40);
  });

  it('quality values decide, an impossible Accept is 406', async () => {
    expect(
      (await send('POST', save, { ...json, Accept: 'text/xml;q=0.9, application/json;q=0.1' }, contact)).headers.get('content-type'),
    ).toContain('text/xml');
    expect((await send('POST', save, { ...json, Accept: 'text/csv' }, contact)).status).toBe(406);
    // Prism keeps the first Accept it saw when its settings are shared.
    expect((await send('POST', save, json, contact)).headers.get('content-type')).toContain('application/json');
  });

  it('the ending of the URL decides where the server does it so', async () => {
    const form = { Authorization: 'token', 'Content-Type': 'application/x-www-form-urlencoded' };
    const answer = await send('POST', '/api/2.0/crm/contact/person.xml', form, 'firstName=Ada&lastName=Byron');
    expect([answer.status, answer.headers.get('content-type')?.split(';')[0]]).toEqual([201, 'text/xml']);
    expect(await answer.text()).toMatch(/^<result>/);
  });

  it('preferences choose, also for invalid requests, and are said to be applied', async () => {
    const answer = await send('POST', save, { ...json, Prefer: 'code=201, wait=0.01' }, '{"id":');
    expect([answer.status, answer.headers.get('preference-applied')]).toEqual([201, 'code=201, wait=0.01']);
    expect(answer.headers.get('truce-findings')).toContain('request-body-malformed');
    const dynamic = async (): Promise<string> => (await send('POST', save, { ...json, Prefer: 'dynamic=true, seed=7' }, contact)).text();
    expect(await dynamic()).toBe(await dynamic());
  });

  it('deployment prefixes, HEAD, OPTIONS, 404 and 405 as HTTP has them', async () => {
    expect((await send('PUT', '/Cust12345/api/v1/Contact/80', json, '{"Name":"x"}')).status).toBe(200);
    const missing = await send('GET', '/nowhere');
    expect([missing.status, missing.headers.get('content-type')]).toEqual([404, 'application/problem+json']);
    const wrong = await send('GET', save);
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'POST, OPTIONS']);
    const preflight = await send('OPTIONS', save, {
      Origin: 'http://app.local',
      'Access-Control-Request-Method': 'POST',
      'Access-Control-Request-Headers': 'content-type',
    });
    expect([
      preflight.status,
      preflight.headers.get('access-control-allow-origin'),
      preflight.headers.get('access-control-allow-methods'),
      preflight.headers.get('access-control-allow-headers'),
    ]).toEqual([204, 'http://app.local', 'POST', 'content-type']);
  });
});

describe('invalid requests get the documented error', () => {
  it.each([
    ['no credential', {}, contact, 401, 'request-security-missing'],
    ['an undocumented media type', { ...credentials, 'Content-Type': 'text/csv' }, 'a,b', 415, 'request-media-type-undocumented'],
    ['a missing property', json, '{"id":"5f0c6f7e-8d86-4d0b-9d8c-2f3d2f6f9b11"}', 422, 'request-body-mismatch'],
    ['malformed JSON', json, '{"id":', 422, 'request-body-malformed'],
    ['a byte order mark', json, `\ufeff${contact}`, 422, 'request-body-malformed'],
    ['malformed XML', { ...credentials, 'Content-Type': 'application/xml' }, '<contact><id>', 422, 'request-body-malformed'],
    [
      'XML with a document type',
      { ...credentials, 'Content-Type': 'application/xml' },
      '<!DOCTYPE a [<!ENTITY b "c">]><contact/>',
      422,
      'request-body-malformed',
    ],
  ])('%s', async (_, headers, body, status, rule) => {
    const answer = await send('POST', save, headers, body);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('truce-findings')).toContain(rule);
    const error: unknown = await answer.json();
    expect(error).toHaveProperty('Message');
  });

  it('reads XML, gzip and forms that are valid', async () => {
    const xml = '<contact><id>5f0c6f7e-8d86-4d0b-9d8c-2f3d2f6f9b11</id><lastname>Byron</lastname></contact>';
    expect((await send('POST', save, { ...credentials, 'Content-Type': 'application/xml' }, xml)).status).toBe(200);
    expect((await send('POST', save, { ...json, 'Content-Encoding': 'gzip' }, new Uint8Array(gzipSync(contact)))).status).toBe(200);
  });
});

describe('stays up', () => {
  it.each([
    ['Accept: garbage', 'POST', save, { ...json, Accept: 'garbage' }, contact],
    ['Accept: a/b;;q', 'POST', save, { ...json, Accept: 'a/b;;q' }, contact],
    ['Accept with a broken quality', 'POST', save, { ...json, Accept: 'text/csv; q=oops;' }, contact],
    ['an invalid escape in the path', 'PUT', '/api/v1/Contact/%zz', json, '{}'],
    ['an invalid byte in the path', 'PUT', '/api/v1/Contact/%ff', json, '{}'],
    [
      'an invalid escape in a form',
      'POST',
      '/api/2.0/crm/contact/person',
      { Authorization: 't', 'Content-Type': 'application/x-www-form-urlencoded' },
      '%zz=1',
    ],
    [
      'a part with a broken name',
      'POST',
      '/api/2.0/crm/contact/person',
      { Authorization: 't', 'Content-Type': 'multipart/form-data; boundary=b' },
      '--b\r\nContent-Disposition: form-data; name="%zz"\r\n\r\n1\r\n--b--\r\n',
    ],
    [
      'a part without a name',
      'POST',
      '/api/2.0/crm/contact/person',
      { Authorization: 't', 'Content-Type': 'multipart/form-data; boundary=b' },
      '--b\r\n\r\n1\r\n--b--\r\n',
    ],
    [
      'multipart without a boundary',
      'POST',
      '/api/2.0/crm/contact/person',
      { Authorization: 't', 'Content-Type': 'multipart/form-data' },
      'x',
    ],
    ['a broken Content-Type', 'POST', save, { ...credentials, 'Content-Type': 'garbage' }, contact],
    ['Prefer: code=100', 'POST', save, { ...json, Prefer: 'code=100' }, contact],
    ['Prefer: code=999', 'POST', save, { ...json, Prefer: 'code=999' }, contact],
    ['Prefer: code=abc', 'POST', save, { ...json, Prefer: 'code=abc' }, contact],
    ['an unknown example', 'POST', save, { ...json, Prefer: 'code=400, example=zz' }, contact],
    ['__proto__ in JSON', 'POST', save, json, '{"__proto__":{"polluted":1},"constructor":1}'],
    ['a double slash', 'GET', '//foo/bar', {}, undefined],
    ['path traversal', 'GET', '/api/../../etc/passwd', {}, undefined],
    ['an unknown content coding', 'POST', save, { ...json, 'Content-Encoding': 'zip' }, contact],
    ['a coding that is a lie', 'POST', save, { ...json, 'Content-Encoding': 'gzip' }, contact],
  ])('%s', async (_, method, path, headers, body) => {
    const answer = await send(method, path, headers, body);
    await answer.arrayBuffer();
    expect(answer.status).toBeGreaterThanOrEqual(200);
    expect(answer.status).not.toBe(500);
    expect(await isAlive()).toBe(true);
  });

  it('a body over the limit is 413, also when nobody said how long it is', async () => {
    expect((await send('POST', save, json, 'x'.repeat(1024 * 1024 + 1))).status).toBe(413);
    const chunk = `${(700_000).toString(16)}\r\n${'x'.repeat(700_000)}\r\n`;
    expect(
      await sendRaw(
        `POST ${save} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${chunk}${chunk}0\r\n\r\n`,
      ),
    ).toMatch(/^HTTP\/1\.1 413/);
    const bomb = gzipSync(Buffer.alloc(50 * 1024 * 1024));
    expect((await send('POST', save, { ...json, 'Content-Encoding': 'gzip' }, new Uint8Array(bomb))).status).toBe(400);
    expect(await isAlive()).toBe(true);
  });

  it.each([
    ['no HTTP at all', 'hello\r\n\r\n', /^HTTP\/1\.1 400/],
    ['a header of 100 KB', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`, /^HTTP\/1\.1 4\d\d/],
    ['half a request', `POST ${save} HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{`, /^$/],
  ])('%s', async (_, text, answer) => {
    expect(await sendRaw(text)).toMatch(answer);
    expect(await isAlive()).toBe(true);
  });

  it('chunked and of the wrong type is 415 as well', async () => {
    const text = `POST ${save} HTTP/1.1\r\nHost: a\r\nAuthorization: Basic dTpw\r\nContent-Type: text/csv\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n1\r\na\r\n0\r\n\r\n`;
    expect(await sendRaw(text)).toMatch(/^HTTP\/1\.1 415/);
  });

  it('500 clients at once are all answered', async () => {
    const answers = await Promise.all(
      Array.from({ length: 500 }, () =>
        send('POST', save, json, contact).then(async (answer) => (await answer.arrayBuffer(), answer.status)),
      ),
    );
    expect(answers.every((status) => status === 200)).toBe(true);
  }, 60_000);
});
