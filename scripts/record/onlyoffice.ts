// What is recorded of the ONLYOFFICE imitation: persons by JSON and XML, and by the two kinds of form.
import { PersonClient } from '../../contracts/onlyoffice/consumer/client.ts';
import { startInstance } from '../../test/instances/instance.ts';
import type { Instance } from '../../test/instances/instance.ts';
import { basic, knownCompany, token } from '../../test/instances/onlyoffice.ts';
import { record } from './record.ts';
import type { Recording } from './record.ts';

const portal = { vendor: 'onlyoffice', origin: 'https://yourportal.onlyoffice.com' };
const path = '/api/2.0/crm/contact/person';
const agent = { 'User-Agent': 'recording/1' };
const nadia = { firstName: 'Nadia', lastName: 'Berger' };
const manager = '7d1b0f34-5c7e-4f0c-9a55-1f2b6d0c8e21';

const start = (now: () => Date): Promise<Instance> => startInstance('onlyoffice', { now });

export async function recordOnlyOffice(): Promise<Recording[]> {
  return [await recordPersons(), await recordForms(), await recordSuffixes()];
}

const recordPersons = (): Promise<Recording> =>
  record({ ...portal, name: 'persons' }, start, async (step) => {
    const send = (url: string, method: string, headers: Record<string, string>, body: string): Promise<Response> =>
      fetch(url, { method, headers: { ...agent, ...headers }, body });
    const json = { 'Content-Type': 'application/json', Accept: 'application/json' };
    await step('managers and a custom field', 201, (base) =>
      new PersonClient(base, token).createWithDetails({
        ...nadia,
        jobTitle: 'Buyer',
        managers: [manager],
        customFields: [{ id: 7, value: 'North' }],
      }),
    );
    await step('an update that keeps the company', 200, (base) =>
      new PersonClient(base, token).update(18, { ...nadia, about: 'Met at the fair', companyId: knownCompany }),
    );
    await step('an update that unlinks the company', 200, (base) => new PersonClient(base, token).update(18, nadia));
    await step('two members of the answer only', 201, (base) =>
      send(`${base}${path}?fields=id,displayName`, 'POST', { ...json, Authorization: token }, JSON.stringify(nadia)),
    );
    await step('every kind of empty value', 200, (base) =>
      send(
        `${base}${path}/17`,
        'PUT',
        { ...json, Authorization: `Bearer ${token}` },
        JSON.stringify({
          ...nadia,
          companyId: null,
          shareType: 'Read',
          managerList: [],
          customFieldList: [{ Key: 7, Value: null }],
          photo: [],
        }),
      ),
    );
    await step('a mail address and a password', 200, (base) =>
      send(`${base}${path}/17`, 'PUT', { ...json, Authorization: basic }, JSON.stringify({ ...nadia, shareType: 1 })),
    );
    await step('the cookie of the web interface', 200, (base) =>
      send(`${base}${path}/17`, 'PUT', { ...json, Cookie: `asc_auth_key=${token}` }, JSON.stringify(nadia)),
    );
    await step('XML, answered in JSON', 201, (base) =>
      send(
        `${base}${path}`,
        'POST',
        { 'Content-Type': 'text/xml', Authorization: token },
        `<person><firstName>Nadia</firstName><lastName>Berger</lastName><companyId>${knownCompany}</companyId><shareType>ReadWrite</shareType></person>`,
      ),
    );
    await step('an unknown person: 400, not 404', 400, (base) => new PersonClient(base, token).update(999, nadia));
    await step('a blank first name', 400, (base) => new PersonClient(base, token).createWithDetails({ ...nadia, firstName: ' ' }));
    await step('malformed JSON', 400, (base) =>
      send(`${base}${path}`, 'POST', { ...json, Authorization: token }, '{"firstName": "Nadia", '),
    );
  });

const boundary = '----recording';
// A picture of one pixel.
const pixel = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

