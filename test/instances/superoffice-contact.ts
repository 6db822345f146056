// The ContactEntity of the SuperOffice imitation: a blank one, and contact 80 with every nested carrier filled in; long because it is data.

export type Entity = Record<string, unknown>;

const never = '0001-01-01T00:00:00';

/** A date as the server writes it: the base's own time, no fraction, no offset. */
export const stamp = (date: Date): string => date.toISOString().slice(0, 19);

/** What creating a contact starts from: .NET's defaults, empty lists, no null list. */
export function blankContact(id: number, now: Date): Entity {
  return {
    ContactId: id,
    Name: '',
    Department: '',
    OrgNr: '',
    Number1: '',
    Number2: '',
    UpdatedDate: stamp(now),
    CreatedDate: stamp(now),
    Emails: [],
    Interests: [],
    Urls: [],
    Phones: [],
    Faxes: [],
    Description: '',
    UpdatedBy: jane,
    CreatedBy: jane,
    Associate: null,
    Business: null,
    Category: null,
    Country: null,
    Persons: [],
    NoMailing: false,
    Kananame: '',
    Xstop: false,
    ActiveInterests: 0,
    GroupId: 2,
    ActiveStatusMonitorId: 0,
    SupportAssociate: null,
    TicketPriority: null,
    CustomerLanguage: null,
    Deleted: 0,
    DbiAgentId: 0,
    DbiLastSyncronized: never,
    DbiKey: '',
    DbiLastModified: never,
    SupportPerson: null,
    Address: null,
    Source: 0,
    ActiveErpLinks: 0,
    BounceEmails: [],
    Domains: [],
    UserDefinedFields: {},
    ExtraFields: {},
    CustomFields: {},
    TableRight: { Mask: 'Select, Update, Insert, Delete', Reason: '' },
    FieldProperties: {
      Name: { FieldRight: { Mask: 'Update, UIHintMandatory', Reason: '' }, FieldType: 'System.String', FieldLength: 219 },
      BusinessId: { FieldRight: null, FieldType: null, FieldLength: -1 },
      'UserDefinedFields.SuperOffice:1': { FieldRight: { Mask: 'Read', Reason: '' }, FieldType: 'System.Int32', FieldLength: 0 },
    },
  };
}

const rights = { TableRight: null, FieldProperties: {} };

const jane = {
  AssociateId: 103,
  Name: 'JANE',
  PersonId: 12,
  Rank: 1,
  Tooltip: 'Jane Doe',
  Type: 'InternalAssociate',
  GroupIdx: 2,
  FullName: 'Jane Doe',
  FormalName: 'Doe, Jane',
  Deleted: false,
  EjUserId: 0,
  UserName: 'jane@example.com',
  ...rights,
};

const postal = {
  AtypeIdx: 'ContactPostalAddress',
  Address1: 'Postboks 1884',
  Address2: '',
  Address3: '',
  City: 'Oslo',
  County: '',
  State: '',
  Zipcode: '0124',
  Formatted: 'Postboks 1884\r\n0124 Oslo',
};
const street = {
  ...postal,
  AtypeIdx: 'ContactStreetAddress',
  Address1: 'Wergelandsveien 27',
  Zipcode: '0167',
  Formatted: 'Wergelandsveien 27\r\n0167 Oslo',
};

const anna = {
  Position: '',
  PersonId: 214,
  Mrmrs: '',
  Firstname: 'Anna',
  Lastname: 'Berg',
  MiddleName: '',
  Title: 'Buyer',
  Description: '',
  Email: 'anna.berg@example.com',
  FullName: 'Anna Berg',
  DirectPhone: '',
  FormalName: 'Berg, Anna',
  CountryId: 578,
  ContactId: 80,
  ContactName: 'Nordlys Shipping AS',
  Retired: 0,
  Rank: 1,
  ActiveInterests: 0,
  ContactDepartment: '',
  ContactCountryId: 578,
  ContactOrgNr: '923609016',
  FaxPhone: '',
  MobilePhone: '+47 900 00 000',
  ContactPhone: '+47 23 35 40 00',
  AssociateName: '',
  AssociateId: 0,
  UsePersonAddress: false,
  ContactFax: '',
  Kanafname: '',
  Kanalname: '',
  Post1: '',
  Post2: '',
  Post3: '',
  EmailName: 'anna.berg@example.com',
  ContactFullName: 'Nordlys Shipping AS',
  ActiveErpLinks: 0,
  TicketPriorityId: 0,
  SupportLanguageId: 0,
  SupportAssociateId: 0,
  CategoryName: 'Customer',
  PersonNumber: '10214',
  ...rights,
};

