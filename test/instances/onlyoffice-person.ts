// A person as ONLYOFFICE's answers show one, and the envelope's two formats.
import { textOf } from './onlyoffice-arguments.ts';
import type { Arguments, Json } from './onlyoffice-arguments.ts';
import { escapeXml } from './reading.ts';

export const knownCompany = 1234;

const shareTypes = ['none', 'readwrite', 'read'];
const employee = {
  id: '7d1b0f34-5c7e-4f0c-9a55-1f2b6d0c8e21',
  displayName: 'Mike Zanyatski',
  title: 'Manager',
  avatarSmall: '/skins/default/images/default_user_photo_size_32-32.png',
  profileUrl: '/Products/People/Profile.aspx?user=mike.zanyatski',
};
const rights = { currency: null, canEdit: true, canDelete: true };

export interface PersonData {
  readonly id: number;
  readonly created: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly companyId: number;
  readonly shareType: number;
  readonly sent: Arguments;
}

export function personOf({ id, created, firstName, lastName, companyId, shareType, sent }: PersonData): Record<string, Json> {
  const photo = sent.get('photo');
  const jobTitle = textOf(sent, 'jobtitle')?.trim();
  const about = textOf(sent, 'about')?.trim();
  const sharing: Record<string, Json> = { isPrivate: shareType === 0, isShared: shareType !== 0, shareType };
  const access: Record<string, Json> = shareType === 0 ? { accessList: [employee] } : {};
  return {
    firstName,
    lastName,
    ...(companyId > 0
      ? {
          company: {
            ...photosOf(companyId, true),
            displayName: 'Food and Culture Project',
            isCompany: true,
            ...access,
            ...sharing,
            ...rights,
            id: companyId,
          },
        }
      : {}),
    ...(jobTitle === undefined ? {} : { title: jobTitle }),
    addresses: [],
    createBy: employee,
    created,
    ...(about === undefined ? {} : { about }),
    commonData: [],
    customFields: customFieldsOf(sent, id),
    haveLateTasks: false,
    ...photosOf(id, false, typeof photo === 'string'),
    displayName: `${firstName} ${lastName}`.trim(),
    isCompany: false,
    ...access,
    ...sharing,
    ...rights,
    id,
  };
}

/** Seven digits and the portal's offset, which is three hours here. */
export function stamp(date: Date, ticks: string): string {
  return new Date(date.getTime() + 3 * 3_600_000).toISOString().replace(/\.\d+Z$/, `.${ticks}+03:00`);
}

function photosOf(id: number, company: boolean, uploaded = false): Record<string, Json> {
  const url = (size: number): string =>
    `/Products/CRM/HttpHandlers/filehandler.ashx?action=contactphotoulr&cid=${id}&isc=${company ? 'True' : 'False'}&ps=${size}`;
  return { smallFotoUrl: uploaded ? `/storage/crm/photos/00/00/${id}/contact_${id}_40_40.jpeg` : url(1), mediumFotoUrl: url(2) };
}

export const shareTypeOf = (text = '0'): number => (/^[012]$/.test(text) ? Number(text) : shareTypes.indexOf(text.toLowerCase()));

function customFieldsOf(sent: Arguments, entityId: number): Json[] {
  const list = sent.get('customfieldlist');
  const items = Array.isArray(list) ? (list as readonly Json[]) : [];
  return items.flatMap((item): Json[] => {
    if (typeof item !== 'object' || item === null || Array.isArray(item)) return [];
    const members = new Map(Object.entries(item).map(([name, value]) => [name.toLowerCase(), value]));
    const value = members.get('value');
    // A value that is null or empty is skipped.
    if (Number(members.get('key')) !== 7 || typeof value !== 'string' || value === '') return [];
    return [{ entityId, label: 'Region', fieldValue: value, fieldType: 0, position: 0, mask: '{"size":"40"}', id: 7 }];
  });
}

export const writeJson = (value: Json): string => JSON.stringify(value).replaceAll('/', '\\/');

/** What Newtonsoft makes of the JSON: null and an empty object close themselves, an empty list vanishes, a list repeats its element. */
export function writeXml(name: string, value: Json): string {
  if (value === null || (typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length === 0)) return `<${name} />`;
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => writeXml(name, item)).join('');
  if (typeof value !== 'object') return `<${name}>${escapeXml(String(value))}</${name}>`;
  return `<${name}>${Object.entries(value)
    .map(([child, inner]) => writeXml(child, inner as Json))
    .join('')}</${name}>`;
}
