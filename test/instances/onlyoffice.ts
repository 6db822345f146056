// An imitation of ONLYOFFICE Community Server's CRM persons, as its public source behaves where the contract agrees with it.
import { schemasOf } from './contract-schemas.ts';
import { readArguments, textOf, valueOf } from './onlyoffice-arguments.ts';
import type { Arguments, Json } from './onlyoffice-arguments.ts';
import { basicOf, cookiesOf, essenceOf, negotiate } from './reading.ts';
import { knownCompany, personOf, shareTypeOf, stamp, writeJson, writeXml } from './onlyoffice-person.ts';
import type { Answer, Received, Stored, User, Vendor, World, WorldOptions } from './vendor.ts';

const secrets = { user: { name: 'mike.zanyatski@example.com', password: 'imitation' }, token: 'imitation-token-of-a-portal-user' };
export const { token } = secrets;
export const basic = basicOf(secrets.user);
export { knownCompany };

export const onlyoffice: Vendor = {
  id: 'onlyoffice',
  create: createWorld,
  signedIn: ({ credentials }) => ({ authorization: credentials?.token ?? secrets.token }),
  signIn: /\/authentication(\.json|\.xml)?$/,
  entity: { firstName: 'Accepted', lastName: 'Person' },
  mediaTypes: ['application/json', 'text/xml', 'application/x-www-form-urlencoded', 'multipart/form-data'],
  required: ['response'],
  name: 'lastName',
  freeText: 'about',
  replacesBy: 'PUT',
  isCleanUp: ({ method }) => method === 'DELETE',
  selected: [
    ['response', 'shareType'],
    ['response', 'company', 'id'],
  ],
  serverError: {
    status: 1,
    statusCode: 500,
    error: { message: 'Object reference not set to an instance of an object.', hresult: -2147467261, data: {} },
  },
};

type Person = Readonly<Record<string, Json>>;

interface Portal {
  readonly persons: Map<number, Person>;
  readonly now: () => Date;
  readonly habits: ReadonlySet<string>;
  readonly users: readonly User[];
  /** Tokens that sign in, the ones that `authentication` gave among them. */
  readonly tokens: Set<string>;
  readonly entityTag: () => string;
  nextId: number;
}

function createWorld({ now = () => new Date(), credentials = {}, users = [], habits = new Set() }: WorldOptions): World {
  let answers = 0;
  const seeded = stamp(new Date(Date.UTC(2025, 10, 3, 8, 30)), '0000000');
  const seed = (id: number): Person =>
    personOf({ id, created: seeded, firstName: 'Nadia', lastName: 'Berger', companyId: 0, shareType: 0, sent: new Map() });
  const portal: Portal = {
    // The second one bears the number of the contract's examples.
    persons: new Map([17, 1234].map((id) => [id, seed(id)])),
    now,
    habits,
    users: [credentials.user ?? secrets.user, ...users],
    tokens: new Set([credentials.token ?? secrets.token]),
    // A new entity tag with every answer: at random in the portal, counted here.
    entityTag: () => `"${(++answers).toString(16).padStart(8, '0')}"`,
    nextId: 18,
  };
  return {
    answer: (request) => answer(request, portal),
    state: () => structuredClone([...portal.persons.values()]) as Stored[],
    restore(contacts) {
      portal.persons.clear();
      for (const contact of contacts) portal.persons.set(Number(contact['id']), contact as Person);
      portal.nextId = Math.max(portal.nextId, ...[...portal.persons.keys()].filter((id) => id !== 1234).map((id) => id + 1));
    },
  };
}

type Reply = (status: number, members: Readonly<Record<string, Json>>) => Answer;
type Call = (request: Received, portal: Portal, reply: Reply) => Answer | Promise<Answer>;

