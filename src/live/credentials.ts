// Credentials of a contract's security schemes, out of the environment alone, put into requests (OpenAPI 3.1.1 §4.8.27, RFC 7617, RFC 6750).
import type { Operation, SecurityScheme } from '../model/contract.ts';
import type { Field } from '../model/exchange.ts';
import { list } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';
import { decodePercent } from '../openapi/parameters.ts';
import type { WireRequest } from './request-values.ts';
import type { Secrets } from './secrets.ts';

export interface CredentialOptions {
  /** Name of the contract; its variables begin with it. */
  readonly contract: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Name of an environment variable by key of the security scheme, where it is not called as `variableOf` says. */
  readonly names?: Readonly<Record<string, string>>;
  readonly secrets: Secrets;
  /** Inputs of the workflow that gives a credential, by key of the security scheme; they come from variables, too. */
  readonly signIns?: ReadonlyMap<string, readonly string[]>;
}

/** `given`: those of the environment; `none`: left out; `wrong`: of the right form, and nobody's. */
export type CredentialUse = 'given' | 'none' | 'wrong';

/** One credential in a request, for showing the request without it. */
export interface Placed {
  readonly in: 'header' | 'query' | 'cookie';
  readonly name: string;
  readonly value: string;
  /** Environment variable it came from; absent where signing in gave it. */
  readonly env?: string;
  /** What stands before the variable's value. */
  readonly prefix?: string;
  /** It is nobody's, and may be shown. */
  readonly isPublic?: boolean;
}

const wrong = 'truce-wrong-credential';

/** `TRUCE_SUPEROFFICE_BASIC`: the contract and the key of the scheme. */
export const variableOf = (contract: string, key: string): string => `TRUCE_${shout(contract)}_${shout(key)}`;

const shout = (text: string): string =>
  text
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z\d]+/g, '_')
    .toUpperCase();

export class Credentials {
  readonly #options: CredentialOptions;
  readonly #signedIn = new Map<string, string>();

  /** Throws a UserError for a name that is none of a variable: it may be the secret itself, which is not repeated. */
  constructor(options: CredentialOptions) {
    this.#options = options;
    for (const [key, name] of Object.entries(options.names ?? {}))
      if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
        throw new UserError(`\`credentials.${key}\` must be the name of an environment variable`, {
          hint: `Credentials never stand in a config: put it into a variable such as \`${variableOf(options.contract, key)}\` and name that`,
        });
  }

  /** For sentences: what the config says is not repeated, it may be the secret itself. */
  variable(key: string): string {
    return this.#named(key) === undefined
      ? `\`${variableOf(this.#options.contract, key)}\``
      : `the environment variable that \`credentials.${key}\` of the config names`;
  }

