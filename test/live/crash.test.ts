// A probe that is killed, stopped or cut off in the middle: its ledger alone is enough to remove what it made.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Instance, startInstance } from '../instances/instance.ts';
import { runCli } from '../cli/run-cli.ts';
import { credentials } from './run-probe.ts';

const root = join(import.meta.dirname, '../..');
const cli = join(root, 'src/cli.ts');
let folder: string;
let instance: Instance;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'truce-crash-'));
});
afterEach(async () => {
  await instance.stop();
  rmSync(folder, { recursive: true, force: true });
});

const documentOf = (vendor: string): string => join(root, 'contracts', vendor, 'openapi.yaml');
const probeArguments = (vendor: string): string[] => [
  'probe',
  documentOf(vendor),
  '--target',
  instance.url,
  '--write',
  '--rate',
  '200',
  '--ledger',
  'run.ledger',
  '--har',
  'run.har',
];

/** Starts a probe and does something to it once so many requests have arrived; answers with its exit. */
async function interrupt(vendor: string, requests: number, signal: NodeJS.Signals): Promise<{ code: number | null; stdout: string }> {
  const child = spawn(process.execPath, [cli, ...probeArguments(vendor)], {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', ...credentials },
  });
  let stdout = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const timer = setInterval(() => {
    if (instance.log().length < requests) return;
    clearInterval(timer);
    child.kill(signal);
  }, 1);
  const code = await ended;
  clearInterval(timer);
  return { code, stdout };
}

const marked = (mark: string): readonly unknown[] => instance.state().filter((one) => JSON.stringify(one).includes(mark));
const markOf = (ledger: string): string => (JSON.parse(ledger.split('\n', 1)[0] ?? '') as { mark: string }).mark;
const clean = () => runCli(['probe', '--cleanup', 'run.ledger', '--rate', '500'], { cwd: folder, env: credentials, timeout: 60_000 });

describe('killed with -9', () => {
  it.each([
    ['superoffice', 3],
    ['superoffice', 24],
    ['onlyoffice', 9],
    ['onlyoffice', 40],
  ] as const)(
    '%s after %i requests, the last still unanswered',
    async (vendor, requests) => {
      // Slow enough that the request is carried out after the kill.
      instance = await startInstance(vendor, { faults: ['slow=40'] });
      const { code } = await interrupt(vendor, requests, 'SIGKILL');
      expect(code).toBeNull();
      await new Promise((resolve) => setTimeout(resolve, 200));
      const ledger = readFileSync(join(folder, 'run.ledger'), 'utf8');
      const mark = markOf(ledger);
      const { code: cleaned, stdout } = await clean();
      expect(stdout).toContain('left behind: none');
      expect(cleaned).toBe(0);
      expect(marked(mark)).toEqual([]);
    },
    120_000,
  );

  it('a ledger that ends in the middle of a line, and one that was cleaned up before', async () => {
    instance = await startInstance('onlyoffice', { faults: ['slow=40'] });
    await interrupt('onlyoffice', 12, 'SIGKILL');
    const path = join(folder, 'run.ledger');
    const mark = markOf(readFileSync(path, 'utf8'));
    writeFileSync(path, `${readFileSync(path, 'utf8')}{"id":99,"contr`);
    expect((await clean()).stdout).toContain('left behind: none');
    expect(marked(mark)).toEqual([]);
    const again = await clean();
    expect(again.stdout).toBe('left behind: none\n');
    expect(again.code).toBe(0);
  }, 120_000);
});

describe('stopped', () => {
  it('Ctrl-C ends the run, cleans up and says what was not tried', async () => {
    instance = await startInstance('superoffice', { faults: ['slow=20'] });
    const { code, stdout } = await interrupt('superoffice', 10, 'SIGINT');
    expect(stdout).toContain('Not everything was tried: the run was stopped');
    // The answer nobody waited for is no fault of the instance.
    expect(stdout).not.toContain('answer-complete');
    expect(stdout).toMatch(/left behind: none \(\d+ things? removed\)/);
    expect(code).toBe(2);
    expect(marked('truce-')).toEqual([]);
  }, 120_000);

  it('an instance that dies is told, and what it may still have is listed', async () => {
    instance = await startInstance('onlyoffice', { faults: ['crash-mid-workflow=4'] });
    const { code, stderr, stdout } = await runCli(probeArguments('onlyoffice'), { cwd: folder, env: credentials, timeout: 60_000 });
    expect(stdout + stderr).toContain('left behind:');
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      'Not everything was tried: the instance cannot be reached any more: nothing accepts connections there',
    );
    expect(code).toBe(2);
    expect(existsSync(join(folder, 'run.ledger'))).toBe(true);
  }, 120_000);
});

describe('nothing is sent', () => {
  it('without --target, and nothing is written', async () => {
    instance = await startInstance('superoffice');
    const { code, stdout } = await runCli(['probe', documentOf('superoffice'), '--write'], { cwd: folder, env: credentials });
    expect(code).toBe(0);
    expect(stdout).toContain('Nothing was sent.');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('that writes, without --write', async () => {
    instance = await startInstance('superoffice');
    const { code, stdout } = await runCli(['probe', documentOf('superoffice'), '--target', instance.url, '--har', 'run.har'], {
      cwd: folder,
      env: credentials,
    });
    expect(stdout).toContain('sent only with --write');
    expect(code).toBe(2);
    expect(instance.log().filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  it('to a host that is not allowed, or an address with credentials', async () => {
    instance = await startInstance('superoffice');
    const other = await runCli(['probe', documentOf('superoffice'), '--target', instance.url, '--allow-host', '*.crm.example'], {
      cwd: folder,
      env: credentials,
    });
    expect(other.stderr).toContain('is not among those that may be probed');
    expect(other.code).toBe(2);
    const secret = await runCli(['probe', documentOf('superoffice'), '--target', instance.url.replace('//', '//jane:sesame@')], {
      cwd: folder,
    });
    expect(secret.stderr).toContain('must not hold credentials');
    expect(secret.stderr).not.toContain('sesame');
    expect(instance.log()).toEqual([]);
  });

  it('when the ledger cannot be written', async () => {
    instance = await startInstance('superoffice');
    writeFileSync(join(folder, 'run.ledger'), 'somebody else’s');
    const { code, stderr } = await runCli(probeArguments('superoffice'), { cwd: folder, env: credentials });
    expect(stderr).toContain('Cannot write the ledger `run.ledger`: the file exists');
    expect(code).toBe(2);
    expect(instance.log()).toEqual([]);
    expect(readFileSync(join(folder, 'run.ledger'), 'utf8')).toBe('somebody else’s');
  });
});
