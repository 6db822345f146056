// No credential reaches the disk, everything else does, and the verdict is the same as without redaction; long, because credentials hide in every part of a message.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import har from '../../src/evidence/har.ts';
import { type LoadedContract, loadContract } from '../../src/index.ts';
import { Judge } from '../../src/judge/judge.ts';
import type { Operation } from '../../src/model/contract.ts';
import type { Exchange, Field } from '../../src/model/exchange.ts';
import { HarEntryWriter, type WireExchange } from '../../src/record/har-entry.ts';
import { redactAuthorization } from '../../src/record/redact-fields.ts';
import { soundsSecret } from '../../src/record/secret-names.ts';
import { openEvidence } from '../../src/source/read.ts';
import { bytesOf, type Draft, folder, roundTrip, wire } from './wire.ts';

afterAll(() => rmSync(folder, { recursive: true }));

const root = new URL('../../', import.meta.url).pathname;
const vault = `
openapi: 3.1.0
info: { title: Vault, version: '1' }
paths:
  /users/{pin}:
    post:
      operationId: saveUser
      security: [{ key: [] }, { session: [] }, { param: [] }]
      parameters:
        - { name: pin, in: path, required: true, schema: { type: string, pattern: '^\\d{4}$', x-sensitive: true } }
        - { name: code, in: query, schema: { type: integer, minimum: 1, x-sensitive: true } }
        - { name: password, in: query, schema: { type: string, minLength: 12 } }
        - { name: pageToken, in: query, schema: { type: string } }
        - { name: X-Tier, in: header, schema: { enum: [gold, silver], x-sensitive: true } }
        - { name: lang, in: cookie, schema: { enum: [de, en] } }
      requestBody:
        content:
          application/json: { schema: { $ref: '#/components/schemas/User' } }
          application/xml: { schema: { $ref: '#/components/schemas/User' } }
          application/x-www-form-urlencoded: { schema: { $ref: '#/components/schemas/User' } }
          multipart/form-data: { schema: { $ref: '#/components/schemas/User' } }
          application/octet-stream: { schema: { type: string, x-sensitive: true } }
          text/plain: { schema: { type: string, x-sensitive: true } }
      responses:
        '200':
          description: ok
          headers: { X-Ticket: { schema: { type: string, x-sensitive: true } } }
          content: { application/json: { schema: { $ref: '#/components/schemas/User' } } }
  /logins:
    post:
      operationId: logIn
      requestBody: { content: { application/json: { schema: { type: object } }, application/xml: { schema: { type: object } } } }
      responses: { '200': { description: ok } }
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Vault }
    session: { type: apiKey, in: cookie, name: vault }
    param: { type: apiKey, in: query, name: vk }
  schemas:
    User:
      type: object
      required: [name]
      additionalProperties: false
      properties:
        name: { type: string }
        password: { type: string, minLength: 3, x-sensitive: true }
        pin: { type: string, pattern: '^\\d{4}$', x-sensitive: true }
        born: { type: string, format: date, x-sensitive: true }
        level: { type: integer, minimum: 10, x-sensitive: true }
        odd: { type: integer, multipleOf: 7, minimum: 7, x-sensitive: true }
        vip: { type: boolean, x-sensitive: true }
        tier: { enum: [gold, silver], x-sensitive: true }
        keys: { type: array, items: { type: string, x-sensitive: true } }
        bank: { type: object, x-sensitive: true, properties: { iban: { type: string }, n: { type: number } } }
        friends: { type: array, items: { $ref: '#/components/schemas/User' } }
        free: { type: object, additionalProperties: true }
`;

let contract: LoadedContract;
let shipped: LoadedContract[];
beforeAll(async () => {
  writeFileSync(join(folder, 'vault.yaml'), vault);
  contract = await loadContract('vault.yaml', { cwd: folder });
  shipped = await Promise.all(
    ['superoffice', 'onlyoffice', 'odyssee'].map((vendor) => loadContract(`contracts/${vendor}/openapi.yaml`, { cwd: root })),
  );
});

