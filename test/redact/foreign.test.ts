// What a HAR holds beside the exchanges themselves: fields of HTTP/2, members of browsers, titles of pages, and what stands around the entries.
import { rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { UserError } from '../../src/index.ts';
import { entriesOf, entry, folder, harOf, redactText } from './crm.ts';

afterAll(() => rmSync(folder, { recursive: true }));

const secret = 'S3CRET-S3CRET';
const answering = (more: object): object => {
  const one = entry({ path: '/elsewhere', got: '{}' });
  Object.assign(one['response'] as object, more);
  return one;
};

const credentials: readonly (readonly [string, object])[] = [
  ['the field :path', entry({ path: '/elsewhere', headers: [{ name: ':path', value: `/elsewhere?access_token=${secret}` }] })],
  ['a Link field', answering({ headers: [{ name: 'Link', value: `<https://crm.test/p?page=2&access_token=${secret}>; rel="next"` }] })],
  ['a Refresh field', answering({ headers: [{ name: 'Refresh', value: `0; url=https://crm.test/?access_token=${secret}` }] })],
  ['a trailer', answering({ _trailers: [{ name: 'Set-Cookie', value: `a=${secret}` }] })],
  [
    'the script that asked',
    entry({ more: { _initiator: { stack: { callFrames: [{ url: `https://crm.test/?access_token=${secret}` }] } } } }),
  ],
  ['a message of a WebSocket', entry({ more: { _webSocketMessages: [{ type: 'send', data: JSON.stringify({ password: secret }) }] } })],
  ['a member of the recorder', entry({ more: { _session: { accessToken: secret } } })],
];

describe('a credential', () => {
  it.each(credentials)('does not stay in %s', async (_, one) => {
    const { report, text } = await redactText(harOf([one]));
    expect(report).toMatchObject({ same: 1, failures: [], left: [] });
    expect(text).not.toContain(secret);
  });

  it('does not stay in the title of a page, and the rest of it does', async () => {
    const { text } = await redactText(
      harOf([entry({})]).replace('"entries"', `"pages":[{"id":"p","title":"https://crm.test/?access_token=${secret}&q=1"}],"entries"`),
    );
    expect(text).toMatch(/"title":"https:\/\/crm\.test\/\?access_token=[^&"]+&q=1"/);
    expect(text).not.toContain(secret);
  });
});

const named: readonly (readonly [string, object])[] = [
  ['a member of the recorder', entry({ more: { _user: { lastName: 'Vanderholst' } } })],
  ['a member far down', entry({ more: { _a: { b: { c: { d: { e: { f: { g: { h: { lastName: 'Vanderholst' } } } } } } } } } })],
  ['an object of the recorder', entry({ more: { _homeAddress: { lines: ['Vanderholst'] } } })],
  ['a member without the sign of a recorder', entry({ more: { lastName: 'Vanderholst' } })],
  ['a message of a WebSocket', entry({ more: { _webSocketMessages: [{ data: '{"lastName":"Vanderholst"}' }] } })],
  ['a trailer', answering({ _trailers: [{ name: 'X-Last-Name', value: 'Vanderholst' }] })],
  ['a Link field', answering({ headers: [{ name: 'Link', value: '<https://crm.test/?lastName=Vanderholst>; rel="next"' }] })],
  ['lines of JSON', entry({ path: '/elsewhere', gotType: 'application/x-ndjson', got: '{"id":1}\n{"lastName":"Vanderholst"}\n' })],
];

describe('a personal value', () => {
  it.each(named)('is known by its name in %s', async (_, one) => {
    const { report, text } = await redactText(harOf([one]));
    expect(report).toMatchObject({ same: 1, failures: [], left: [] });
    expect(text).not.toContain('Vanderholst');
    expect(report.originals).toBeGreaterThan(0);
  });

  it('that the contract marks does not stay in a body of a kind nobody can take apart', async () => {
    const got = '{"notes":"saw him at the Vanderholst fair"}\n';
    const { report, text } = await redactText(harOf([entry({ sent: '{"firstName":"a"}', gotType: 'application/x-ndjson', got })]));
    expect(report).toMatchObject({ same: 1, failures: [], left: [] });
    expect(text).not.toMatch(/Vanderholst|fair/);
  });

  it('too short to be searched for is replaced in the field :path as in the URL', async () => {
    const { text } = await redactText(
      harOf([entry({ login: 'qxz', headers: [{ name: ':path', value: '/people/qxz' }], got: '{"firstName":"a"}' })]),
    );
    const [{ request } = { request: { url: '', headers: [] } }] = entriesOf(text);
    expect(request.url).not.toContain('qxz');
    expect(request.headers.find(({ name }) => name === ':path')?.value).toBe(new URL(request.url).pathname);
  });

  it('that is a number stays one', async () => {
    const { text } = await redactText(harOf([entry({ more: { _phone: 31612345678.5 } })]));
    const written = (entriesOf(text)[0] as unknown as { _phone: unknown })._phone;
    expect(written).toBeTypeOf('number');
    expect(written).not.toBe(31612345678.5);
  });

  it('is known by its name around the entries', async () => {
    const whole = harOf([entry({})]);
    const { report, text } = await redactText(
      `\ufeff${whole.replace('"entries"', '"_by":{"lastName":"Vanderholst"},"entries"').replace(/\]\}\}\n$/, '],"_for":{"lastName":"Underholst"}}}\n')}`,
    );
    expect(report).toMatchObject({ same: 1, failures: [], left: [] });
    expect(text).not.toMatch(/Vanderholst|Underholst/);
    expect(text).toMatch(/^\ufeff\{"log".*"_for":\{"lastName":"[A-Z][a-z]{9}"\}\}\}\n$/s);
  });
});

it('leaves the address of the server, and what Truce wrote itself', async () => {
  const more = { serverIPAddress: '203.0.114.77', _truce: { provider: 'mock' }, connection: '443' };
  const { text } = await redactText(harOf([entry({ more })]));
  expect(entriesOf(text)[0]).toMatchObject(more);
});

describe('what is not JSON around the entries', () => {
  it('is not copied behind the last one, and the report says so', async () => {
    const whole = harOf([entry({})]);
    const { report, text } = await redactText(`${whole}${whole.replace('crm.test', 'vanderholst.test')}`);
    expect(report.left).toEqual(['The file is not JSON behind its last entry; what follows is not copied']);
    expect(text).not.toContain('vanderholst');
    expect(entriesOf(text)).toHaveLength(1);
  });

  it('before the first one is refused', async () => {
    const broken = harOf([entry({})]).replace('"version":"1.2"', '"version":"\\x"');
    await expect(redactText(broken)).rejects.toThrow(UserError);
    await expect(redactText(broken)).rejects.toThrow('`in.har` cannot be read as a HAR: what stands before its first entry is not JSON');
  });
});
