// Splits a request target for peers that expect a server to have done so: path, query, header names in lower case, path parameters.
import type { BenchOperation } from './contract.ts';
import type { HarField } from './entries.ts';

export interface Target {
  /** Below the server's base path. */
  readonly path: string;
  readonly query: Record<string, string>;
}

export function readTarget(url: string, server: string): Target {
  const base = server.length;
  const question = url.indexOf('?', base);
  if (question < 0) return { path: url.slice(base), query: {} };
  return { path: url.slice(base, question), query: Object.fromEntries(new URLSearchParams(url.slice(question + 1))) };
}

export const readHeaders = (fields: readonly HarField[]): Record<string, string> =>
  Object.fromEntries(fields.map(({ name, value }) => [name.toLowerCase(), value]));

export function operationOf(
  operations: readonly BenchOperation[],
  method: string,
  path: string,
): { operation: BenchOperation; params: Record<string, string> } | undefined {
  const segments = path.split('/');
  for (const operation of operations) {
    const wanted = operation.path.split('/');
    if (operation.method !== method || wanted.length !== segments.length) continue;
    if (!wanted.every((part, index) => part.startsWith('{') || part === segments[index])) continue;
    const named = wanted
      .map((part, index) => [part.slice(1, -1), segments[index] ?? ''] as const)
      .filter((_, index) => wanted[index]?.startsWith('{'));
    return { operation, params: Object.fromEntries(named) };
  }
  return undefined;
}
