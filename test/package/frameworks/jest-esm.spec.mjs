// Run by Jest as an ES module, with its flag.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createRequire } from 'node:module';
import { startMock, useContracts } from 'truce/jest';

const { clients, start, stop } = createRequire(import.meta.url)('./provider.cjs');

void useContracts();
beforeAll(start);
afterAll(stop);

for (const [name, { get, options }] of Object.entries(clients))
  for (const id of [1, 2])
    test(`${name} ${id}`, async () => {
      await expect(await get(id)).toSatisfyContract(options);
    });
test('fixture 1', () => expect(typeof startMock).toBe('function'));
