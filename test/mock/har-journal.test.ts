// What consumers sent, on disk: `truce check` reads it, finds what the mock found, and no credential is in it.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { check, gather, loadContract, openEvidence, type Report } from '../../src/index.ts';
import { startProcess } from './process-of.ts';
import { document, json, post, root, serveOrders } from './fixture/orders.ts';

const folder = mkdtempSync(join(tmpdir(), 'truce-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function judge(path: string): Promise<Report> {
  const contracts = [await loadContract(document, { cwd: root })];
  return gather(check({ contracts, evidence: [{ kind: 'file', uri: 'journal.har', open: () => openEvidence(path, 'journal.har') }] }), {
    contracts,
    failOn: 'error',
  });
}

/** A good request, one that is refused, one nobody knows, a zipped one, a HEAD, a long one, and two that faults spoil. */
async function talk(url: string): Promise<void> {
  await post(url, { item: 'tea', count: 1 }, { Authorization: 'Bearer a-secret', Cookie: 'session=another-secret' });
  await post(url, { item: 'tea', count: 0 });
  await fetch(`${url}/nowhere?token=third-secret`);
  await fetch(`${url}/v1/orders`, {
    method: 'POST',
    headers: { ...json, 'Content-Encoding': 'gzip' },
    body: gzipSync('{"item":"cup","count":"two"}'),
  });
  await fetch(`${url}/v1/report`, { method: 'HEAD' });
  await post(url, { item: 'x'.repeat(100_000), count: 1 }, { Accept: 'application/xml' });
  await fetch(`${url}/v1/report`, { headers: { 'Truce-Fault': 'reset' } }).catch(() => undefined);
  await fetch(`${url}/v1/report`, { headers: { 'Truce-Fault': 'truncate' } }).then((answer) => answer.text().catch(() => undefined));
}

const verdictsOf = ({ outcomes }: Report): string[] => outcomes.map(({ verdict, operation }) => `${operation?.id ?? '-'} ${verdict}`);

describe('--journal', () => {
  it('gives truce check the verdicts the mock had', async () => {
    const path = join(folder, 'journal.har');
    const mock = await serveOrders({ journalFile: path });
    await talk(mock.url);
    const told = mock.journal().map(({ verdict, operation }) => `${operation?.id ?? '-'} ${verdict}`);
    await mock.close();
    const report = await judge(path);
    expect(verdictsOf(report).slice(0, 6)).toEqual(told.slice(0, 6));
    expect(told).toEqual([
      'createOrder conforms',
      'createOrder violates',
      '- unmatched',
      'createOrder violates',
      'getReport conforms',
      'createOrder conforms',
      'getReport conforms',
      'getReport conforms',
    ]);
    // What never arrived whole cannot be judged, and nothing is wrong with it.
    expect(verdictsOf(report).slice(6)).toEqual(['- unchecked', 'getReport unchecked']);
    expect(report.findings.filter(({ severity }) => severity === 'error').map(({ rule, instance }) => [rule, instance?.pointer])).toEqual([
      ['request-body-mismatch', '/count'],
      ['request-body-mismatch', '/count'],
    ]);
    expect(readFileSync(path, 'utf8')).not.toMatch(/a-secret|another-secret|third-secret/);
  });

  it('is the same from the admin API, but for bodies too long to keep', async () => {
    const mock = await serveOrders();
    await talk(mock.url);
    const path = join(folder, 'admin.har');
    writeFileSync(path, await (await fetch(`${mock.url}/__truce/journal.har`)).text());
    await mock.close();
    expect(verdictsOf(await judge(path)).slice(0, 6)).toEqual([
      'createOrder conforms',
      'createOrder violates',
      '- unmatched',
      'createOrder violates',
      'getReport conforms',
      'createOrder unchecked',
    ]);
    expect(readFileSync(path, 'utf8')).not.toMatch(/a-secret|another-secret|third-secret/);
  });

  it('survives kill -9 with every exchange that was answered, and refuses a file that is something else', async () => {
    const path = join(folder, 'killed.har');
    const mock = await startProcess([document, '--journal', path]);
    for (let index = 0; index < 25; index++) await post(mock.url, { item: `tea ${index}`, count: 1 });
    await mock.stop('SIGKILL');
    expect((await judge(path)).totals.verdicts.conforms).toBe(25);
    writeFileSync(join(folder, 'mine.txt'), 'my diary');
    await expect(startProcess([document, '--journal', join(folder, 'mine.txt')])).rejects.toThrow(
      /is there already and is no HAR that Truce wrote/,
    );
    expect(readFileSync(join(folder, 'mine.txt'), 'utf8')).toBe('my diary');
  });
});
