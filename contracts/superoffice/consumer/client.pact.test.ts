// What the contact form relies on, as a Pact (specification 4): running this file writes the vendor's pact.
import { MatchersV3, PactV4 } from '@pact-foundation/pact';
import { describe, expect, it } from 'vitest';
import { emptyPactsFolder } from '../../pacts-folder.ts';
import { ContactForm } from './client.ts';

const { eachLike, integer, like, regex } = MatchersV3;

const pact = new PactV4({ consumer: 'contact-form', provider: 'superoffice', dir: emptyPactsFolder('superoffice'), logLevel: 'warn' });
const agent = '/api/v1/Agents/Contact/SaveContactEntity';
const token = 'Bearer 8A:Cust12345.imitation';

const requestHeaders = {
  Authorization: regex('^(Bearer|Basic|S[Oo]Ticket) .+$', token),
  Accept: 'application/json',
  'Accept-Language': like('en'),
  'Content-Type': 'application/json',
};
const jsonResponse = { 'Content-Type': regex('^application/json(;.*)?$', 'application/json; charset=utf-8') };
// With or without ticks, with or without an offset, and year 1 for "never".
const date = regex('^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,7})?(Z|[+-]\\d\\d:\\d\\d)?$', '2026-01-04T13:27:28');
const edit = { Name: 'Nordlys Shipping AS', Department: 'Chartering' };
const sent = { Name: like(edit.Name), Department: like(edit.Department) };
const shown = { ContactId: integer(80), Name: like(edit.Name), Department: like(edit.Department), UpdatedDate: date };

// `jsonBody(null)` would write an interaction without a body.
const nothing = Buffer.from('null');

const formAt = (url: string): ContactForm => new ContactForm(url, token);

