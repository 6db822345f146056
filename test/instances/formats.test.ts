// XML and forms at the instances: the same resource says the same in JSON and XML, and what is invalid is refused in every format.
import { afterEach, describe, expect, it } from 'vitest';
import { contentFor } from '../../src/content/index.ts';
import { parseMediaType } from '../../src/model/media-type.ts';
import { exampleRequests } from '../mocks/example-requests.ts';
import { startInstance } from './instance.ts';
import type { Instance } from './instance.ts';
import { contractOf, sender } from './judged.ts';
import type { Send } from './judged.ts';
import { vendorIds } from './vendor.ts';
import type { VendorId } from './vendor.ts';

let instance: Instance | undefined;
afterEach(() => instance?.stop());

async function start(vendor: VendorId): Promise<{ send: Send; started: Instance }> {
  const started = (instance = await startInstance(vendor, { now: () => new Date('2026-01-12T08:00:00Z') }));
  return { send: sender(started.url, vendor), started };
}

const formOf = (type: string) => {
  const mediaType = parseMediaType(type);
  if (!mediaType) throw new Error(`${type} is no media type`);
  return { mediaType, format: contentFor(mediaType) };
};

/** What two formats cannot say alike: null and empty, members that XML has no name for, and Odyssee's ticks and offset. */
function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value === 'string') return value.replace(/(\.\d{3})\d{4}\+00:00$/, '$1Z');
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([name]) => /^[\w.-]+$/.test(name));
  return Object.fromEntries(members.map(([name, inner]) => [name, comparable(inner)]).filter(([, inner]) => !isEmpty(inner)));
}

const isEmpty = (value: unknown): boolean =>
  value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0);

describe.each(vendorIds)('%s', (vendor) => {
  it('says the same in JSON and in XML', async () => {
    const contract = await contractOf(vendor);
    let compared = 0;
    for (const { operation, range, method, target, body, contentType } of exampleRequests(contract)) {
      if (range !== 'application/json') continue;
      const types = operation.responses.find(({ key }) => key === '200' || key === '201')?.content ?? [];
      for (const { range: type, schema } of types.filter((entry) => entry.range.endsWith('xml'))) {
        const said: unknown[] = [];
        for (const accept of ['application/json', type]) {
          const { send } = await start(vendor);
          const { headers, text } = await send(method, target, { 'Content-Type': contentType, Accept: accept }, body);
          expect(headers.get('content-type')?.split(';')[0]).toBe(accept);
          const { mediaType, format } = formOf(accept);
          const decoded = format.decode({ text }, { mediaType, encoding: new Map(), ...(schema && { shape: schema.shape }) });
          said.push(decoded.kind === 'value' ? comparable(decoded.value) : decoded);
          await instance?.stop();
        }
        expect(said[1]).toEqual(said[0]);
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(1);
  });
});

const invalid = [
  ['superoffice', 'PUT', '/api/v1/Contact/80', 'application/xml', '<ContactEntity><NoMailing>no</NoMailing></ContactEntity>'],
  ['superoffice', 'PUT', '/api/v1/Contact/80', 'text/xml', '<ContactEntity><GroupId>2147483648</GroupId></ContactEntity>'],
  ['superoffice', 'PUT', '/api/v1/Contact/80', 'text/xml', '<Other><Name>x</Name></Other>'],
  ['superoffice', 'PUT', '/api/v1/Contact/80', 'text/xml', '<ContactEntity><Name>x</ContactEntity>'],
  ['superoffice', 'PUT', '/api/v1/Contact/80', 'text/xml', '<!DOCTYPE a [<!ENTITY b "c">]><ContactEntity><Name>&b;</Name></ContactEntity>'],
  ['superoffice', 'PUT', '/api/v1/Contact/80', 'application/x-www-form-urlencoded', 'Deleted=-1'],
  ['superoffice', 'PUT', '/api/v1/Contact/eighty', 'application/json', '{}'],
  ['onlyoffice', 'POST', '/api/2.0/crm/contact/person', 'text/xml', '<p><firstName>A</firstName></p>'],
  ['onlyoffice', 'POST', '/api/2.0/crm/contact/person', 'application/x-www-form-urlencoded', 'firstName=A&lastName=B&companyId=x'],
  ['onlyoffice', 'POST', '/api/2.0/crm/contact/person', 'application/x-www-form-urlencoded', 'firstName=A&lastName=B&managerList=x'],
  ['onlyoffice', 'POST', '/api/2.0/crm/contact/person', 'multipart/form-data; boundary=b', 'no parts'],
  ['onlyoffice', 'POST', '/api/2.0/crm/contact/person?count=many', 'application/json', '{"firstName":"A","lastName":"B"}'],
  ['odyssee', 'POST', '/api/Contact/Save', 'application/xml', '<contact><id>x</id><lastname>B</lastname></contact>'],
  [
    'odyssee',
    'POST',
    '/api/Contact/Save',
    'text/xml',
    '<contact><archived>yes</archived><id>6f1d0c5e-2a4b-4c1e-9d57-3b8a1f0e4c21</id><lastname>B</lastname></contact>',
  ],
  ['odyssee', 'POST', '/api/Contact/Save', 'text/xml', '<other/>'],
] as const;

it.each(invalid)('%s refuses %s %s %s %s', async (vendor, method, target, type, body) => {
  const { send, started } = await start(vendor);
  const before = started.state();
  expect((await send(method, target, { 'Content-Type': type }, body)).status).toBe(400);
  expect(started.state()).toEqual(before);
});
