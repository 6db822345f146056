// Random mutations of valid requests: every one is answered, and the next valid one too.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type MockProcess, startProcess } from './process-of.ts';

const runs = Number(process.env['FUZZ_RUNS'] ?? 400);
let mock: MockProcess;

beforeAll(async () => {
  // With the vendors' handlers and their state, and a heap that leaves no room for what each request might leave behind.
  mock = await startProcess([], { flags: ['--max-old-space-size=200'] });
});
afterAll(() => mock.stop());

const bodies: readonly (readonly [path: string, method: string, type: string, body: string])[] = [
  ['/api/Contact/Save', 'POST', 'application/json', '{"id":"5f0c6f7e-8d86-4d0b-9d8c-2f3d2f6f9b11","lastname":"Byron","archived":false}'],
  [
    '/api/Contact/Save',
    'POST',
    'application/xml',
    '<contact><id>5f0c6f7e-8d86-4d0b-9d8c-2f3d2f6f9b11</id><lastname>Byron</lastname></contact>',
  ],
  [
    '/api/2.0/crm/contact/person',
    'POST',
    'application/x-www-form-urlencoded',
    'firstName=Ada&lastName=Byron&managerList[]=5f0c6f7e-8d86-4d0b-9d8c-2f3d2f6f9b11',
  ],
  [
    '/api/2.0/crm/contact/person/12.xml',
    'PUT',
    'multipart/form-data; boundary=b',
    '--b\r\nContent-Disposition: form-data; name="firstName"\r\n\r\nAda\r\n--b--\r\n',
  ],
  ['/Cust12345/api/v1/Contact/80?$select=name', 'PUT', 'application/json', '{"ContactId":80,"Name":"Nordlys","Persons":[{"PersonId":1}]}'],
];
/** Characters that field values and targets may hold, hostile ones first. */
const junk = fc.string({ unit: fc.constantFrom(...'%;,="\'<>{}[]()\\/?&+.:*0aZ~^|`'), maxLength: 20 });

it(`${runs} mutated requests are answered`, async () => {
  const mutation = fc.record({
    base: fc.constantFrom(...bodies),
    at: fc.nat(200),
    cut: fc.nat(20),
    insert: fc.uint8Array({ maxLength: 12 }),
    accept: fc.option(junk),
    prefer: fc.option(junk),
    type: fc.option(junk),
    query: fc.option(junk),
  });
  await fc.assert(
    fc.asyncProperty(mutation, async ({ base: [path, method, type, text], at, cut, insert, accept, prefer, type: otherType, query }) => {
      const bytes = Buffer.from(text);
      const body = Buffer.concat([bytes.subarray(0, at), insert, bytes.subarray(at + cut)]);
      const headers = {
        Authorization: 'Basic dTpw',
        'Content-Type': otherType ?? type,
        ...(accept !== null && { Accept: accept }),
        ...(prefer !== null && { Prefer: prefer }),
      };
      const answer = await fetch(mock.url + path + (query === null ? '' : `${path.includes('?') ? '&' : '?'}${query}`), {
        method,
        headers,
        body,
        signal: AbortSignal.timeout(5000),
      });
      const said = await answer.text();
      expect(said).not.toMatch(/This is a bug in the mock|The handler of/);
      expect(answer.status).toBeGreaterThanOrEqual(200);
    }),
    { numRuns: runs },
  );
  const [path, method, type, body] = bodies[0] as (typeof bodies)[number];
  expect(
    (await fetch(mock.url + path, { method, headers: { Authorization: 'Basic dTpw', 'Content-Type': type }, body })).status,
  ).toBeLessThan(202);
  expect(mock.told()).toBe('');
  expect(mock.child.exitCode).toBe(null);
}, 300_000);
