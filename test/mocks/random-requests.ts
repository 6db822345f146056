// Random requests that the contracts allow, for each operation with a handler, in each media type whose text can carry them.
import fc from 'fast-check';

export interface RandomRequest {
  readonly operationId: string;
  readonly target: string;
  readonly value: object;
  readonly type: string;
  readonly fields: Record<string, string>;
}

interface Arbitrary {
  readonly requests: fc.Arbitrary<RandomRequest>;
  /** What may and must come of them. */
  readonly statuses: readonly number[];
  readonly runs: number;
}

const jsonTypes = ['application/json', 'text/json', 'application/json-patch+json', 'application/merge-patch+json'];
const accepts = (...types: string[]): fc.Arbitrary<string> =>
  fc.constantFrom('*/*', 'image/png', ...types, 'text/xml;q=0.5, application/json;q=0.4');

/** Control characters, lone surrogates and markup in JSON; what XML can hold elsewhere. */
const textFor = (type: string, maxLength = 40): fc.Arbitrary<string> =>
  jsonTypes.includes(type)
    ? fc.oneof(fc.string({ maxLength, unit: 'binary' }), fc.constantFrom('', '<a>&amp;]]>', '\u0000\u001f', '  x  ', '__proto__'))
    : fc.string({ maxLength, unit: fc.constantFrom(...'aZ09 <>&"\'é漢😀._-'.split('').filter((c) => !/[\ud800-\udfff]/.test(c))) });
const guid = fc.oneof(fc.uuid(), fc.constantFrom('00000000-0000-0000-0000-000000000000', '6F1D0C5E-2A4B-4C1E-9D57-3B8A1F0E4C21'));
const optional = (members: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Record<string, unknown>> =>
  fc.record(members, { requiredKeys: [] });

const odyssee = fc.constantFrom('application/json', 'text/json', 'application/xml', 'text/xml').chain((type) => {
  const text = (most: number): fc.Arbitrary<string> => textFor(type, most).filter((one) => [...one].length <= most);
  return fc
    .record({
      members: optional({
        firstname: text(50),
        company_id: guid,
        db_language_id: guid,
        archived: fc.boolean(),
        functions: text(64),
        notes: text(200),
        email: text(255),
        e_new_password: text(50),
        e_servicedesk: fc.boolean(),
        modified_dateutc: fc.constant('2026-01-12T08:15:42.3310274+00:00'),
        contact_picture: fc.base64String({ maxLength: 20 }),
      }),
      id: guid,
      lastname: fc.oneof({ weight: 9, arbitrary: text(50).filter((one) => one !== '') }, fc.constant(' ')),
      accept: accepts('application/json', 'text/json', 'application/xml', 'text/xml'),
    })
    .map(({ members, id, lastname, accept }): RandomRequest => ({
      operationId: 'saveContact',
      target: '/api/Contact/Save',
      value: { id, lastname, ...members },
      type,
      fields: { Accept: accept },
    }));
});

const onlyoffice = fc
  .constantFrom('application/json', 'text/xml', 'application/x-www-form-urlencoded', 'multipart/form-data')
  .chain((type) => {
    const text = textFor(type);
    const name = text.filter((one) => /\S/.test(one));
    const personMembers = ['id', 'displayName', 'createBy', 'created', 'haveLateTasks', 'isCompany', 'company', 'TITLE', 'nothing'];
    return fc
      .record({
        members: optional({
          jobTitle: text,
          companyId: fc.constantFrom(0, 16, 21, 99, 2 ** 31 - 1),
          about: text,
          shareType: fc.constantFrom('None', 'ReadWrite', 'Read', 'none', 'readWrite', 'read', '0', '1', '2'),
          managerList: fc.array(guid, { minLength: 1, maxLength: 3 }),
          customFieldList: fc.array(fc.record({ Key: fc.constantFrom(3, 5, 7, 99, -1), Value: text }), { minLength: 1, maxLength: 3 }),
          ...(type === 'multipart/form-data' && {
            photo: fc.array(
              text.filter((one) => one !== ''),
              { minLength: 1, maxLength: 2 },
            ),
          }),
        }),
        firstName: name,
        lastName: name,
        person: fc.constantFrom('', '', '/17', '/1234', '/77'),
        ending: fc.constantFrom('', '.json', '.xml'),
        fields: fc.option(fc.subarray(personMembers), { nil: undefined }),
        accept: accepts('application/json', 'text/xml', 'text/html'),
      })
      .map(({ members, firstName, lastName, person, ending, fields, accept }): RandomRequest => ({
        operationId: person === '' ? 'createPerson' : 'updatePerson',
        target: `/api/2.0/crm/contact/person${person}${ending}${fields ? `?fields=${fields.join(',')}` : ''}`,
        value: { firstName, lastName, ...members },
        type,
        fields: { Accept: accept },
      }));
  });

const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const date = fc.constantFrom(
  '0001-01-01T00:00:00',
  '2024-02-29t08:00:00',
  '2026-01-04T13:27:28.1234567+01:00',
  '2016-12-31T23:59:60Z',
  '2024-01-01T00:00:00-11:30',
);
const camel = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

/** Names as the vendor's own client writes them, in maps as they are. */
function renameMembers(value: unknown, rename: (name: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => renameMembers(item, rename));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]: [string, unknown]) => [
      rename(name),
      name.endsWith('Fields') ? member : renameMembers(member, rename),
    ]),
  );
}

