// Writes one parameter as its style says: the inverse of the readers in src/openapi/parameters.ts (OpenAPI 3.1.1 §4.8.12.3–6, RFC 6570).
import { contentFor } from '../content/index.ts';
import type { Parameter } from '../model/contract.ts';
import { isRecord } from '../model/json-value.ts';
import { quote, show } from '../model/show.ts';

/** A value for which its place has no way of writing; the message says why. */
export class Unwritable extends Error {}

type Pairs = readonly (readonly [name: string, value: string])[];

/** What may stand anywhere stands plainly, all the rest is percent-encoded (RFC 3986 §2.3). */
export const escape = (text: string): string =>
  encodeURIComponent(text.toWellFormed()).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

// What `allowReserved` leaves as it is, without what would end a pair or a query; a comma may separate items.
const reserved = /%(3A|2F|3F|40|21|24|27|28|29|2A|3B)/g;
const escapeQuery = (text: string, { allowReserved }: Parameter): string =>
  allowReserved ? escape(text).replace(reserved, (code) => decodeURIComponent(code)) : escape(text);

const itself = (text: string): string => text;

/** The text between two delimiters; what has members of its own has no such text. */
function textOf(value: unknown, { name }: Parameter): string {
  if (value === null) return '';
  if (typeof value === 'object' || value === undefined)
    throw new Unwritable(`\`${name}\` holds ${show(value)} inside another value, and its style has no way to write that`);
  return String(value);
}

/** One serialised document (`content`), not yet escaped for its place. */
function documentOf({ name, content }: Parameter, value: unknown): string {
  if (!content?.mediaType) throw new Unwritable(`\`${name}\` is written as ${quote(content?.range ?? '')}, which is not a media type`);
  const { mediaType, encoding, schema } = content;
  const written = contentFor(mediaType).encode?.(value, { mediaType, encoding, ...(schema && { shape: schema.shape }) });
  if (written === undefined) throw new Unwritable(`nothing writes \`${mediaType.essence}\`, as which \`${name}\` should be sent`);
  return typeof written === 'string' ? written : Buffer.from(written).toString('utf8');
}

const membersOf = (value: Record<string, unknown>): (readonly [name: string, value: unknown])[] =>
  Object.entries(value).filter(([, member]) => member !== undefined);

/** Style `simple` and what is built on it: `a,b`, `key,value` or `key=value`. */
function simple(parameter: Parameter, value: unknown, delimiter: string, write: (text: string) => string): string {
  if (Array.isArray(value)) return value.map((item) => write(textOf(item, parameter))).join(delimiter);
  if (!isRecord(value)) return write(textOf(value, parameter));
  return membersOf(value)
    .map(([key, member]) => `${write(key)}${parameter.explode ? '=' : delimiter}${write(textOf(member, parameter))}`)
    .join(delimiter);
}

/** The text that takes the place of `{name}` in the template. */
export function writePathParameter(parameter: Parameter, value: unknown): string {
  const { name, style, explode } = parameter;
  if (parameter.content) return escape(documentOf(parameter, value));
  if (style === 'label') return `.${simple(parameter, value, explode ? '.' : ',', escape)}`;
  if (style !== 'matrix') return simple(parameter, value, ',', escape);
  if (explode && Array.isArray(value)) return value.map((item) => `;${name}=${escape(textOf(item, parameter))}`).join('');
  if (explode && isRecord(value))
    return membersOf(value)
      .map(([key, member]) => `;${escape(key)}=${escape(textOf(member, parameter))}`)
      .join('');
  return `;${name}=${simple({ ...parameter, explode: false }, value, ',', escape)}`;
}

const delimiters: Readonly<Record<string, string>> = { form: ',', spaceDelimited: '%20', pipeDelimited: '%7C' };

/** Query pairs in order, percent-encoded; for a parameter that is the whole query see `writeWholeQuery`. */
export function writeQueryParameter(parameter: Parameter, value: unknown): Pairs {
  const { style, explode } = parameter;
  const name = escape(parameter.name);
  const write = (text: string): string => escapeQuery(text, parameter);
  if (parameter.content) return [[name, escape(documentOf(parameter, value))]];
  // Only its name is sent, which `allowEmptyValue` permits.
  if (value === undefined) return [[name, '']];
  if (style === 'deepObject') return deepPairs(parameter, value);
  if (Array.isArray(value)) {
    if (!explode) return [[name, value.map((item) => write(textOf(item, parameter))).join(delimiters[style] ?? ',')]];
    // `ids=` is how an empty list is sent.
    return value.length === 0 ? [[name, '']] : value.map((item) => [name, write(textOf(item, parameter))] as const);
  }
  if (isRecord(value)) {
    if (style === 'form' && explode) return membersOf(value).flatMap(([key, member]) => repeated(escape(key), member, parameter));
    return [[name, simple({ ...parameter, explode: false }, value, delimiters[style] ?? ',', write)]];
  }
  return [[name, write(textOf(value, parameter))]];
}

const repeated = (name: string, value: unknown, parameter: Parameter): Pairs =>
  (Array.isArray(value) ? value : [value]).map((item) => [name, escapeQuery(textOf(item, parameter), parameter)] as const);

function deepPairs(parameter: Parameter, value: unknown): Pairs {
  if (!isRecord(value))
    throw new Unwritable(`\`${parameter.name}\` has style \`deepObject\`, which writes objects only, not ${show(value)}`);
  const pairs: (readonly [string, string])[] = [];
  const write = (name: string, member: unknown, depth: number): void => {
    if (depth > 64) throw new Unwritable(`\`${parameter.name}\` is nested too deeply for a query`);
    if (!isRecord(member)) pairs.push(...repeated(escape(name), member, parameter));
    else for (const [key, inner] of membersOf(member)) write(`${name}[${key}]`, inner, depth + 1);
  };
  write(parameter.name, value, 0);
  return pairs;
}

/** The whole query (OpenAPI 3.2 `in: querystring`), without its question mark. */
export function writeWholeQuery(parameter: Parameter, value: unknown): string {
  const text = documentOf(parameter, value);
  return parameter.content?.mediaType?.essence === 'application/x-www-form-urlencoded' ? text : escape(text);
}

/** The value of a header field: printable ASCII without blanks at its ends (RFC 9110 §5.5). */
export function writeHeaderParameter(parameter: Parameter, value: unknown): string {
  const text = parameter.content ? documentOf(parameter, value) : simple(parameter, value, ',', itself);
  if (!/^(?:[!-~](?:[\t -~]*[!-~])?)?$/.test(text))
    throw new Unwritable(`a header cannot carry ${quote(text)}: its value is printable ASCII without blanks at the ends (RFC 9110 §5.5)`);
  return text;
}

/** The value of a cookie, percent-encoded. */
export function writeCookieParameter(parameter: Parameter, value: unknown): string {
  return parameter.content ? escape(documentOf(parameter, value)) : simple(parameter, value, ',', escape);
}