const source = { uri: '<wire>', syntax: 'binary', position: () => ({ line: 1, column: 1 }), lines: () => [] } as const;
const location = { source, pointer: '' };
/** The exchange as the judge of the mock sees it, nothing hidden. Bodies must not be compressed. */
const seen = ({ request, response }: WireExchange): Exchange => ({
  evidence: '<wire>',
  index: 0,
  label: 'entry 0',
  claim: 'observed',
  location,
  request: {
    method: request.method,
    target: request.origin + request.target,
    fields: request.fields,
    ...(request.body.length > 0 && { content: { form: 'bytes', bytes: request.body, verbatim: false, location } as const }),
    complete: true,
    location,
  },
  response: {
    status: response.status,
    fields: response.fields,
    ...(response.body.length > 0 && { content: { form: 'bytes', bytes: response.body, verbatim: false, location } as const }),
    complete: true,
    location,
  },
});

const operationOf = (contracts: readonly LoadedContract[], method: string, target: string): Operation | undefined => {
  const matches = contracts.map((one) => one.match(method, target)).filter((match) => match.kind === 'match');
  return matches.toSorted((a, b) => b.score - a.score)[0]?.operation;
};

/** Judged before and after; gives what was read and what stands in the file. */
function record(
  contracts: readonly LoadedContract[],
  draft: Draft,
): { exchange: Exchange; text: string; comment: string | undefined; findings: string[] } {
  const plain = wire(draft);
  const operation = operationOf(contracts, plain.request.method, plain.request.target);
  const exchange = { ...plain, ...(operation && { operation }) };
  const entry = new HarEntryWriter(contracts).write(exchange);
  const [read] = roundTrip([exchange], contracts);
  if (!read) throw new Error('nothing was read');
  const judge = new Judge(contracts, {});
  const before = judge.judge(seen(exchange));
  const after = judge.judge(read);
  const rules = ({ findings }: typeof before): string[] =>
    findings.map(({ rule, severity, contract: place }) => `${rule} ${severity} ${place?.pointer}`).toSorted();
  if (!entry.comment?.includes('left out')) {
    expect(after.outcome.verdict).toBe(before.outcome.verdict);
    expect(rules(after)).toEqual(rules(before));
  }
  return { exchange: read, text: JSON.stringify(entry), comment: entry.comment, findings: rules(before) };
}

const post = (type: string, body: string | Uint8Array, fields: readonly Field[] = [], target = '/users/1234'): Draft => ({
  request: { method: 'POST', target, fields: [['X-Vault', 'hunter2'], ['Content-Type', type], ...fields], body: Buffer.from(body) },
});