const superoffice = fc.constantFrom(...jsonTypes, 'application/xml', 'text/xml').chain((type) => {
  const text = textFor(type);
  const isJson = jsonTypes.includes(type);
  const nullable = isJson ? fc.option(text) : text;
  const element = optional({ Value: nullable, StrippedValue: nullable, Description: nullable });
  const interest = fc.letrec((tie) => ({
    item: optional({
      Id: int32,
      Name: nullable,
      Type: nullable,
      Selected: fc.boolean(),
      LastChanged: date,
      ChildItems: fc.array(tie('item'), { maxLength: 2, depthIdentifier: 'interest' }),
    }),
  })).item;
  const structured = optional({
    AtypeIdx: fc.constantFrom('Unknown', 'ContactPostalAddress'),
    Address1: nullable,
    City: nullable,
    Zipcode: nullable,
    Formatted: nullable,
  });
  const fieldMap = fc.dictionary(isJson ? fc.string({ maxLength: 12 }) : fc.constantFrom('a', 'b_c', 'x.y'), nullable, { maxKeys: 3 });
  const entity = optional({
    ContactId: fc.constantFrom(0, 80, 1042, 555, -1),
    Name: nullable,
    Department: nullable,
    Description: nullable,
    UpdatedDate: date,
    DbiLastModified: date,
    NoMailing: fc.boolean(),
    GroupId: int32,
    Deleted: fc.nat({ max: 2 ** 31 - 1 }),
    Emails: fc.array(element, { maxLength: 2 }),
    Phones: fc.array(element, { maxLength: 2 }),
    Urls: fc.array(element, { maxLength: 2 }),
    Interests: fc.array(interest, { maxLength: 2 }),
    Domains: fc.array(text, { maxLength: 2 }),
    Associate: optional({
      AssociateId: fc.constantFrom(0, 5, 77),
      Type: fc.constantFrom('Unknown', 'InternalAssociate'),
      Name: nullable,
      Deleted: fc.boolean(),
    }),
    Business: optional({ Id: fc.constantFrom(0, 2, 7, 99), Value: nullable }),
    Category: optional({ Id: fc.constantFrom(0, 1, 99), Tooltip: nullable, CategoryGroup: fc.constantFrom('Lost', 'Other') }),
    Country: optional({ CountryId: fc.constantFrom(0, 578, 826, 250), Name: nullable, ImageDescription: nullable }),
    SupportPerson: optional({ PersonId: int32, Firstname: nullable, Retired: fc.nat({ max: 9 }), UsePersonAddress: fc.boolean() }),
    Persons: fc.array(optional({ PersonId: int32, Firstname: nullable }), { maxLength: 1 }),
    Address: optional({
      Wgs84Latitude: fc.double({ noNaN: true, noDefaultInfinity: true }),
      LocalizedAddress: fc.array(fc.array(optional({ Name: nullable, ValueLength: int32 }), { minLength: 1, maxLength: 2 }), {
        maxLength: 2,
      }),
      Street: structured,
      Postal: structured,
    }),
    UserDefinedFields: fieldMap,
    CustomFields: fieldMap,
  });
  const paths = [
    'name',
    'CONTACTID',
    'category/id',
    'emails/value',
    'address/street/city',
    'interests',
    'interests/name',
    'associate/name',
    'country/name',
    'customFields/a',
    'updatedDate',
    'supportPerson/firstname',
    'nothing',
  ];
  return fc
    .record({
      entity,
      isCamel: isJson ? fc.boolean() : fc.constant(false),
      id: fc.constantFrom(undefined, 80, 1042, 999_999),
      select: fc.option(fc.subarray(paths, { minLength: 1 }), { nil: undefined }),
      zone: fc.constantFrom<Record<string, string>>({}, { 'SO-TimeZone': 'UTC, includeTZOffset' }),
      since: fc.constantFrom<Record<string, string>>({}, {}, { 'If-Unmodified-Since': 'Sun, 06 Nov 1994 08:49:37 GMT' }),
      accept: accepts(...jsonTypes, 'application/xml', 'text/xml'),
    })
    .map(({ entity: sent, isCamel, id, select, zone, since, accept }): RandomRequest => ({
      operationId: id === undefined ? 'saveContactEntity' : 'putContactEntity',
      target:
        id === undefined
          ? '/api/v1/Agents/Contact/SaveContactEntity'
          : `/api/v1/Contact/${id}${select ? `?$select=${select.join(',')}` : ''}`,
      value: (isCamel ? renameMembers(sent, camel) : sent) as object,
      type,
      fields: { Accept: accept, ...zone, ...(id !== undefined && since) },
    }));
});

export const arbitraryRequests: Readonly<Record<string, Arbitrary>> = {
  odyssee: { requests: odyssee, statuses: [200, 201, 400, 422], runs: 300 },
  onlyoffice: { requests: onlyoffice, statuses: [200, 201, 400, 404], runs: 300 },
  superoffice: { requests: superoffice, statuses: [200, 404, 412], runs: 400 },
};
