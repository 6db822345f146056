// `truce mock` while its files change: what is saved is served, what is broken is named and the last good contract stays. Long: one story for each kind of file.
import { Agent, request } from 'node:http';
import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { contractOf, operationOf, root, ServedFolder } from './served-folder.ts';

const folders: ServedFolder[] = [];
const serve = (files: Readonly<Record<string, string>>, ...args: string[]): Promise<ServedFolder> => {
  const folder = new ServedFolder(files);
  folders.push(folder);
  return folder.start(...args);
};

afterEach(async () => {
  for (const folder of folders.splice(0)) await folder.end();
});

const serving = /, serving\n/;
const still = /; still serving the contract of \d\d:\d\d:\d\d\n/;
/** Truce asks nothing of a callback; of a document in several files Prism reads all. */
const unreadable = contractOf('b', 'z')
  .replace('{ type: object }', "{ $ref: 'thing.yaml' }")
  .replace('      responses', '      callbacks: { c: { x: { post: null } } }\n      responses');
interface Health {
  readonly reload?: { readonly at: string; readonly error?: string };
}

describe('documents', () => {
  it('that are saved are served, and people are told what changed', async () => {
    const mock = await serve({ 'openapi.yaml': contractOf('a', 'old') }, 'openapi.yaml');
    expect([await mock.get('/a'), await mock.get('/b')]).toEqual(['{"is":"old"}', '404']);
    const said = await mock.hears(serving, () => mock.write('openapi.yaml', contractOf('a', 'new', operationOf('b', 'x'))));
    expect(said).toBe('openapi.yaml changed: 2 operations, 1 new (get-b), serving\n');
    expect([await mock.get('/a'), await mock.get('/b')]).toEqual(['{"is":"new"}', '{"is":"x"}']);
    expect(await mock.hears(serving, () => mock.replace('openapi.yaml', contractOf('b', 'y')))).toBe(
      'openapi.yaml changed: 1 operation, 1 gone (get-a), serving\n',
    );
    expect([await mock.get('/a'), await mock.get('/b')]).toEqual(['404', '{"is":"y"}']);
    expect(mock.stdout.split('\n')).toHaveLength(2);
  });

  it('that are referred to count as well; broken ones are named and the old answers stay', async () => {
    const good = 'type: object\nproperties: { is: { type: string } }\n';
    const main = contractOf('a', 'x').replace('{ type: object }', "{ $ref: 'parts/deep/thing.yaml' }");
    const mock = await serve({ 'openapi.yaml': main, 'parts/deep/thing.yaml': good }, 'openapi.yaml');
    const findings = async (): Promise<string | null> => (await fetch(`${mock.url}/a`)).headers.get('truce-answer-findings');
    expect(await findings()).toBeNull();
    await mock.hears(serving, () => mock.write('parts/deep/thing.yaml', good.replace('string', 'integer')));
    expect(await findings()).toContain('integer');
    expect(await mock.hears(still, () => mock.write('parts/deep/thing.yaml', 'type: [object\n'))).toMatch(
      /parts\/deep\/thing\.yaml:\d+:\d+: Not YAML/,
    );
    expect(await findings()).toContain('integer');
    const { reload } = await mock.admin<Health>('health');
    expect(reload?.error).toContain('parts/deep/thing.yaml');
    expect(await mock.hears(still, () => mock.replace('parts/deep/thing.yaml', 'type: string\npattern: "("\n'))).toMatch(
      /^parts\/deep\/thing\.yaml:2:10: Expected `pattern` to be a regular expression/,
    );
    expect(await mock.hears(serving, () => mock.write('parts/deep/thing.yaml', good))).toBe(
      'parts/deep/thing.yaml changed: 1 operation, serving\n',
    );
    expect(await findings()).toBeNull();
    expect((await mock.admin<Health>('health')).reload?.error).toBeUndefined();
  });

  it('that are missing are waited for: a reference to a file that comes later, one that is deleted, a folder that is replaced', async () => {
    const mock = await serve({ 'api/v1/openapi.yaml': contractOf('a', 'x') }, 'api/v1/openapi.yaml');
    const main = contractOf('a', 'y').replace('{ type: object }', "{ $ref: 'later/thing.yaml' }");
    expect(await mock.hears(still, () => mock.write('api/v1/openapi.yaml', main))).toContain('later/thing.yaml');
    expect(await mock.hears(serving, () => mock.write('api/v1/later/thing.yaml', 'type: object\n'))).toContain('thing.yaml changed');
    expect(await mock.get('/a')).toBe('{"is":"y"}');
    expect(await mock.hears(still, () => mock.remove('api/v1/openapi.yaml'))).toContain('There is no contract at "api/v1/openapi.yaml"');
    expect(await mock.get('/a')).toBe('{"is":"y"}');
    await mock.hears(serving, () => mock.write('api/v1/openapi.yaml', contractOf('a', 'again')));
    expect(await mock.get('/a')).toBe('{"is":"again"}');
    await mock.hears(still, () => mock.remove('api'));
    await mock.hears(serving, () => mock.write('api/v1/openapi.yaml', contractOf('a', 'anew')));
    await mock.hears(serving, () => mock.write('api/v1/openapi.yaml', contractOf('a', 'last')));
    expect(await mock.get('/a')).toBe('{"is":"last"}');
  });

  it('that clash, and those Prism alone cannot read, keep the last good contracts', async () => {
    const mock = await serve(
      { 'a.yaml': contractOf('a', 'x'), 'b.yaml': contractOf('b', 'x'), 'thing.yaml': 'type: object\n' },
      'a.yaml',
      'b.yaml',
    );
    expect(await mock.hears(still, () => mock.write('b.yaml', contractOf('a', 'z')))).toContain(
      'Two contracts claim GET /a: a.yaml and b.yaml',
    );
    expect([await mock.get('/a'), await mock.get('/b')]).toEqual(['{"is":"x"}', '{"is":"x"}']);
    expect(await mock.hears(still, () => mock.write('b.yaml', unreadable))).toContain('b.yaml:1:1: Prism cannot read b.yaml');
    expect(await mock.get('/b')).toBe('{"is":"x"}');
  });

  it('that only Prism cannot read are named at the start too', async () => {
    const mock = await serve({ 'b.yaml': unreadable, 'thing.yaml': 'type: object\n' }, 'b.yaml');
    await mock.until(() => mock.stderr.includes('truce: b.yaml:1:1: Prism cannot read b.yaml'));
    expect(await mock.get('/b')).toBe('500');
    await mock.hears(serving, () => mock.write('b.yaml', contractOf('b', 'mended')));
    expect(await mock.get('/b')).toBe('{"is":"mended"}');
  });

  it('that are saved twenty times at once are loaded a few times', async () => {
    const mock = await serve({ 'openapi.yaml': contractOf('a', 'v0') }, 'openapi.yaml');
    for (let save = 1; save <= 20; save++) {
      mock.write('openapi.yaml', contractOf('a', `v${save}`));
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
    await mock.until(async () => (await mock.get('/a')) === '{"is":"v20"}');
    expect(mock.stderr.match(/serving/g)?.length).toBeLessThan(6);
  });

  it('are loaded on SIGHUP alone with --no-watch', async () => {
    const mock = await serve({ 'openapi.yaml': contractOf('a', 'old'), 'b.yaml': contractOf('b', 'old') }, 'openapi.yaml', '--no-watch');
    const watched = await serve({ 'openapi.yaml': contractOf('a', 'old') }, 'openapi.yaml');
    mock.write('openapi.yaml', contractOf('a', 'new'));
    // Another mock has noticed a later change by then.
    await watched.hears(serving, () => watched.write('openapi.yaml', contractOf('a', 'new')));
    expect([await mock.get('/a'), mock.stderr]).toEqual(['{"is":"old"}', '']);
    expect(await mock.hears(serving, () => mock.signal('SIGHUP'))).toBe('asked by SIGHUP: 1 operation, serving\n');
    expect(await mock.get('/a')).toBe('{"is":"new"}');
    expect(await mock.end()).toBe(0);
  });
});

it('a request that runs during the swap ends with the old document, and its connection goes on with the new one', async () => {
  const mock = await serve({ 'openapi.yaml': contractOf('a', 'old') }, 'openapi.yaml');
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const sockets: Socket[] = [];
  const ask = (wait: number): Promise<string> =>
    new Promise((resolve, reject) => {
      request(`${mock.url}/a`, { agent, headers: { Prefer: `wait=${wait}` } }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => (text += part));
        response.on('end', () => resolve(text));
      })
        .on('socket', (socket) => sockets.push(socket))
        .on('error', reject)
        .end();
    });
  let isAnswered = false;
  const slow = ask(3).finally(() => (isAnswered = true));
  await mock.until(() => sockets.length === 1 && sockets[0]?.bytesWritten !== 0);
  await mock.hears(serving, () => mock.write('openapi.yaml', contractOf('a', 'new')));
  expect(await mock.get('/a')).toBe('{"is":"new"}');
  expect(isAnswered).toBe(false);
  expect(await slow).toBe('{"is":"old"}');
  expect(await ask(0)).toBe('{"is":"new"}');
  expect(sockets[1]).toBe(sockets[0]);
  agent.destroy();
});