/** A body with a boundary that stays the same, which FormData has not. */
function multipart(texts: Readonly<Record<string, string>>): Uint8Array<ArrayBuffer> {
  const parts = Object.entries(texts).map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const file = `--${boundary}\r\nContent-Disposition: form-data; name="photo"; filename="nadia.png"\r\nContent-Type: image/png\r\n\r\n`;
  return new Uint8Array(Buffer.concat([Buffer.from(parts.join('') + file), pixel, Buffer.from(`\r\n--${boundary}--\r\n`)]));
}

/** Sends an urlencoded form; without `headers` as a signed-in user. */
const form = (
  url: string,
  method: string,
  fields: readonly [string, string][],
  headers: Record<string, string> = { Authorization: token },
): Promise<Response> =>
  fetch(url, {
    method,
    headers: { ...agent, ...headers, 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  });

const recordForms = (): Promise<Recording> =>
  record({ ...portal, name: 'forms' }, start, async (step) => {
    const names: [string, string][] = [
      ['firstName', 'Zoë'],
      ['lastName', ''],
    ];
    await step('a name', 201, (base) => new PersonClient(base, token).create(nadia));
    await step('all a form can say plainly', 201, (base) =>
      new PersonClient(base, token).create({ ...nadia, jobTitle: 'Buyer & planner', about: 'Met at the fair', companyId: knownCompany }),
    );
    await step('no last name, which creating allows', 201, (base) => form(`${base}${path}`, 'POST', names));
    await step('lists in a form', 201, (base) =>
      form(`${base}${path}`, 'POST', [
        ...names,
        ['shareType', 'none'],
        ['managerList', manager],
        ['managerList', manager],
        ['customFieldList[0][Key]', '7'],
        ['customFieldList[0][Value]', 'North'],
      ]),
    );
    await step('a photo', 201, (base) =>
      fetch(`${base}${path}`, {
        method: 'POST',
        headers: { ...agent, Authorization: token, 'Content-Type': `multipart/form-data; boundary=${boundary}` },
        body: multipart({ ...nadia, companyId: String(knownCompany) }),
      }),
    );
    await step('an update by form', 200, (base) => form(`${base}${path}/17`, 'PUT', Object.entries({ ...nadia, jobTitle: 'Planner' })));
    await step('an unknown company', 404, (base) => new PersonClient(base, token).create({ ...nadia, companyId: 4321 }));
    await step('an unknown token', 401, (base) => new PersonClient(base, 'imitation-expired').create(nadia));
    await step('no credentials', 401, (base) => form(`${base}${path}`, 'POST', names, {}));
  });

const recordSuffixes = (): Promise<Recording> =>
  record({ ...portal, name: 'suffixes' }, start, async (step) => {
    const names: [string, string][] = Object.entries(nadia);
    const put = (url: string, type: string, body: string): Promise<Response> =>
      fetch(url, { method: 'PUT', headers: { ...agent, Authorization: token, 'Content-Type': type }, body });
    const xml =
      '<person><firstName>Nadia</firstName><lastName>Berger</lastName><managerList>7d1b0f34-5c7e-4f0c-9a55-1f2b6d0c8e21</managerList><shareType>Read</shareType></person>';
    await step('a form, answered in JSON', 201, (base) => form(`${base}${path}.json`, 'POST', names));
    await step('JSON, answered in JSON', 200, (base) => put(`${base}${path}/17.json`, 'application/json', JSON.stringify(nadia)));
    await step('a form, answered in XML', 201, (base) =>
      form(`${base}${path}.xml`, 'POST', [...names, ['about', 'R & D'], ['companyId', String(knownCompany)]]),
    );
    await step('XML, answered in XML', 200, (base) => put(`${base}${path}/17.xml`, 'text/xml', xml));
    await step('JSON, answered in JSON in spite of the suffix', 200, (base) =>
      put(`${base}${path}/17.xml`, 'application/json', JSON.stringify(nadia)),
    );
    await step('an unknown person', 400, (base) => put(`${base}${path}/999.xml`, 'text/xml', xml));
    await step('an unknown company', 404, (base) => form(`${base}${path}.xml`, 'POST', [...names, ['companyId', '4321']]));
  });
