// `startInstance`: a vendor's imitation on the loopback interface, with the faults, users and limits a test asks for.
import { layersOf, habitsOf } from './faults/index.ts';
import type { Fault } from './faults/index.ts';
import { limitRate } from './rate.ts';
import type { Rate } from './rate.ts';
import { odyssee } from './odyssee.ts';
import { onlyoffice } from './onlyoffice.ts';
import { serve } from './serve.ts';
import type { Logged, ServeOptions } from './serve.ts';
import { superoffice } from './superoffice.ts';
import type { Answerer, Received, Stored, Vendor, VendorId, WorldOptions } from './vendor.ts';

const vendors: Readonly<Record<VendorId, Vendor>> = { superoffice, onlyoffice, odyssee };

export interface InstanceOptions extends ServeOptions, Omit<WorldOptions, 'habits'> {
  /** Entries of the fault table, such as `no-401` or `slow=300`; none by default. */
  readonly faults?: readonly Fault[];
  /** Requests allowed in a window of seconds; more are refused. No limit by default. */
  readonly rate?: Rate;
  /** Contacts to start with in place of the seeded ones, as `state` gave them. */
  readonly stored?: readonly Stored[];
  /** Called after each request that changed what is stored. */
  readonly changed?: (stored: readonly Stored[]) => void;
}

export interface Instance {
  /** `http://127.0.0.1:port`, without a slash at the end. */
  readonly url: string;
  /** Every stored contact, the seeded ones included, as the vendor's JSON shows it. */
  state(): readonly Stored[];
  /** Every request since the start, in order of arrival. */
  log(): readonly Logged[];
  /** Closes the port and every connection; may be called twice. */
  stop(): Promise<void>;
}

/**
 * Starts an imitation of a vendor's server.
 * @throws Error for a fault that does not exist or does not apply to the vendor, and when the port is taken.
 */
export async function startInstance(vendorId: VendorId, options: InstanceOptions = {}): Promise<Instance> {
  const { faults = [], rate, stored, changed, now = () => new Date() } = options;
  const vendor = vendors[vendorId];
  const world = vendor.create({ ...options, habits: habitsOf(faults) });
  if (stored) world.restore(stored);
  const layers = layersOf(faults, { vendor, world, now, signedIn: vendor.signedIn(options) });
  const inner: Answerer = layers.reduceRight<Answerer>((next, layer) => (request) => layer(request, next), world.answer);
  const limited = rate ? limitRate(rate, vendorId, now, inner) : inner;
  const answer = changed
    ? async (request: Received) => {
        const given = await limited(request);
        if (request.method !== 'GET') changed(world.state());
        return given;
      }
    : limited;
  const server = await serve(answer, options);
  return { ...server, state: () => world.state() };
}