  #named(key: string): string | undefined {
    const { names } = this.#options;
    return names && Object.hasOwn(names, key) ? names[key] : undefined;
  }

  #nameOf(key: string): string {
    return this.#named(key) ?? variableOf(this.#options.contract, key);
  }

  /** What signing in gave, for the rest of the run. */
  signIn(key: string, value: string): void {
    this.#signedIn.set(key, value);
    this.#options.secrets.add(value);
  }

  /** The value of an input of a workflow, such as a user name; undefined where the environment does not have it. No answer may show a password. */
  input(name: string): string | undefined {
    const value = this.#options.env[variableOf(this.#options.contract, name)] || undefined;
    if (value !== undefined && secretInput.test(name)) this.#options.secrets.add(value);
    return value;
  }

  has(key: string): boolean {
    return this.#valueOf(key) !== undefined;
  }

  /** The first alternative of which everything is at hand; undefined when there is none. An operation without security has an empty one. */
  alternativeFor({ security }: Operation): readonly SecurityScheme[] | undefined {
    const alternatives = security?.alternatives ?? [];
    if (alternatives.length === 0) return [];
    const usable = alternatives.filter((schemes) => schemes.every(({ key, kind }) => kind === 'mutualTLS' || this.has(key)));
    return usable.find((schemes) => schemes.length > 0) ?? usable[0];
  }

  /** Why no alternative can be met, with the variables that would do; undefined when one can. */
  lackOf(operation: Operation): string | undefined {
    if (this.alternativeFor(operation)) return undefined;
    const ways = (operation.security?.alternatives ?? []).flatMap((schemes) => [
      schemes.flatMap(({ kind, key }) => (kind === 'mutualTLS' ? [] : this.variable(key))).join(' and '),
      ...(schemes.length === 1 ? schemes.flatMap(({ key }) => this.#signInOf(key)) : []),
    ]);
    return `no credentials: set ${list(ways, 6, 'or')}`;
  }

  /** Can the workflow be run that gives the credential? */
  canSignIn(key: string): boolean {
    return this.#options.signIns?.get(key)?.every((name) => this.input(name) !== undefined) ?? false;
  }

  #signInOf(key: string): readonly string[] {
    const inputs = this.#options.signIns?.get(key) ?? [];
    return inputs.length === 0
      ? []
      : [`${inputs.map((name) => `\`${variableOf(this.#options.contract, name)}\``).join(' and ')} to sign in`];
  }

  /** Every alternative that can be tried, the one that is used first. */
  alternativesFor(operation: Operation): readonly (readonly SecurityScheme[])[] {
    return (operation.security?.alternatives ?? []).filter((schemes) => schemes.length > 0);
  }

  /** The request with the credentials of `schemes`. */
  apply(
    request: WireRequest,
    schemes: readonly SecurityScheme[],
    use: CredentialUse,
  ): { readonly request: WireRequest; readonly placed: readonly Placed[] } {
    const placed = use === 'none' ? [] : schemes.flatMap((scheme) => this.#place(scheme, use) ?? []);
    const bare = withoutPlaces(request, schemes);
    const headers = placed.filter(({ in: where }) => where === 'header').map(({ name, value }): Field => [name, value]);
    const cookies = placed.filter(({ in: where }) => where === 'cookie').map(({ name, value }) => `${name}=${value}`);
    const query = placed
      .filter(({ in: where }) => where === 'query')
      .map(({ name, value }) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
    const others = bare.fields.filter(([name]) => name.toLowerCase() !== 'cookie');
    const jar = [...bare.fields.filter(([name]) => name.toLowerCase() === 'cookie').map(([, value]) => value), ...cookies];
    const target = query.length === 0 ? bare.target : `${bare.target}${bare.target.includes('?') ? '&' : '?'}${query.join('&')}`;
    return {
      request: { ...bare, target, fields: [...others, ...headers, ...(jar.length > 0 ? [['Cookie', jar.join('; ')] as const] : [])] },
      placed,
    };
  }

  #valueOf(key: string): string | undefined {
    const value = this.#signedIn.get(key) ?? this.#options.env[this.#nameOf(key)];
    return value === undefined || value === '' ? undefined : value;
  }

  #place(scheme: SecurityScheme, use: CredentialUse): Placed | undefined {
    const value = this.#valueOf(scheme.key);
    if (scheme.kind === 'mutualTLS' || (use === 'given' && value === undefined)) return undefined;
    if (value !== undefined) this.#options.secrets.add(value);
    if (use === 'given' && scheme.in !== 'query' && unsendable.test(value ?? ''))
      throw new UserError(`${this.variable(scheme.key)} holds a line break or another character that no field of HTTP can have`, {
        hint: 'A file that was read into it may end in a line break',
      });
    const env = value === undefined || this.#signedIn.has(scheme.key) ? {} : { env: this.#nameOf(scheme.key) };
    const isPublic = use === 'wrong';
    const secret = isPublic ? wrong : (value ?? '');
    if (scheme.kind === 'apiKey')
      return {
        in: scheme.in ?? 'header',
        name: scheme.name ?? '',
        value: isPublic ? falsify(value) : secret,
        prefix: '',
        isPublic,
        ...env,
      };
    const text = this.#authorization(scheme, secret, use);
    // curl encodes `user:password` itself where nothing is said of a prefix.
    const prefix = scheme.kind === 'basic' ? {} : { prefix: text.slice(0, text.length - secret.length) };
    return { in: 'header', name: 'Authorization', value: text, isPublic, ...prefix, ...env };
  }

  #authorization({ kind, scheme, key }: SecurityScheme, secret: string, use: CredentialUse): string {
    if (kind === 'basic') {
      if (use === 'given' && !secret.includes(':'))
        throw new UserError(`${this.variable(key)} must hold \`user:password\``, { hint: 'It is encoded by Truce; give it as it is' });
      const encoded = Buffer.from(use === 'wrong' ? `${wrong}:${wrong}` : secret).toString('base64');
      if (use === 'given') {
        this.#options.secrets.add(encoded);
        this.#options.secrets.add(secret.slice(secret.indexOf(':') + 1));
      }
      return `Basic ${encoded}`;
    }
    if (kind === 'http' && !scheme) return secret;
    const word = kind === 'http' ? (scheme ?? '').replace(/^./, (letter) => letter.toUpperCase()) : 'Bearer';
    return secret.toLowerCase().startsWith(`${word.toLowerCase()} `) ? secret : `${word} ${secret}`;
  }
}

const secretInput = /pass|secret|token|key|credential|pin$/i;

/** Basic is encoded; everything else travels as it is (RFC 9110 §5.5). */
const unsendable = /[\0-\x08\x0a-\x1f\x7f]/;

/** A request that says nothing where the credentials of these schemes go: what an example gives there is nobody's. */
function withoutPlaces(request: WireRequest, schemes: readonly SecurityScheme[]): WireRequest {
  const taken = (where: SecurityScheme['in'], name: string): boolean =>
    schemes.some((scheme) => scheme.kind === 'apiKey' && (scheme.in ?? 'header') === where && scheme.name === name);
  const isField = (field: string): boolean =>
    schemes.some(({ kind, in: where = 'header', name = '' }) =>
      kind === 'apiKey' ? where === 'header' && name.toLowerCase() === field : kind !== 'mutualTLS' && field === 'authorization',
    );
  const fields = request.fields.flatMap(([name, value]): Field[] => {
    if (name.toLowerCase() !== 'cookie') return isField(name.toLowerCase()) ? [] : [[name, value]];
    const kept = value.split(/; */).filter((pair) => !taken('cookie', pair.split('=', 1)[0] ?? ''));
    return kept.length > 0 ? [[name, kept.join('; ')]] : [];
  });
  const [path = '', ...rest] = request.target.split('?');
  const pairs = rest.join('?').split('&');
  const kept = pairs.filter((pair) => !taken('query', decodePercent(pair.split('=', 1)[0] ?? '', true)));
  if (kept.length === pairs.length) return { ...request, fields };
  return { ...request, fields, target: kept.length > 0 ? `${path}?${kept.join('&')}` : path };
}

/** Nobody's value of the same form: a word before a space is the scheme, such as `SOTicket`. */
const falsify = (value: string | undefined): string => {
  const word = /^[A-Za-z][A-Za-z-]{0,19}(?= )/.exec(value ?? '')?.[0];
  return word === undefined ? wrong : `${word} ${wrong}`;
};
