// What the ERP connector relies on, as a Pact (specification 3): running this file writes the vendor's pact.
import { MatchersV3, PactV3, XmlBuilder } from '@pact-foundation/pact';
import { describe, expect, it } from 'vitest';
import { emptyPactsFolder } from '../../pacts-folder.ts';
import { ErpConnector } from './client.ts';

const { boolean, eachLike, like, regex, uuid } = MatchersV3;

const pact = new PactV3({ consumer: 'erp-connector', provider: 'odyssee', dir: emptyPactsFolder('odyssee'), logLevel: 'warn' });
const path = '/api/Contact/Save';
const guid = '6f1d0c5e-2a4b-4c1e-9d57-3b8a1f0e4c21';
const newcomer = 'b3c1f7d4-08e2-4a95-bf6d-72e90c5a1d38';
const company = '0b7f6a52-91d3-4e8f-8a6c-5d2e7c1b9f40';
const nowhere = '9e4d2c7a-6b18-4f53-8c0d-1a7f3e5b9d62';
const stamp = '2026-01-12T08:15:42.3310274+00:00';

const authorization = regex('^Basic [A-Za-z0-9+/]+=*$', 'Basic ZXJwLmNvbm5lY3RvcjppbWl0YXRpb25AYWNtZQ==');
const jsonRequest = { Authorization: authorization, 'Content-Type': 'application/json', Accept: 'application/json' };
const jsonResponse = { 'Content-Type': regex('^application/json(;.*)?$', 'application/json; charset=utf-8') };
const stored = {
  id: uuid(guid),
  modified_dateutc: regex('^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,7})?(Z|[+-]\\d\\d:\\d\\d)$', stamp),
};

const connectorAt = (url: string): ErpConnector => new ErpConnector(url, { user: 'erp.connector', password: 'imitation', domain: 'acme' });

describe('the ERP connector', () => {
  it('adds a contact that has nothing but a name', async () => {
    pact
      .given('no contact has the identifier', { id: newcomer })
      .uponReceiving('a new contact with only the required members')
      .withRequest({ method: 'POST', path, headers: jsonRequest, body: { id: uuid(newcomer), lastname: like('Janssens-De Smet') } })
      .willRespondWith({ status: 201, headers: jsonResponse, body: { ...stored, id: uuid(newcomer) } });
    await pact.executeTest(async ({ url }) => {
      expect(await connectorAt(url).push({ guid: newcomer, lastName: 'Janssens-De Smet' })).toEqual({
        guid: newcomer,
        added: true,
        modified: stamp,
      });
    });
  });

  it('updates a contact with every member the ERP knows', async () => {
    pact
      .given('a contact has the identifier', { id: guid })
      .given('a company has the identifier', { id: company })
      .uponReceiving('a known contact with all members of the ERP')
      .withRequest({
        method: 'POST',
        path,
        headers: jsonRequest,
        body: {
          id: uuid(guid),
          firstname: like('Lotte'),
          lastname: like('Peeters'),
          company_id: uuid(company),
          archived: boolean(false),
          functions: like('ServiceManager'),
          phone: like('+32 2 555 01 42'),
          mobile: like('+32 470 55 01 42'),
          email: like('lotte.peeters@bakkerij.example'),
        },
      })
      .willRespondWith({ status: 200, headers: jsonResponse, body: stored });
    await pact.executeTest(async ({ url }) => {
      const contact = { guid, firstName: 'Lotte', lastName: 'Peeters', companyGuid: company, left: false, function: 'ServiceManager' };
      const reachable = { phone: '+32 2 555 01 42', mobile: '+32 470 55 01 42', email: 'lotte.peeters@bakkerij.example' };
      expect(await connectorAt(url).push({ ...contact, ...reachable })).toEqual({ guid, added: false, modified: stamp });
    });
  });

  it('updates a contact in XML', async () => {
    const sent = `<contact><archived>true</archived><firstname>Lotte</firstname><id>${guid}</id><lastname>Peeters</lastname></contact>`;
    const answered = new XmlBuilder('1.0', 'UTF-8', 'contact').build((contact) => {
      contact.appendElement('id', new Map(), regex('^[0-9a-f-]{36}$', guid));
      contact.appendElement(
        'modified_dateutc',
        new Map(),
        regex('^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$', '2026-01-12T08:15:42.331Z'),
      );
    });
    pact
      .given('a contact has the identifier', { id: guid })
      .uponReceiving('a known contact that left its company, as XML')
      .withRequest({
        method: 'POST',
        path,
        headers: { Authorization: authorization, 'Content-Type': 'application/xml', Accept: 'application/xml' },
        body: sent,
      })
      .willRespondWith({ status: 200, headers: { 'Content-Type': 'application/xml; charset=utf-8' }, body: answered });
    await pact.executeTest(async ({ url }) => {
      const pushed = await connectorAt(url).pushXml({ guid, firstName: 'Lotte', lastName: 'Peeters', left: true });
      expect(pushed).toEqual({ guid, added: false, modified: '2026-01-12T08:15:42.331Z' });
    });
  });

  it('learns which member was refused', async () => {
    pact
      .uponReceiving('a contact whose name is blank')
      .withRequest({ method: 'POST', path, headers: jsonRequest, body: { id: uuid(guid), lastname: ' ' } })
      .willRespondWith({
        status: 400,
        headers: jsonResponse,
        body: { Message: like('The request is invalid.'), ModelState: { 'contact.lastname': eachLike('The lastname field is required.') } },
      });
    await pact.executeTest(async ({ url }) => {
      const refusal = { status: 400, details: { 'contact.lastname': ['The lastname field is required.'] } };
      await expect(connectorAt(url).push({ guid, lastName: ' ' })).rejects.toMatchObject(refusal);
    });
  });

  it('learns that the company does not exist', async () => {
    pact
      .given('no company has the identifier', { id: nowhere })
      .uponReceiving('a contact of an unknown company')
      .withRequest({
        method: 'POST',
        path,
        headers: jsonRequest,
        body: { id: uuid(guid), lastname: like('Peeters'), company_id: uuid(nowhere) },
      })
      .willRespondWith({ status: 422, headers: jsonResponse, body: { Message: like('The request is invalid.') } });
    await pact.executeTest(async ({ url }) => {
      await expect(connectorAt(url).push({ guid, lastName: 'Peeters', companyGuid: nowhere })).rejects.toMatchObject({ status: 422 });
    });
  });

  it('learns that its password is no longer right', async () => {
    pact
      .given('the password of the connector has changed')
      .uponReceiving('a contact with outdated credentials')
      .withRequest({ method: 'POST', path, headers: jsonRequest, body: { id: uuid(guid), lastname: like('Peeters') } })
      .willRespondWith({ status: 401, headers: jsonResponse, body: { Message: like('Authorization has been denied for this request.') } });
    await pact.executeTest(async ({ url }) => {
      await expect(connectorAt(url).push({ guid, lastName: 'Peeters' })).rejects.toMatchObject({ status: 401 });
    });
  });
});