describe('header fields and targets', () => {
  it.each([
    ['Bearer abc.def', 'Bearer REDACTED'],
    ['bearer  abc', 'bearer REDACTED'],
    ['SOTICKET 7T:abc', 'SOTICKET REDACTED'],
    ['Digest username="x", response="y"', 'Digest REDACTED'],
    ['AWS4-HMAC-SHA256 Credential=a', 'AWS4-HMAC-SHA256 REDACTED'],
    ['Bearer', 'Bearer'],
    ['abcdef0123', 'without-scheme-REDACTED'],
    ['s3cr3t word', 'unknown-scheme REDACTED'],
    ['***', 'REDACTED'],
    ['[REDACTED] hunter2', 'REDACTED'],
    ['', ''],
  ])('Authorization: %s', (value, expected) => expect(redactAuthorization(value)).toBe(expected));

  it('nothing that is a credential by its place or its name is kept, and all else is', () => {
    const { exchange, text, findings } = record([contract], {
      request: {
        method: 'POST',
        target:
          '/users/9876?code=4711&password=hunter2hunter2&pageToken=p-17&vk=hunter2&x=1&ACCESS_TOKEN=hunter2&client-secret=hunter2#id_token=hunter2',
        origin: 'http://joe:hunter2@crm.example',
        fields: [
          ['Authorization', 'Bearer hunter2'],
          ['Proxy-Authorization', 'Basic hunter2'],
          ['Cookie', 'vault=hunter2; lang=de; hunter2; x="hunter2"'],
          ['x-vault', 'hunter2'],
          ['X-Auth-Token', 'hunter2'],
          ['X-Tier', 'gold'],
          ['Referer', 'https://joe:hunter2@x.example/?token=hunter2&page=2'],
          ['X-Request-Id', 'r-17'],
        ],
      },
      response: {
        fields: [
          ['Set-Cookie', 'vault=hunter2; Path=/; HttpOnly'],
          ['Set-Cookie', 'a=hunter2; Max-Age=1'],
          ['Location', 'https://x.example/cb?access_token=hunter2#id_token=hunter2&ok=1'],
          ['X-Ticket', 'hunter2'],
          ['Content-Type', 'application/json'],
        ],
        body: Buffer.from('{"name":"a"}'),
      },
    });
    expect(text).not.toMatch(/hunter2|4711|9876|joe/);
    expect(findings.map((finding) => finding.split(' ', 1)[0])).toEqual(Array(3).fill('request-query-undocumented'));
    expect(exchange.request?.target).toBe(
      'http://REDACTED@crm.example/users/1111?code=1111&password=aaaaaa1aaaaaa1&pageToken=p-17&vk=REDACTED&x=1&ACCESS_TOKEN=REDACTED&client-secret=REDACTED#id_token=REDACTED',
    );
    expect(exchange.request?.fields).toEqual([
      ['Authorization', 'Bearer REDACTED'],
      ['Proxy-Authorization', 'Basic REDACTED'],
      ['Cookie', 'vault=REDACTED; lang=de; cookie-REDACTED; x=REDACTED'],
      ['x-vault', 'REDACTED'],
      ['X-Auth-Token', 'REDACTED'],
      ['X-Tier', 'gold'],
      ['Referer', 'https://REDACTED@x.example/?token=REDACTED&page=2'],
      ['X-Request-Id', 'r-17'],
    ]);
    expect(exchange.response?.fields.slice(0, 4)).toEqual([
      ['Set-Cookie', 'vault=REDACTED; Path=/; HttpOnly'],
      ['Set-Cookie', 'a=REDACTED; Max-Age=1'],
      ['Location', 'https://x.example/cb?access_token=REDACTED#id_token=REDACTED&ok=1'],
      ['X-Ticket', 'REDACTED'],
    ]);
  });

  it.each([
    [[], 'missing'],
    [[['X-Vault', '']], 'met'],
    [[['X-Vault', 'abc']], 'met'],
    [[['Cookie', 'vault']], 'missing'],
    [[['Cookie', 'other=1; lang=xx']], 'missing'],
    [[['Cookie', 'vault=']], 'met'],
    [[['Cookie', ' vault = "a b" ']], 'met'],
  ] as [Field[], string][])('security is judged alike with %j', (fields, kind) => {
    const { findings } = record([contract], { request: { method: 'POST', target: '/users/1234', fields } });
    expect(findings.some((finding) => finding.startsWith('request-security'))).toBe(kind === 'missing');
  });

  it.each([
    'access_token',
    'Api-Key',
    'x-api-key',
    'client_secret',
    'newPassword',
    'jwt',
    'user[password]',
    'XSRF-TOKEN',
    'X-Session-Token',
    'X-Auth',
    'X-Amz-Security-Token',
  ])('%s sounds secret', (name) => expect(soundsSecret(name)).toBe(true));
  it.each(['pageToken', 'key', 'Key-', 'KEY', 'sortKey', 'name', 'passenger', 'author', 'design', 'ticketId', 'tokens', '__proto__', ''])(
    '%s does not',
    (name) => expect(soundsSecret(name)).toBe(false),
  );
});

