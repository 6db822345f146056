// How the command line is called: help, versions, mistakes, `truce rules`, `truce checks`, `truce explain`, and a reader that stops reading.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { bad, contract, entry, good, har } from './fixtures.ts';
import { folderWith } from './folder.ts';
import { truce } from './run-cli.ts';

const packageFile = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as { version: string };

it('prints help and its version to standard output', async () => {
  const help = await truce(['--help']);
  expect(help).toMatchObject({ code: 0, stderr: '' });
  expect(help.stdout).toMatch(/check .*rules .*explain .*Exit codes: 0 conforms, 1 findings .*, 2 could not check/s);
  const check = await truce(['check', '--help']);
  for (const option of [
    '--contract',
    '--config',
    '--reporter',
    '--fail-on',
    '--bail',
    '--grep',
    '--list',
    '--strict',
    '--quiet',
    '--update-baseline',
  ])
    expect(check.stdout).toContain(option);
  expect(await truce(['--version'])).toEqual({ code: 0, stdout: `${packageFile.version}\n`, stderr: '' });
});

it.each([
  [['chek'], /unknown command 'chek'[\s\S]*check/],
  [['check', '--nope'], /unknown option '--nope'/],
  [['check', '--fail-on', 'loud'], /error, warning, info, never/],
  [['check', '--bail', '0'], /whole number from 1/],
  [['check', '--grep', '(', '-c', 'api.yaml', 't.har'], /`--grep` takes a regular expression/],
  [
    ['check', '-c', 'api.yaml', '-r', 'loud', 't.har'],
    /There is no reporter "loud"[\s\S]*text, json, ndjson, junit, sarif, github, markdown\S.* or \w+/,
  ],
  [['check', '-c', 'api.yaml', 'nope.har'], /There is no file or folder at "nope.har"/],
  [['check', '-c', 'api.yaml', 'x/*.har'], /Nothing matches "x\/\*\.har"/],
  [['check', '-c', 'nope.yaml', 't.har'], /There is no contract at "nope.yaml"/],
  [['check', '-c', '.', 't.har'], /is a folder/],
  [['check', '--config', 'nope.json'], /There is no config file at "nope.json"/],
  [['check', '--config', '.git'], /The config ".git" cannot be read: it is a folder/],
  [['check'], /There is no contract to check against[\s\S]*--contract openapi.yaml/],
  [['explain', 'response-body-mismach'], /There is no rule "response-body-mismach"[\s\S]*response-body-mismatch/],
  [['explain'], /missing required argument 'id'/],
])('%j is answered with a sentence and exit code 2', async (args, sentence) => {
  const result = await truce(args, { cwd: folderWith({ 'api.yaml': contract, 't.har': har(good) }) });
  expect(result).toMatchObject({ code: 2, stdout: '' });
  expect(result.stderr).toMatch(sentence);
});

it('lists rules and explains each of them', async () => {
  const list = await truce(['rules']);
  expect(list.stdout).toMatch(/^response-body-mismatch +error +\S/m);
  const asJson = JSON.parse((await truce(['rules', '--json'])).stdout) as { id: string; why: string }[];
  expect(asJson.map(({ id }) => id).toSorted()).toEqual(
    list.stdout
      .split('\n')
      .flatMap((line) => line.split(' ')[0] || [])
      .toSorted(),
  );
  const page = await truce(['explain', 'response-body-mismatch']);
  expect(page.code).toBe(0);
  expect(page.stdout).toContain('response-body-mismatch');
  expect(page.stdout).toContain(asJson.find(({ id }) => id === 'response-body-mismatch')?.why.slice(0, 30));
});

it('lists the checks of a probe and explains each of them', async () => {
  const list = await truce(['checks']);
  expect(list.stdout).toMatch(/^put-idempotent +error +\S/m);
  const asJson = JSON.parse((await truce(['checks', '--json'])).stdout) as { id: string; why: string }[];
  expect(asJson.length).toBeGreaterThan(10);
  const page = await truce(['explain', 'put-idempotent']);
  expect(page.code).toBe(0);
  expect(page.stdout).toContain(asJson.find(({ id }) => id === 'put-idempotent')?.why);
  expect((await truce(['explain', 'put-idempotnt'])).stderr).toContain('put-idempotent');
});

it('a reader that has seen enough is no failure', async () => {
  const many = har(...Array.from({ length: 3000 }, (_, id) => entry({ id, [`x${id}`]: 1 })), bad);
  const cwd = folderWith({ 'api.yaml': contract, 't.har': many });
  const cli = join(import.meta.dirname, '../../src/cli.ts');
  const command = `set -o pipefail; "${process.execPath}" "${cli}" check -c api.yaml t.har -r json | head -1`;
  const result = await new Promise<{ error: unknown; stdout: string; stderr: string }>((resolve) =>
    execFile('bash', ['-c', command], { cwd, timeout: 20_000 }, (error, stdout, stderr) => resolve({ error, stdout, stderr })),
  );
  expect(result).toEqual({ error: null, stdout: '{\n', stderr: '' });
});
