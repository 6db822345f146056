// The ONLYOFFICE mock behaves as the server's public source: numbers that count up, companies linked and unlinked, envelopes, endings.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startVendorMocks, type VendorMocks } from './vendor-mocks.ts';

const path = '/api/2.0/crm/contact/person';
const names = { firstName: 'Nadia', lastName: 'Berger' };
const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
let mock: VendorMocks;
beforeAll(async () => {
  mock = await startVendorMocks('2026-05-01T20:30:00.125Z');
});
beforeEach(() => mock.reset());
afterAll(() => mock.close());

interface Envelope {
  readonly status: number;
  readonly statusCode: number;
  readonly count?: number;
  readonly response: Record<string, unknown> & { readonly id: number; readonly company?: { readonly id: number } };
  readonly error: { readonly message: string };
}
const outOfRange = 'Value does not fall within the expected range.';

describe('createPerson', () => {
  it('counts up, echoes, and shows a whole person in the envelope', async () => {
    const first = await mock.send('POST', path, { ...names, jobTitle: ' Buyer ', companyId: 16, shareType: 'ReadWrite' });
    const { response, ...envelope } = first.json<Envelope>();
    expect([first.status, envelope]).toEqual([201, { count: 1, status: 0, statusCode: 201 }]);
    expect(response).toMatchObject({
      displayName: 'Nadia Berger',
      title: 'Buyer',
      company: { id: 16, displayName: 'Atelier Rivage' },
      shareType: 1,
    });
    expect([response['isPrivate'], response['isShared'], response['isCompany'], 'accessList' in response]).toEqual([
      false,
      true,
      false,
      false,
    ]);
    expect(response['created']).toMatch(/^2026-05-01T23:30:00\.125\d{4}\+03:00$/);
    const second = await mock.send('POST', path, names);
    expect(second.json<Envelope>().response.id).toBe(response.id + 1);
    const tags = [first, second].map(({ fields }) => fields.get('etag'));
    expect(tags[0]).toMatch(/^"[0-9a-f]{8}"$/);
    expect(tags[0]).not.toBe(tags[1]);
    expect(first.fields.get('cache-control')).toBe('max-age=0');
    // The same run gives the same tags.
    await mock.reset();
    expect((await mock.send('POST', path, names)).fields.get('etag')).toBe(tags[0]);
  });

  it('reads shareType in all its forms; absent is private', async () => {
    const share = async (shareType?: unknown): Promise<unknown> =>
      (await mock.send('POST', path, { ...names, ...(shareType !== undefined && { shareType }) })).json<Envelope>().response['shareType'];
    expect(
      await Promise.all([undefined, 'None', 'none', '0', 0, 'ReadWrite', 'readWrite', '1', 1, 'Read', 'read', '2', 2].map(share)),
    ).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2]);
  });

  it('lists managers of private persons, and known user-defined fields that have a value', async () => {
    const { response } = (
      await mock.send('POST', path, {
        ...names,
        managerList: ['2F1C7D54-0B3E-4E6A-9C88-51D0A7F3E9B2'],
        customFieldList: [
          { Key: 3, Value: 'Gold' },
          { Key: 5, Value: null },
          { Key: 7, Value: '' },
          { Key: 99, Value: 'x' },
        ],
      })
    ).json<Envelope>();
    expect(response['accessList']).toMatchObject([{ id: '2f1c7d54-0b3e-4e6a-9c88-51d0a7f3e9b2', displayName: 'Karel Novak' }]);
    expect(response['customFields']).toMatchObject([{ id: 3, entityId: response.id, label: 'Customer class', fieldValue: 'Gold' }]);
  });

  it('forms, XML and multipart say the same as JSON; a picture changes the addresses', async () => {
    const asForm = await mock.send(
      'POST',
      path,
      'firstName=Nadia&lastName=Berger&companyId=16&customFieldList[0][Key]=3&customFieldList[0][Value]=Gold',
      form,
    );
    const asXml = await mock.send(
      'POST',
      path,
      '<p><firstName>Nadia</firstName><lastName>Berger</lastName><companyId>16</companyId><customFieldList><Key>3</Key><Value>Gold</Value></customFieldList></p>',
      { 'Content-Type': 'text/xml' },
    );
    const data = new FormData();
    for (const [name, value] of Object.entries({
      ...names,
      companyId: '16',
      'customFieldList[0][Key]': '3',
      'customFieldList[0][Value]': 'Gold',
    }))
      data.append(name, value);
    data.append('photo', new Blob([new Uint8Array([255, 216, 255, 0, 1])], { type: 'image/jpeg' }), 'nadia.jpg');
    const asData = await mock.send('POST', path, data);
    for (const { status, json } of [asForm, asXml, asData]) {
      expect(status).toBe(201);
      expect(json<Envelope>().response).toMatchObject({
        firstName: 'Nadia',
        company: { id: 16 },
        customFields: [{ id: 3, fieldValue: 'Gold' }],
      });
    }
    expect(asForm.json<Envelope>().response['smallFotoUrl']).toContain('action=contactphotoulr');
    expect(asData.json<Envelope>().response['smallFotoUrl']).toContain('/storage/crm/photos/');
  });

  it('narrows the answer by fields', async () => {
    const { response } = (await mock.send('POST', `${path}?fields=ID,displayName`, names)).json<Envelope>();
    expect(Object.keys(response)).toEqual(['displayName', 'id']);
    expect((await mock.send('POST', `${path}?fields=createBy,created,haveLateTasks,isCompany`, names)).status).toBe(201);
  });

  it('the ending chooses the format, but a JSON request is answered in JSON', async () => {
    const xml = await mock.send('POST', `${path}.xml`, 'firstName=Nadia&lastName=', form);
    expect([xml.status, xml.type, xml.text.slice(0, 8)]).toEqual([201, 'text/xml', '<result>']);
    expect((await mock.send('POST', `${path}.xml`, names)).type).toBe('application/json');
    expect((await mock.send('POST', `${path}.xml`, 'firstName=&lastName=x', form)).text).toContain('<statusCode>400</statusCode>');
    expect((await mock.send('POST', path, names, { Accept: 'text/csv' })).type).toBe('application/json');
  });

  it.each([
    ['an unknown company', { ...names, companyId: 4321 }, 404, 'Not found'],
    ['a blank name', { ...names, firstName: ' ' }, 400, outOfRange],
    ['a missing name', { firstName: 'Nadia' }, 500, 'Object reference not set to an instance of an object.'],
    ['a bad shareType', { ...names, shareType: 'All' }, 400, outOfRange],
  ])('refuses %s', async (_, body, status, message) => {
    const answer = await mock.send('POST', path, body);
    expect([answer.status, answer.json<Envelope>()]).toMatchObject([status, { status: 1, statusCode: status, error: { message } }]);
    expect((await mock.send('POST', path, names)).json<Envelope>().response.id).toBe(1235);
  });

  it('takes media types it does not know for forms without arguments, and refuses files that are no pictures', async () => {
    expect((await mock.send('POST', path, '<a/>', { 'Content-Type': 'application/xml' })).status).toBe(500);
    const data = new FormData();
    for (const [name, value] of Object.entries(names)) data.append(name, value);
    data.append('photo', new Blob(['x'], { type: 'text/plain' }), 'x.txt');
    expect((await mock.send('POST', path, data)).status).toBe(403);
  });

  it('answers 401 with a bare word, and names a scheme only to those who tried one', async () => {
    const none = await mock.send('POST', path, names, { Authorization: '' });
    expect([none.status, none.type, none.text, none.fields.get('www-authenticate')]).toEqual([401, 'text/html', 'Unauthorized', null]);
  });
});

