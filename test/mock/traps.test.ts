// What stock Prism stumbles over (its own faults, measured on 5.16), asked of this mock; and generated answers: seeds, the pool, conformance.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadContract } from '../../src/index.ts';
import { type Mock, startMock } from '../../src/mock/server.ts';
import { root } from './fixture/orders.ts';

let mock: Mock;
beforeAll(async () => {
  mock = await startMock({ contracts: [{ contract: await loadContract('test/mock/fixture/traps.yaml', { cwd: root }) }] });
});
afterAll(() => mock.close());

const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${mock.url}/base/v2${path}`, { headers, signal: AbortSignal.timeout(10_000) });
const textOf = async (path: string, headers: Record<string, string> = {}): Promise<string> => {
  const answer = await get(path, headers);
  return `${answer.status} ${answer.headers.get('content-type')} ${await answer.text()}`;
};
const send = async (type: string, body: string): Promise<number> =>
  (await fetch(`${mock.url}/base/v2/tuple`, { method: 'POST', headers: { 'Content-Type': type }, body })).status;

describe('answers', () => {
  it.each([
    ['/object', 'application/json', '200 application/json; charset=utf-8 {"id":1,"name":"Ada","tags":["x","y"]}'],
    ['/object', 'text/json', '200 text/json; charset=utf-8 {"id":1,"name":"Ada","tags":["x","y"]}'],
    [
      '/object',
      'application/xml',
      '200 application/xml; charset=utf-8 <Contact id="1"><name>Ada</name><tags><tag>x</tag><tag>y</tag></tags></Contact>',
    ],
    ['/object', 'text/xml', '200 text/xml; charset=utf-8 <Contact id="1"><name>Ada</name><tags><tag>x</tag><tag>y</tag></tags></Contact>'],
    ['/string', 'application/xml', '200 application/xml; charset=utf-8 <Contact id="2"><name>Bea</name></Contact>'],
    [
      '/list',
      'application/xml',
      '200 application/xml; charset=utf-8 <contacts><contacts id="1"><name>Ada</name></contacts><contacts id="2"><name>Bea</name></contacts></contacts>',
    ],
    [
      '/object',
      'text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8',
      '200 application/xml; charset=utf-8 <Contact id="1"><name>Ada</name><tags><tag>x</tag><tag>y</tag></tags></Contact>',
    ],
  ])('%s as %s', async (path, accept, expected) => expect(await textOf(path, { Accept: accept })).toBe(expected));

  it.each(['application/json', 'application/xml', 'text/xml', 'text/json'])(
    'made up from a schema as %s, without what is only written',
    async (accept) => {
      const answer = await get('/generated', { Accept: accept, Prefer: 'dynamic=true' });
      expect([answer.status, answer.headers.get('content-type')?.split(';')[0], answer.headers.get('truce-answer-findings')]).toEqual([
        200,
        accept,
        null,
      ]);
      expect(await answer.text()).not.toContain('password');
    },
  );

  it('fields keep their repeats, know booleans, and carry no line ends', async () => {
    const answer = await get('/fields');
    expect(answer.headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2']);
    expect([
      answer.headers.get('x-flag'),
      answer.headers.get('x-count'),
      answer.headers.get('x-nothing'),
      answer.headers.get('injected'),
    ]).toEqual(['true', '7', null, null]);
    const nothing = await get('/fields', { Prefer: 'code=204' });
    expect([nothing.status, nothing.headers.get('content-type'), nothing.headers.get('content-length')]).toEqual([204, null, null]);
  });

  it('long ones are zipped for who accepts it, and HEAD tells their length', async () => {
    const plain = await get('/long', { 'Accept-Encoding': 'identity' });
    const text = await plain.text();
    expect([plain.headers.get('content-encoding'), plain.headers.get('content-length')]).toEqual([null, String(text.length)]);
    const zipped = await get('/long', { 'Accept-Encoding': 'br;q=1, gzip' });
    expect([zipped.headers.get('content-encoding'), zipped.headers.get('vary'), await zipped.text()]).toEqual([
      'gzip',
      'Accept-Encoding',
      text,
    ]);
    expect((await get('/long', { 'Accept-Encoding': 'gzip;q=0' })).headers.get('content-encoding')).toBe(null);
    const head = await fetch(`${mock.url}/base/v2/long`, { method: 'HEAD', headers: { 'Accept-Encoding': 'identity' } });
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, String(text.length), '']);
  });

  it('are in the documented charset', async () => {
    const answer = await get('/long', { Accept: 'text/plain' });
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=iso-8859-1');
    expect(Buffer.from(await answer.arrayBuffer()).toString('latin1')).toBe('naïve café');
  });

  it('that violate their own document say so', async () => {
    const answer = await get('/wrong');
    expect([answer.status, answer.headers.get('truce-answer-findings')]).toEqual([200, expect.stringContaining('response-body-mismatch')]);
  });
});

describe('requests', () => {
  it.each([
    ['a 3.1 tuple', 'application/json', '[1,"a"]', 200],
    ['a tuple that is none', 'application/json', '["a",1]', 422],
    ['text/json', 'text/json', '[]', 200],
    ['repeated form keys', 'application/x-www-form-urlencoded', 'tags=a&tags=b', 200],
    ['one form key for a list', 'application/x-www-form-urlencoded', 'tags=a', 200],
    ['a form with what is not allowed', 'application/x-www-form-urlencoded', 'tags=a&more=1', 422],
    ['another +json than the documented one', 'application/vnd.crm+json', '[1,"a"]', 415],
  ])('%s', async (_, type, body, status) => expect(await send(type, body)).toBe(status));

  it.each([
    ['a password with a colon', `Basic ${btoa('user:pass:word')}`, 200],
    ['a scheme in lower case', `basic ${btoa('user:pass')}`, 200],
    ['another scheme', 'Bearer x', 401],
  ])('%s', async (_, Authorization, status) => expect((await get('/private', { Authorization })).status).toBe(status));

  it('query twins of Prefer choose when a client cannot set fields', async () => {
    expect((await get('/fields?__code=204')).status).toBe(204);
    expect(mock.journal().at(-1)).toMatchObject({ verdict: 'conforms', findings: [], request: { target: '/base/v2/fields?__code=204' } });
  });
});

describe('made up answers', () => {
  const fake = async (prefer: string): Promise<{ name: string; mail: string }> =>
    (await get('/fake', { Prefer: prefer })).json() as Promise<{ name: string; mail: string }>;

  it('with the same seed are the same, also what x-faker makes and in another server', async () => {
    const [first, other] = [await fake('dynamic=true, seed=abc'), await fake('dynamic=true, seed=abd')];
    expect(other).not.toEqual(first);
    const second = await startMock({ contracts: [{ contract: await loadContract('test/mock/fixture/traps.yaml', { cwd: root }) }] });
    // Draws in between move no seed.
    await fetch(`${second.url}/base/v2/fake`, { headers: { Prefer: 'dynamic=true' } });
    const again = await fetch(`${second.url}/base/v2/fake`, { headers: { Prefer: 'dynamic=true, seed=abc' } });
    expect(await again.json()).toEqual(first);
    await second.close();
  });

  it('without one differ, come from a pool in the end, and conform', async () => {
    const seen = new Set<string>();
    for (let index = 0; index < 80; index++) {
      const answer = await get('/fake', { Prefer: 'dynamic' });
      expect(answer.headers.get('truce-answer-findings')).toBe(null);
      const text = await answer.text();
      expect(text).not.toContain('secret');
      seen.add(text);
    }
    expect(seen.size).toBeGreaterThan(15);
    expect(seen.size).toBeLessThan(40);
  });
});

describe('several contracts', () => {
  it('below their names, when two have the same path', async () => {
    const contracts = await Promise.all(
      ['one', 'two'].map(async (id) => ({ contract: await loadContract('test/mock/fixture/traps.yaml', { cwd: root, id }) })),
    );
    await expect(startMock({ contracts })).rejects.toThrow('Two contracts claim GET /object');
    const both = await startMock({ contracts, prefix: true });
    for (const path of ['/one/base/v2/object', '/two/object', '/two/base/v2/object?__code=200'])
      expect((await fetch(both.url + path)).status).toBe(200);
    expect((await fetch(`${both.url}/three/object`)).status).toBe(404);
    expect((await fetch(`${both.url}/object`)).status).toBe(404);
    expect(both.journal().map(({ operation }) => operation?.contract)).toEqual(['one', 'two', 'two', undefined, undefined]);
    await both.close();
  });
});
