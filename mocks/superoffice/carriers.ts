// The carriers a client may send, member by member: what the server reads of them and what it takes for the rest.
import { all, carrier, date, fieldMap, flag, integer, list, natural, oneOf, optional, type Reader, real, text } from './read.ts';

/** What only the server says of a carrier. */
const rights = { TableRight: (): null => null, FieldProperties: (): Record<string, never> => ({}) };

/** An item of a list the administrator keeps, chosen by its number. */
const listItem = carrier({ Id: integer, ...all(text, 'Value', 'Tooltip'), ...rights });

const userTypes = [
  'Unknown',
  'InternalAssociate',
  'ResourceAssociate',
  'ExternalAssociate',
  'AnonymousAssociate',
  'SystemAssociate',
] as const;

export const associate = carrier({
  AssociateId: integer,
  Name: text,
  PersonId: integer,
  Rank: integer,
  Tooltip: text,
  Type: oneOf(userTypes),
  GroupIdx: integer,
  ...all(text, 'FullName', 'FormalName'),
  Deleted: flag,
  EjUserId: integer,
  UserName: text,
  ...rights,
});

export const country = carrier({
  CountryId: integer,
  Name: text,
  CurrencyId: integer,
  ...all(text, 'EnglishName', 'TwoLetterISOCountry', 'ThreeLetterISOCountry', 'ImageDescription', 'OrgNrText'),
  ...all(text, 'InterAreaPrefix', 'DialInPrefix', 'ZipPrefix', 'DomainName'),
  ...all(integer, 'AddressLayoutId', 'DomesticAddressLayoutId', 'ForeignAddressLayoutId', 'Rank'),
  Tooltip: text,
  Deleted: flag,
  ...rights,
});

const entityElement = carrier({ ...all(text, 'Value', 'StrippedValue', 'Description'), ...rights });

const person = carrier({
  ...all(text, 'Position', 'Mrmrs', 'Firstname', 'Lastname', 'MiddleName', 'Title', 'Description', 'Email', 'FullName'),
  ...all(text, 'DirectPhone', 'FormalName', 'ContactName', 'ContactDepartment', 'ContactOrgNr', 'FaxPhone', 'MobilePhone'),
  ...all(text, 'ContactPhone', 'AssociateName', 'ContactFax', 'Kanafname', 'Kanalname', 'Post1', 'Post2', 'Post3'),
  ...all(text, 'EmailName', 'ContactFullName', 'CategoryName', 'PersonNumber'),
  ...all(integer, 'PersonId', 'CountryId', 'ContactId', 'Rank', 'ActiveInterests', 'ContactCountryId', 'AssociateId'),
  ...all(integer, 'ActiveErpLinks', 'TicketPriorityId', 'SupportLanguageId', 'SupportAssociateId'),
  Retired: natural,
  UsePersonAddress: flag,
  ...rights,
});

const ownMembersOfInterest = {
  Id: integer,
  ...all(text, 'Name', 'ToolTip'),
  Deleted: flag,
  Rank: integer,
  Type: text,
  ColorBlock: integer,
  IconHint: text,
  Selected: flag,
  LastChanged: date,
  ...all(text, 'ExtraInfo', 'StyleHint'),
  Hidden: flag,
  FullName: text,
  ...rights,
};

type OwnInterest = { [K in keyof typeof ownMembersOfInterest]: ReturnType<(typeof ownMembersOfInterest)[K]> };
type Interest = OwnInterest & { ChildItems: Interest[] };

const interest: Reader<Interest> = (value, path, depth) =>
  carrier({ ...ownMembersOfInterest, ChildItems: list(interest) })(value, path, depth);

const addressTypes = [
  'Unknown',
  'ContactPostalAddress',
  'ContactStreetAddress',
  'PersonPrivateAddress',
  'QuoteBillingAddress',
  'QuoteShippingAddress',
] as const;

const structured = carrier({
  AtypeIdx: oneOf(addressTypes),
  ...all(text, 'Address1', 'Address2', 'Address3', 'City', 'County', 'State', 'Zipcode', 'Formatted'),
});

const localized = carrier({ ...all(text, 'Name', 'Value', 'Tooltip', 'Label'), ValueLength: integer, AddressType: text, ...rights });

const address = carrier({
  ...all(real, 'Wgs84Latitude', 'Wgs84Longitude'),
  LocalizedAddress: list(list(localized)),
  ...all(optional(structured), 'Street', 'Postal'),
  ...rights,
});

/** The whole company as sent. Members the server keeps to itself are read for nobody: dates and users of the last change, persons, rights. */
export const company = carrier({
  ContactId: integer,
  ...all(text, 'Name', 'Department', 'OrgNr', 'Number1', 'Number2'),
  Emails: list(entityElement),
  Interests: list(interest),
  ...all(list(entityElement), 'Urls', 'Phones', 'Faxes'),
  Description: text,
  Associate: optional(associate),
  ...all(optional(listItem), 'Business', 'Category'),
  Country: optional(country),
  NoMailing: flag,
  Kananame: text,
  Xstop: flag,
  ...all(integer, 'ActiveInterests', 'GroupId', 'ActiveStatusMonitorId'),
  SupportAssociate: optional(associate),
  ...all(optional(listItem), 'TicketPriority', 'CustomerLanguage'),
  Deleted: natural,
  DbiAgentId: integer,
  DbiLastSyncronized: date,
  DbiKey: text,
  DbiLastModified: date,
  SupportPerson: optional(person),
  Address: optional(address),
  ...all(integer, 'Source', 'ActiveErpLinks'),
  ...all(list(text), 'BounceEmails', 'Domains'),
  ...all(fieldMap, 'UserDefinedFields', 'ExtraFields', 'CustomFields'),
});

export type SentCompany = ReturnType<typeof company>;
export type SentAddress = ReturnType<typeof address>;
export type Structured = ReturnType<typeof structured>;
export type Element = ReturnType<typeof entityElement>;
export type ListItem = ReturnType<typeof listItem>;
export type Country = ReturnType<typeof country>;
export type Associate = ReturnType<typeof associate>;
export type Person = ReturnType<typeof person>;
export const readPerson = person;
