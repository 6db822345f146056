// What is recorded of the SuperOffice imitation: the REST resource and the agent Online, and an onsite installation.
import { ContactForm } from '../../contracts/superoffice/consumer/client.ts';
import { startInstance } from '../../test/instances/instance.ts';
import type { Instance } from '../../test/instances/instance.ts';
import { appToken, basic, bearer, ticket, xsrf } from '../../test/instances/superoffice.ts';
import { editedContact } from '../../test/instances/superoffice-contact.ts';
import { record } from './record.ts';
import type { Recording } from './record.ts';

const json = { 'Content-Type': 'application/json', Accept: 'application/json', 'User-Agent': 'recording/1' };
const edit = { Name: 'Nordlys Shipping AS', Department: 'Chartering', OrgNr: '923609016', Category: { Id: 1 } };
const save = '/api/v1/Agents/Contact/SaveContactEntity';
const whole = JSON.stringify(editedContact());

const start = (now: () => Date): Promise<Instance> => startInstance('superoffice', { now });

export async function recordSuperOffice(): Promise<Recording[]> {
  return [await recordRest(), await recordAgent(), await recordOnsite()];
}

const online = { vendor: 'superoffice', origin: 'https://online.superoffice.com' };

const recordRest = (): Promise<Recording> =>
  record({ ...online, name: 'rest' }, start, async (step) => {
    const put = (base: string, id: string, headers: Record<string, string>, body?: string): Promise<Response> =>
      fetch(`${base}/Cust12345/api/v1/Contact/${id}`, {
        method: 'PUT',
        headers: { ...json, ...headers },
        ...(body === undefined ? {} : { body }),
      });
    await step('an icon, which no API describes', 200, (base) =>
      fetch(`${base}/favicon.ico`, { headers: { 'User-Agent': 'recording/1' } }),
    );
    await step('the whole entity, compressed on the way back', 200, (base) => put(base, '80', { Authorization: bearer }, whole));
    await step('a few members, the rest reset', 200, (base) => new ContactForm(`${base}/Cust12345`, bearer).put(80, edit));
    await step('two members of the answer only', 200, (base) =>
      new ContactForm(`${base}/Cust12345`, bearer).put(80, edit, { select: ['name', 'category/id'] }),
    );
    await step('dates with an offset', 200, (base) =>
      put(base, '80', { Authorization: bearer, 'SO-TimeZone': 'UTC, includeTZOffset', 'SO-Language': 'en', 'SO-Culture': 'en' }, whole),
    );
    await step('unchanged since the client read it', 200, (base) =>
      new ContactForm(`${base}/Cust12345`, bearer).put(80, edit, { unchangedSince: new Date('2026-02-01T00:00:00Z') }),
    );
    await step('changed since the client read it', 412, (base) =>
      new ContactForm(`${base}/Cust12345`, bearer).put(80, edit, { unchangedSince: new Date('2026-01-04T10:00:00Z') }),
    );
    await step('an unknown company', 404, (base) => new ContactForm(`${base}/Cust12345`, bearer).put(99999, edit));
    await step('no body', 400, (base) => put(base, '80', { Authorization: bearer }));
    await step('no credentials', 401, (base) => put(base, '80', {}, whole));
    await step('a session cookie and its token', 200, (base) =>
      put(base, '80', { Cookie: `XSRF-TOKEN=${xsrf}`, 'X-XSRF-TOKEN': xsrf }, JSON.stringify(edit)),
    );
    await step('a session cookie without its token', 401, (base) =>
      put(base, '80', { Cookie: `XSRF-TOKEN=${xsrf}` }, JSON.stringify(edit)),
    );
    await step('JSON under its older name', 200, (base) =>
      put(base, '80', { Authorization: bearer, 'Content-Type': 'text/json', Accept: 'text/json' }, whole),
    );
    await step('the whole entity under the name of a merge patch', 200, (base) =>
      put(base, '80', { Authorization: bearer, 'Content-Type': 'application/merge-patch+json' }, whole),
    );
  });

const recordAgent = (): Promise<Recording> =>
  record({ ...online, name: 'agent' }, start, async (step) => {
    const post = (base: string, headers: Record<string, string>, body: string): Promise<Response> =>
      fetch(`${base}/Cust12345${save}`, { method: 'POST', headers: { ...json, ...headers }, body });
    await step('a new company with a name and a department', 200, (base) =>
      new ContactForm(`${base}/Cust12345`, bearer).create({ Name: 'Fjord Analyse AS', Department: '' }),
    );
    await step('a new company with all the form offers', 200, (base) =>
      new ContactForm(`${base}/Cust12345`, bearer).create({
        ...edit,
        Business: { Id: 2 },
        Country: { CountryId: 578 },
        Phones: [{ Value: '00 47 23 35 40 00', Description: 'Phone' }],
        UserDefinedFields: { 'SuperOffice:1': '[I:0]' },
      }),
    );
    await step('a known company, whole', 200, (base) => post(base, { Authorization: bearer }, whole));
    await step('a company that cannot be saved: null, not an error', 200, (base) =>
      new ContactForm(`${base}/Cust12345`, bearer).save(99999, edit),
    );
    await step('a system user with a ticket and the secret of its application', 200, (base) =>
      post(base, { Authorization: ticket, 'SO-AppToken': appToken }, JSON.stringify(edit)),
    );
    await step('malformed JSON', 400, (base) => post(base, { Authorization: bearer }, '{"ContactId": 80, "Name": '));
    await step('an expired token', 401, (base) => new ContactForm(`${base}/Cust12345`, 'Bearer 8A:Cust12345.expired').create(edit));
  });

const recordOnsite = (): Promise<Recording> =>
  record(
    { vendor: 'superoffice', origin: 'https://crm.example.org', name: 'onsite', base64: true },
    (now) => startInstance('superoffice', { now, publicUrl: 'https://crm.example.org/SuperOffice/' }),
    async (step) => {
      await step('a password, and a whole entity', 200, (base) =>
        fetch(`${base}/SuperOffice/api/v1/Contact/80`, {
          method: 'PUT',
          headers: { ...json, Authorization: basic, 'Accept-Language': 'nb,en' },
          body: whole,
        }),
      );
      await step('a new company', 200, (base) => new ContactForm(`${base}/SuperOffice`, basic).create(edit));
      await step('an unknown company', 404, (base) => new ContactForm(`${base}/SuperOffice`, basic).put(99999, edit));
    },
  );
