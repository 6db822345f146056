// How the SuperOffice imitation reads an entity, stores it and writes it: JSON under its four names, XML and plain forms.
import { schemasOf } from './contract-schemas.ts';
import { essenceOf, membersOf, negotiate, parseJson } from './reading.ts';
import { readXml, writeXml } from './schema-xml.ts';
import { blankContact, seededContact } from './superoffice-contact.ts';
import type { Entity } from './superoffice-contact.ts';
import type { Answer, Received } from './vendor.ts';

export const jsonTypes = ['application/json', 'text/json', 'application/json-patch+json', 'application/merge-patch+json'] as const;
export const xmlTypes = ['application/xml', 'text/xml'];
/** The items the base's lists know, one each. */
const lists = seededContact();
const listMembers = ['Emails', 'Urls', 'Phones', 'Faxes'];

export const json = (status: number, value: unknown): Answer => ({
  status,
  headers: { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-cache' },
  body: JSON.stringify(value),
});

export const restError = (status: number, type: string, message: string): Answer =>
  json(status, { Error: true, ErrorType: type, ErrorMessage: message, ErrorSource: 'SuperOffice.Services.Implementation' });

/** The names of a formatter are many: the answer takes the one the client asked for. Errors are documented under the plain names only. */
export function spokenAs(given: Answer, accept: string | undefined): Answer {
  if (!given.headers?.['Content-Type']?.startsWith('application/json')) return given;
  const wanted = negotiate(
    accept,
    given.status < 400 ? ['application/json', ...jsonTypes.slice(1), ...xmlTypes] : ['application/json', 'text/json'],
  );
  const headers = { ...given.headers, 'Content-Type': `${wanted}; charset=utf-8` };
  if (!xmlTypes.includes(wanted)) return { ...given, headers };
  return { ...given, headers, body: writeXml(schemasOf('superoffice'), 'ContactEntityWithLinks', parseJson(String(given.body))) };
}

export function withLinks(request: Received, { publicUrl }: { readonly publicUrl: string }, entity: Entity): Answer {
  const base = `${publicUrl}api/v1/Contact/${String(entity['ContactId'])}`;
  const links = {
    Self: base,
    'Self.Simple': `${base}/Simple`,
    UdefLayout: `${publicUrl}api/v1/Contact/UdefLayout`,
    Archive: `${publicUrl}api/v1/Contact`,
    'Archive.Activities': `${base}/Activities/`,
  };
  return json(200, { ...withZone(select(entity, request.query.get('$select')), request), _Links: links });
}

/** The whole entity is replaced; what the server keeps to itself stays as it was. */
export function replace(stored: Entity, sent: Map<string, unknown>, now: () => Date): Entity {
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
export function withZone(entity: Entity, { headers }: Received): Entity {
  if (!/\bincludeTZOffset\b/i.test(String(headers['so-timezone'] ?? ''))) return entity;
  return Object.fromEntries(
    Object.entries(entity).map(([name, value]) => [name, /Date$|^DbiLast/.test(name) ? zoned(String(value)) : value]),
  );
}

/** A client may have stored a date with an offset. */
const zoned = (date: string): string => (/(Z|[+-]\d\d:\d\d)$/i.test(date) ? date : `${date}Z`);

/** The members sent, by lower-case name; undefined for no readable entity; an answer where the media type or a value is refused. */
export function readEntity({ headers, body }: Received): Map<string, unknown> | Answer | undefined {
  const type = essenceOf(headers['content-type']);
  const schemas = schemasOf('superoffice');
  let value: unknown;
  if ((jsonTypes as readonly string[]).includes(type)) value = parseJson(body.toString());
  else if (xmlTypes.includes(type)) value = readXml(schemas, 'ContactEntity', body.toString());
  else if (type === 'application/x-www-form-urlencoded') value = readForm(body.toString());
  else if (body.length > 0) return json(415, { Message: `The request entity's media type '${type}' is not supported for this resource.` });
  const members = membersOf(value);
  const problem = members && schemas.problemOf('ContactEntity', value);
  return problem === undefined ? members : json(400, { Message: 'The request is invalid.', MessageDetail: problem });
}

/** Objects and lists as JSON texts, as OpenAPI has it where no `encoding` speaks; how the vendor names nested members is not known. */
function readForm(text: string): unknown {
  if (text === '') return undefined;
  const blank = blankContact(0, new Date(0));
  const read = (name: string, value: string): unknown => {
    if (/^[[{]/.test(value)) return parseJson(value);
    if (typeof blank[name] === 'number' && /^-?\d+$/.test(value)) return Number(value);
    if (typeof blank[name] === 'boolean' && /^(true|false)$/.test(value)) return value === 'true';
    return value === '' && typeof blank[name] === 'object' ? null : value;
  };
  const members = new Map<string, unknown>();
  for (const [name, value] of new URLSearchParams(text)) {
    const one = read(name, value);
    // A list repeats its name, once for each item.
    if (!Array.isArray(blank[name]) || Array.isArray(one)) members.set(name, one);
    else members.set(name, [...((members.get(name) as unknown[] | undefined) ?? []), one]);
  }
  return Object.fromEntries(members);
}
