// Request targets and header fields without credentials: values are replaced, names, schemes and attributes stay (RFC 9110 §11, RFC 6265).
import { isRedaction } from '../judge/security.ts';
import { findResponse, type Operation, type Parameter, type ParameterIn } from '../model/contract.ts';
import type { Field } from '../model/exchange.ts';
import { coerceScalar } from '../openapi/coerce.ts';
import { decodePercent } from '../openapi/parameters.ts';
import { isSensitive, type SecretNames, soundsSecret } from './secret-names.ts';
import { marker, standIn, ways } from './stand-in.ts';

/** Fields that are one URL (RFC 9110, RFC 6454 §7); `:path`, as browsers list the target (RFC 9113 §8.3.1). */
const urlFields = new Set(['referer', 'origin', 'location', 'content-location', ':path']);
/** Fields that hold URLs among other words: RFC 8288 and, in browsers, `Refresh`. */
const fieldsWithUrls = new Set(['link', 'refresh']);

const urlAmongWords = /[^\s<>"',;=]*[/?#][^\s<>"']*/g;

type Change = (text: string) => string;

/** `change` put to each URL of a field that is made of them, `changeWords` to what stands between; undefined for any other field. `name` is in lower case. */
export function mapUrls(name: string, value: string, change: Change, changeWords: Change = (words) => words): string | undefined {
  if (urlFields.has(name)) return change(value);
  if (!fieldsWithUrls.has(name)) return undefined;
  let written = '';
  let end = 0;
  for (const { 0: url, index } of value.matchAll(urlAmongWords)) {
    written += changeWords(value.slice(end, index)) + change(url);
    end = index + url.length;
  }
  return written + changeWords(value.slice(end));
}

export class FieldRedactor {
  readonly #names: SecretNames;
  readonly #operation: Operation | undefined;

  constructor(names: SecretNames, operation: Operation | undefined) {
    this.#names = names;
    this.#operation = operation;
  }

  /** An origin-form target or an absolute URL; fragments are treated as queries. */
  target(target: string): string {
    const start = target.search(/[?#]/);
    const path = start < 0 ? target : target.slice(0, start);
    const rest = start < 0 ? '' : target.slice(start);
    return (
      this.#path(path) +
      rest.replace(/([?#&])([^=&#?]*)=([^&#]+)/g, (pair, before: string, name: string, value: string) => {
        const plain = decodePercent(name, true);
        const parameter = this.#parameter('query', plain);
        if (!this.#isSecret(plain, parameter, this.#names.query.has(plain))) return pair;
        return `${before}${name}=${encodeURIComponent(replacement(decodePercent(value, true), parameter))}`;
      })
    );
  }

  requestField([name, value]: Field): Field {
    const lower = name.toLowerCase();
    if (lower === 'authorization' || lower === 'proxy-authorization') return [name, redactAuthorization(value)];
    if (lower === 'cookie') return [name, this.#cookies(value)];
    const urls = this.#urls(lower, value);
    if (urls !== undefined) return [name, urls];
    const parameter = this.#parameter('header', lower);
    return [name, this.#isSecret(lower, parameter, this.#names.headers.has(lower)) ? replacement(value, parameter) : value];
  }

  responseField([name, value]: Field, status: number): Field {
    const lower = name.toLowerCase();
    if (lower === 'set-cookie')
      return [
        name,
        value.replace(/^([^=;]*=?)([^;]*)/, (_, key: string, secret: string) => key + (secret.trim() === '' ? secret : marker)),
      ];
    const urls = this.#urls(lower, value);
    if (urls !== undefined) return [name, urls];
    const entry = this.#operation && findResponse(this.#operation, status);
    const header = entry?.headers.find((one) => one.name.toLowerCase() === lower);
    return [name, this.#isSecret(lower, header, this.#names.headers.has(lower)) ? replacement(value, header) : value];
  }

  #urls(name: string, value: string): string | undefined {
    return mapUrls(name, value, (url) => withoutUser(this.target(url)));
  }

  #isSecret(name: string, parameter: Parameter | undefined, isNamed: boolean): boolean {
    const shape = parameter?.schema?.shape;
    return isNamed || soundsSecret(name) || (shape !== undefined && isSensitive(shape));
  }

  #parameter(where: ParameterIn, name: string): Parameter | undefined {
    return this.#operation?.parameters.find(
      (parameter) => parameter.in === where && (where === 'header' ? parameter.name.toLowerCase() : parameter.name) === name,
    );
  }

  #cookies(value: string): string {
    return value
      .split(';')
      .map((pair) => {
        const equals = pair.indexOf('=');
        // A field that begins with the marker alone would count as a credential that was sent.
        if (equals < 0) return pair.trim() === '' ? pair : ` cookie-${marker}`.slice(pair.startsWith(' ') ? 0 : 1);
        const text = pair.slice(equals + 1);
        const parameter = this.#parameter('cookie', pair.slice(0, equals).trim());
        return pair.slice(0, equals + 1) + (text.trim() === '' ? text : replacement(text.trim(), parameter));
      })
      .join(';');
  }

  #path(path: string): string {
    const operation = this.#operation;
    const secret = operation?.parameters.filter(({ in: where, schema }) => where === 'path' && schema && isSensitive(schema.shape));
    if (!operation || !secret || secret.length === 0) return path;
    const match = operation.contract.match(operation.method, path);
    if (match.kind !== 'match') return path;
    let redacted = path;
    for (const parameter of secret) {
      const sent = match.pathValues.get(parameter.name) ?? '';
      const at = sent === '' ? -1 : redacted.lastIndexOf(sent);
      if (at < 0) continue;
      redacted = redacted.slice(0, at) + encodeURIComponent(replacement(decodePercent(sent), parameter)) + redacted.slice(at + sent.length);
    }
    return redacted;
  }
}

/** The scheme stays: it is part of the contract. What has none must go on having none. */
export function redactAuthorization(value: string): string {
  const text = value.trim();
  if (text === '') return value;
  if (isRedaction(text)) return marker;
  const [word = '', rest = ''] = text.split(/\s+(.*)/s);
  const isScheme = /^([A-Za-z][A-Za-z-]{0,19}|AWS4-HMAC-SHA256|SCRAM-SHA-(1|256))$/.test(word);
  if (rest !== '') return `${isScheme ? word : 'unknown-scheme'} ${marker}`;
  return /^(basic|bearer|digest|negotiate|ntlm|dpop)$/i.test(word) ? word : `without-scheme-${marker}`;
}

/** RFC 3986 §3.2.1: user information before the host. */
export const withoutUser = (url: string): string => url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, `$1${marker}@`);

/** A text of which the contract says the same; the marker where there is none. */
function replacement(value: string, parameter: Parameter | undefined): string {
  if (value === '') return value;
  const schema = parameter?.schema;
  if (!schema) return marker;
  const { shape } = schema;
  const opinion = (text: string): string => {
    const typed = coerceScalar(text, shape);
    if (schema.accepts(typed, 'request')) return '';
    const judged = schema.judge(typed, 'request');
    return judged.kind === 'judged' ? judged.mismatches.map(({ keyword }) => keyword).join() : judged.reason;
  };
  const isList = shape.types.has('array') || shape.types.has('object');
  const wanted = opinion(value);
  for (let way = isList ? 1 : 0; way < ways; way++) {
    const text = standIn({ kind: 'string', value, shape }, way);
    if (text !== undefined && opinion(text) === wanted) return text;
  }
  return marker;
}
