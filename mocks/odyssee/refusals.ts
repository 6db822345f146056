// Odyssee's words for what it does not take: the HttpError of ASP.NET Web API, with `ModelState` by member.
import type { Finding } from '../../src/index.ts';
import type { responses } from '../odyssee.contract.ts';

const invalid = 'The request is invalid.';
const required = ['id', 'lastname'];
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
const kinds: Readonly<Record<string, string>> = {
  id: 'System.Guid',
  company_id: 'System.Guid',
  db_language_id: 'System.Guid',
  db_title_id: 'System.Guid',
  db_functionbis_id: 'System.Guid',
  archived: 'System.Boolean',
  e_servicedesk: 'System.Boolean',
  e_commerce: 'System.Boolean',
  e_document: 'System.Boolean',
  modified_dateutc: 'System.DateTime',
  contact_picture: 'System.Byte[]',
};

export const denied: responses.Error = { Message: 'Authorization has been denied for this request.' };

export const unsupported = (mediaType: string | undefined): responses.Error => ({
  Message:
    mediaType === undefined
      ? "The request contains an entity body but no Content-Type header. The inferred media type 'application/octet-stream' is not supported for this resource."
      : `The request entity's media type '${mediaType}' is not supported for this resource.`,
});

/** One sentence about one member. */
export const aboutMember = (name: string, sentence: string): responses.Error => ({
  Message: invalid,
  ModelState: { [`contact.${name}`]: [sentence] },
});

export const isRequired = (name: string): string => `The ${name} field is required.`;

/** What validation found, member by member, in ASP.NET's sentences. `body` is what could be read of it. */
export function aboutBody(body: unknown, findings: readonly Finding[]): responses.Error {
  if (!isObject(body)) return { Message: invalid, ModelState: { contact: findings.map(({ message }) => message) } };
  const told: Record<string, string[]> = {};
  for (const name of required) if ((body[name] ?? '') === '') told[`contact.${name}`] = [isRequired(name)];
  for (const { instance, message } of findings) {
    const name = instance?.pointer.split('/')[1];
    if (name !== undefined) told[`contact.${name}`] ??= [sentenceFor(name, body[name], message)];
  }
  return { Message: invalid, ModelState: told };
}

function sentenceFor(name: string, value: unknown, message: string): string {
  const most = lengths[name];
  if (most !== undefined && typeof value === 'string') return `The field ${name} must be a string with a maximum length of ${most}.`;
  const kind = kinds[name] ?? (typeof value === 'object' ? undefined : 'System.String');
  return kind === undefined ? message : `Error converting value ${shown(value)} to type '${kind}'. Path '${name}'.`;
}

const shown = (value: unknown): string => (value === null ? '{null}' : (JSON.stringify(value) ?? '').slice(0, 80));

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
