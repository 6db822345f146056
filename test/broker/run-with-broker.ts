// Runs `truce` against a stub of a broker, and holds everything it wrote against the one rule: no secret, in no form, anywhere.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { contract, interaction, pact } from '../cli/fixtures.ts';
import { folderWith } from '../cli/folder.ts';
import { type CliOptions, type CliResult, truce } from '../cli/run-cli.ts';

export const token = 'tok-3f9aC7"+/x';
export const password = 'pass wörd:%?&';
const basic = Buffer.from(`ci:${password}`).toString('base64');
export const bearerHeader = `Bearer ${token}`;
export const basicHeader = `Basic ${basic}`;
export const withToken = { PACT_BROKER_TOKEN: token };
export const withPassword = { PACT_BROKER_USERNAME: 'ci', PACT_BROKER_PASSWORD: password };

const secrets = [token, password, basic].flatMap((secret) => [
  secret,
  encodeURIComponent(secret),
  encodeURI(secret),
  encodeURIComponent(secret).replace(/%../g, (digits) => digits.toLowerCase()),
  new URLSearchParams({ secret }).toString().slice('secret='.length),
  JSON.stringify(secret).slice(1, -1),
]);

export function expectNoSecret(text: string, where: string): void {
  for (const secret of secrets) expect(text.includes(secret), `${where} holds a secret:\n${text}`).toBe(false);
}

export const notes = (more: Readonly<Record<string, string>> = {}): string => folderWith({ 'openapi.yaml': contract, ...more });

/** `truce` in a folder, with the token unless `env` says otherwise. */
export async function truceWith(folder: string, args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const { env = withToken, ...more } = options;
  const result = await truce(args, { cwd: folder, env: { COLUMNS: '250', ...env }, timeout: 60_000, ...more });
  expectNoSecret(result.stdout, 'stdout');
  expectNoSecret(result.stderr, 'stderr');
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, name);
    if (statSync(path).isFile()) expectNoSecret(readFileSync(path, 'utf8'), name);
  }
  return result;
}

export const checkArgs = (url: string, ...more: string[]): string[] => [
  'check',
  '-c',
  'openapi.yaml',
  `--broker=${url}`,
  '--provider',
  'notes',
  ...more,
];
export const publishArgs = (url: string, ...more: string[]): string[] => checkArgs(url, '--publish', '--provider-version', '2.0', ...more);

const parsed = (text: string): Record<string, unknown> => JSON.parse(text) as Record<string, unknown>;
export const goodPact = (consumer = 'shop'): Record<string, unknown> => ({
  ...parsed(pact(interaction({ id: 7, title: 'Milk' }))),
  consumer: { name: consumer },
});
export const badPact = (consumer = 'shop'): Record<string, unknown> => ({
  ...parsed(pact(interaction({ id: 7 }), { ...interaction({ id: 'seven' }), description: 'a note with a text id' })),
  consumer: { name: consumer },
});
