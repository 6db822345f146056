// What is recorded of the Odyssee imitation: the upsert in JSON and in XML, and its refusals.
import { ErpConnector } from '../../contracts/odyssee/consumer/client.ts';
import { startInstance } from '../../test/instances/instance.ts';
import type { Instance } from '../../test/instances/instance.ts';
import { credential, knownCompany } from '../../test/instances/odyssee.ts';
import { record } from './record.ts';
import type { Recording } from './record.ts';

const service = { vendor: 'odyssee', origin: 'https://serviceappapi-dev.odysseemobile.com' };
const agent = { 'User-Agent': 'recording/1' };
const login = { user: 'erp.connector', password: 'imitation', domain: 'acme' };
const lotte = '6f1d0c5e-2a4b-4c1e-9d57-3b8a1f0e4c21';
const jan = 'b3c1f7d4-08e2-4a95-bf6d-72e90c5a1d38';
const whole = {
  id: lotte,
  firstname: 'Lotte',
  lastname: 'Peeters',
  company_id: knownCompany,
  db_language_id: '3c9e2d18-7f45-4b60-a1c2-8e5f0d6b7a93',
  db_title_id: 'd27a4b3f-5c86-4f19-b0e7-1a9c6d8e2f54',
  db_functionbis_id: '00000000-0000-0000-0000-000000000000',
  archived: false,
  functions: 'ServiceManager',
  notes: 'Call before 16:00 & not on Fridays',
  phone: '+32 2 555 01 42',
  mobile: '+32 470 55 01 42',
  email: 'lotte.peeters@bakkerij.example',
  e_login: 'lotte.peeters',
  e_servicedesk: true,
  e_commerce: false,
  e_document: true,
  contact_picture: '/9j/4AAQSkZJRg==',
};

const start = (now: () => Date): Promise<Instance> => startInstance('odyssee', { now });

export async function recordOdyssee(): Promise<Recording[]> {
  return [await recordJson(), await recordXml()];
}

type Fields = Readonly<Record<string, string>>;

const post = (base: string, headers: Fields, body: string): Promise<Response> =>
  fetch(`${base}/api/Contact/Save`, { method: 'POST', headers: { ...agent, ...headers }, body });

const recordJson = (): Promise<Recording> =>
  record({ ...service, name: 'contacts' }, start, async (step) => {
    const json = { 'Content-Type': 'application/json', Accept: 'application/json', Authorization: credential };
    await step('a new contact with a name', 201, (base) => new ErpConnector(base, login).push({ guid: jan, lastName: 'Janssens-De Smet' }));
    await step('the same contact again: an update', 200, (base) =>
      new ErpConnector(base, login).push({
        guid: jan,
        firstName: 'Jan',
        lastName: 'Janssens-De Smet',
        companyGuid: knownCompany,
        left: true,
      }),
    );
    await step('every member a client may set', 201, (base) => post(base, json, JSON.stringify(whole)));
    await step('JSON under its older name', 200, (base) =>
      post(base, { ...json, 'Content-Type': 'text/json; charset=utf-8', Accept: 'text/json' }, JSON.stringify(whole)),
    );
    await step('no last name', 400, (base) => post(base, json, JSON.stringify({ id: jan, firstname: 'Jan' })));
    await step('a blank last name', 400, (base) => new ErpConnector(base, login).push({ guid: jan, lastName: ' ' }));
    await step('an unknown company', 422, (base) =>
      new ErpConnector(base, login).push({ guid: jan, lastName: 'Janssens', companyGuid: lotte }),
    );
    await step('malformed JSON', 400, (base) => post(base, json, '{"id": "'));
    await step('a form, which this API does not read', 415, (base) =>
      post(base, { ...json, 'Content-Type': 'application/x-www-form-urlencoded' }, `id=${jan}&lastname=Janssens`),
    );
    await step('a wrong password', 401, (base) =>
      new ErpConnector(base, { ...login, password: 'outdated' }).push({ guid: jan, lastName: 'Janssens' }),
    );
    await step('no credentials', 401, (base) => post(base, { 'Content-Type': 'application/json' }, JSON.stringify(whole)));
  });

const recordXml = (): Promise<Recording> =>
  record({ ...service, name: 'contacts-xml', base64: true }, start, async (step) => {
    const xml = { 'Content-Type': 'application/xml', Accept: 'application/xml', Authorization: credential };
    const element = (name: string, value: string): string => `<${name}>${value.replaceAll('&', '&amp;')}</${name}>`;
    const elements = Object.entries(whole).map(([name, value]) => element(name, String(value)));
    const document = `<contact xmlns:i="http://www.w3.org/2001/XMLSchema-instance">${elements.toSorted().join('')}</contact>`;
    await step('a new contact with a name', 201, (base) =>
      new ErpConnector(base, login).pushXml({ guid: jan, lastName: 'Janssens & De Smet' }),
    );
    await step('the same contact again: an update', 200, (base) =>
      new ErpConnector(base, login).pushXml({ guid: jan, firstName: 'Jan', lastName: 'Janssens', left: true }),
    );
    await step('every member a client may set', 201, (base) => post(base, xml, document));
    await step('XML under its older name', 200, (base) =>
      post(base, { ...xml, 'Content-Type': 'text/xml; charset=utf-8', Accept: 'text/xml' }, document),
    );
    await step('XML in, JSON out', 200, (base) => post(base, { ...xml, Accept: 'application/json' }, document));
    await step('a blank last name', 400, (base) => new ErpConnector(base, login).pushXml({ guid: jan, lastName: ' ' }));
    await step('no credentials', 401, (base) => post(base, { 'Content-Type': 'application/xml', Accept: 'application/xml' }, document));
  });
