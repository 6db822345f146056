// The port of the recorder: every client's connection becomes a relay of its own, and an end lets running exchanges finish.
import { type AddressInfo, createServer, type Server } from 'node:net';
import { Relay, type RelayOptions } from './relay.ts';
import { dialerOf, type Target } from './target.ts';

export interface ProxyOptions extends Omit<RelayOptions, 'dial' | 'budget' | 'ownOrigin'> {
  readonly target: Target;
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
  /** Certificates of the target are not checked. */
  readonly insecure: boolean;
  /** Redirects to the target lead back to the recorder. */
  readonly rewriteLocation: boolean;
}

export interface Proxy {
  readonly url: string;
  /** Open connections of clients. */
  connections(): number;
  /** Takes no more connections, lets what was asked be answered for `patience` milliseconds, and ends the rest. */
  close(patience: number): Promise<void>;
}

/** How many bodies of the largest kept size may be held at once. */
const mostLargeBodies = 4;

/** Starts listening. Rejects with Node's error when the address cannot be had. */
export async function startProxy(options: ProxyOptions): Promise<Proxy> {
  const { target, host, port, insecure, rewriteLocation } = options;
  const relays = new Set<Relay>();
  const dial = dialerOf(target, { insecure });
  const budget = { held: 0, most: Math.max(mostLargeBodies * options.limit, 64 << 20) };
  let url = '';
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    const relay = new Relay(client, { ...options, dial, budget, ...(rewriteLocation && { ownOrigin: url }) });
    relays.add(relay);
    client.once('close', () => relays.delete(relay));
  });
  // More connections than Node's default of waiting ones: test suites open hundreds at once.
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen({ port, host, backlog: 4096 }, resolve));
  url = `http://${host.includes(':') ? `[${host}]` : host}:${(server.address() as AddressInfo).port}`;
  return {
    url,
    connections: () => relays.size,
    close: (patience) => close(server, relays, patience),
  };
}

async function close(server: Server, relays: ReadonlySet<Relay>, patience: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  for (const relay of relays) relay.finish();
  const timer = setTimeout(() => {
    for (const relay of relays) relay.abort('the recorder was stopped before the exchange was whole');
  }, patience);
  await closed;
  clearTimeout(timer);
}
