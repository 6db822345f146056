// The imitations as processes: the URL first, state in a file that outlives them, a crash that really ends them, and usage errors.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it } from 'vitest';
import { sender } from './judged.ts';

const children: ChildProcess[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }
});

function run(...args: string[]): ChildProcess {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'run.ts'), ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  return child;
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('The process has no output');
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return line;
}

const json = { 'Content-Type': 'application/json' };
const save = '/api/v1/Agents/Contact/SaveContactEntity';

describe('an instance as a process', () => {
  it('prints its URL first, keeps its state in a file through a crash, and finds it again', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'truce-'));
    const state = join(folder, 'state.json');
    const child = run('superoffice', '--port', '0', '--fault', 'crash-mid-workflow=2', '--state', state);
    const url = await firstLine(child);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const send = sender(url, 'superoffice');
    const exited = once(child, 'exit');
    expect((await send('POST', save, json, '{"Name":"First"}')).status).toBe(200);
    expect((await send('POST', save, json, '{"Name":"Second"}')).status).toBe(200);
    expect(await exited).toEqual([1, null]);
    await expect(fetch(url)).rejects.toThrow('fetch failed');
    expect(readFileSync(state, 'utf8')).toContain('"Name": "Second"');

    const again = run('superoffice', '--state', state);
    const resend = sender(await firstLine(again), 'superoffice');
    expect((await resend('GET', '/api/v1/Contact/82')).text).toContain('"Second"');
    const ended = once(again, 'exit');
    again.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    rmSync(folder, { recursive: true });
  });

  it.each([
    [['nobody'], 2, /^usage: /],
    [['odyssee', '--fault', 'nonsense'], 1, /There is no fault `nonsense`/],
    [['odyssee', '--fault', 'ignores-precondition'], 1, /cannot have the fault/],
  ] as const)('refuses %j', async (args, code, message) => {
    const child = run(...args);
    let text = '';
    child.stderr?.setEncoding('utf8').on('data', (piece: string) => (text += piece));
    expect(await once(child, 'close')).toEqual([code, null]);
    expect(text).toMatch(message);
  });

  it('lists its faults', async () => {
    const child = run('--faults');
    let text = '';
    child.stdout?.setEncoding('utf8').on('data', (piece: string) => (text += piece));
    await once(child, 'close');
    expect(text).toMatch(/^no-401 .*superoffice, onlyoffice, odyssee/m);
  });
});
