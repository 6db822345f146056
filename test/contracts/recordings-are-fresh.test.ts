// The recordings that ship are what `npm run record` would write, and hold nothing of the machine that wrote them.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Har } from 'har-format';
import { describe, expect, it } from 'vitest';
import { recordEvidence } from '../../scripts/record-evidence.ts';

const contracts = join(import.meta.dirname, '..', '..', 'contracts');
const vendors = ['superoffice', 'onlyoffice', 'odyssee'];
const shipped = vendors.flatMap((vendor) =>
  readdirSync(join(contracts, vendor, 'recordings'))
    .filter((name) => name.endsWith('.har'))
    .map((name) => `${vendor}/recordings/${name}`),
);
const read = (path: string): string => readFileSync(join(contracts, path), 'utf8');

describe('recordings', () => {
  it('are byte for byte what recording anew gives', async () => {
    const recorded = new Map((await recordEvidence()).map(({ vendor, name, text }) => [`${vendor}/recordings/${name}.har`, text]));
    expect([...recorded.keys()].toSorted(), 'run `npm run record` and commit what it writes').toEqual(shipped.toSorted());
    for (const [path, text] of recorded) expect(read(path) === text, `${path} is stale: run \`npm run record\``).toBe(true);
  });

  it.each(shipped)('%s holds no credentials and no address of this machine', (path) => {
    const text = read(path);
    expect(text).not.toMatch(/127\.0\.0\.1|localhost|\/tmp\/|\/home\/|imitation/);
    const { log } = JSON.parse(text) as Har;
    for (const { request } of log.entries) {
      for (const { name, value } of request.headers) {
        if (/^(authorization|x-xsrf-token|so-apptoken)$/i.test(name)) expect(value).toMatch(/^(\w+ )?REDACTED$/);
        if (/^cookie$/i.test(name)) expect(value).toMatch(/^([\w-]+=REDACTED(; )?)+$/);
      }
      for (const { value } of request.cookies) expect(value).toBe('REDACTED');
    }
  });

  it.each(shipped)('%s tells the true size of every body', (path) => {
    const { log } = JSON.parse(read(path)) as Har;
    for (const { response } of log.entries) {
      const { text = '', encoding, size, compression = 0 } = response.content;
      expect(Buffer.from(text, encoding === 'base64' ? 'base64' : 'utf8').length).toBe(size);
      expect(response.bodySize).toBe(size - compression);
    }
  });
});
