// An imitation of SuperOffice's web API for contacts: the REST resource and the agent, from public sources.
import { basicOf, cookiesOf } from './reading.ts';
import { blankContact, seededContact, smallContact } from './superoffice-contact.ts';
import type { Entity } from './superoffice-contact.ts';
import { json, jsonTypes, readEntity, replace, restError, spokenAs, withLinks, withZone, xmlTypes } from './superoffice-wire.ts';
import type { Answer, Credentials, Received, Stored, Vendor, World, WorldOptions } from './vendor.ts';

const secrets = {
  user: { name: 'jane', password: 'imitation' },
  bearer: '8A:Cust12345.imitation',
  ticket: '7T:imitation',
  appToken: 'imitation-client-secret',
  xsrf: 'imitation-xsrf-token',
};
export const bearer = `Bearer ${secrets.bearer}`;
export const basic = basicOf(secrets.user);
export const ticket = `SOTicket ${secrets.ticket}`;
export const { appToken, xsrf } = secrets;

export const superoffice: Vendor = {
  id: 'superoffice',
  create: createWorld,
  signedIn: ({ credentials }) => ({ authorization: `Bearer ${credentials?.bearer ?? secrets.bearer}` }),
  signIn: /\/api\/?$/,
  entity: { Name: 'Accepted AS' },
  mediaTypes: [...jsonTypes, ...xmlTypes],
  required: ['ContactId'],
  name: 'Name',
  freeText: 'Description',
  replacesBy: 'PUT',
  isCleanUp: ({ method, path }) => method === 'DELETE' || /\/DeleteContactEntity\/?$/i.test(path),
  selected: [
    ['Category', 'Id'],
    ['Business', 'Id'],
    ['Country', 'CountryId'],
  ],
  serverError: { Message: 'An error has occurred.' },
};

interface Base {
  readonly contacts: Map<number, Entity>;
  readonly now: () => Date;
  readonly publicUrl: string;
  nextId: number;
}

function createWorld(options: WorldOptions): World {
  const base: Base = {
    // The second one bears the number of the contract's examples.
    contacts: new Map([
      [80, seededContact()],
      [1042, smallContact(1042)],
    ]),
    now: options.now ?? (() => new Date()),
    publicUrl: options.publicUrl ?? 'https://online.superoffice.com:443/Cust12345/',
    nextId: 81,
  };
  const known: Credentials = { ...secrets, token: '', ...options.credentials };
  const users = [known.user, ...(options.users ?? [])].map(basicOf);
  return {
    answer: (request) => spokenAs(answer(request, base, known, users), request.headers.accept),
    state: () => structuredClone([...base.contacts.values()]) as Stored[],
    restore(contacts) {
      base.contacts.clear();
      for (const contact of contacts) base.contacts.set(Number(contact['ContactId']), { ...contact });
      base.nextId = Math.max(base.nextId, ...[...base.contacts.keys()].filter((id) => id !== 1042).map((id) => id + 1));
    },
  };
}

// A deployment prefix (a tenant, an application) of any depth may stand before the API.
const resource = /^(?:\/[^/]+)*?\/api(?:\/v1\/(?:Contact(?:\/([^/]+))?|(Agents\/Contact\/\w+)))?\/?$/i;

type Call = (request: Received, base: Base) => Answer;

/** Methods of a path; undefined when there is no such path. */
function callsOf(path: string, known: Credentials): Readonly<Record<string, Call>> | undefined {
  const route = resource.exec(path);
  if (!route) return undefined;
  const [, id, agent] = route;
  if (agent !== undefined) {
    const call = agents[agent.split('/')[2]?.toLowerCase() ?? ''];
    return call && { POST: call };
  }
  if (id !== undefined) return contactCalls(id);
  return /\/v1\/Contact\/?$/i.test(path) ? { GET: listContacts, POST: postContact } : { GET: () => startPage(known) };
}

function answer(request: Received, base: Base, known: Credentials, users: readonly string[]): Answer {
  if (request.path === '/favicon.ico')
    return {
      status: 200,
      headers: { 'Content-Type': 'image/x-icon' },
      body: Buffer.from('AAABAAEAAQEAAAEAGAAwAAAAFgAAACgAAAABAAAAAgAAAAEAGAAAAAAABAAAAAAAAAAAAAAAAAAAAAAAAAD///8AAAAAAA==', 'base64'),
    };
  const calls = callsOf(request.path, known);
  if (!calls) return json(404, { Message: `No HTTP resource was found that matches the request URI '${request.path}'.` });
  const call = Object.hasOwn(calls, request.method) ? calls[request.method] : undefined;
  if (!call) {
    // The real server also knows PATCH here, which this imitation has not.
    const refused = json(405, { Message: `The requested resource does not support http method '${request.method}'.` });
    return { ...refused, headers: { ...refused.headers, Allow: Object.keys(calls).join(', ') } };
  }
  if (!isSignedIn(request, known, users)) return { status: 401, headers: { 'WWW-Authenticate': 'Bearer' } };
  if (!/^(-?\d{1,4})?$/.test(String(request.headers['so-browser-tz-offset'] ?? '')))
    return json(400, { Message: 'The request is invalid.', MessageDetail: 'SO-Browser-TZ-Offset is no number of minutes.' });
  return call(request, base);
}

/** OData's list, as far as a filter `name begins '…'` goes: anything else is refused, so that nobody takes the whole list for a finding. */
function listContacts({ query }: Received, { contacts }: Base): Answer {
  const [, wanted] = /^name begins '([^']*)'$/i.exec(query.get('$filter') ?? '') ?? [];
  if (wanted === undefined)
    return json(400, { Message: 'The request is invalid.', MessageDetail: 'This imitation filters by `name begins` only.' });
  const rows = [...contacts.values()].filter((contact) =>
    String(contact['Name'] ?? '')
      .toLowerCase()
      .startsWith(wanted.toLowerCase()),
  );
  return json(200, {
    value: rows.map((contact) => ({ PrimaryKey: String(contact['ContactId']), contactId: contact['ContactId'], name: contact['Name'] })),
  });
}

