// Which contracts the matchers judge by: named documents or the config with its waivers, loaded before the tests, and clear words when there are none.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { loadContract } from '../../src/openapi/load.ts';
import { ContractRegistry } from '../../src/testing/contracts.ts';
import { importElsewhere } from '../../src/testing/import-elsewhere.ts';
import { createFramework, createMatchers, loadContracts } from '../../src/testing/index.ts';

const document = 'test/testing/contacts.yaml';
const folder = mkdtempSync(join(tmpdir(), 'truce-testing-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const write = (name: string, text: string): string => {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
  return path;
};
const drifted = (): Response => Response.json({ id: '2', name: 'Bob' });
const asked = { operation: 'getContact' };

it('says that there are none, or not yet', async () => {
  const registry = new ContractRegistry();
  const { toSatisfyContract } = createMatchers(() => registry.get());
  expect(() => toSatisfyContract(drifted())).toThrow(/^No contract is known to this test\n {2}Call `useContracts\('openapi.yaml'\)`/);
  const loading = registry.use(document);
  expect(() => toSatisfyContract(drifted())).toThrow(/^The contracts are still being loaded\n {2}Call `useContracts\(…\)` at the top/);
  await loading;
  expect(await toSatisfyContract(drifted(), asked)).toMatchObject({ pass: false });
});

it('tells what is wrong with a document when it is needed', async () => {
  const registry = new ContractRegistry();
  await expect(registry.use('test/testing/contcats.yaml')).rejects.toThrow('There is no contract at "test/testing/contcats.yaml"');
  expect(() => registry.get()).toThrow('There is no contract at');
});

it('takes documents by path, absolute path and URL', async () => {
  const path = new URL('contacts.yaml', import.meta.url);
  const { contracts } = await loadContracts(document, path.pathname, path, path.href);
  expect(contracts.map(({ id }) => id)).toEqual(['contacts', 'contacts', 'contacts', 'contacts']);
});

it('takes those of the config, with its severities, and the neutral matchers take contracts as they are', async () => {
  const { contracts } = await loadContracts();
  expect(contracts.map(({ id }) => id)).toEqual(['superoffice', 'onlyoffice', 'odyssee']);
  const { toSatisfyContract } = createMatchers([await loadContract(document)]);
  const judged = await toSatisfyContract(drifted(), asked);
  expect(judged.pass).toBe(false);
  expect(judged.message()).toContain('got "2"');
  const silenced = createMatchers({
    contracts: [await loadContract(document)],
    judging: { severities: { 'response-body-mismatch': 'info' } },
  });
  expect(await silenced.toSatisfyContract(drifted(), asked)).toMatchObject({ pass: true });
});

it('does not pass what a broken schema cannot judge', async () => {
  const broken = write(
    'broken.yaml',
    'openapi: 3.1.0\ninfo: {title: x, version: "1"}\npaths: {/x: {get: {operationId: getX, responses: {200: {description: x, content: {application/json: {schema: {type: strnig}}}}}}}}\n',
  );
  const { toSatisfyContract } = createMatchers([await loadContract(broken)]);
  const judged = await toSatisfyContract(Response.json('x'), { operation: 'getX' });
  expect(judged.pass).toBe(false);
  expect(judged.message()).toContain('1 part that could not be judged\n\nwarning response-body-unchecked');
});

it('reads a config that is code in a process of its own, and tells what it throws', async () => {
  const good = write(
    'good/truce.config.ts',
    "interface Config { contracts: string[] }\nconsole.log('noise');\nexport default { contracts: ['x'] } satisfies Config;\n",
  );
  expect(await importElsewhere(good)).toEqual({ contracts: ['x'] });
  await expect(importElsewhere(write('bad/truce.config.mjs', "throw new Error('no such vendor')"))).rejects.toThrow('no such vendor');
  expect(await importElsewhere(write('none/truce.config.mjs', 'export const x = 1'))).toBeUndefined();
});

it('waits in a hook, and can be awaited where hooks are forbidden', async () => {
  const hooks: (() => Promise<void>)[] = [];
  const none = (): void => undefined;
  const { useContracts, matchers } = createFramework(() => ({
    beforeAll: (action) => void hooks.push(action),
    beforeEach: none,
    afterEach: none,
    afterAll: none,
  }));
  void useContracts(document);
  await hooks[0]?.();
  expect(matchers.toSatisfySchemaInApiSpec({ id: 1, name: 'Ada' }, 'Contact')).toMatchObject({ pass: true });
  const forbidden = (): never => {
    throw new Error('hooks cannot be registered inside a test');
  };
  const inside = createFramework(forbidden, () => true);
  expect(await inside.useContracts(document)).toHaveLength(1);
  expect(inside.matchers.toSatisfySchemaInApiSpec({ id: 1, name: 'Ada' }, 'Contact')).toMatchObject({ pass: true });
});

it('fails the hook of a document that is not there', async () => {
  const hooks: (() => Promise<void>)[] = [];
  const { useContracts } = createFramework(() => ({
    beforeAll: (action) => void hooks.push(action),
    beforeEach: () => undefined,
    afterEach: () => undefined,
    afterAll: () => undefined,
  }));
  void useContracts('nowhere.yaml');
  await expect(hooks[0]?.()).rejects.toThrow('There is no contract at "nowhere.yaml"\n  Check the path');
});
