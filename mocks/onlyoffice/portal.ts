// What the ONLYOFFICE mock keeps: persons, companies, users and user-defined fields of one portal, as plain JSON.
import type { requests, responses } from '../onlyoffice.contract.ts';

export interface Person {
  id: number;
  firstName: string;
  lastName: string;
  /** 0: none. */
  companyId: number;
  jobTitle?: string;
  about?: string;
  shareType: 0 | 1 | 2;
  /** Users, by identifier in lower case. */
  managers: string[];
  /** Values by number of the field. */
  customFields: Record<string, string>;
  hasPhoto: boolean;
  /** RFC 3339 in UTC. */
  created: string;
}

export interface State {
  /** Number of the next person. */
  nextId: number;
  persons: Record<string, Person>;
  /** Names by number. */
  companies: Record<string, string>;
  /** By identifier in lower case. */
  users: Record<string, Required<responses.Employee>>;
  /** By number; a person's own number and value are added when it is shown. */
  customFields: Record<string, Pick<responses.CustomField, 'label' | 'fieldType' | 'position' | 'mask'>>;
  /** True after the token has expired: nobody is signed in. */
  isSignedOut: boolean;
  /** How many ETags were given out. */
  tags: number;
}

export type Sent = requests.NewPerson | requests.NewPersonWithPhoto | requests.PersonUpdate | requests.PersonUpdateWithPhoto;

/** The user all requests are made as. */
export const caller = '9924256a-739c-462b-af15-e652a3b1b6eb';

const user = (id: string, displayName: string, title: string): Required<responses.Employee> => ({
  id,
  displayName,
  title,
  avatarSmall: '/skins/default/images/default_user_photo_size_32-32.png',
  profileUrl: `/Products/People/Profile.aspx?user=${displayName.toLowerCase().replace(' ', '.')}`,
});

export const initialState = (): State => ({
  nextId: 1235,
  persons: { 17: makeKnownPerson(17), 1234: makeKnownPerson(1234) },
  companies: { 16: 'Atelier Rivage', 21: 'Food and Culture Project' },
  users: Object.fromEntries(
    [
      user(caller, 'Nadia Ferrand', 'Sales manager'),
      user('2f1c7d54-0b3e-4e6a-9c88-51d0a7f3e9b2', 'Karel Novak', 'Account manager'),
      user('7d1b0f34-5c7e-4f0c-9a55-1f2b6d0c8e21', 'Mike Zanyatski', 'Manager'),
    ].map((one) => [one.id, one]),
  ),
  customFields: {
    3: { label: 'Customer class', fieldType: 2, position: 0, mask: '["Gold","Silver"]' },
    5: { label: 'Contract ends', fieldType: 5, position: 1, mask: '' },
    7: { label: 'Region', fieldType: 0, position: 2, mask: '{"size":"40"}' },
  },
  isSignedOut: false,
  tags: 0,
});

/** A person that was there before anybody asked. */
export const makeKnownPerson = (id: number): Person => ({
  id,
  firstName: 'Amira',
  lastName: 'Haddad',
  companyId: 16,
  shareType: 0,
  managers: [],
  customFields: {},
  hasPhoto: false,
  created: '2026-01-12T08:42:07.183Z',
});

/** Takes over what was sent: everything is replaced but managers and field values, which nobody loses by not naming them. */
export function store(state: State, sent: Sent, known: Pick<Person, 'id' | 'created'> & Partial<Person>): Person {
  const { id, created, managers = [], customFields = {}, hasPhoto = false } = known;
  const person: Person = {
    id,
    firstName: sent.firstName.trim(),
    lastName: sent.lastName.trim(),
    companyId: sent.companyId ?? 0,
    ...(sent.jobTitle !== undefined && { jobTitle: sent.jobTitle.trim() }),
    ...(sent.about !== undefined && { about: sent.about.trim() }),
    shareType: shareTypeOf(sent.shareType),
    managers: sent.managerList && sent.managerList.length > 0 ? sent.managerList.map((one) => one.toLowerCase()) : managers,
    customFields: { ...customFields, ...valuesOf(sent.customFieldList) },
    hasPhoto: hasPhoto || hasPicture(sent),
    created,
  };
  state.persons[id] = person;
  return person;
}

/** Only multipart/form-data carries pictures; elsewhere `photo` is an empty list. */
export const hasPicture = ({ photo }: Sent): boolean => photo !== undefined && photo.length > 0;

const shareTypes = ['none', 'readwrite', 'read'];

function shareTypeOf(sent: Sent['shareType'] = 'None'): 0 | 1 | 2 {
  const text = String(sent).toLowerCase();
  const number = shareTypes.includes(text) ? shareTypes.indexOf(text) : Number(text);
  return number === 1 || number === 2 ? number : 0;
}

/** Items without a number, or whose value is null or empty, are skipped. */
function valuesOf(sent: readonly requests.CustomFieldValue[] = []): Record<string, string> {
  return Object.fromEntries(
    sent.flatMap(({ Key, Value }): [string, string][] => (Key === undefined || (Value ?? '') === '' ? [] : [[String(Key), Value ?? '']])),
  );
}
