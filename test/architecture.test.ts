// Who may import whom (docs/architecture.md), and which file is the only door to which package.
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path/posix';
import { describe, expect, it } from 'vitest';

const root = new URL('../', import.meta.url).pathname;
const files = globSync('src/**/*.{ts,js}', { cwd: root }).toSorted();
const importPattern = /(?:from|import\()\s*'([^']+)'/g;

const importsOf = (file: string): string[] => [...readFileSync(root + file, 'utf8').matchAll(importPattern)].map((match) => match[1] ?? '');
/** `src/evidence/har/entry.ts` lives in the room `evidence`; `src/check.ts` in `check`. */
const roomOf = (file: string): string => file.split('/')[1]?.replace(/\.ts$/, '') ?? '';

const allowed: Readonly<Record<string, readonly string[]>> = {
  model: [],
  source: ['model'],
  openapi: ['model', 'source'],
  evidence: ['model'],
  content: ['model'],
  rules: ['model'],
  pages: [],
  reporters: ['model', 'pages'],
  pacts: ['model', 'openapi'],
  judge: ['model', 'source', 'openapi', 'content', 'rules', 'pacts'],
  matrix: ['model', 'pacts'],
  record: ['model', 'source', 'openapi', 'content', 'judge'],
  redact: ['model', 'source', 'openapi', 'evidence', 'content', 'judge', 'record'],
  mock: ['model', 'pages', 'source', 'openapi', 'content', 'judge', 'record', 'version'],
  checks: ['model', 'content', 'live'],
  live: ['model', 'source', 'openapi', 'content', 'judge', 'record'],
  statement: ['model', 'pages', 'source', 'live', 'reporters'],
  proxy: ['model', 'record'],
  typing: ['model', 'openapi', 'content'],
  broker: ['model', 'source'],
  suggest: ['model', 'source', 'openapi', 'content', 'judge'],
  diff: ['model', 'openapi', 'pacts', 'judge', 'reporters', 'version'],
  parallel: ['model', 'source', 'openapi', 'evidence', 'judge', 'matrix'],
  check: ['model', 'source', 'openapi', 'evidence', 'content', 'rules', 'judge', 'matrix', 'parallel'],
  rounds: ['model', 'source', 'openapi', 'check', 'judge', 'matrix'],
  report: ['model', 'check', 'openapi', 'matrix', 'version'],
  shards: ['model', 'source', 'openapi', 'evidence', 'check', 'matrix'],
  config: ['model', 'source', 'openapi', 'rules', 'checks'],
  commands: [
    'model',
    'source',
    'openapi',
    'evidence',
    'judge',
    'matrix',
    'rules',
    'reporters',
    'config',
    'check',
    'report',
    'shards',
    'rounds',
    'version',
    'record',
    'redact',
    'mock',
    'proxy',
    'parallel',
    'typing',
    'broker',
    'suggest',
    'live',
    'checks',
    'statement',
    'diff',
  ],
  testing: ['model', 'source', 'openapi', 'judge', 'reporters', 'config', 'mock'],
  cli: ['commands'],
  index: ['check', 'diff', 'report', 'config', 'matrix', 'openapi', 'source', 'reporters', 'rules', 'model', 'mock'],
  version: [],
};

const doors: Readonly<Record<string, readonly string[]>> = {
  ajv: ['src/openapi/engine.ts', 'src/openapi/schema.ts'],
  'ajv-formats': ['src/openapi/formats.ts'],
  'js-yaml': ['src/source/yaml.ts', 'src/source/yaml-text.ts'],
  saxes: ['src/content/xml-tree.ts'],
  commander: [
    'src/commands/main.ts',
    'src/commands/arguments.ts',
    'src/commands/merge-command.ts',
    'src/commands/record-command.ts',
    'src/commands/suggest-command.ts',
    'src/commands/redact-command.ts',
    'src/commands/probe-command.ts',
    'src/commands/diff-command.ts',
  ],
  tinyglobby: ['src/commands/expand.ts'],
  picocolors: ['src/reporters/text/paint.ts'],
  '@stoplight': ['src/mock/prism.ts'],
  'fast-check': ['src/live/generate/chance.ts', 'src/live/generate/text.ts'],
  undici: ['src/live/client.ts'],
  chokidar: ['src/commands/watch.ts'],
  'har-format': [
    'src/mock/har-journal.ts',
    'src/record/har-entry.ts',
    'src/record/har-exchange.ts',
    'src/record/har-file.ts',
    'src/redact/recording.ts',
    'src/proxy/masked.ts',
    'src/proxy/recorder.ts',
  ],
  vitest: ['src/testing/vitest.ts'],
  expect: ['src/testing/jest.ts'],
  '@jest': ['src/testing/jest.ts'],
  sarif: ['src/reporters/sarif.ts', 'src/reporters/sarif/result.ts'],
};

describe('imports', () => {
  it.each(files)('%s imports only what its room may', (file) => {
    const room = roomOf(file);
    const rooms = importsOf(file)
      .filter((name) => name.startsWith('.') && !name.endsWith('.json'))
      .map((name) => roomOf(relative('.', join(dirname(file), name))))
      .filter((other) => other !== room);
    expect(rooms.filter((other) => !(allowed[room] ?? []).includes(other))).toEqual([]);
  });

  it('plug-ins never import each other, only the folder of their own name and the index them', () => {
    const offenders = files.flatMap((file) => {
      const [, room = '', name = ''] = file.split('/');
      if (!['evidence', 'rules', 'reporters'].includes(room) || name === 'index.ts') return [];
      const own = name.replace(/\.ts$/, '');
      return importsOf(file)
        .filter((other) => other.startsWith('.'))
        .map((other) => relative('.', join(dirname(file), other)).split('/'))
        .filter(([, otherRoom, otherName = '']) => otherRoom === room && otherName.replace(/\.ts$/, '') !== own)
        .map((other) => `${file} → ${other.join('/')}`);
    });
    expect(offenders).toEqual([]);
  });

  it('every package has one door', () => {
    const offenders = files.flatMap((file) =>
      importsOf(file)
        .filter((name) => !name.startsWith('.') && !name.startsWith('node:'))
        .filter((name) => !(doors[name.split('/')[0] ?? ''] ?? []).includes(file))
        .map((name) => `${file} → ${name}`),
    );
    expect(offenders).toEqual([]);
  });

  it('only the command line touches process, and only it the console; a lock has to know which processes live', () => {
    const touching = files.filter((file) =>
      /\bprocess\.|\bconsole\./.test(readFileSync(root + file, 'utf8').replace(/\/\/.*|\/\*[\s\S]*?\*\//g, '')),
    );
    expect(touching).toEqual(['src/cli.ts', 'src/record/file-lock.ts']);
  });

  it('there are no rooms without a purpose in their name', () => {
    expect(files.filter((file) => /(^|\/)(utils?|helpers?|common|types|lib|misc)(\/|\.ts$)/.test(file))).toEqual([]);
  });
});

describe('files', () => {
  it.each(files)('%s opens with one sentence on what it is', (file) => {
    const text = readFileSync(root + file, 'utf8').replace(/^#!.*\n/, '');
    expect(text.split('\n', 1)[0]).toMatch(/^\/\/ \S.{20,}/);
  });

  it('is short, or says why it is long', () => {
    const long = files.filter((file) => readFileSync(root + file, 'utf8').split('\n').length > 260);
    expect(
      long.filter((file) => !/long|in one piece|one walk|whole/i.test(readFileSync(root + file, 'utf8').split('\n', 1)[0] ?? '')),
    ).toEqual([]);
  });
});
