// The state in a file: written before the answer, whole at every moment, there after kill -9, and a clear word for a file that is none.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { States } from '../../src/mock/state.ts';
import { post, root, serveOrders, type Shop } from './fixture/orders.ts';

const folder = mkdtempSync(join(tmpdir(), 'truce-'));
afterAll(() => rmSync(folder, { recursive: true }));

const shopIn = (path: string): Shop => (JSON.parse(readFileSync(path, 'utf8')) as { orders: Shop }).orders;

describe('--state', () => {
  it('is kept over a restart, and states of contracts that are not served stay', async () => {
    const stateFile = join(folder, 'kept.json');
    writeFileSync(stateFile, '{"other":{"a":1}}');
    let mock = await serveOrders({ stateFile });
    expect((await post(mock.url, { item: 'tea', count: 1 })).status).toBe(201);
    await mock.close();
    expect(JSON.parse(readFileSync(stateFile, 'utf8'))).toEqual({
      other: { a: 1 },
      orders: { last: 1, orders: { 1: { id: 1, item: 'tea', count: 1 } } },
    });
    mock = await serveOrders({ stateFile });
    expect((await fetch(`${mock.url}/v1/orders/1`)).status).toBe(200);
    expect(await (await post(mock.url, { item: 'cup', count: 1 })).json()).toHaveProperty('id', 2);
    await mock.reset();
    await mock.close();
    expect(shopIn(stateFile)).toEqual({ last: 0, orders: {} });
  });

  it('survives kill -9: everything that was answered is in the file, and the file is whole', async () => {
    const config = join(folder, 'truce.config.json');
    writeFileSync(
      config,
      JSON.stringify({
        contracts: [{ document: `${root}test/mock/fixture/orders.yaml`, mock: `${root}test/mock/fixture/orders-mock.ts` }],
      }),
    );
    const stateFile = join(folder, 'killed.json');
    for (let round = 0; round < 3; round++) {
      const { child, url } = await startProcess(folder, stateFile);
      const before = round === 0 ? 0 : shopIn(stateFile).last;
      let answered = before;
      const senders = Array.from({ length: 8 }, async () => {
        for (;;) {
          const answer = await post(url, { item: 'tea', count: 1 }).catch(() => undefined);
          if (answer?.status !== 201) return;
          answered = Math.max(answered, ((await answer.json().catch(() => ({ id: 0 }))) as { id: number }).id);
        }
      });
      while (answered < before + 20 + round * 13) await new Promise((resolve) => setTimeout(resolve, 5));
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await Promise.all([ended, ...senders]);
      expect(shopIn(stateFile).last).toBeGreaterThanOrEqual(answered);
      expect(Object.keys(shopIn(stateFile).orders)).toHaveLength(shopIn(stateFile).last);
    }
  }, 60_000);

  it.each([
    ['no JSON', '{"orders":', /^Not JSON: the text ends inside an object$/],
    ['a list', '[]', /Expected .*broken\.json" to hold a JSON object/],
  ])('a file that is %s stops the start', async (_, text, message) => {
    const stateFile = join(folder, 'broken.json');
    writeFileSync(stateFile, text);
    await expect(serveOrders({ stateFile })).rejects.toThrow(message);
    expect(readFileSync(stateFile, 'utf8')).toBe(text);
  });

  it('that cannot be written is a 500 with the reason, and the mock goes on', async () => {
    const place = join(folder, 'gone');
    mkdirSync(place);
    const mock = await serveOrders({ stateFile: join(place, 'state.json') });
    rmSync(place, { recursive: true });
    const answer = await post(mock.url, { item: 'tea', count: 1 });
    expect([answer.status, ((await answer.json()) as { detail: string }).detail]).toEqual([
      500,
      expect.stringMatching(/^The state cannot be written to ".*state\.json": there is no such file$/),
    ]);
    mkdirSync(place);
    expect((await post(mock.url, { item: 'tea', count: 1 })).status).toBe(201);
    expect(readdirSync(place)).toEqual(['state.json']);
    await mock.close();
  });

  it('shares writes among those who wait', async () => {
    const path = join(folder, 'shared.json');
    const states = new States(path);
    states.begin(new Map([['a', () => ({ n: 0 })]]));
    const state = states.get('a') as { n: number };
    await Promise.all(
      Array.from({ length: 500 }, async () => {
        state.n++;
        const mine = state.n;
        await states.settle();
        expect((JSON.parse(readFileSync(path, 'utf8')) as { a: { n: number } }).a.n).toBeGreaterThanOrEqual(mine);
      }),
    );
  });
});

async function startProcess(cwd: string, stateFile: string): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [`${root}src/cli.ts`, 'mock', '--port', '0', '--json', '--state', stateFile], {
    cwd,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout as NodeJS.EventEmitter, 'data')) as [Buffer];
  return { child, url: (JSON.parse(String(line)) as { url: string }).url };
}
