// What the CRM synchroniser relies on, as a Pact (specification 3): running this file writes the vendor's pact.
import { MatchersV3, PactV3 } from '@pact-foundation/pact';
import { describe, expect, it } from 'vitest';
import { emptyPactsFolder } from '../../pacts-folder.ts';
import { PersonClient } from './client.ts';

const { eachLike, integer, like, regex, uuid } = MatchersV3;

const pact = new PactV3({ consumer: 'crm-sync', provider: 'onlyoffice', dir: emptyPactsFolder('onlyoffice'), logLevel: 'warn' });
const path = '/api/2.0/crm/contact/person';
const manager = '7d1b0f34-5c7e-4f0c-9a55-1f2b6d0c8e21';

const authorization = like('imitation-token');
const form = { Authorization: authorization, Accept: 'application/json', 'Content-Type': 'application/x-www-form-urlencoded' };
const json = { Authorization: authorization, Accept: 'application/json', 'Content-Type': 'application/json' };
const jsonResponse = { 'Content-Type': regex('^application/json(;.*)?$', 'application/json; charset=UTF-8') };
const refusal = { status: 1, error: { message: like('Value does not fall within the expected range.') } };

const clientAt = (url: string): PersonClient => new PersonClient(url, 'imitation-token');

describe('the CRM synchroniser', () => {
  it('creates a person by form with nothing but a name', async () => {
    pact
      .uponReceiving('a new person with only a name, as a form')
      .withRequest({ method: 'POST', path, headers: form, body: 'firstName=Nadia&lastName=Berger' })
      .willRespondWith({
        status: 201,
        headers: jsonResponse,
        body: { status: 0, response: { id: integer(18), displayName: like('Nadia Berger') } },
      });
    await pact.executeTest(async ({ url }) => {
      const created = await clientAt(url).create({ firstName: 'Nadia', lastName: 'Berger' });
      expect(created).toEqual({ id: 18, displayName: 'Nadia Berger', companyId: undefined });
    });
  });

  it('creates a person of a company by form', async () => {
    pact
      .given('a company has the identifier', { id: 1234 })
      .uponReceiving('a new person of a company, as a form')
      .withRequest({
        method: 'POST',
        path,
        headers: form,
        body: 'firstName=Nadia&lastName=Berger&jobTitle=Buyer&about=Met+at+the+fair&companyId=1234',
      })
      .willRespondWith({
        status: 201,
        headers: jsonResponse,
        body: { status: 0, response: { id: integer(18), displayName: like('Nadia Berger'), company: { id: integer(1234) } } },
      });
    await pact.executeTest(async ({ url }) => {
      const draft = { firstName: 'Nadia', lastName: 'Berger', jobTitle: 'Buyer', about: 'Met at the fair', companyId: 1234 };
      expect(await clientAt(url).create(draft)).toEqual({ id: 18, displayName: 'Nadia Berger', companyId: 1234 });
    });
  });

  it('creates a person with managers and custom fields by JSON', async () => {
    pact
      .given('a custom field has the identifier', { id: 7 })
      .uponReceiving('a new person with managers and custom fields, as JSON')
      .withRequest({
        method: 'POST',
        path,
        headers: json,
        body: {
          firstName: like('Nadia'),
          lastName: like('Berger'),
          shareType: 'None',
          managerList: eachLike(uuid(manager)),
          customFieldList: eachLike({ Key: integer(7), Value: like('North') }),
        },
      })
      .willRespondWith({
        status: 201,
        headers: jsonResponse,
        body: { status: 0, response: { id: integer(18), displayName: like('Nadia Berger') } },
      });
    await pact.executeTest(async ({ url }) => {
      const draft = { firstName: 'Nadia', lastName: 'Berger', managers: [manager], customFields: [{ id: 7, value: 'North' }] };
      expect(await clientAt(url).createWithDetails(draft)).toMatchObject({ id: 18 });
    });
  });

  it('updates a person and keeps its company', async () => {
    pact
      .given('a person has the identifier', { id: 17 })
      .given('a company has the identifier', { id: 1234 })
      .uponReceiving('a known person with its company')
      .withRequest({
        method: 'PUT',
        path: regex(`^${path.replaceAll('.', '\\.')}/[0-9]+$`, `${path}/17`),
        headers: json,
        body: { firstName: like('Nadia'), lastName: like('Berger'), companyId: integer(1234), shareType: 'None' },
      })
      .willRespondWith({
        status: 200,
        headers: jsonResponse,
        body: { status: 0, response: { id: integer(17), displayName: like('Nadia Berger'), company: { id: integer(1234) } } },
      });
    await pact.executeTest(async ({ url }) => {
      const updated = await clientAt(url).update(17, { firstName: 'Nadia', lastName: 'Berger', companyId: 1234 });
      expect(updated).toEqual({ id: 17, displayName: 'Nadia Berger', companyId: 1234 });
    });
  });

  it('learns that the person is gone', async () => {
    pact
      .given('no person has the identifier', { id: 999 })
      .uponReceiving('an unknown person')
      .withRequest({
        method: 'PUT',
        path: `${path}/999`,
        headers: json,
        body: { firstName: like('Nadia'), lastName: like('Berger'), shareType: 'None' },
      })
      .willRespondWith({ status: 400, headers: jsonResponse, body: { ...refusal, statusCode: 400 } });
    await pact.executeTest(async ({ url }) => {
      await expect(clientAt(url).update(999, { firstName: 'Nadia', lastName: 'Berger' })).rejects.toMatchObject({ status: 400 });
    });
  });

  it('learns that the company is gone', async () => {
    pact
      .given('no company has the identifier', { id: 4321 })
      .uponReceiving('a new person of an unknown company, as a form')
      .withRequest({ method: 'POST', path, headers: form, body: 'firstName=Nadia&lastName=Berger&companyId=4321' })
      .willRespondWith({ status: 404, headers: jsonResponse, body: { status: 1, statusCode: 404, error: { message: like('Not found') } } });
    await pact.executeTest(async ({ url }) => {
      const draft = { firstName: 'Nadia', lastName: 'Berger', companyId: 4321 };
      await expect(clientAt(url).create(draft)).rejects.toMatchObject({ status: 404, message: 'Not found' });
    });
  });

  it('learns that its token has expired, in plain text', async () => {
    pact
      .given('the token has expired')
      .uponReceiving('a new person with an outdated token, as a form')
      .withRequest({ method: 'POST', path, headers: form, body: 'firstName=Nadia&lastName=Berger' })
      .willRespondWith({ status: 401, headers: { 'Content-Type': regex('^text/html(;.*)?$', 'text/html') }, body: 'Unauthorized' });
    await pact.executeTest(async ({ url }) => {
      const refused = clientAt(url).create({ firstName: 'Nadia', lastName: 'Berger' });
      await expect(refused).rejects.toMatchObject({ status: 401, message: 'Unauthorized' });
    });
  });
});