/** Contact 80 as it lies in the base before anybody saves it. */
export function seededContact(): Entity {
  return {
    ...blankContact(80, new Date(Date.UTC(2026, 0, 4, 13, 27, 28))),
    Name: 'Nordlys Shipping AS',
    OrgNr: '923609016',
    CreatedDate: '2016-01-04T13:27:28',
    Associate: jane,
    Business: { Id: 2, Value: 'Transport', Tooltip: '', ...rights },
    Category: { Id: 1, Value: 'Customer', Tooltip: '', ...rights },
    Country: {
      CountryId: 578,
      Name: 'Norway',
      CurrencyId: 1,
      EnglishName: 'Norway',
      TwoLetterISOCountry: 'NO',
      ThreeLetterISOCountry: 'NOR',
      ImageDescription: null,
      OrgNrText: 'Org.nr.',
      InterAreaPrefix: '00',
      DialInPrefix: '47',
      ZipPrefix: 'NO',
      DomainName: 'no',
      AddressLayoutId: 578,
      DomesticAddressLayoutId: 578,
      ForeignAddressLayoutId: 578,
      Rank: 1,
      Tooltip: '',
      Deleted: false,
      ...rights,
    },
    Persons: [anna],
  };
}

/** Another contact of the base, with a name and little else. */
export function smallContact(id: number): Entity {
  return { ...blankContact(id, new Date(Date.UTC(2026, 0, 4, 13, 27, 28))), Name: 'Harbour Street Joinery Ltd', Department: 'Workshop' };
}

/** What a client sends to put the whole of contact 80: every member but those that only the server writes. */
export function editedContact(): Entity {
  return {
    ...(withoutRights(seededContact()) as Entity),
    Department: 'Chartering',
    Emails: [{ Value: 'post@nordlys.example', StrippedValue: 'post@nordlys.example', Description: 'Email' }],
    Phones: [{ Value: '+47 23 35 40 00', StrippedValue: '4723354000', Description: 'Phone' }],
    Interests: [
      {
        Id: 4,
        Name: 'Newsletter',
        ToolTip: '',
        Deleted: false,
        Rank: 1,
        Type: null,
        ColorBlock: 0,
        IconHint: null,
        Selected: true,
        LastChanged: '2024-02-29T08:00:00',
        ChildItems: [],
        ExtraInfo: null,
        StyleHint: null,
        Hidden: false,
        FullName: null,
      },
    ],
    Address: {
      Wgs84Latitude: 59.9186,
      Wgs84Longitude: 10.7276,
      LocalizedAddress: [
        [
          {
            Name: 'Address1',
            Value: 'Wergelandsveien 27',
            Tooltip: 'Street address',
            Label: 'Address',
            ValueLength: 254,
            AddressType: 'Street',
          },
        ],
      ],
      Street: street,
      Postal: postal,
    },
    Domains: ['nordlys.example'],
    UserDefinedFields: { 'SuperOffice:1': '[I:0]', 'SuperOffice:1:DisplayText': '', 'SuperOffice:6': 'True' },
    ExtraFields: { x_contact_rating: '[F:4.43]' },
    CustomFields: { 'SuperOffice:6': '[I:1]', x_contact_rating: '[F:4.43]' },
  };
}

function withoutRights(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutRights);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([name]) => name !== 'TableRight' && name !== 'FieldProperties');
  return Object.fromEntries(kept.map(([name, member]) => [name, withoutRights(member)]));
}