/** Methods of a path, each with its call; undefined when no route fits. */
function callsOf(path: string): Readonly<Record<string, Call>> | undefined {
  if (path === '/authentication') return { POST: authenticate };
  if (path === '/crm/contact/person') return { POST: (request, portal, reply) => savePerson(request, portal, reply, undefined) };
  const person = /^\/crm\/contact\/person\/(\d+)$/.exec(path)?.[1];
  if (person !== undefined) return { PUT: (request, portal, reply) => savePerson(request, portal, reply, Number(person)) };
  if (path === '/crm/contact/filter') return { GET: filterContacts };
  const contact = /^\/crm\/contact\/(\d+)$/.exec(path)?.[1];
  if (contact === undefined) return undefined;
  return {
    DELETE(request, { persons }, reply) {
      const found = persons.get(Number(contact));
      persons.delete(Number(contact));
      return found ? reply(200, { response: narrowed(found, request) }) : notFound(reply);
    },
    GET(request, { persons }, reply) {
      const found = persons.get(Number(contact));
      return found ? reply(200, { response: narrowed(found, request) }) : notFound(reply);
    },
  };
}

function filterContacts({ query }: Received, { persons }: Portal, reply: Reply): Answer {
  const wanted = (query.get('filterValue') ?? '').toLowerCase();
  const fitting = [...persons.values()].filter((person) =>
    String(person['displayName'] ?? '')
      .toLowerCase()
      .includes(wanted),
  );
  return reply(200, { count: fitting.length, total: fitting.length, response: fitting });
}

const fail = (reply: Reply, status: number, message: string, hresult: number): Answer =>
  reply(status, { error: { message, hresult, data: {} } });
const notFound = (reply: Reply): Answer => fail(reply, 404, 'Not found', -2147467259);
const refuse = (reply: Reply): Answer => fail(reply, 400, 'Value does not fall within the expected range.', -2147024809);
const page = (status: number, title: string): Answer => ({
  status,
  headers: { 'Content-Type': 'text/html' },
  body: `<html><body><h1>${status} ${title}</h1></body></html>`,
});

async function answer(request: Received, portal: Portal): Promise<Answer> {
  const [, path = '', suffix] = /^\/api\/2\.0(\/.*?)(\.json|\.xml)?$/.exec(request.path) ?? [];
  const calls = callsOf(path);
  if (!calls) return page(404, 'Not Found');
  const call = Object.hasOwn(calls, request.method) ? calls[request.method] : undefined;
  if (!call) {
    // The real routes are bound to methods: another one finds no route, which is the web server's 404.
    const refused = page(405, 'Method Not Allowed');
    return { ...refused, headers: { ...refused.headers, Allow: Object.keys(calls).join(', ') } };
  }
  const jsonSent = essenceOf(request.headers['content-type']) === 'application/json';
  // The suffix decides; without one the real server ignores `Accept`, see the fault `ignored-accept`.
  const accepted = suffix === undefined && negotiate(request.headers.accept, ['application/json', 'text/xml']) === 'text/xml';
  const xml = accepted || (suffix === '.xml' && !jsonSent);
  const reply: Reply = (status, members) => {
    const envelope = { ...(status < 400 ? { count: 1 } : {}), status: status < 400 ? 0 : 1, statusCode: status, ...members };
    const caching: Record<string, string> = status < 400 ? { 'Cache-Control': 'max-age=0', ETag: portal.entityTag() } : {};
    return {
      status,
      headers: { 'Content-Type': `${xml ? 'text/xml' : 'application/json'}; charset=UTF-8`, ...caching },
      body: xml ? writeXml('result', envelope) : writeJson(envelope),
    };
  };
  if (call !== authenticate && !isSignedIn(request, portal)) return unauthorized(request);
  return call(request, portal, reply);
}

/** One bare word, and a challenge only for who tried. */
function unauthorized({ headers }: Received): Answer {
  const challenge: Record<string, string> = headers.authorization ? { 'WWW-Authenticate': 'Basic Realm="yourportal.onlyoffice.com"' } : {};
  return { status: 401, headers: { 'Content-Type': 'text/html', ...challenge }, body: 'Unauthorized' };
}

function isSignedIn({ headers }: Received, { tokens, users }: Portal): boolean {
  const { authorization = '' } = headers;
  const [, scheme = '', secret = ''] = /^(\S+) +(.*)$/.exec(authorization) ?? [];
  if (scheme.toLowerCase() === 'basic') return users.map(basicOf).includes(`Basic ${secret}`);
  if (scheme.toLowerCase() === 'bearer') return tokens.has(secret);
  if (authorization !== '') return tokens.has(authorization);
  return cookiesOf(headers.cookie).some((pair) => pair.startsWith('asc_auth_key=') && tokens.has(pair.slice('asc_auth_key='.length)));
}

