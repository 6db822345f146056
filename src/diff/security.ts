// Security of two operations compared: who could call before and still can (OpenAPI 3.1.1 Security Requirement Object).
import type { Operation, SecurityScheme } from '../model/contract.ts';
import { isRecord } from '../model/json-value.ts';
import { plain } from '../model/show.ts';
import { placeAt } from '../openapi/documents.ts';
import type { LoadedContract } from '../openapi/load.ts';
import type { Context, Recorder } from './recorder.ts';

/** What a caller has to show: schemes with their scopes; empty for nothing at all. */
type Alternative = ReadonlySet<string>;

export function compareSecurity(
  old: { readonly operation: Operation; readonly contract: LoadedContract },
  new_: { readonly operation: Operation; readonly contract: LoadedContract },
  context: Context,
  recorder: Recorder,
): void {
  const [were, are] = [alternativesOf(old.operation, old.contract), alternativesOf(new_.operation, new_.contract)];
  const isMet = (some: Alternative, others: readonly Alternative[]): boolean =>
    others.some((other) => [...other].every((need) => some.has(need)));
  const places = {
    old: old.operation.security?.location ?? asKey(old.operation),
    new: new_.operation.security?.location ?? asKey(new_.operation),
  };
  const gone = were.filter((alternative) => !isMet(alternative, are));
  const come = are.filter((alternative) => !isMet(alternative, were));
  if (gone.length > 0)
    recorder.add(
      {
        id: 'request-security-narrowed',
        message: `${gone.map(show).join(' or ')} no longer suffices, ${are.map(show).join(' or ')} does`,
        ...places,
      },
      'request',
      context,
    );
  if (come.length > 0)
    recorder.add({ id: 'request-security-widened', message: `${come.map(show).join(' or ')} suffices now`, ...places }, 'request', context);
}

const asKey = ({ location: { source, pointer } }: Operation) => ({ source, pointer, at: 'key' }) as const;

const show = (alternative: Alternative): string => (alternative.size === 0 ? 'no authentication' : [...alternative].join(' and '));

function alternativesOf({ security }: Operation, contract: LoadedContract): readonly Alternative[] {
  if (!security) return [new Set()];
  const schemes = new Map(security.alternatives.flat().map((scheme) => [scheme.key, scheme]));
  const document = contract.documents.documentOf(security.location.source);
  const written = document && placeAt(document, security.location.pointer)?.value;
  const requirements: unknown[] = Array.isArray(written) ? written : [];
  return requirements.flatMap((requirement) => {
    const entries = isRecord(requirement) ? Object.entries(requirement) : [];
    // A requirement whose scheme is not declared is no alternative for anybody.
    if (entries.some(([key]) => !schemes.has(key))) return [];
    return [new Set(entries.flatMap(([key, scopes]) => needsOf(schemes.get(key) as SecurityScheme, scopes)))];
  });
}

/** The names of schemes are nobody's business but the document's. */
function needsOf({ kind, scheme, in: where, name }: SecurityScheme, scopes: unknown): string[] {
  const what =
    kind === 'apiKey' ? `the ${where ?? ''} key \`${plain(name ?? '', 60)}\`` : kind === 'http' ? `HTTP ${plain(scheme ?? '', 40)}` : kind;
  const wanted = Array.isArray(scopes) ? scopes.filter((scope) => typeof scope === 'string') : [];
  return [what, ...wanted.map((scope) => `the scope \`${plain(scope, 60)}\` of ${what}`)];
}
