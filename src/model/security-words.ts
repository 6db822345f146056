// Security alternatives in words (OpenAPI 3.1.1 Security Requirement Object): each scheme by its key and by what would be sent.
import type { SecurityScheme } from './contract.ts';
import { list, plain } from './show.ts';

const places = { query: 'query parameter', header: 'header', cookie: 'cookie' } as const;

function showScheme({ key, kind, scheme, in: where, name }: SecurityScheme): string {
  const sent =
    kind === 'apiKey' && where !== undefined && name !== undefined
      ? `${places[where]} \`${plain(name, 60)}\``
      : kind === 'http'
        ? (scheme ?? kind)
        : kind;
  return `\`${plain(key, 60)}\` (${sent})`;
}

/** `token` (bearer) with `key` (header `X-API-Key`), or the next alternative. */
export const showAlternatives = (alternatives: readonly (readonly SecurityScheme[])[]): string =>
  list(
    alternatives.filter((schemes) => schemes.length > 0).map((schemes) => schemes.map(showScheme).join(' with ')),
    8,
    'or',
  );
