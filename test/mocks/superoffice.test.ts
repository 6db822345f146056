// The SuperOffice mock: one base behind the agent and the REST call, whole replacement, names in any case, `$select`, preconditions.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startVendorMocks, type VendorMocks } from './vendor-mocks.ts';

const save = '/api/v1/Agents/Contact/SaveContactEntity';
const put = '/api/v1/Contact/80';
let mock: VendorMocks;
beforeAll(async () => {
  mock = await startVendorMocks('2026-05-01T20:30:00.125Z');
});
beforeEach(() => mock.reset());
afterAll(() => mock.close());

describe('saveContactEntity', () => {
  it('creates with numbers that count up where ContactId is 0 or absent, and echoes', async () => {
    const first = (
      await mock.send('POST', save, { Name: 'Nordlys', Department: 'Chartering', UserDefinedFields: { 'SuperOffice:1': '[I:0]' } })
    ).json();
    const second = (await mock.send('POST', save, { ContactId: 0, Name: 'Sydlys' })).json();
    expect(second['ContactId']).toBe(Number(first['ContactId']) + 1);
    expect(first).toMatchObject({ Name: 'Nordlys', Department: 'Chartering', UserDefinedFields: { 'SuperOffice:1': '[I:0]' } });
    expect([first['UpdatedDate'], first['CreatedDate'], first['DbiLastModified']]).toEqual([
      '2026-05-01T20:30:00',
      '2026-05-01T20:30:00',
      '0001-01-01T00:00:00',
    ]);
    expect(first).not.toHaveProperty('_Links');
  });

  it('replaces the whole of a known company, answers null to an unknown one', async () => {
    const { ContactId } = (await mock.send('POST', save, { Name: 'Nordlys', Department: 'Chartering' })).json();
    const again = (await mock.send('POST', save, { ContactId, Name: 'Nordlys' })).json();
    expect([again['ContactId'], again['Department']]).toEqual([ContactId, '']);
    const unknown = await mock.send('POST', save, { ContactId: 99_999, Name: 'x' });
    expect([unknown.status, unknown.text]).toEqual([200, 'null']);
  });

  it("reads names in any case, as the vendor's client sends them, also inside, and passes over others", async () => {
    const stored = (
      await mock.send('POST', save, {
        contactId: 0,
        name: 'Nordlys',
        NOMAILING: true,
        phones: [{ value: '+47 23 35 40 00', strippedValue: 'x', description: 'Phone' }],
        category: { id: 2 },
        address: { street: { address1: 'Kaigata 1', zipcode: '0150', city: 'Oslo' } },
        customFields: { 'x_Camel:Case': 'kept' },
        unheardOf: 1,
      })
    ).json();
    expect(stored).toMatchObject({
      Name: 'Nordlys',
      NoMailing: true,
      Phones: [{ Value: '+47 23 35 40 00', StrippedValue: '4723354000', Description: 'Phone' }],
      Category: { Id: 2, Value: 'Customer' },
      Address: { Street: { Address1: 'Kaigata 1' }, Formatted: 'Kaigata 1\r\n0150 Oslo' },
      CustomFields: { 'x_Camel:Case': 'kept' },
    });
    expect(Object.keys(stored).filter((name) => !/^[A-Z]/.test(name))).toEqual([]);
  });

  it('ignores what only the server says', async () => {
    const stored = (
      await mock.send('POST', save, {
        Name: 'x',
        UpdatedDate: '1999-01-01T00:00:00',
        CreatedBy: { AssociateId: 77 },
        TableRight: { Mask: 'none', Reason: '' },
        Persons: [{ PersonId: 5 }],
      })
    ).json();
    expect(stored).toMatchObject({
      UpdatedDate: '2026-05-01T20:30:00',
      CreatedBy: { AssociateId: 5 },
      Persons: [],
      TableRight: { Reason: '' },
    });
    expect(stored['TableRight']).not.toMatchObject({ Mask: 'none' });
  });

  it.each([
    [{ name: 3 }, "Error converting value 3 to type 'System.String'. Path 'Name'."],
    [{ phones: [{ value: {} }] }, "Error converting value {} to type 'System.String'. Path 'Phones[0].Value'."],
    [
      { dbiLastModified: '2026-02-30T00:00:00' },
      "Error converting value \"2026-02-30T00:00:00\" to type 'System.DateTime'. Path 'DbiLastModified'.",
    ],
    [{ xstop: 'yes' }, "Error converting value \"yes\" to type 'System.Boolean'. Path 'Xstop'."],
    [{ groupId: 2 ** 31 }, "Error converting value 2147483648 to type 'System.Int32'. Path 'GroupId'."],
    [{ associate: { type: 'Boss' } }, expect.stringContaining('InternalAssociate')],
    [{ Name: 3 }, 'Expected `Name` to be a string or null, got 3'],
  ])('refuses %j, which the contract cannot see in camelCase', async (body, detail) => {
    const answer = await mock.send('POST', save, body);
    expect([answer.status, answer.json()]).toEqual([400, { Message: 'The request is invalid.', MessageDetail: detail }]);
  });

  it('refuses a list that nests too deep, in words', async () => {
    const deep = Array.from({ length: 80 }).reduce<object>((inner) => ({ ChildItems: [inner] }), {});
    const answer = await mock.send('POST', save, { Interests: [deep] }, { Accept: 'application/xml' });
    expect([answer.status, answer.json()['MessageDetail']]).toEqual([400, expect.stringContaining('MaxDepth of 64')]);
  });

  it('without credentials 401 without a body, without a body 400', async () => {
    const nobody = await mock.send('POST', save, {}, { Authorization: '' });
    expect([nobody.status, nobody.text, nobody.fields.get('www-authenticate')]).toEqual([401, '', 'Basic realm="SuperOffice", Bearer']);
    const empty = await mock.send('POST', save, '', { 'Content-Type': 'application/json' });
    expect([empty.status, empty.json()['MessageDetail']]).toEqual([
      400,
      "The parameters dictionary contains a null entry for parameter 'entity'.",
    ]);
  });
});

