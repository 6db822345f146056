// Run by Jest as CommonJS, without any flag; what ends in 2 must fail.
const { useContracts, startMock } = require('truce/jest');
const { clients, start, stop } = require('./provider.cjs');

useContracts('contacts.yaml');
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
test('not awaited 2', async () => {
  const response = await clients.fetch.get(2);
  expect(response).toSatisfyContract({ method: 'GET' });
});
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
