// Is one of the security alternatives met (OpenAPI 3.1.1 §4.8.30)? Presence and scheme only: no credential is ever verified or shown.
import type { Security, SecurityScheme } from '../model/contract.ts';
import type { SecurityResult } from '../model/examination.ts';
import { fieldValues, placeOf, type Request } from '../model/exchange.ts';
import { cookiePairs, decodePercent, queryPairs, type RawPairs } from '../openapi/parameters.ts';

const redaction =
  /^[\s"']*(\*{3,}|x{3,}|…|\.{3}|[[<({]?\s*(redacted|removed|masked|filtered|hidden|omitted|scrubbed|secret|sanitized)\b.*)[\s"']*$/i;

/** True for text that stands where a credential was, such as `***` or `REDACTED`. */
export const isRedaction = (text: string): boolean => redaction.test(text);

type Presence = 'present' | 'redacted' | 'absent' | { readonly seen: string };

export function examineSecurity(security: Security | undefined, request: Request): SecurityResult {
  if (!security || security.alternatives.length === 0) return { kind: 'open' };
  const credentials = new Credentials(request);
  let redacted: number | undefined;
  let open: number | undefined;
  let wrong: string | undefined;
  const given = new Set<string>();
  for (const [alternative, schemes] of security.alternatives.entries()) {
    if (schemes.length === 0) open = alternative;
    const presences = schemes.map((scheme) => credentials.presence(scheme));
    if (presences.every((presence) => presence === 'present') && schemes.length > 0) return { kind: 'met', alternative };
    if (presences.every((presence) => presence === 'present' || presence === 'redacted') && schemes.length > 0) redacted ??= alternative;
    for (const [index, presence] of presences.entries()) {
      if (typeof presence === 'object') wrong ??= presence.seen;
      else if (presence !== 'absent') given.add(schemes[index]?.key ?? '');
    }
  }
  if (redacted !== undefined) return { kind: 'redacted', alternative: redacted };
  if (open !== undefined) return { kind: 'open', alternative: open };
  if (!security.isWhole) return { kind: 'open' };
  const { alternatives: wanted, location: contract } = security;
  if (wrong === undefined) return { kind: 'missing', wanted, contract, given: [...given], instance: request.location };
  return { kind: 'mismatch', wanted, contract, seen: wrong, instance: placeOf(request, 'field', 'Authorization') };
}

/** The names of query parameters and fields that security schemes use: they are documented by being there. */
export const schemeNames = (security: Security | undefined, where: 'query' | 'header' | 'cookie'): string[] =>
  (security?.alternatives ?? []).flat().flatMap((scheme) => (scheme.in === where && scheme.name !== undefined ? [scheme.name] : []));

class Credentials {
  readonly #request: Request;
  readonly #authorization: readonly string[];
  #cookies: RawPairs | undefined;
  #query: RawPairs | undefined;

  constructor(request: Request) {
    this.#request = request;
    this.#authorization = fieldValues(request.fields, 'authorization');
  }

  presence(scheme: SecurityScheme): Presence {
    switch (scheme.kind) {
      case 'basic':
      case 'bearer':
        return this.#authorizationOf(scheme.kind);
      case 'http':
        return this.#authorizationOf(scheme.scheme ?? '');
      // Tokens of both travel as Bearer (RFC 6750 §2.1); other ways are not OpenAPI's to say.
      case 'oauth2':
      case 'openIdConnect':
        return this.#authorizationOf('bearer');
      case 'apiKey':
        return this.#apiKey(scheme);
      // A client certificate leaves no trace in the message.
      case 'mutualTLS':
        return 'redacted';
    }
  }

  #authorizationOf(wanted: string): Presence {
    if (this.#authorization.length === 0) return 'absent';
    for (const value of this.#authorization) {
      if (redaction.test(value)) return 'redacted';
      const [scheme = '', rest = ''] = value.trim().split(/\s+(.*)/s);
      if (scheme.toLowerCase() !== wanted) continue;
      return rest === '' || redaction.test(rest) ? 'redacted' : 'present';
    }
    const seen = this.#authorization[0]?.trim().split(/\s/, 1)[0] ?? '';
    // Without a second word it may be a bare token, which must not be shown.
    return {
      seen: /\s/.test(this.#authorization[0]?.trim() ?? '') && /^[A-Za-z-]{1,20}$/.test(seen) ? `\`${seen}\`` : 'a value without a scheme',
    };
  }

  #apiKey(scheme: SecurityScheme): Presence {
    const name = scheme.name ?? '';
    const values =
      scheme.in === 'header'
        ? fieldValues(this.#request.fields, name)
        : this.#pairs(scheme.in)
            .filter(([key]) => decodePercent(key) === name)
            .map(([, value]) => decodePercent(value));
    if (scheme.in === 'cookie' && values.length === 0 && fieldValues(this.#request.fields, 'cookie').some((value) => redaction.test(value)))
      return 'redacted';
    if (values.length === 0) return 'absent';
    return values.some((value) => value !== '' && !redaction.test(value)) ? 'present' : 'redacted';
  }

  #pairs(where: SecurityScheme['in']): RawPairs {
    if (where === 'cookie') return (this.#cookies ??= cookiePairs(fieldValues(this.#request.fields, 'cookie')));
    return (this.#query ??= queryPairs(this.#request.target));
  }
}
