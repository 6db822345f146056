// `truce mock` as a process: its one line for scripts, a port that is taken, contracts it refuses, and how it ends.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = new URL('../../', import.meta.url).pathname;
const contract = `${root}contracts/odyssee/openapi.yaml`;

async function startProcess(...args: string[]): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [`${root}src/cli.ts`, 'mock', contract, '--port', '0', '--json', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout as NodeJS.EventEmitter, 'data')) as [Buffer];
  return { child, url: (JSON.parse(String(line)) as { url: string }).url };
}

const run = (...args: string[]) =>
  spawnSync(process.execPath, [`${root}src/cli.ts`, 'mock', ...args], { cwd: tmpdir(), encoding: 'utf8', timeout: 20_000 });

describe('truce mock', () => {
  it('finishes what it is answering when it is told to end', async () => {
    const { child, url } = await startProcess();
    const slow = fetch(`${url}/api/Contact/Save`, {
      method: 'POST',
      headers: { Authorization: 'Basic dTpw', 'Content-Type': 'application/json', Prefer: 'wait=0.5' },
      body: '{"id":"5f0c6f7e-8d86-4d0b-9d8c-2f3d2f6f9b11","lastname":"Byron"}',
    });
    await new Promise((resolve) => setTimeout(resolve, 150));
    child.kill('SIGTERM');
    expect((await slow).status).toBe(201);
    const [code] = (await once(child, 'exit')) as [number | null];
    expect(code).toBe(0);
  });

  it('says that a port is taken', async () => {
    const { child, url } = await startProcess();
    const { status, stderr } = run(contract, '--port', new URL(url).port);
    child.kill('SIGTERM');
    await once(child, 'exit');
    expect([status, stderr]).toEqual([
      2,
      `truce: Port ${new URL(url).port} of 127.0.0.1 is taken\n  Choose another with \`--port\`; 0 picks a free one\n`,
    ]);
  });

  it('does not start on a broken contract, on two that clash, or on none', () => {
    const folder = mkdtempSync(join(tmpdir(), 'truce-'));
    const write = (name: string, pattern: string): string => {
      writeFileSync(
        join(folder, name),
        `openapi: 3.1.1\ninfo: { title: t, version: '1' }\npaths:\n  /a:\n    get:\n      responses:\n        '200': { description: x, content: { application/json: { schema: { type: string, pattern: '${pattern}' } } } }\n`,
      );
      return join(folder, name);
    };
    const broken = run(write('broken.yaml', '('), '--port', '0');
    expect([broken.status, broken.stderr]).toEqual([2, expect.stringContaining('Expected `pattern` to be a regular expression')]);
    const clash = run(write('one.yaml', 'a'), write('two.yaml', 'b'), '--port', '0');
    expect([clash.status, clash.stderr]).toEqual([2, expect.stringContaining('Two contracts claim GET /a')]);
    expect([run().status, run().stderr]).toEqual([2, expect.stringContaining('There is no contract to serve')]);
    rmSync(folder, { recursive: true });
  });
});