const handlers = (greeting = 'word'): string => `import { defineMock, UserError } from '${root}src/index.ts';
import { word } from './parts/word.ts';
import seed from './parts/seed.json' with { type: 'json' };
import { old } from './parts/old.cjs';
type State = { calls: number };
export default defineMock({ id: 'crm' } as never, {
  'get-a': ({ state, respond }: { state: State; respond: (status: number, body: unknown) => unknown }) => {
    state.calls++;
    if (state.calls === 1) throw new UserError('counted');
    return respond(200, { is: [${greeting}, seed.word, old, state.calls].join(' ') });
  },
} as never, { state: (): State => ({ calls: 1 }) });
`;
const parts = {
  'mocks/crm.ts': handlers(),
  'mocks/parts/word.ts': "export const word: string = 'one';\n",
  'mocks/parts/seed.json': '{"word":"one"}',
  'mocks/parts/old.cjs': "exports.old = require('./older.cjs');\n",
  'mocks/parts/older.cjs': "module.exports = 'one';\n",
  'openapi.yaml': contractOf('a', 'x'),
  'truce.config.json': '{ "contracts": [{ "document": "openapi.yaml", "id": "crm", "mock": "mocks/crm.ts" }] }',
};

describe('handlers', () => {
  it('and everything they import are read again; the state stays', async () => {
    const mock = await serve(parts);
    expect(await mock.get('/a')).toBe('{"is":"one one one 2"}');
    const edits: readonly (readonly [name: string, text: string, answer: string])[] = [
      ['mocks/parts/word.ts', "export const word: string = 'two';\n", 'two one one 3'],
      ['mocks/parts/seed.json', '{"word":"two"}', 'two two one 4'],
      ['mocks/parts/older.cjs', "module.exports = 'two';\n", 'two two two 5'],
      ['mocks/crm.ts', handlers('`${word}!`'), 'two! two two 6'],
      ['openapi.yaml', contractOf('a', 'y'), 'two! two two 7'],
    ];
    for (const [name, text, answer] of edits) {
      expect(await mock.hears(serving, () => mock.write(name, text))).toBe(`${name} changed: 1 operation, serving\n`);
      expect(await mock.get('/a')).toBe(`{"is":"${answer}"}`);
    }
    expect(await mock.admin('state')).toEqual({ crm: { calls: 7 } });
    expect((await mock.admin<{ entries: unknown[] }>('journal')).entries).toHaveLength(6);
  });

  it('that are broken are named with file and line, and the last good ones answer', async () => {
    const mock = await serve(parts);
    await mock.get('/a');
    const broken: readonly (readonly [name: string, text: string, sentence: RegExp])[] = [
      [
        'mocks/parts/word.ts',
        'export const a = 1;\n\nconst b: = 2;\n',
        /^mocks\/parts\/word\.ts:3:\d+: The mock "mocks\/crm\.ts" cannot be loaded/,
      ],
      [
        'mocks/parts/word.ts',
        "export const word = '';\n\nthrow new Error('no good');\n",
        /^mocks\/parts\/word\.ts:3:7: .*cannot be loaded: no good/,
      ],
      ['mocks/parts/word.ts', 'export const words = 1;\n', /^mocks\/crm\.ts:2:10: .*does not provide an export named 'word'/],
      [
        'mocks/parts/word.ts',
        "export const word = '';\nimport './later.mjs';\n",
        /^mocks\/parts\/word\.ts:2:8: .*Cannot find module 'mocks\/parts\/later\.mjs'/,
      ],
      ['mocks/parts/later.mjs', 'let a = 1;\nlet b = = 2;\n', /^mocks\/parts\/later\.mjs:2:\d+: /],
      ['mocks/parts/seed.json', '{"word":}', /^mocks\/parts\/(seed\.json:1:9|later\.mjs:2:\d+): /],
      ['mocks/crm.ts', 'export const a = 1;\n', /^The mock "mocks\/crm\.ts" has no default export/],
    ];
    for (const [name, text, sentence] of broken) {
      const said = await mock.hears(still, () => mock.write(name, text));
      expect(said).toMatch(sentence);
      expect(said).not.toContain('truce=');
      expect(said).not.toContain(mock.path);
      expect(await mock.get('/a')).toMatch(/^\{"is":"one one one \d+"\}$/);
    }
    for (const [name, text] of Object.entries(parts)) mock.write(name, text);
    await mock.until(() => mock.stderr.endsWith(', serving\n'));
  });
});