describe('bodies', () => {
  const secrets = /hunter2|9876|1977|4242/;

  it('JSON: only the secrets change, repeated names, big integers and spaces included', () => {
    const body = `{ "name": "a", "password":"hunter2","password" : "x", "p\\u0061ssword":"hunter2", "born":"1977-02-03",
      "level": 4242, "vip": true, "tier": "gold", "pin": "9876", "keys": ["hunter2", "x y"], "bank": {"iban":"DE4242","n":-4242.5e-3},
      "free": {"id":90071992547409931, "api_key": "hunter2", "__proto__": {"secret": ["hunter2"]}}, "friends": [{"name":"b","pin":"9876"}] }`;
    const { exchange, text, comment, findings } = record([contract], post('application/json', body));
    expect(text).not.toMatch(secrets);
    expect(comment).toBeUndefined();
    expect(findings.map((finding) => finding.split(' ', 1)[0])).toEqual([
      ...Array(3).fill('request-body-malformed'),
      'response-body-missing',
    ]);
    expect(bytesOf(exchange.request?.content).toString()).toBe(
      body
        .replaceAll('"hunter2"', '"REDACTED"')
        .replace('"x"', '"REDACTED"')
        .replace('"x y"', '"REDACTED"')
        .replace('1977-02-03', '1111-11-11')
        .replace('4242, "vip": true', '1111, "vip": false')
        .replace('DE4242', 'REDACTED')
        .replace('-4242.5e-3', '0')
        .replaceAll('9876', '1111'),
    );
  });

  it('a secret that violates the contract goes on violating it the same way', () => {
    const { text, findings } = record(
      [contract],
      post('application/json', '{"name":"a","password":9876,"pin":"hunter2","level":3,"tier":"hunter2","born":"hunter2","vip":"hunter2"}'),
    );
    expect(text).not.toMatch(secrets);
    expect(findings.filter((finding) => finding.startsWith('request-body-mismatch'))).toHaveLength(6);
  });

  it.each([
    [
      'XML',
      'application/xml',
      '<User><name>a &amp; b</name><password>hunter2</password><password><![CDATA[hunter2]]></password><pin>9876</pin><bank><iban>hunter2</iban></bank><keys>hunter2</keys><keys>x</keys><free><secret>hunter2</secret></free></User>',
    ],
    ['a form', 'application/x-www-form-urlencoded', 'name=a%20b&password=hunter2&password=hunter2&pin=9876&keys=hunter2&keys=y&free[x]=1'],
    [
      'multipart',
      'multipart/form-data; boundary=b',
      Buffer.concat([
        Buffer.from('--b\r\nContent-Disposition: form-data; name="name"\r\n\r\n'),
        Buffer.from('ff00', 'hex'),
        Buffer.from('\r\n--b\r\nContent-Disposition: form-data; name="password"\r\n\r\nhunter2\r\n--b--\r\n'),
      ]),
    ],
    ['text', 'text/plain', 'hunter2'],
  ])('%s: the secrets are replaced in place', (_, type, body) => {
    const { exchange, comment } = record([contract], post(type, body));
    const kept = bytesOf(exchange.request?.content).toString('latin1');
    expect(comment).toBeUndefined();
    expect(kept).not.toMatch(secrets);
    expect(kept).toMatch(/REDACTED/);
    expect(kept.replace(/REDACTED|1111/g, '#')).toBe(
      Buffer.from(body)
        .toString('latin1')
        .replace(/<!\[CDATA\[hunter2\]\]>|hunter2|9876|(?<=<keys>)x|(?<=keys=)y/g, '#'),
    );
  });

  it.each([
    ['JSON that breaks off', 'application/json', '{"name":"a","password":"hunter2'],
    ['no UTF-8', 'application/json', Buffer.from('{"name":"\u00e5","password":"hunter2"}', 'latin1')],
    ['a secret nobody can imitate', 'application/json', '{"name":"a","odd":4242}'],
    ['bytes', 'application/octet-stream', 'hunter2'],
    [
      'thousands of secret attributes',
      'application/xml',
      `<User><name>a</name><free ${Array.from({ length: 3000 }, (_, i) => `p${i}password="hunter2"`).join(' ')}/></User>`,
    ],
    ['mixed content', 'application/xml', '<User><name>a</name><bank>hunter2<iban>x</iban></bank></User>'],
    [
      'JSON inside a form',
      'application/x-www-form-urlencoded',
      `name=a&friends=${encodeURIComponent('[{"name":"a","password":"hunter2"}]')}`,
    ],
    ['depth', 'application/json', `{"name":"a","free":${'['.repeat(20_000)}{"secret":"hunter2"}${']'.repeat(20_000)}}`],
  ])('%s: the whole body is left out, and the entry says so', (_, type, body) => {
    const { exchange, text, comment } = record([contract], post(type, body));
    expect(text).not.toMatch(secrets);
    expect(comment).toMatch(/^the request body of \d+ bytes is left out: \w/);
    expect(exchange.request?.content).toMatchObject({ form: 'unknown' });
  });

  it.each([
    ['a media type that is not documented', 'text/json', '{"pin":"9876","note":"å"}', '{"pin":"REDACTED","note":"å"}'],
    [
      'JSON called text',
      'text/html',
      '{"pin": "9876", "bank":"hunter2\\"hunter2", "note":"pin"}',
      '{"pin": "REDACTED", "bank":"REDACTED", "note":"pin"}',
    ],
    ['a media type that is none', 'json', '{"pin":"9876","note":"å"', '{"pin":"REDACTED","note":"å"'],
    ['prose', 'text/html', 'pin: 9876; password = hunter2, bornee: 1', 'pin: REDACTED; password = REDACTED, bornee: 1'],
    ['a value that breaks off', 'text/html', '{"pin":"9876', '{"pin":"REDACTED'],
  ])('%s: what the operation marks elsewhere is secret here too', (_, type, body, kept) => {
    const { exchange } = record([contract], post(type, body));
    expect(bytesOf(exchange.request?.content).toString()).toBe(kept);
  });

  it('a status that is not documented: the same', () => {
    const { exchange, text } = record([contract], {
      request: { method: 'POST', target: '/users/1234', fields: [['X-Vault', 'a']] },
      response: {
        status: 201,
        fields: [['Content-Type', 'application/json']],
        body: Buffer.from('{"name":"a","born":"1977","bank":{"iban":"hunter2"}}'),
      },
    });
    expect(text).not.toMatch(secrets);
    expect(bytesOf(exchange.response?.content).toString()).toBe('{"name":"a","born":"REDACTED","bank":{"iban":"REDACTED"}}');
  });

  it('Latin 1 with a password, of which no contract knows, is left out', () => {
    const { text, comment } = record([contract], {
      request: {
        method: 'POST',
        target: '/x',
        fields: [['Content-Type', 'application/json; charset=iso-8859-1']],
        body: Buffer.from('{"n":"å","password":"hunter2"}', 'latin1'),
      },
    });
    expect(Buffer.from(/"text":"([^"]*)/.exec(text)?.[1] ?? '', 'base64').toString('latin1')).not.toMatch(secrets);
    expect(comment).toContain('left out');
  });

  it.each([
    ['application/x-ndjson', '{"n":1}\n{"access_token":"hunter2"}\n', '{"n":1}\n{"access_token":"REDACTED"}\n'],
    ['application/yaml', 'user: joe\npassword: hunter2\n', 'user: joe\npassword: REDACTED\n'],
    ['application/graphql', '{ login(password: "hunter2") }', '{ login(password: "REDACTED") }'],
  ])('%s, which nobody takes apart: names decide', (type, body, kept) => {
    expect(bytesOf(record([contract], post(type, body, [], '/x')).exchange.request?.content).toString()).toBe(kept);
  });

  it.each([
    ['application/json', '{"user":"joe","password":"hunter2', '{"user":"joe","password":"REDACTED'],
    ['application/json', '{"user":"joe","password":"hunter2",}', '{"user":"joe","password":"REDACTED",}'],
    ['application/xml', '<login password="hunter2">', '<login password="REDACTED">'],
  ])('%s that is damaged, with nothing marked: names decide, and the damage is told', (type, body, kept) => {
    const { exchange, findings } = record([contract], post(type, body, [], '/logins'));
    expect(bytesOf(exchange.request?.content).toString()).toBe(kept);
    expect(findings.join('\n')).toMatch(/^request-body-malformed/);
  });

  it('where no contract covers it, names decide, those of the contracts included', () => {
    const { exchange, text } = record([contract], {
      request: {
        method: 'POST',
        target: '/oauth/token',
        fields: [['Content-Type', 'application/x-www-form-urlencoded']],
        body: Buffer.from('grant_type=password&username=joe&password=hunter2'),
      },
      response: {
        fields: [['Content-Type', 'application/json']],
        body: Buffer.from('{"access_token":"hunter2","expires_in":3600,"pin":9876}'),
      },
    });
    expect(text).not.toMatch(secrets);
    expect(bytesOf(exchange.response?.content).toString()).toBe('{"access_token":"REDACTED","expires_in":3600,"pin":0}');
    expect(bytesOf(exchange.request?.content).toString()).toBe('grant_type=password&username=joe&password=REDACTED');
  });
});