/** Gives a token for a year. That a wrong password is answered like any missing credential is an assumption. */
async function authenticate(request: Received, { tokens, users, now }: Portal, reply: Reply): Promise<Answer> {
  const sent = await readArguments(request);
  if (sent === 'unsupported') return unsupported(reply);
  const name = sent && textOf(sent, 'username');
  const password = sent && textOf(sent, 'password');
  if (name === undefined || password === undefined) return refuse(reply);
  if (!users.some((user) => user.name === name && user.password === password)) return unauthorized(request);
  const issued = `imitation-token-${tokens.size}-${Buffer.from(name).toString('base64url')}`;
  tokens.add(issued);
  const expires = stamp(new Date(now().getTime() + 365 * 24 * 3_600_000), '0000000');
  return reply(201, { response: { token: issued, expires } });
}

const unsupported = (reply: Reply): Answer => fail(reply, 415, 'Unsupported media type.', -2147467259);

async function savePerson(request: Received, portal: Portal, reply: Reply, id: number | undefined): Promise<Answer> {
  const { persons, now, habits } = portal;
  const sent = await readArguments(request, habits.has('form-of-anything'));
  if (sent === 'unsupported') return unsupported(reply);
  if (!sent || !hasPlainQuery(request)) return refuse(reply);
  const creating = id === undefined;
  const firstName = textOf(sent, 'firstname');
  const lastName = textOf(sent, 'lastname');
  if (creating && habits.has('missing-name-500') && (firstName === undefined || lastName === undefined))
    return fail(reply, 500, 'Object reference not set to an instance of an object.', -2147467261);
  if (problemOf(request, sent, creating) !== undefined || !firstName?.trim() || (!creating && !lastName?.trim())) return refuse(reply);
  const companyId = Number(textOf(sent, 'companyid') || 0);
  const shareType = shareTypeOf(textOf(sent, 'sharetype'));
  if (!Number.isInteger(companyId) || shareType < 0) return refuse(reply);
  if (creating && companyId > 0 && !knownCompanies.includes(companyId)) return notFound(reply);
  const stored = creating ? undefined : persons.get(id);
  if (!creating && !stored) return refuse(reply);
  const number = id ?? portal.nextId++;
  const created = stored ? String(stored['created']) : stamp(now(), '0001587');
  const person = personOf({
    id: number,
    created,
    firstName: firstName.trim(),
    lastName: (lastName ?? '').trim(),
    companyId,
    shareType,
    sent,
  });
  // The database keeps no fraction of a second; only the answer to the creation shows one.
  persons.set(number, { ...person, created: created.replace(/\.\d{7}/, '.0000000') });
  const photo = sent.get('photo');
  // The person is stored by now.
  if (typeof photo === 'string' && !photo.startsWith('image/')) return fail(reply, 403, 'Invalid file', -2146233079);
  return reply(creating ? 201 : 200, { response: narrowed(person, request) });
}

/** The companies of the portal: the recordings' and the one of the contract's examples. */
const knownCompanies = [knownCompany, 16];

/** What the contract says against the values: JSON as it was sent, anything else read by its types. */
function problemOf(request: Received, sent: Arguments, creating: boolean): string | undefined {
  const schemas = schemasOf('onlyoffice');
  const component = creating ? 'NewPerson' : 'PersonUpdate';
  return schemas.problemOf(
    component,
    valueOf(request, sent, schemas.schema(component), (schema) => schemas.resolve(schema)),
  );
}

/** `count` and `startIndex` are read by every call, and only as numbers. */
const hasPlainQuery = ({ query }: Received): boolean =>
  ['count', 'startIndex'].every((name) => query.getAll(name).every((value) => /^\d{1,18}$/.test(value)));

/** The contract takes an answer with all of these for one that was not narrowed, which the whole person is. */
const signsOfWhole = ['createby', 'created', 'havelatetasks', 'iscompany'];

function narrowed(person: Person, { query }: Received): Person {
  const fields = (query.get('fields') ?? '')
    .toLowerCase()
    .split(',')
    .filter((name) => name !== '');
  if (fields.length === 0 || signsOfWhole.every((name) => fields.includes(name))) return person;
  return Object.fromEntries(Object.entries(person).filter(([name]) => fields.includes(name.toLowerCase())));
}
