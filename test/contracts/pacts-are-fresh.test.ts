// The pacts that ship are what the consumer tests write (`npm run pacts`), byte for byte.
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const vendors = ['superoffice', 'onlyoffice', 'odyssee'];
const fresh = mkdtempSync(join(tmpdir(), 'pacts-'));
const pactsOf = (folder: string): Map<string, string> =>
  new Map(
    vendors.flatMap((vendor) =>
      readdirSync(join(folder, vendor, 'pacts'))
        .toSorted()
        .map((name) => [`${vendor}/pacts/${name}`, readFileSync(join(folder, vendor, 'pacts', name), 'utf8')] as const),
    ),
  );

describe('pacts', () => {
  beforeAll(async () => {
    const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
    const env = { ...process.env, PACTS_DIR: fresh };
    await promisify(execFile)(process.execPath, [vitest, 'run', '--config', join('contracts', 'vitest.config.ts')], { cwd: root, env });
  }, 60_000);
  afterAll(() => rmSync(fresh, { recursive: true }));

  it('are what the consumer tests write', () => {
    const written = pactsOf(fresh);
    const shipped = pactsOf(join(root, 'contracts'));
    expect([...shipped.keys()], 'run `npm run pacts` and commit what it writes').toEqual([...written.keys()]);
    for (const [path, text] of written) expect(shipped.get(path) === text, `${path} is stale: run \`npm run pacts\``).toBe(true);
  });

  it('hold no time and no path of the machine that wrote them', () => {
    for (const text of pactsOf(join(root, 'contracts')).values())
      expect(text).not.toMatch(/127\.0\.0\.1|localhost|\/tmp\/|\/home\/|"generators"/);
  });
});
