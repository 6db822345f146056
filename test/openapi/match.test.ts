// Which operation a request belongs to: the index of templates must not change what trying all of them would find.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { Match, NoMatch } from '../../src/model/contract.ts';
import { type LoadedContract, loadContract } from '../../src/openapi/load.ts';

const folder = mkdtempSync(join(tmpdir(), 'truce-match-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;

const operation = { responses: { 200: { description: 'Fine' } } };

/** A document with one method for each path, or the methods given. */
function load(paths: readonly string[] | Readonly<Record<string, object>>, servers: readonly string[] = []): Promise<LoadedContract> {
  const items = Array.isArray(paths) ? Object.fromEntries(paths.map((path: string) => [path, { get: operation }])) : paths;
  const file = join(folder, `${files++}.json`);
  const document = { openapi: '3.1.1', info: { title: 'x', version: '1' }, servers: servers.map((url) => ({ url })), paths: items };
  writeFileSync(file, JSON.stringify(document));
  return loadContract(file);
}

const pathOf = (found: Match | NoMatch): string => (found.kind === 'match' ? found.operation.path : found.kind);

const own = ['/', '/{name}', '/things/{id}', '/things/mine', '/things/{id}.json', '/slash/', '/crm/things/{id}', '/für/{id}'];

describe('a match', () => {
  it.each([
    ['/things/mine', '/things/mine', {}],
    ['/things/7', '/things/{id}', { id: '7' }],
    ['/things/7/', '/things/{id}', { id: '7' }],
    ['/things/7.json', '/things/{id}.json', { id: '7' }],
    ['/slash/', '/slash/', {}],
    ['/deployed/here/crm/things/7', '/crm/things/{id}', { id: '7' }],
    ['/', '/', {}],
    ['/anything', '/{name}', { name: 'anything' }],
    ['/f%C3%BCr/%37', '/für/{id}', { id: '7' }],
    ['/things/a%2Fb', '/things/{id}', { id: 'a%2Fb' }],
    ['https://host.example/things/7?x=/things/mine', '/things/{id}', { id: '7' }],
  ])('of %s is %s', async (target, path, values) => {
    const others = Array.from({ length: 300 }, (_, index) => `/others${index}/{id}`);
    const contract = await load([...others, ...own]);
    for (const method of ['GET', 'HEAD']) {
      const found = contract.match(method, target);
      expect(pathOf(found)).toBe(path);
      expect(found.kind === 'match' && Object.fromEntries(found.pathValues)).toEqual(values);
    }
  });

  it('prefers a worse template that has the method, and else names what the better one has', async () => {
    const contract = await load({ '/things/mine': { get: operation, put: operation }, '/things/{id}': { delete: operation } });
    expect(pathOf(contract.match('DELETE', '/things/mine'))).toBe('/things/{id}');
    expect(contract.match('PATCH', '/things/mine')).toMatchObject({
      kind: 'undocumented-method',
      reason: 'Expected GET or PUT for `/things/mine`, got PATCH',
    });
  });

  it('never takes nothing for a value', async () => {
    const contract = await load(['/things/{id}', '/things/{id}/parts']);
    expect(pathOf(contract.match('GET', '/things//parts'))).not.toBe('/things/{id}/parts');
  });

  it('is the best of what each path alone would find', async () => {
    const segment = fc.constantFrom('a', 'b', 'api', 'v1', '{x}', '{y}', '{x}.json', 'p-{x}', '');
    const text = fc.constantFrom('a', 'b', 'api', 'v1', '7', 'q.json', 'p-1', '');
    const pathOfSegments = (parts: readonly string[]): string => `/${parts.join('/')}`;
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.array(segment, { maxLength: 4 }).map(pathOfSegments), { minLength: 1, maxLength: 6 }),
        fc.array(fc.array(text, { maxLength: 6 }).map(pathOfSegments), { minLength: 10, maxLength: 30 }),
        fc.constantFrom([], ['/api'], ['https://{host}/api/v1', '/']),
        async (paths, targets, servers) => {
          const whole = await load(paths, servers);
          const alone = await Promise.all(paths.map((path) => load([path], servers)));
          for (const target of targets) {
            const matches = alone.map((contract) => contract.match('GET', target)).filter((found) => found.kind === 'match');
            const best = Math.max(0, ...matches.map(({ score }) => score));
            const found = whole.match('GET', target);
            expect(found.kind === 'match' ? found.score : 0).toBe(best);
            if (found.kind !== 'match') continue;
            const twin = matches.find((each) => each.operation.path === found.operation.path);
            expect(twin?.score).toBe(best);
            expect([...found.pathValues]).toEqual([...(twin?.pathValues ?? [])]);
          }
        },
      ),
      { numRuns: 60 },
    );
  }, 30_000);
});

describe('a large document', () => {
  it('answers as fast as a small one, also for identifiers it has never seen', async () => {
    const paths = (count: number): string[] => Array.from({ length: count }, (_, index) => `/crm/assets${index}/{id}`);
    const [small, large] = await Promise.all([load(paths(5)), load(paths(3000))]);
    let next = 0;
    const timeOf = (contract: LoadedContract): number => {
      const start = performance.now();
      let found = 0;
      for (let count = 0; count < 5000; count++) if (contract.match('GET', `/crm/assets3/${next++}`).kind === 'match') found++;
      const time = performance.now() - start;
      expect(found).toBe(5000);
      return time;
    };
    timeOf(small);
    timeOf(large);
    const ratios = Array.from({ length: 5 }, () => timeOf(large) / timeOf(small)).toSorted((a, b) => a - b);
    // Trying every template took ten times as long.
    expect(ratios[2]).toBeLessThan(5);
  }, 30_000);
});
