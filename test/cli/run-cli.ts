// Runs `truce` as a child process, the way a shell does: arguments and standard input in, output and exit code back.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';

const root = join(import.meta.dirname, '../..');
const cli = join(root, 'src/cli.ts');

export interface CliOptions {
  readonly cwd?: string;
  /** Added to a bare environment: nothing of the surrounding one but PATH, HOME and TMPDIR is passed on. */
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string | Uint8Array;
  /** Milliseconds. */
  readonly timeout?: number;
  readonly nodeArguments?: readonly string[];
  /** User to become, where the tests run as root. */
  readonly uid?: number;
}

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function environment(extra: Readonly<Record<string, string>> = {}): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of ['PATH', 'HOME', 'TMPDIR']) {
    const value = process.env[name];
    if (value !== undefined) kept[name] = value;
  }
  return { ...kept, ...extra };
}

/** Runs to the end. Throws when it takes longer than `timeout`. */
export function runCli(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const { cwd = root, env, stdin = '', timeout = 20_000, nodeArguments = [], uid } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...nodeArguments, cli, ...args], {
      cwd,
      env: environment(env),
      ...(uid !== undefined && { uid, gid: uid }),
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`truce ${args.join(' ')} did not end within ${timeout} ms\n${Buffer.concat(err).toString()}`));
    }, timeout);
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', reject);
    child.stdin.on('error', () => undefined); // it may end without reading all
    child.stdin.end(stdin);
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() });
    });
  });
}

/** Runs, and holds the output against what is true of every run: no stack, no path of this machine, one of three exit codes. */
export async function truce(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const result = await runCli(args, options);
  const both = result.stdout + result.stderr;
  const shown = `truce ${args.join(' ')}\n${both}`;
  expect(both, shown).not.toMatch(/^ {4}at /m);
  expect(both, shown).not.toContain('bug in Truce');
  if (!args.some((arg) => arg.startsWith('/'))) expect(both, shown).not.toContain(options.cwd ?? root);
  expect(both, shown).not.toContain(dirname(cli));
  expect([0, 1, 2], shown).toContain(result.code);
  return result;
}
