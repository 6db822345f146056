// An imitation of SuperOffice's web API for contacts: the REST resource (PUT) and the agent (SaveContactEntity), from public sources.
import { essenceOf, membersOf, parseJson, serve } from './serve.ts';
import type { Answer, Instance, InstanceOptions, Received } from './serve.ts';
import { blankContact, seededContact } from './superoffice-contact.ts';
import type { Entity } from './superoffice-contact.ts';

export const bearer = 'Bearer 8A:Cust12345.imitation';
export const basic = `Basic ${Buffer.from('jane:imitation').toString('base64')}`;
export const ticket = 'SOTicket 7T:imitation';
export const appToken = 'imitation-client-secret';
export const xsrf = 'imitation-xsrf-token';

export interface SuperOfficeOptions extends InstanceOptions {
  /** What `_Links` begin with: the server's own idea of its address, port and trailing slash included. */
  readonly publicUrl?: string;
}

const jsonTypes = ['application/json', 'text/json', 'application/json-patch+json', 'application/merge-patch+json'];
/** The items the base's lists know, one each. */
const lists = seededContact();
const listMembers = ['Emails', 'Urls', 'Phones', 'Faxes'];

export async function start({
  now = () => new Date(),
  publicUrl = 'https://online.superoffice.com:443/Cust12345/',
}: SuperOfficeOptions = {}): Promise<Instance> {
  const contacts = new Map<number, Entity>([[80, seededContact()]]);
  return serve((request) => spokenAs(answer(request, { contacts, now, publicUrl }), request.headers.accept), now);
}

interface World {
  readonly contacts: Map<number, Entity>;
  readonly now: () => Date;
  readonly publicUrl: string;
}

function answer(request: Received, world: World): Answer {
  // A deployment prefix (a tenant, an application) of any depth may stand before the API.
  const route = /^(?:\/[^/]+)*?\/api\/v1\/(?:Contact\/(\d+)|(Agents\/Contact\/SaveContactEntity))\/?$/i.exec(request.path);
  if (request.path === '/favicon.ico')
    return {
      status: 200,
      headers: { 'Content-Type': 'image/x-icon' },
      body: Buffer.from('AAABAAEAAQEAAAEAGAAwAAAAFgAAACgAAAABAAAAAgAAAAEAGAAAAAAABAAAAAAAAAAAAAAAAAAAAAAAAAD///8AAAAAAA==', 'base64'),
    };
  if (!route || request.method !== (route[1] ? 'PUT' : 'POST'))
    return json(404, { Message: `No HTTP resource was found that matches the request URI '${request.path}'.` });
  if (!isSignedIn(request)) return { status: 401, headers: { 'WWW-Authenticate': 'Bearer' } };
  return route[1] ? putContact(request, Number(route[1]), world) : saveContact(request, world);
}

/** The four JSON types are names of one formatter: the answer takes the name the client asked for. */
function spokenAs(given: Answer, accept = ''): Answer {
  const wanted = accept
    .split(',')
    .map(essenceOf)
    .find((type) => jsonTypes.includes(type));
  if (!wanted || !given.headers?.['Content-Type']?.startsWith('application/json')) return given;
  return { ...given, headers: { ...given.headers, 'Content-Type': `${wanted}; charset=utf-8` } };
}

function putContact(request: Received, id: number, { contacts, now, publicUrl }: World): Answer {
  const stored = contacts.get(id);
  if (!stored) return restError(404, 'SoNotFoundException', `Contact id ${id} not found`);
  const since = Date.parse(request.headers['if-unmodified-since'] ?? '');
  if (since < Date.parse(`${String(stored['UpdatedDate'])}Z`)) return { status: 412 };
  const sent = readEntity(request);
  if (!sent) return restError(400, 'SoArgumentException', 'Entity to save is not in request body.');
  const entity = replace(stored, sent, now);
  contacts.set(id, entity);
  const base = `${publicUrl}api/v1/Contact/${id}`;
  const links = {
    Self: base,
    'Self.Simple': `${base}/Simple`,
    UdefLayout: `${publicUrl}api/v1/Contact/UdefLayout`,
    Archive: `${publicUrl}api/v1/Contact`,
    'Archive.Activities': `${base}/Activities/`,
  };
  return json(200, { ...withZone(select(entity, request.query.get('$select')), request), _Links: links });
}

