// Run by Vitest; what ends in 2 must fail.
import { createRequire } from 'node:module';
import { startMock, testWithMock, useContracts } from 'truce/vitest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const { clients, start, stop } = createRequire(import.meta.url)('./provider.cjs');

void useContracts('contacts.yaml');
beforeAll(start);
afterAll(stop);

for (const [name, { get, options }] of Object.entries(clients))
  for (const id of [1, 2])
    test(`${name} ${id}`, async () => {
      await expect(await get(id)).toSatisfyContract(options);
    });
test('alias 1', async () => expect(await clients.supertest.get(1)).toSatisfyApiSpec());
test('schema 1', () => expect({ id: 1, name: 'Ada' }).toSatisfySchemaInApiSpec('Contact'));
test('schema 2', () => expect({ id: 1 }).toSatisfySchemaInApiSpec('Contact'));
test('config 1', async () => {
  await useContracts();
  expect({ id: 1, name: 'Ada' }).toSatisfySchemaInApiSpec('Contact');
});

describe('mock', () => {
  const mock = startMock({ contracts: ['contacts.yaml'], failOnViolation: true });
  test('answers 1', async () => {
    const response = await fetch(`${mock.url}/contacts/1`);
    expect(await response.json()).toEqual({ id: 1, name: 'Ada' });
    expect((await mock.journal()).map(({ verdict }) => verdict)).toEqual(['conforms']);
  });
  test('violated 2', async () => {
    expect((await fetch(`${mock.url}/contacts/one`)).status).toBeGreaterThan(399);
  });
});

const withMock = testWithMock({ contracts: ['contacts.yaml'] });
withMock('fixture 1', async ({ mock, expect: check }) => {
  check((await fetch(`${mock.url}/contacts/1`)).status).toBe(200);
});
