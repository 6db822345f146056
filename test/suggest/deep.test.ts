// Bodies nested so deeply that no recursion survives them: they are counted, and nothing is made of them.
import { expect, it } from 'vitest';
import { folderWith } from '../cli/folder.ts';
import { run as runHere } from '../shards/in-process.ts';
import { documentOf } from './run-suggest.ts';

const cases = ['[', '{"a":'].flatMap((open) =>
  (
    [
      [418, 'application/json'],
      [200, 'application/vnd.x+json'],
      [200, 'application/json'],
      [400, 'application/json'],
    ] as const
  ).map(([status, type]) => [open, status, type] as const),
);

it.each(cases)('%s nested 100,000 times, %s %s', async (open, status, type) => {
  const text = `${open.repeat(100_000)}1${(open === '[' ? ']' : '}').repeat(100_000)}`;
  const entry = {
    request: { method: 'GET', url: 'https://api.example/things', headers: [] },
    response: { status, headers: [], content: { mimeType: type, text } },
  };
  const cwd = folderWith({
    'api.json': JSON.stringify(documentOf('3.1.1', { type: 'object', properties: { b: {} } })),
    'seen.har': JSON.stringify({ log: { version: '1.2', creator: { name: 't', version: '1' }, entries: [entry] } }),
  });
  const { code, stdout, stderr } = await runHere(cwd, ['suggest', 'seen.har', '--contract', 'api.json']);
  expect(code).toBe(0);
  expect(stdout.length).toBeLessThan(3000);
  if (status === 418) expect(stdout).toMatch(/'418':\n +description: .+\n +content:\n +application\/json: \{\}/);
  if (status === 200 && type === 'application/json') expect(stderr).toContain('nested too deeply');
});