/** An agent reports no HTTP errors: what cannot be saved is answered with `null`. */
function saveContact(request: Received, { contacts, now }: World): Answer {
  const sent = readEntity(request);
  if (!sent)
    return json(400, {
      Message: 'The request is invalid.',
      MessageDetail: 'The parameters dictionary contains a null entry for parameter contactEntity.',
    });
  const asked = Number(sent.get('contactid') ?? 0);
  const stored = asked === 0 ? blankContact(Math.max(...contacts.keys()) + 1, now()) : contacts.get(asked);
  if (!stored) return json(200, null);
  const entity = replace(stored, sent, now);
  contacts.set(Number(entity['ContactId']), entity);
  return json(200, withZone(entity, request));
}

/** The whole entity is replaced; what the server keeps to itself stays as it was. */
function replace(stored: Entity, sent: Map<string, unknown>, now: () => Date): Entity {
  const blank = blankContact(Number(stored['ContactId']), now());
  const entity: Entity = { ...blank };
  for (const name of Object.keys(blank)) {
    const value = sent.get(name.toLowerCase());
    // .NET's deserializer reads a null for a plain number, date or flag as the type's default.
    if (value !== undefined && (value !== null || typeof blank[name] === 'object')) entity[name] = value;
  }
  for (const name of ['ContactId', 'CreatedDate', 'CreatedBy', 'Persons', 'TableRight', 'FieldProperties']) entity[name] = stored[name];
  for (const name of ['UpdatedDate', 'UpdatedBy']) entity[name] = blank[name];
  for (const name of listMembers) {
    const items = entity[name];
    if (Array.isArray(items)) entity[name] = items.map(withStrippedValue);
  }
  const address = membersOf(entity['Address']);
  const street = membersOf(address?.get('street'));
  if (address) entity['Address'] = { ...(entity['Address'] as object), Formatted: street?.get('formatted') ?? '' };
  for (const name of ['Business', 'Category', 'Country', 'Associate']) {
    const known = lists[name];
    const wanted = membersOf(entity[name]);
    const key = name === 'Country' ? 'CountryId' : name === 'Associate' ? 'AssociateId' : 'Id';
    // A list item is chosen by its id alone; the server fills in the rest.
    if (wanted && membersOf(known)?.get(key.toLowerCase()) === Number(wanted.get(key.toLowerCase()))) entity[name] = known;
  }
  return entity;
}

function withStrippedValue(item: unknown): unknown {
  const members = membersOf(item);
  if (!members) return item;
  const value = members.get('value') ?? null;
  const stripped = typeof value === 'string' ? (/^[\d\s()+-]+$/.test(value) ? value.replace(/\D/g, '') : value) : null;
  return { Value: value, StrippedValue: stripped, Description: members.get('description') ?? null, TableRight: null, FieldProperties: {} };
}

/** `$select` empties what it does not name: null where .NET has a reference, the default where it has a value. */
function select(entity: Entity, wanted: string | null): Entity {
  if (wanted === null || wanted.trim() === '') return entity;
  const names = wanted
    .toLowerCase()
    .split(',')
    .map((path) => path.trim().split('/')[0]);
  return Object.fromEntries(
    Object.entries(entity).map(([name, value]) => [name, names.includes(name.toLowerCase()) ? value : emptied(name, value)]),
  );
}

function emptied(name: string, value: unknown): unknown {
  if (typeof value === 'number') return 0;
  if (typeof value === 'boolean') return false;
  return /Date$|^DbiLast/.test(name) ? '0001-01-01T00:00:00' : null;
}

/** Dates carry no offset unless `SO-TimeZone: …, includeTZOffset` asks for one; this base is in UTC. */
function withZone(entity: Entity, { headers }: Received): Entity {
  if (!/\bincludeTZOffset\b/i.test(String(headers['so-timezone'] ?? ''))) return entity;
  return Object.fromEntries(
    Object.entries(entity).map(([name, value]) => [name, /Date$|^DbiLast/.test(name) ? `${String(value)}Z` : value]),
  );
}

function readEntity({ headers, body }: Received): Map<string, unknown> | undefined {
  return jsonTypes.includes(essenceOf(headers['content-type'])) ? membersOf(parseJson(body.toString())) : undefined;
}

function isSignedIn({ headers }: Received): boolean {
  const authorization = headers.authorization ?? '';
  if (authorization.toLowerCase().startsWith('soticket ')) return authorization.slice(9) === ticket.slice(9);
  if (authorization !== '') return authorization === bearer || authorization === basic;
  return headers['x-xsrf-token'] === xsrf && (headers.cookie ?? '').split(/;\s*/).includes(`XSRF-TOKEN=${xsrf}`);
}

const json = (status: number, value: unknown): Answer => ({
  status,
  headers: { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-cache' },
  body: JSON.stringify(value),
});

const restError = (status: number, type: string, message: string): Answer =>
  json(status, { Error: true, ErrorType: type, ErrorMessage: message, ErrorSource: 'SuperOffice.Services.Implementation' });