describe('the contact form', () => {
  it('creates a contact with a name and a department', () =>
    pact
      .addInteraction()
      .uponReceiving('a new contact with only a name and a department')
      .withRequest('POST', agent, (request) => request.headers(requestHeaders).jsonBody({ ContactId: 0, ...sent }))
      .willRespondWith(200, (response) => response.headers(jsonResponse).jsonBody({ ...shown, ContactId: integer(81) }))
      .executeTest(async ({ url }) => {
        expect(await formAt(url).create(edit)).toMatchObject({ ContactId: 81, Name: edit.Name });
      }));

  it('creates a contact with all the form offers', () =>
    pact
      .addInteraction()
      .given('the lists have the items', { category: 1, business: 2, country: 578 })
      .uponReceiving('a new contact with list items, phones and user-defined fields')
      .withRequest('POST', agent, (request) =>
        request.headers(requestHeaders).jsonBody({
          ContactId: 0,
          ...sent,
          OrgNr: like('923609016'),
          Category: { Id: integer(1) },
          Business: { Id: integer(2) },
          Country: { CountryId: integer(578) },
          Phones: eachLike({ Value: like('+47 23 35 40 00'), Description: like('Phone') }),
          UserDefinedFields: { 'SuperOffice:1': like('[I:0]') },
        }),
      )
      .willRespondWith(200, (response) =>
        response
          .headers(jsonResponse)
          .jsonBody({ ...shown, ContactId: integer(81), Category: { Id: integer(1), Value: like('Customer') } }),
      )
      .executeTest(async ({ url }) => {
        const lists = { Category: { Id: 1 }, Business: { Id: 2 }, Country: { CountryId: 578 } };
        const rest = {
          OrgNr: '923609016',
          Phones: [{ Value: '+47 23 35 40 00', Description: 'Phone' }],
          UserDefinedFields: { 'SuperOffice:1': '[I:0]' },
        };
        expect(await formAt(url).create({ ...edit, ...lists, ...rest })).toMatchObject({ Category: { Id: 1, Value: 'Customer' } });
      }));

  it('takes null from the agent for a failure', () =>
    pact
      .addInteraction()
      .given('no contact has the identifier', { id: 99999 })
      .uponReceiving('a contact that the agent cannot save')
      .withRequest('POST', agent, (request) => request.headers(requestHeaders).jsonBody({ ContactId: 99999, ...sent }))
      .willRespondWith(200, (response) => response.headers(jsonResponse).body('application/json', nothing))
      .executeTest(async ({ url }) => {
        expect(await formAt(url).save(99999, edit)).toBeNull();
      }));

  it('puts an edited contact', () =>
    pact
      .addInteraction()
      .given('a contact has the identifier', { id: 80 })
      .uponReceiving('an edited contact')
      .withRequest('PUT', regex('^/api/v1/Contact/[0-9]+$', '/api/v1/Contact/80'), (request) =>
        request.headers(requestHeaders).jsonBody({ ContactId: integer(80), ...sent, Category: { Id: integer(1) } }),
      )
      .willRespondWith(200, (response) => response.headers(jsonResponse).jsonBody({ ...shown, Category: { Id: integer(1) } }))
      .executeTest(async ({ url }) => {
        expect(await formAt(url).put(80, { ...edit, Category: { Id: 1 } })).toMatchObject({ ContactId: 80, Category: { Id: 1 } });
      }));

  it('puts an edited contact and asks for two members only', () =>
    pact
      .addInteraction()
      .given('a contact has the identifier', { id: 80 })
      .uponReceiving('an edited contact, selecting two members of the answer')
      .withRequest('PUT', '/api/v1/Contact/80', (request) =>
        request
          .headers(requestHeaders)
          .query({ $select: 'name,category/id' })
          .jsonBody({ ContactId: 80, ...sent, Category: { Id: 1 } }),
      )
      .willRespondWith(200, (response) => response.headers(jsonResponse).jsonBody({ Name: like(edit.Name), Category: { Id: integer(1) } }))
      .executeTest(async ({ url }) => {
        const saved = await formAt(url).put(80, { ...edit, Category: { Id: 1 } }, { select: ['name', 'category/id'] });
        expect(saved).toMatchObject({ Name: edit.Name, Category: { Id: 1 } });
      }));

  it('learns that somebody else was faster', () =>
    pact
      .addInteraction()
      .given('a contact was changed', { id: 80, at: '2026-01-04T13:27:28' })
      .uponReceiving('an edited contact that has been changed meanwhile')
      .withRequest('PUT', '/api/v1/Contact/80', (request) =>
        request.headers({ ...requestHeaders, 'If-Unmodified-Since': 'Sun, 04 Jan 2026 10:00:00 GMT' }).jsonBody({ ContactId: 80, ...sent }),
      )
      .willRespondWith(412)
      .executeTest(async ({ url }) => {
        const late = formAt(url).put(80, edit, { unchangedSince: new Date(Date.UTC(2026, 0, 4, 10)) });
        await expect(late).rejects.toMatchObject({ status: 412 });
      }));

  it('learns that the contact is gone', () =>
    pact
      .addInteraction()
      .given('no contact has the identifier', { id: 99999 })
      .uponReceiving('an edited contact that does not exist')
      .withRequest('PUT', '/api/v1/Contact/99999', (request) => request.headers(requestHeaders).jsonBody({ ContactId: 99999, ...sent }))
      .willRespondWith(404, (response) =>
        response
          .headers(jsonResponse)
          .jsonBody({ Error: true, ErrorType: like('SoNotFoundException'), ErrorMessage: like('Contact id 99999 not found') }),
      )
      .executeTest(async ({ url }) => {
        await expect(formAt(url).put(99999, edit)).rejects.toMatchObject({ status: 404, message: 'Contact id 99999 not found' });
      }));

  it('learns that its token has expired', () =>
    pact
      .addInteraction()
      .given('the token has expired')
      .uponReceiving('an edited contact with an outdated token')
      .withRequest('PUT', '/api/v1/Contact/80', (request) => request.headers(requestHeaders).jsonBody({ ContactId: 80, ...sent }))
      .willRespondWith(401)
      .executeTest(async ({ url }) => {
        await expect(formAt(url).put(80, edit)).rejects.toMatchObject({ status: 401 });
      }));
});
