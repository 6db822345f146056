// How the portal shows a person: the members and their order of the server's own wrapper, narrowed by `fields`.
import type { responses } from '../onlyoffice.contract.ts';
import { caller, type Person, type State } from './portal.ts';

/** Milliseconds east of UTC: the portal of the mock is in Istanbul, as the vendor's examples are. */
const offset = 3 * 3_600_000;

/** `isNew`: the time of creation comes out of memory, with all its digits; later it comes out of the database, without. */
export function showPerson(state: State, person: Person, isNew: boolean): responses.Person {
  const { id, firstName, lastName, companyId, jobTitle, about, shareType, created } = person;
  const companyName = state.companies[companyId];
  const access = shareType === 0 ? accessListOf(state, person) : [];
  const sharing = {
    ...(access.length > 0 && { accessList: access }),
    isPrivate: shareType === 0,
    isShared: shareType !== 0,
    shareType,
    currency: null,
    canEdit: true,
    canDelete: true,
  };
  return {
    firstName,
    lastName,
    ...(companyName !== undefined && {
      company: { ...picturesOf(companyId, 'True'), displayName: companyName, isCompany: true, ...sharing, id: companyId },
    }),
    ...(jobTitle !== undefined && { title: jobTitle }),
    addresses: [],
    createBy: userOf(state, caller),
    created: stamp(new Date(created), isNew ? String((id * 1587) % 10_000).padStart(4, '0') : undefined),
    ...(about !== undefined && { about }),
    commonData: [],
    customFields: customFieldsOf(state, person),
    haveLateTasks: false,
    ...picturesOf(id, 'False', person.hasPhoto),
    displayName: `${firstName} ${lastName}`.trim(),
    isCompany: false,
    ...sharing,
    id,
  };
}

function userOf({ users }: State, id: string): responses.Employee {
  return (
    users[id] ?? { id, displayName: 'Unknown user', avatarSmall: '/skins/default/images/default_user_photo_size_32-32.png', profileUrl: '' }
  );
}

/** The caller sees what it made, and so do the managers. */
const accessListOf = (state: State, { managers }: Person): responses.Employee[] => [...new Set(managers)].map((id) => userOf(state, id));

const picturesOf = (id: number, isCompany: 'True' | 'False', hasPhoto = false): { smallFotoUrl: string; mediumFotoUrl: string } => {
  const address = (size: number): string =>
    hasPhoto
      ? `/storage/crm/photos/00/00/${id}/contact_${id}_${size === 1 ? '40_40' : '82_82'}.jpeg`
      : `/Products/CRM/HttpHandlers/filehandler.ashx?action=contactphotoulr&cid=${id}&isc=${isCompany}&ps=${size}`;
  return { smallFotoUrl: address(1), mediumFotoUrl: address(2) };
};

/** Values of fields the portal does not know are kept and not shown. */
const customFieldsOf = (state: State, { id: entityId, customFields }: Person): responses.CustomField[] =>
  Object.entries(customFields).flatMap(([id, fieldValue]) => {
    const field = state.customFields[id];
    return field
      ? [
          {
            entityId,
            label: field.label,
            fieldValue,
            fieldType: field.fieldType,
            position: field.position,
            mask: field.mask,
            id: Number(id),
          },
        ]
      : [];
  });

/** Seven digits of a second always, and the portal's offset. `ticks`: the four digits below the millisecond. */
function stamp(date: Date, ticks: string | undefined): string {
  const [time = '', rest = ''] = new Date(date.getTime() + offset).toISOString().split('.');
  return `${time}.${ticks === undefined ? '0000000' : `${rest.slice(0, 3)}${ticks}`}+03:00`;
}

const whole = ['createBy', 'created', 'haveLateTasks', 'isCompany'];
const companions = ['displayName', 'isPrivate', 'isShared', 'shareType', 'currency', 'canEdit', 'canDelete', 'id'];

/** `?fields=id,displayName`: other members are left out. */
export function narrow(person: responses.Person, fields: readonly string[] | undefined): responses.Person {
  const asked = (fields ?? []).map((name) => name.trim().toLowerCase()).filter((name) => name !== '');
  if (asked.length === 0) return person;
  // The contract takes an answer with these four for one that was not narrowed.
  const kept = whole.every((name) => asked.includes(name.toLowerCase()))
    ? [...asked, ...companions.map((name) => name.toLowerCase())]
    : asked;
  const others = Object.keys(person).filter((name) => !kept.includes(name.toLowerCase()));
  const narrowed = { ...person };
  for (const name of others) Reflect.deleteProperty(narrowed, name);
  return narrowed;
}
