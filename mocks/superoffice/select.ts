// What an answer shows: `$select` empties what it does not name, `includeTZOffset` completes dates, `_Links` lead on.
import type { responses } from '../superoffice.contract.ts';
import { noDate } from './read.ts';
import type { Company } from './store.ts';

/**
 * `$select=name,category/id`, in any case: members that are not named come back as null, and so do texts beside a named one in a nested
 * object, whose numbers, flags and lists cannot be null.
 */
export function select(company: Company, wanted: readonly string[] | undefined): responses.ContactEntityWithLinks {
  const paths = (wanted ?? []).map((path) => path.trim().toLowerCase().split('/')).filter(([first]) => first !== '' && first !== undefined);
  if (paths.length === 0) return company;
  const shown: responses.ContactEntityWithLinks = {};
  for (const [name, value] of Object.entries(company)) {
    const own = paths.filter(([first]) => first === name.toLowerCase()).map((path) => path.slice(1));
    shown[name] = own.length === 0 ? null : keep(value, own);
  }
  return shown;
}

/** `paths` are what is named of the value; an empty one names all of it. */
function keep(value: unknown, paths: readonly (readonly string[])[]): unknown {
  if (paths.some((path) => path.length === 0) || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => keep(item, paths));
  return Object.fromEntries(
    Object.entries(value).map(([name, member]: [string, unknown]) => {
      const own = paths.filter(([first]) => first === name.toLowerCase()).map((path) => path.slice(1));
      return [name, own.length === 0 ? empty(name, member) : keep(member, own)];
    }),
  );
}

/** Names, of which there is always one. */
const enums = new Set(['Type', 'AtypeIdx']);

function empty(name: string, value: unknown): unknown {
  if (typeof value === 'number') return 0;
  if (typeof value === 'boolean') return false;
  if (Array.isArray(value)) return [];
  if (enums.has(name)) return 'Unknown';
  return name === 'LastChanged' ? noDate : null;
}

const dates = ['UpdatedDate', 'CreatedDate', 'DbiLastSyncronized', 'DbiLastModified'] as const;

/** `SO-TimeZone: UTC, includeTZOffset`: dates say that they are in UTC, as the base is. */
export function withOffset<T extends { readonly [K in (typeof dates)[number]]?: string | null }>(entity: T, zone: string | undefined): T {
  if (zone === undefined || !/\bincludeTZOffset\b/i.test(zone)) return entity;
  const complete = { ...entity };
  for (const name of dates) {
    const value = complete[name];
    if (typeof value === 'string' && !/(?:Z|[+-]\d\d:\d\d)$/i.test(value)) Object.assign(complete, { [name]: `${value}Z` });
  }
  return complete;
}

/** Absolute addresses below the one the client used; a server of the vendor's names its own, often with `:443`. */
export function linksOf(id: number, target: string, host: string | undefined): Record<string, string> {
  const prefix = /^((?:\/[\w.~-]+)*?)\/api\/v1\//.exec(target)?.[1] ?? '';
  const origin = /^[\w.-]+(?::\d+)?$|^\[[\d:a-f]+\](?::\d+)?$/i.test(host ?? '') ? `http://${host}` : 'https://online.superoffice.com:443';
  const base = `${origin}${prefix}/api/v1`;
  return {
    Self: `${base}/Contact/${id}`,
    'Self.Simple': `${base}/Contact/${id}/Simple`,
    Archive: `${base}/Contact/`,
    'Archive.Activities': `${base}/Contact/${id}/Activities/`,
    'Category.List': `${base}/List/Category/Items/`,
  };
}