describe('the config', () => {
  it('adds and removes contracts, changes faults, and keeps the last good one when it is broken', async () => {
    const config = (contracts: readonly string[], fault = 'status=418'): string =>
      `import { names } from './names.ts';\nexport default { contracts: [...names, ...${JSON.stringify(contracts)}], mock: { faults: { '${contracts.includes('b.yaml') ? 'get-b' : '*'}': '${contracts.includes('b.yaml') ? fault : ''}' } } };\n`;
    const mock = await serve({
      'a.yaml': contractOf('a', 'x'),
      'b.yaml': contractOf('b', 'x'),
      'c.yaml': contractOf('c', 'x'),
      'names.ts': "export const names: string[] = ['c.yaml'];\n",
      'truce.config.ts': config(['a.yaml']),
    });
    expect(await mock.hears(serving, () => mock.write('truce.config.ts', config(['a.yaml', 'b.yaml'])))).toBe(
      'truce.config.ts changed: 3 operations, 1 new (get-b), serving\n',
    );
    expect([await mock.get('/a'), await mock.get('/b')]).toEqual(['{"is":"x"}', '418']);
    await mock.hears(serving, () => mock.write('b.yaml', contractOf('b', 'y')));
    await mock.hears(serving, () => mock.write('truce.config.ts', config(['b.yaml'], 'latency=1')));
    expect([await mock.get('/a'), await mock.get('/b')]).toEqual(['404', '{"is":"y"}']);
    expect(await mock.hears(still, () => mock.write('truce.config.ts', 'export default { contracts: 5 };\n'))).toMatch(
      /^truce\.config\.ts: Expected `contracts`/,
    );
    expect(await mock.hears(still, () => mock.write('truce.config.ts', config(['b.yaml'], 'nonsense')))).toContain('nonsense');
    expect(await mock.get('/b')).toBe('{"is":"y"}');
    await mock.hears(serving, () => mock.write('truce.config.ts', config([])));
    expect(await mock.hears(serving, () => mock.write('names.ts', "export const names: string[] = ['a.yaml'];\n"))).toContain(
      '1 new (get-a), 1 gone (get-c)',
    );
  });
});