describe('updatePerson', () => {
  it('links, and unlinks when companyId is absent or 0', async () => {
    const companyAfter = async (members: object): Promise<unknown> => {
      await mock.send('PUT', `${path}/17`, { ...names, companyId: 16 });
      return (await mock.send('PUT', `${path}/17`, { ...names, ...members })).json<Envelope>().response.company?.id;
    };
    expect(await companyAfter({ companyId: 21 })).toBe(21);
    expect(await companyAfter({})).toBeUndefined();
    expect(await companyAfter({ companyId: 0 })).toBeUndefined();
    expect(await companyAfter({ companyId: null })).toBeUndefined();
    // Not looked up on update, unlike on creation.
    expect((await mock.send('PUT', `${path}/17`, { ...names, companyId: 99 })).status).toBe(200);
  });

  it('keeps managers that are not named, and shows the time of creation out of the database', async () => {
    const managerList = ['2f1c7d54-0b3e-4e6a-9c88-51d0a7f3e9b2'];
    await mock.send('PUT', `${path}/17`, { ...names, managerList });
    const { response } = (await mock.send('PUT', `${path}/17.json`, { ...names, managerList: [] })).json<Envelope>();
    expect(response['accessList']).toMatchObject([{ id: managerList[0] }]);
    expect(response['created']).toMatch(/\.0{7}\+03:00$/);
  });

  it('refuses an unknown person and an empty last name with 400, a word for a number with the page of the web server', async () => {
    expect((await mock.send('PUT', `${path}/999`, names)).json<Envelope>()).toMatchObject({
      status: 1,
      statusCode: 400,
      error: { message: outOfRange },
    });
    expect((await mock.send('PUT', `${path}/17`, { ...names, lastName: '' })).status).toBe(400);
    expect((await mock.send('PUT', `${path}/17`, { ...names, lastName: ' ' })).status).toBe(400);
    expect((await mock.send('PUT', `${path}/17`, { firstName: 'Nadia' })).status).toBe(400);
    expect((await mock.send('PUT', `${path}/0`, names)).status).toBe(400);
    const word = await mock.send('PUT', `${path}/nadia`, names);
    expect([word.status, word.type]).toEqual([404, 'text/html']);
  });
});
