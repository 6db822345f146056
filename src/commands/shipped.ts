// The contracts that come with Truce, by name: their documents and the mocks that behave like the vendors.
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Beside the sources, or above the bundle. */
const isSource = /\/src\/commands\/[^/]*$/.test(import.meta.url);
const root = new URL(isSource ? '../../' : '../', import.meta.url);

export interface Shipped {
  /** Absolute paths. */
  readonly document: string;
  readonly mock: string;
}

/** Names of the contracts that are there, in order. */
export function listShipped(): string[] {
  const folder = new URL('contracts/', root);
  return existsSync(folder) ? readdirSync(folder).filter((name) => existsSync(new URL(`${name}/openapi.yaml`, folder))) : [];
}

export function findShipped(name: string): Shipped | undefined {
  if (!listShipped().includes(name)) return undefined;
  const path = (relative: string): string => fileURLToPath(new URL(relative, root));
  return { document: path(`contracts/${name}/openapi.yaml`), mock: path(isSource ? `mocks/${name}.ts` : `dist/mocks/${name}.js`) };
}