/** Where a session gets its XSRF token from: the cookie and a hidden input. That the page stands at `/api` is an assumption. */
function startPage({ xsrf: value }: Credentials): Answer {
  return {
    status: 200,
    headers: { 'Content-Type': 'text/html; charset=utf-8', 'Set-Cookie': `XSRF-TOKEN=${value}; Path=/` },
    body: `<!DOCTYPE html><title>SuperOffice WebAPI</title><input type="hidden" name="XSRF_TOKEN" value="${value}">`,
  };
}

function contactCalls(text: string): Readonly<Record<string, Call>> {
  const id = Number(text);
  const isNumber = /^\d+$/.test(text) && id < 2 ** 31;
  const known =
    (call: (request: Received, base: Base, stored: Entity) => Answer): Call =>
    (request, base) => {
      if (!isNumber) return json(400, { Message: 'The request is invalid.', MessageDetail: "The parameter 'id' is no 32-bit integer." });
      const stored = base.contacts.get(id);
      return stored ? call(request, base, stored) : restError(404, 'SoNotFoundException', `Contact id ${id} not found`);
    };
  return {
    DELETE: known((request, base, stored) => {
      if (isStale(request, stored)) return { status: 412 };
      base.contacts.delete(id);
      return { status: 204 };
    }),
    GET: known((request, base, stored) => {
      const headers = { 'Last-Modified': changedAt(stored).toUTCString() };
      // RFC 9110 §13.1.3: a date that cannot be read counts as not sent.
      if (changedAt(stored).getTime() <= Date.parse(request.headers['if-modified-since'] ?? '')) return { status: 304, headers };
      const read = withLinks(request, base, stored);
      return { ...read, headers: { ...read.headers, ...headers } };
    }),
    PUT: known(putContact),
  };
}

/** `UpdatedDate` has whole seconds and no zone; this base is in UTC. */
const changedAt = (stored: Entity): Date => new Date(`${String(stored['UpdatedDate'])}Z`);

/** RFC 9110 §13.1.4: a date that cannot be read counts as not sent. */
const isStale = ({ headers }: Received, stored: Entity): boolean =>
  Date.parse(headers['if-unmodified-since'] ?? '') < changedAt(stored).getTime();

function putContact(request: Received, base: Base, stored: Entity): Answer {
  if (isStale(request, stored)) return { status: 412 };
  const sent = readEntity(request);
  if (sent instanceof Map) {
    const entity = replace(stored, sent, base.now);
    base.contacts.set(Number(stored['ContactId']), entity);
    return withLinks(request, base, entity);
  }
  return sent ?? restError(400, 'SoArgumentException', 'Entity to save is not in request body.');
}

/** Creating by the resource: 200, not 201. */
function postContact(request: Received, base: Base): Answer {
  const sent = readEntity(request);
  if (!(sent instanceof Map)) return sent ?? restError(400, 'SoArgumentException', 'Entity to save is not in request body.');
  const entity = replace(blankContact(base.nextId++, base.now()), sent, base.now);
  base.contacts.set(Number(entity['ContactId']), entity);
  return withLinks(request, base, entity);
}

/** An agent reports no HTTP errors: what cannot be found or saved is answered with `null`. */
const agents: Readonly<Record<string, Call>> = {
  savecontactentity(request, base) {
    const sent = readEntity(request);
    if (!(sent instanceof Map))
      return (
        sent ??
        json(400, {
          Message: 'The request is invalid.',
          MessageDetail: 'The parameters dictionary contains a null entry for parameter contactEntity.',
        })
      );
    const asked = Number(sent.get('contactid') ?? 0);
    const stored = asked === 0 ? blankContact(base.nextId++, base.now()) : base.contacts.get(asked);
    if (!stored) return json(200, null);
    const entity = replace(stored, sent, base.now);
    base.contacts.set(Number(entity['ContactId']), entity);
    return json(200, withZone(entity, request));
  },
  createdefaultcontactentity: (request, base) => json(200, withZone(blankContact(0, base.now()), request)),
  getcontactentity(request, { contacts }) {
    const stored = contacts.get(Number(queryOf(request, 'contactentityid')));
    return json(200, stored ? withZone(stored, request) : null);
  },
  deletecontactentity(request, { contacts }) {
    contacts.delete(Number(queryOf(request, 'contactentityid')));
    return { status: 204 };
  },
};

const queryOf = ({ query }: Received, name: string): string | undefined => [...query].find(([key]) => key.toLowerCase() === name)?.[1];

function isSignedIn({ headers }: Received, known: Credentials, users: readonly string[]): boolean {
  const { authorization } = headers;
  if (authorization === undefined)
    return headers['x-xsrf-token'] === known.xsrf && cookiesOf(headers.cookie).includes(`XSRF-TOKEN=${known.xsrf}`);
  const [, scheme = '', secret = ''] = /^(\S+) +(.*)$/.exec(authorization) ?? [];
  if (scheme.toLowerCase() === 'soticket')
    return secret === known.ticket && [undefined, known.appToken].includes(textOf(headers['so-apptoken']));
  if (scheme.toLowerCase() === 'bearer') return secret === known.bearer;
  return users.includes(`Basic ${secret}`) && scheme.toLowerCase() === 'basic';
}

const textOf = (field: string | string[] | undefined): string | undefined => (Array.isArray(field) ? field[0] : field);
