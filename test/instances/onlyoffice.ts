// An imitation of ONLYOFFICE Community Server's CRM persons (create, update) as its public source behaves.
import { readArguments, textOf } from './onlyoffice-arguments.ts';
import type { Arguments, Json } from './onlyoffice-arguments.ts';
import { essenceOf, serve } from './serve.ts';
import type { Answer, Instance, InstanceOptions, Received } from './serve.ts';

export const token = 'imitation-token-of-a-portal-user';
export const basic = `Basic ${Buffer.from('mike.zanyatski@example.com:imitation').toString('base64')}`;
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

export async function start({ now = () => new Date() }: InstanceOptions = {}): Promise<Instance> {
  let answers = 0;
  const persons = new Map<number, string>([[17, stamp(new Date(Date.UTC(2025, 10, 3, 8, 30)), '0000000')]]);
  // A new entity tag with every answer: at random in the portal, counted here.
  const entityTag = (): string => `"${(++answers).toString(16).padStart(8, '0')}"`;
  return serve((request) => answer(request, { persons, now, entityTag }), now);
}

interface Portal {
  readonly persons: Map<number, string>;
  readonly now: () => Date;
  readonly entityTag: () => string;
}

async function answer(request: Received, { persons, now, entityTag }: Portal): Promise<Answer> {
  const route = /^\/api\/2\.0\/crm\/contact\/person(?:\/(\d+))?(\.json|\.xml)?$/.exec(request.path);
  if (!route || request.method !== (route[1] ? 'PUT' : 'POST'))
    return { status: 404, headers: { 'Content-Type': 'text/html' }, body: '<html><body><h1>404 Not Found</h1></body></html>' };
  const jsonSent = essenceOf(request.headers['content-type']) === 'application/json';
  const reply = (status: number, members: Readonly<Record<string, Json>>): Answer => {
    const envelope = { ...(status < 400 ? { count: 1 } : {}), status: status < 400 ? 0 : 1, statusCode: status, ...members };
    const xml = route[2] === '.xml' && !jsonSent;
    const caching: Record<string, string> = status < 400 ? { 'Cache-Control': 'max-age=0', ETag: entityTag() } : {};
    return {
      status,
      headers: { 'Content-Type': `${xml ? 'text/xml' : 'application/json'}; charset=UTF-8`, ...caching },
      body: xml ? writeXml('result', envelope) : writeJson(envelope),
    };
  };
  const fail = (status: number, message: string, hresult: number): Answer => reply(status, { error: { message, hresult, data: {} } });

  const refuse = (): Answer => fail(400, 'Value does not fall within the expected range.', -2147024809);

  if (!isSignedIn(request)) {
    const challenge: Record<string, string> = request.headers.authorization
      ? { 'WWW-Authenticate': 'Basic Realm="yourportal.onlyoffice.com"' }
      : {};
    return { status: 401, headers: { 'Content-Type': 'text/html', ...challenge }, body: 'Unauthorized' };
  }
  const sent = await readArguments(request);
  if (!sent) return refuse();
  const creating = route[1] === undefined;
  const firstName = textOf(sent, 'firstname');
  const lastName = textOf(sent, 'lastname');
  if (creating && (firstName === undefined || lastName === undefined))
    return fail(500, 'Object reference not set to an instance of an object.', -2147467261);
  if (!firstName?.trim() || (!creating && !lastName?.trim())) return refuse();
  const companyId = Number(textOf(sent, 'companyid') || 0);
  const shareType = shareTypeOf(textOf(sent, 'sharetype'));
  if (!Number.isInteger(companyId) || shareType < 0) return refuse();
  if (creating && companyId > 0 && companyId !== knownCompany) return fail(404, 'Not found', -2147467259);
  const id = creating ? Math.max(...persons.keys()) + 1 : Number(route[1]);
  const created = creating ? stamp(now(), '0001587') : persons.get(id);
  if (created === undefined) return refuse();
  persons.set(id, created.replace(/\.\d{7}/, '.0000000'));

  const photo = sent.get('photo');
  if (typeof photo === 'string' && !photo.startsWith('image/')) return fail(403, 'Invalid file', -2146233079);
  const jobTitle = textOf(sent, 'jobtitle')?.trim();
  const about = textOf(sent, 'about')?.trim();
  const sharing: Record<string, Json> = { isPrivate: shareType === 0, isShared: shareType !== 0, shareType };
  const access: Record<string, Json> = shareType === 0 ? { accessList: [employee] } : {};
  const person: Record<string, Json> = {
    firstName: firstName.trim(),
    lastName: (lastName ?? '').trim(),
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
    displayName: `${firstName.trim()} ${(lastName ?? '').trim()}`.trim(),
    isCompany: false,
    ...access,
    ...sharing,
    ...rights,
    id,
  };
  const fields = request.query.get('fields')?.toLowerCase().split(',');
  const kept = fields ? Object.entries(person).filter(([name]) => fields.includes(name.toLowerCase())) : Object.entries(person);
  return reply(creating ? 201 : 200, { response: Object.fromEntries(kept) });
}

function isSignedIn({ headers }: Received): boolean {
  const cookies = (headers.cookie ?? '').split(/;\s*/);
  return cookies.includes(`asc_auth_key=${token}`) || [token, `Bearer ${token}`, basic].includes(headers.authorization ?? '');
}

/** Seven digits and the portal's offset, which is three hours here. */
function stamp(date: Date, ticks: string): string {
  return new Date(date.getTime() + 3 * 3_600_000).toISOString().replace(/\.\d+Z$/, `.${ticks}+03:00`);
}

function photosOf(id: number, company: boolean, uploaded = false): Record<string, Json> {
  const url = (size: number): string =>
    `/Products/CRM/HttpHandlers/filehandler.ashx?action=contactphotoulr&cid=${id}&isc=${company ? 'True' : 'False'}&ps=${size}`;
  return { smallFotoUrl: uploaded ? `/storage/crm/photos/00/00/${id}/contact_${id}_40_40.jpeg` : url(1), mediumFotoUrl: url(2) };
}

const shareTypeOf = (text = '0'): number => (/^[012]$/.test(text) ? Number(text) : shareTypes.indexOf(text.toLowerCase()));

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

const writeJson = (value: Json): string => JSON.stringify(value).replaceAll('/', '\\/');
const escapeXml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** What Newtonsoft makes of the JSON: null and an empty object close themselves, an empty list vanishes, a list repeats its element. */
function writeXml(name: string, value: Json): string {
  if (value === null || (typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length === 0)) return `<${name} />`;
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => writeXml(name, item)).join('');
  if (typeof value !== 'object') return `<${name}>${escapeXml(String(value))}</${name}>`;
  return `<${name}>${Object.entries(value)
    .map(([child, inner]) => writeXml(child, inner as Json))
    .join('')}</${name}>`;
}
