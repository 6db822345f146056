// The Odyssee mock behaves as VENDORS' pages say: upsert by the client's guid, defaults instead of nulls, ASP.NET's words.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startVendorMocks, type VendorMocks } from './vendor-mocks.ts';

const path = '/api/Contact/Save';
const id = '6f1d0c5e-2a4b-4c1e-9d57-3b8a1f0e4c21';
let mock: VendorMocks;
beforeAll(async () => {
  mock = await startVendorMocks('2026-01-12T08:15:42.330Z');
});
beforeEach(() => mock.reset());
afterAll(() => mock.close());

describe('saveContact', () => {
  it('adds an unknown guid with 201 and updates a known one with 200, whatever its case', async () => {
    expect((await mock.send('POST', path, { id, lastname: 'Peeters' })).status).toBe(201);
    const again = await mock.send('POST', path, { id: id.toUpperCase(), lastname: 'Janssens' });
    expect([again.status, again.json()['id'], again.json()['lastname']]).toEqual([200, id, 'Janssens']);
    await mock.reset();
    expect((await mock.send('POST', path, { id, lastname: 'Peeters' })).status).toBe(201);
  });

  it('echoes what was sent, sets the modification itself, tells no password, and knows no null', async () => {
    const sent = { id, lastname: 'Peeters', e_new_password: 'x', modified_dateutc: '1999-01-01T00:00:00Z', archived: true };
    const stored = (await mock.send('POST', path, sent)).json();
    expect(stored).toMatchObject({
      id,
      lastname: 'Peeters',
      archived: true,
      e_new_password: '',
      modified_dateutc: '2026-01-12T08:15:42.33+00:00',
    });
    expect(Object.keys(stored)).toHaveLength(20);
    expect(Object.values(stored)).not.toContain(null);
    expect(stored['company_id']).toBe('00000000-0000-0000-0000-000000000000');
    // What is not sent the next time falls back to its default.
    expect((await mock.send('POST', path, { id, lastname: 'Peeters' })).json()['archived']).toBe(false);
  });

  it('writes XML in alphabetical order with three digits and Z', async () => {
    const xml = { 'Content-Type': 'application/xml', Accept: 'text/xml' };
    const answer = await mock.send('POST', path, `<contact><id>${id}</id><lastname>Peeters &amp; Co</lastname></contact>`, xml);
    expect([answer.status, answer.type]).toEqual([201, 'text/xml']);
    const names = [...answer.text.matchAll(/<([a-z_]+)[ >/]/g)].map(([, name]) => name).slice(1);
    expect(names).toEqual(names.toSorted());
    expect(answer.text).toContain('<modified_dateutc>2026-01-12T08:15:42.330Z</modified_dateutc>');
    expect(answer.text).toContain('<lastname>Peeters &amp; Co</lastname>');
  });

  it('answers in JSON where Accept wants what is not there, as ASP.NET does', async () => {
    expect((await mock.send('POST', path, { id, lastname: 'Peeters' }, { Accept: 'image/png' })).type).toBe('application/json');
  });

  it.each([
    [{ firstname: 'Lotte' }, { 'contact.id': ['The id field is required.'], 'contact.lastname': ['The lastname field is required.'] }],
    [{ id, lastname: '' }, { 'contact.lastname': ['The lastname field is required.'] }],
    [{ id, lastname: ' ' }, { 'contact.lastname': ['The lastname field is required.'] }],
    [{ id, lastname: 'x'.repeat(51) }, { 'contact.lastname': ['The field lastname must be a string with a maximum length of 50.'] }],
    [
      { id, lastname: 'x', company_id: 'Bakkerij' },
      { 'contact.company_id': ["Error converting value \"Bakkerij\" to type 'System.Guid'. Path 'company_id'."] },
    ],
    [
      { id, lastname: 'x', archived: 'yes' },
      { 'contact.archived': ["Error converting value \"yes\" to type 'System.Boolean'. Path 'archived'."] },
    ],
  ])('refuses %j by member', async (body, state) => {
    const answer = await mock.send('POST', path, body);
    expect([answer.status, answer.json()]).toEqual([400, { Message: 'The request is invalid.', ModelState: state }]);
  });

  it('refuses what it cannot read, does not support, or whom it does not know', async () => {
    const broken = await mock.send('POST', path, '{"id":', { 'Content-Type': 'application/json' });
    expect([broken.status, broken.json()['Message']]).toEqual([400, 'The request is invalid.']);
    const form = await mock.send('POST', path, 'id=1', { 'Content-Type': 'application/x-www-form-urlencoded' });
    expect([form.status, form.json()['Message']]).toEqual([
      415,
      "The request entity's media type 'application/x-www-form-urlencoded' is not supported for this resource.",
    ]);
    const nobody = await mock.send('POST', path, { id, lastname: 'x' }, { Authorization: '', Accept: 'application/xml' });
    expect([nobody.status, nobody.fields.get('www-authenticate'), nobody.text]).toEqual([
      401,
      'Basic',
      '<Error><Message>Authorization has been denied for this request.</Message></Error>',
    ]);
    const company = await mock.send('POST', path, { id, lastname: 'x', company_id: id });
    expect([company.status, company.json()['ModelState']]).toEqual([422, { 'contact.company_id': ['The company does not exist.'] }]);
    expect((await mock.send('POST', path, { id, lastname: 'x', company_id: '0B7F6A52-91d3-4e8f-8a6c-5d2e7c1b9f40' })).status).toBe(201);
  });
});