describe('the shipped contracts', () => {
  const files = ['superoffice', 'onlyoffice', 'odyssee'].flatMap((vendor) =>
    readdirSync(join(root, 'contracts', vendor, 'recordings'))
      .filter((name) => name.endsWith('.har'))
      .map((name) => join(root, 'contracts', vendor, 'recordings', name)),
  );
  it.each(files)('%s is judged alike, with credentials and without', (path) => {
    for (const exchange of har.read(openEvidence(path, 'x.har'), () => undefined)) {
      const { request, response } = exchange;
      if (!request || !response || request.content?.form === 'unknown') continue;
      const real = (fields: readonly Field[]): Field[] => fields.map(([name, value]) => [name, value.replaceAll('REDACTED', 'hunter2')]);
      const { origin, pathname, search } = new URL(request.target);
      const { text } = record(shipped, {
        request: {
          method: request.method,
          origin,
          target: pathname + search,
          fields: real(request.fields),
          body: bytesOf(request.content),
        },
        response: {
          status: response.status,
          fields: response.fields.filter(([name]) => !/^content-encoding$/i.test(name)),
          body: bytesOf(response.content),
        },
      });
      expect(text).not.toContain('hunter2');
    }
  });

  it('the samples of Odyssee, whose password is marked, are judged alike', () => {
    const samples = join(root, 'contracts', 'odyssee', 'samples');
    let marked = 0;
    for (const name of readdirSync(samples).filter((file) => /\.request\..*\.(json|xml)$/.test(file))) {
      const type = name.endsWith('xml') ? 'application/xml' : 'application/json';
      const body = readFileSync(join(samples, name));
      const { text } = record(shipped, {
        request: {
          method: 'POST',
          target: '/api/Contact/Save',
          fields: [
            ['Authorization', 'Basic aHVudGVyMg=='],
            ['Content-Type', type],
          ],
          body,
        },
      });
      const password = /e_new_password[">: ]+([^"<]+)/.exec(body.toString())?.[1];
      if (password === undefined) continue;
      marked++;
      expect(text).not.toContain(password);
    }
    expect(marked).toBeGreaterThan(0);
  });
});
