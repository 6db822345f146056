// Loads a package of bench/peers: through require, because the peers have a lockfile of their own and may not be installed.
import { createRequire } from 'node:module';

const require = createRequire(new URL('./peers/package.json', import.meta.url));

/** The package's exports; `T` is the small part of them the bench uses. */
export const loadPeer = <T>(name: string): T => require(name) as T;
export const resolvePeer = (name: string): string => require.resolve(name);
