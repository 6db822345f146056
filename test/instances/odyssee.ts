// An imitation of Odyssee Mobile's ServiceApp API: one upsert, in JSON or XML, as the vendor's public pages describe it.
import { SaxesParser } from 'saxes';
import { schemasOf } from './contract-schemas.ts';
import { basicOf, escapeXml, essenceOf, membersOf, negotiate, parseJson } from './reading.ts';
import type { Answer, Received, Stored, Vendor, World, WorldOptions } from './vendor.ts';

type Contact = Record<string, string | boolean>;

/** `user:password@domain`, as the vendor composes it. */
const user = { name: 'erp.connector', password: 'imitation@acme' };
export const credential = basicOf(user);
export const knownCompany = '0b7f6a52-91d3-4e8f-8a6c-5d2e7c1b9f40';

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const zeroGuid = '00000000-0000-0000-0000-000000000000';
const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const lengths: Readonly<Record<string, number>> = {
  firstname: 50,
  lastname: 50,
  functions: 64,
  phone: 255,
  mobile: 255,
  email: 255,
  e_login: 50,
  e_new_password: 50,
};
const guids = ['id', 'company_id', 'db_language_id', 'db_title_id', 'db_functionbis_id'];
const booleans = ['archived', 'e_servicedesk', 'e_commerce', 'e_document'];

/** The database knows no nulls: every column has a default. A password is stored and answered as empty. */
const defaults: Contact = {
  id: zeroGuid,
  firstname: '',
  lastname: '',
  company_id: zeroGuid,
  db_language_id: '3c9e2d18-7f45-4b60-a1c2-8e5f0d6b7a93',
  db_title_id: zeroGuid,
  db_functionbis_id: zeroGuid,
  archived: false,
  functions: '',
  notes: '',
  phone: '',
  mobile: '',
  email: '',
  e_login: '',
  e_servicedesk: false,
  e_new_password: '',
  e_commerce: false,
  e_document: false,
  modified_dateutc: '',
  contact_picture: '',
};

const types = ['application/json', 'text/json', 'application/xml', 'text/xml'] as const;

// No public page reads or deletes a contact through this API: archiving it by another save is all the tidying there is.
export const odyssee: Vendor = {
  id: 'odyssee',
  create: createWorld,
  signedIn: ({ credentials }) => ({ authorization: basicOf(credentials?.user ?? user) }),
  signIn: /^$/,
  entity: { id: 'acce97ed-0000-4000-8000-000000000001', lastname: 'Accepted' },
  mediaTypes: types,
  required: ['lastname'],
  name: 'lastname',
  freeText: 'notes',
  replacesBy: 'POST',
  isCleanUp: ({ body }) => membersOf(parseJson(body.toString()))?.get('archived') === true,
  selected: [],
  serverError: { Message: 'An error has occurred.' },
};

interface Service {
  readonly contacts: Map<string, Contact>;
  readonly now: () => Date;
  readonly logins: readonly string[];
  readonly habits: ReadonlySet<string>;
}

function createWorld({ now = () => new Date(), credentials = {}, users = [], habits = new Set() }: WorldOptions): World {
  const contacts = new Map<string, Contact>();
  const service = { contacts, now, habits, logins: [credentials.user ?? user, ...users].map(basicOf) };
  return {
    answer: (request) => answer(request, service),
    state: () => structuredClone([...contacts.values()]) as Stored[],
    restore(stored) {
      contacts.clear();
      for (const contact of stored) contacts.set(String(contact['id']), { ...(contact as Contact) });
    },
  };
}

function answer(request: Received, { contacts, now, logins, habits }: Service): Answer {
  const type = negotiate(request.headers.accept, types);
  if (request.path.toLowerCase() !== '/api/contact/save')
    return fault(404, type, `No HTTP resource was found that matches the request URI '${request.path}'.`);
  if (request.method !== 'POST')
    return {
      ...fault(405, type, `The requested resource does not support http method '${request.method}'.`),
      headers: { Allow: 'POST', ...headersOf(type) },
    };
  const { authorization = '' } = request.headers;
  if (!logins.includes(authorization.replace(/^basic +/i, 'Basic '))) {
    const denied = fault(401, type, 'Authorization has been denied for this request.');
    return { ...denied, headers: { 'WWW-Authenticate': 'Basic', ...denied.headers } };
  }
  const sent = readContact(request, habits.has('drops-unordered-xml'));
  if (sent === 'unsupported')
    return fault(
      415,
      type,
      `The request entity's media type '${essenceOf(request.headers['content-type'])}' is not supported for this resource.`,
    );
  const errors = sent === undefined ? { contact: ['The contact is missing or cannot be read.'] } : validate(sent);
  if (sent === undefined || Object.keys(errors).length > 0) return fault(400, type, 'The request is invalid.', errors);
  const company = String(sent.get('company_id') ?? zeroGuid).toLowerCase();
  if (company !== zeroGuid && company !== knownCompany)
    return fault(422, type, 'The request is invalid.', { 'contact.company_id': ['The company does not exist.'] });

  const id = String(sent.get('id')).toLowerCase();
  const known = contacts.has(id);
  const stored: Contact = { ...defaults };
  for (const name of Object.keys(defaults)) {
    const value = sent.get(name);
    if (typeof value === 'string' || typeof value === 'boolean') stored[name] = guids.includes(name) ? String(value).toLowerCase() : value;
  }
  stored['e_new_password'] = '';
  // The system's own field: what the client sent is ignored.
  stored['modified_dateutc'] = now().toISOString();
  contacts.set(id, stored);
  return { status: known ? 200 : 201, headers: headersOf(type), body: write(stored, type) };
}

