// What the SuperOffice mock keeps: companies whole, and the items of the lists they choose from.
import { type Associate, associate, company, type Country, country, type Element, type ListItem, type Person } from './carriers.ts';
import { readPerson, type SentAddress, type SentCompany, type Structured } from './carriers.ts';

type Kept = {
  UpdatedDate: string;
  CreatedDate: string;
  UpdatedBy: Associate;
  CreatedBy: Associate;
  Persons: Person[];
  Address: (SentAddress & { Formatted: string }) | null;
  TableRight: { Mask: string; Reason: string };
  FieldProperties: Record<string, { FieldRight: { Mask: string; Reason: string }; FieldType: string; FieldLength: number }>;
};

/** Dates without offset are in the base time zone, UTC here. */
export type Company = Omit<SentCompany, 'Address'> & Kept;

export interface State {
  /** Number of the next company. */
  nextId: number;
  companies: Record<string, Company>;
  lists: {
    Business: Record<string, string>;
    Category: Record<string, string>;
    Country: Record<string, Country>;
    Associate: Record<string, Associate>;
  };
  /** True after the token has expired: nobody is signed in. */
  isSignedOut: boolean;
}

const ann = associate(
  {
    AssociateId: 5,
    Name: 'AB',
    PersonId: 18,
    Rank: 1,
    Tooltip: 'Ann Berg',
    Type: 'InternalAssociate',
    GroupIdx: 2,
    FullName: 'Ann Berg',
    FormalName: 'Ann Berg',
    UserName: 'ann.berg@example.com',
  },
  'Associate',
);

const land = (CountryId: number, Name: string, TwoLetterISOCountry: string, ThreeLetterISOCountry: string, DialInPrefix: string): Country =>
  country({ CountryId, Name, EnglishName: Name, TwoLetterISOCountry, ThreeLetterISOCountry, DialInPrefix, Rank: 1 }, 'Country');

const rightsOfCompany = {
  TableRight: { Mask: 'Select, Update, Insert, Delete', Reason: '' },
  FieldProperties: {
    Name: { FieldRight: { Mask: 'Update, UIHintMandatory', Reason: '' }, FieldType: 'System.String', FieldLength: 219 },
    BusinessId: { FieldRight: { Mask: 'Update, UIHintMandatory', Reason: '' }, FieldType: 'System.Int32', FieldLength: -1 },
  },
};

export function initialState(): State {
  const state: State = {
    nextId: 1043,
    companies: {},
    lists: {
      Business: { 2: 'Transport', 7: 'Construction' },
      Category: { 1: 'Customer', 2: 'Customer', 3: 'Supplier' },
      Country: { 578: land(578, 'Norway', 'NO', 'NOR', '47'), 826: land(826, 'United Kingdom', 'GB', 'GBR', '44') },
      Associate: { 5: ann },
    },
    isSignedOut: false,
  };
  addCompany(state, 80, {
    Name: 'Nordlys Shipping AS',
    OrgNr: '923609016',
    Business: { Id: 2 },
    Category: { Id: 1 },
    Country: { CountryId: 578 },
  });
  addCompany(state, 1042, {
    Name: 'Harbour Street Joinery Ltd',
    Department: 'Workshop',
    Phones: [{ Value: '020 7946 0182', Description: 'Switchboard' }],
    Business: { Id: 7 },
    Category: { Id: 2 },
    Country: { CountryId: 826 },
  });
  const [nordlys] = Object.values(state.companies);
  nordlys?.Persons.push(
    readPerson({ PersonId: 214, Firstname: 'Anna', Lastname: 'Berg', FullName: 'Anna Berg', ContactId: 80, CountryId: 578 }, 'Person'),
  );
  return state;
}

/** A company that was there before anybody asked. */
export const addCompany = (state: State, id: number, members: object, at = new Date(Date.UTC(2026, 0, 4, 13, 27, 28))): Company =>
  save(state, company(members, ''), id, at);

/** Replaces the company as a whole, or creates it; what the server keeps to itself stays as it was. */
export function save(state: State, sent: SentCompany, id: number, now: Date): Company {
  const stored = state.companies[id];
  const at = now.toISOString().slice(0, 19);
  const { lists } = state;
  const saved: Company = {
    ...sent,
    ContactId: id,
    UpdatedDate: at,
    CreatedDate: stored?.CreatedDate ?? at,
    Emails: sent.Emails.map((element) => strip(element, element.Value)),
    // Addresses of the web have no short form.
    Urls: sent.Urls.map((element) => strip(element, '')),
    Phones: sent.Phones.map((element) => strip(element, element.Value.replace(/\D/g, ''))),
    Faxes: sent.Faxes.map((element) => strip(element, element.Value.replace(/\D/g, ''))),
    UpdatedBy: ann,
    CreatedBy: stored?.CreatedBy ?? ann,
    Associate: chosenFrom(lists.Associate, sent.Associate, sent.Associate?.AssociateId),
    Business: itemOf(lists.Business, sent.Business),
    Category: itemOf(lists.Category, sent.Category),
    Country: chosenFrom(lists.Country, sent.Country, sent.Country?.CountryId),
    SupportAssociate: chosenFrom(lists.Associate, sent.SupportAssociate, sent.SupportAssociate?.AssociateId),
    Persons: stored?.Persons ?? [],
    Address: sent.Address && formatAddress(sent.Address),
    ...rightsOfCompany,
  };
  state.companies[id] = saved;
  return saved;
}

const strip = (element: Element, StrippedValue: string): Element => ({ ...element, StrippedValue });

/** A number chooses, the list has the rest; one the list does not know is kept as it was sent. */
const chosenFrom = <T>(known: Readonly<Record<string, T>>, sent: T | null, id: number | undefined): T | null =>
  id === undefined || id === 0 ? null : (known[id] ?? sent);

function itemOf(known: Readonly<Record<string, string>>, sent: ListItem | null): ListItem | null {
  if (!sent || sent.Id === 0) return null;
  const Value = known[sent.Id];
  return Value === undefined ? sent : { ...sent, Value, Tooltip: '' };
}

function formatAddress(sent: SentAddress): SentAddress & { Formatted: string } {
  const Street = sent.Street && formatLines(sent.Street);
  const Postal = sent.Postal && formatLines(sent.Postal);
  return { ...sent, Street, Postal, Formatted: Street?.Formatted ?? Postal?.Formatted ?? '' };
}

function formatLines(part: Structured): Structured {
  const lines = [part.Address1, part.Address2, part.Address3, `${part.Zipcode} ${part.City}`.trim()];
  return { ...part, Formatted: lines.filter((line) => line !== '').join('\r\n') };
}