describe('putContactEntity', () => {
  it('replaces; the id of the path wins; links lead to where the client came from', async () => {
    const stored = (await mock.send('PUT', `/Cust12345${put}`, { ContactId: 12, Name: 'Nordlys' })).json();
    expect(stored).toMatchObject({
      ContactId: 80,
      Name: 'Nordlys',
      OrgNr: '',
      CreatedDate: '2026-01-04T13:27:28',
      Persons: [{ Firstname: 'Anna' }],
    });
    expect(stored['_Links']).toMatchObject({ Self: `${mock.url}/Cust12345/api/v1/Contact/80` });
  });

  it('answers 404 with the service error for an unknown id', async () => {
    const answer = await mock.send('PUT', '/api/v1/Contact/99999', {});
    expect([answer.status, answer.json()]).toEqual([
      404,
      {
        Error: true,
        ErrorType: 'SoNotFoundException',
        ErrorMessage: 'Contact id 99999 not found',
        ErrorSource: 'SuperOffice.Services.Implementation',
      },
    ]);
    const xml = await mock.send('PUT', '/api/v1/Contact/99999', {}, { Accept: 'application/xml' });
    expect([xml.status, xml.type]).toEqual([404, 'application/json']);
  });

  it('If-Unmodified-Since before the last change is 412 without a body, and nothing is stored', async () => {
    const since = (moment: string) => mock.send('PUT', put, { Name: 'Other' }, { 'If-Unmodified-Since': moment });
    for (const moment of ['Sun, 04 Jan 2026 13:27:27 GMT', 'Sunday, 04-Jan-26 13:27:27 GMT', 'Sun Jan  4 13:27:27 2026']) {
      const refused = await since(moment);
      expect([refused.status, refused.text]).toEqual([412, '']);
    }
    expect(JSON.stringify(mock.state())).not.toContain('Other');
    expect((await since('Sun, 04 Jan 2026 13:27:28 GMT')).status).toBe(200);
    expect((await since('Sun, 04 Jan 2026 13:27:28 GMT')).status).toBe(412);
    expect((await since('yesterday')).status).toBe(400);
    // Agents know no preconditions.
    const agent = await mock.send('POST', save, { ContactId: 80 }, { 'If-Unmodified-Since': 'Sun, 04 Jan 2026 13:27:27 GMT' });
    expect(agent.status).toBe(200);
  });

  it('$select nulls the rest, in any case, and inside where a path names a part', async () => {
    const body = { Name: 'Nordlys', Category: { Id: 1 }, Phones: [{ Value: '1', Description: 'p' }] };
    const { _Links, ...shown } = (await mock.send('PUT', `${put}?$select=NAME,category/id,phones/value`, body)).json();
    const { Name, Category, Phones, ...others } = shown;
    expect([Name, Category]).toEqual(['Nordlys', { Id: 1, Value: null, Tooltip: null, TableRight: null, FieldProperties: null }]);
    expect(Phones).toMatchObject([{ Value: '1', StrippedValue: null, Description: null }]);
    expect(new Set(Object.values(others))).toEqual(new Set([null]));
    expect(_Links).toBeTypeOf('object');
    expect((await mock.send('PUT', put, body)).json()['UpdatedDate']).toBe('2026-05-01T20:30:00');
  });

  it('dates have an offset when SO-TimeZone asks for one', async () => {
    const answer = await mock.send(
      'PUT',
      put,
      { DbiLastModified: '2024-01-01T00:00:00.1234567+01:00' },
      { 'SO-TimeZone': 'UTC, includeTZOffset' },
    );
    expect(answer.json()).toMatchObject({
      UpdatedDate: '2026-05-01T20:30:00Z',
      DbiLastSyncronized: '0001-01-01T00:00:00Z',
      DbiLastModified: '2024-01-01T00:00:00.1234567+01:00',
    });
    expect(answer.fields.get('so-timezone')).toBe('UTC');
  });

  it('the agent and REST see the same companies', async () => {
    const { ContactId } = (await mock.send('POST', save, { Name: 'Nordlys' })).json();
    expect((await mock.send('PUT', `/api/v1/Contact/${String(ContactId)}`, { Name: 'Sydlys' })).status).toBe(200);
  });

  it.each(['', 'application/json', 'text/json', 'application/json-patch+json', 'application/merge-patch+json'])(
    'without an entity as %s: 400',
    async (type) => {
      const answer = await mock.send('PUT', put, '', { 'Content-Type': type });
      expect([answer.status, answer.json()['Message']]).toEqual([400, 'Bad request. Entity to save is not in request body.']);
    },
  );
});