function validate(contact: Map<string, unknown>): Record<string, string[]> {
  const errors: Record<string, string[]> = {};
  for (const name of ['id', 'lastname']) {
    const value = contact.get(name);
    if (typeof value !== 'string' || value.trim() === '') errors[`contact.${name}`] = [`The ${name} field is required.`];
  }
  for (const [name, most] of Object.entries(lengths)) {
    const value = contact.get(name);
    if (typeof value === 'string' && value.length > most)
      errors[`contact.${name}`] = [`The field ${name} must be a string with a maximum length of ${most}.`];
  }
  for (const name of guids) {
    const value = contact.get(name);
    if (value !== undefined && value !== '' && !guid.test(String(value)))
      errors[`contact.${name}`] = [`The value '${String(value).slice(0, 60)}' is not valid for ${name}.`];
  }
  for (const name of booleans) {
    if (contact.has(name) && typeof contact.get(name) !== 'boolean') errors[`contact.${name}`] = [`Could not convert ${name} to boolean.`];
  }
  const picture = contact.get('contact_picture');
  if (typeof picture === 'string' && !base64.test(picture)) errors['contact.contact_picture'] = ['The picture is not base64.'];
  if (Object.keys(errors).length > 0) return errors;
  // What the attributes of the model do not say, its types do.
  const problem = schemasOf('odyssee').problemOf('Contact', Object.fromEntries(contact));
  return problem === undefined ? {} : { contact: [problem] };
}

function readContact({ headers, body }: Received, ordered: boolean): Map<string, unknown> | 'unsupported' | undefined {
  const type = essenceOf(headers['content-type']);
  if (type === 'application/json' || type === 'text/json') return membersOf(parseJson(body.toString()));
  if (type === 'application/xml' || type === 'text/xml') return readXml(body.toString(), ordered);
  return 'unsupported';
}

/** The elements of `<contact>`; a real DataContract reader (`ordered`) does not see one that comes too late in the alphabet. */
function readXml(text: string, ordered: boolean): Map<string, unknown> | undefined {
  const members = new Map<string, unknown>();
  const path: string[] = [];
  let content = '';
  let last = '';
  const parser = new SaxesParser({ xmlns: true });
  let broken = false;
  parser.on('error', () => (broken = true));
  parser.on('doctype', () => (broken = true));
  parser.on('opentag', (tag) => {
    path.push(tag.local);
    content = '';
  });
  parser.on('text', (piece) => (content += piece));
  parser.on('cdata', (piece) => (content += piece));
  parser.on('closetag', () => {
    const name = path.pop() ?? '';
    if (path.length !== 1 || path[0] !== 'contact' || (ordered && name < last)) return;
    last = name;
    members.set(name, booleans.includes(name) && /^(true|false)$/.test(content) ? content === 'true' : content);
  });
  parser.write(text).close();
  return broken ? undefined : members;
}

const headersOf = (type: string) => ({ 'Content-Type': `${type}; charset=utf-8`, 'Cache-Control': 'no-cache' });
const isXml = (type: string): boolean => type.endsWith('/xml');

/** JSON in declaration order with ticks and an offset; XML in alphabetical order with milliseconds and `Z`. */
function write(contact: Contact, type: string): string {
  if (!isXml(type)) return JSON.stringify({ ...contact, modified_dateutc: String(contact['modified_dateutc']).replace('Z', '1587+00:00') });
  const elements = Object.keys(contact)
    .sort()
    .map((name) => `<${name}>${escapeXml(String(contact[name]))}</${name}>`);
  return `<contact xmlns:i="http://www.w3.org/2001/XMLSchema-instance">${elements.join('')}</contact>`;
}

function fault(status: number, type: string, message: string, modelState?: Record<string, string[]>): Answer {
  const json = { Message: message, ...(modelState ? { ModelState: modelState } : {}) };
  if (!isXml(type)) return { status, headers: headersOf(type), body: JSON.stringify(json) };
  const state = Object.entries(modelState ?? {}).map(([name, texts]) => `<${name}>${escapeXml(texts.join(' '))}</${name}>`);
  const body = `<Error><Message>${escapeXml(message)}</Message>${modelState ? `<ModelState>${state.join('')}</ModelState>` : ''}</Error>`;
  return { status, headers: headersOf(type), body };
}
