// A request as a line for a POSIX shell that sends it with curl; credentials are named, never shown.
import type { WireRequest } from './request-values.ts';

/** A credential that is taken from the environment where the line is run. */
export interface CredentialReference {
  /** Where it goes: a header field, a query parameter or a cookie of this name. */
  readonly in: 'header' | 'query' | 'cookie';
  readonly name: string;
  /** Name of the environment variable, such as `API_TOKEN`; where there is none, one is named after the field. */
  readonly env?: string;
  /** What stands before the variable's value, such as `Bearer `; taken from `value` where it is not said. */
  readonly prefix?: string;
  /** What was sent. Only its scheme is looked at, never shown, unless `isPublic`. */
  readonly value?: string;
  /** It is nobody's credential, such as one made up to be refused: shown as it is. */
  readonly isPublic?: boolean;
}

const shellName = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** One word of the shell, whatever is in it (POSIX.1-2024 Shell §2.2.2). */
export function quoteWord(text: string): string {
  if (/^[A-Za-z0-9_./:=@%+,-]+$/.test(text)) return text;
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

const envOf = ({ env, name }: CredentialReference): string => env ?? `TRUCE_${name.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}`;

const schemeOf = ({ prefix, value = '' }: CredentialReference): string => prefix ?? /^(?:Bearer|Basic) /i.exec(value)?.[0] ?? '';

/** `before`, then the credential: its variable, or itself where it is nobody's. */
function credentialWord(before: string, credential: CredentialReference, write: (text: string) => string = (text) => text): string {
  if (credential.isPublic) return quoteWord(before + write(credential.value ?? ''));
  return withVariable(before + write(schemeOf(credential)), envOf(credential));
}

/** A word that the shell completes from its environment; the rest of it is taken as it is. */
function withVariable(before: string, env: string): string {
  if (!shellName.test(env)) throw new RangeError(`\`${env}\` is no name of an environment variable`);
  return `${before === '' ? '' : quoteWord(before)}"$${env}"`;
}

/**
 * The line. `url` is that of the instance, with its base path; the target of the request is appended. Fields that a credential gives are
 * left out of the request, so that a value which found its way there is not printed. Throws RangeError when `env` is no shell name.
 */
export function curlLine(request: WireRequest, url: string, credentials: readonly CredentialReference[]): string {
  const { method, target, body } = request;
  const owned = new Set(credentials.filter((one) => one.in === 'header').map(({ name }) => name.toLowerCase()));
  const cookies = credentials.filter((one) => one.in === 'cookie');
  const words = ['curl', '--silent', '--show-error', '--include', '--globoff', '--path-as-is'];
  if (method === 'HEAD') words.push('--head');
  else words.push('--request', quoteWord(method));
  for (const [name, value] of request.fields) {
    const lower = name.toLowerCase();
    if (owned.has(lower)) continue;
    if (lower === 'cookie' && cookies.length > 0) words.push('--header', cookieWord(value, cookies));
    // curl leaves a field without a value out, unless it ends in a semicolon.
    else words.push('--header', quoteWord(value === '' ? `${name};` : `${name}: ${value}`));
  }
  if (cookies.length > 0 && !request.fields.some(([name]) => name.toLowerCase() === 'cookie'))
    words.push('--header', cookieWord('', cookies));
  for (const credential of credentials.filter((one) => one.in === 'header')) {
    // The variable holds `user:password`, which curl encodes.
    const isBasic = !credential.isPublic && credential.prefix === undefined && schemeOf(credential).toLowerCase() === 'basic ';
    if (isBasic) words.push('--user', withVariable('', envOf(credential)));
    else words.push('--header', credentialWord(`${credential.name}: `, credential));
  }
  // Without a Content-Type curl would say that it is a form.
  if (body && !request.fields.some(([name]) => name.toLowerCase() === 'content-type')) words.push('--header', 'Content-Type:');
  const [data, input] = dataOf(body);
  if (data !== undefined) words.push('--data-binary', data);
  words.push(urlWord(url.replace(/\/+$/, '') + target, credentials));
  return (input ?? '') + words.join(' ');
}

function cookieWord(given: string, cookies: readonly CredentialReference[]): string {
  const names = new Set(cookies.map(({ name }) => name));
  const kept = given.split(/;\s*/).filter((pair) => pair !== '' && !names.has(pair.split('=', 1)[0] ?? ''));
  const words = cookies.map((one, index) => credentialWord(`${index === 0 ? '' : '; '}${one.name}=`, one));
  return quoteWord(`Cookie: ${kept.map((pair) => `${pair}; `).join('')}`) + words.join('');
}

/** Query parameters that a credential gives come last, whatever stood there. */
function urlWord(url: string, credentials: readonly CredentialReference[]): string {
  const own = credentials.filter((one) => one.in === 'query');
  if (own.length === 0) return quoteWord(url);
  const names = new Set(own.map(({ name }) => encodeURIComponent(name)));
  const [path = '', ...rest] = url.split('?');
  const pairs = rest
    .join('?')
    .split('&')
    .filter((pair) => pair !== '' && !names.has(pair.split('=', 1)[0] ?? ''));
  const words = own.map((one, index) =>
    credentialWord(`${index === 0 ? '' : '&'}${encodeURIComponent(one.name)}=`, one, encodeURIComponent),
  );
  return quoteWord(`${path}?${pairs.map((pair) => `${pair}&`).join('')}`) + words.join('');
}

// No argument holds NUL; a terminal acts on other control characters, completes at a tab, and shows marks of direction as something else.
const unprintable = /[\0-\t\v-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;

/** The argument of `--data-binary`, and what is piped into curl where the shell could not carry it as an argument. */
function dataOf(body: Uint8Array | undefined): readonly [argument?: string, input?: string] {
  if (!body) return [];
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const text = bytes.toString('utf8');
  // A `@` at the start names a file, and an argument has a longest length.
  const isPlain = Buffer.from(text).equals(bytes) && !unprintable.test(text) && text[0] !== '@' && bytes.length < 65_536;
  if (isPlain) return [quoteWord(text)];
  return ['@-', `printf %s ${quoteWord(bytes.toString('base64'))} | base64 -d | `];
}
