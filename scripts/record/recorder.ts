// A reverse proxy on the loopback interface that keeps the exchanges passing through it, bytes as they were on the wire.
import { createServer, request as forward } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Wire {
  /** What the exchange shows, in the words of whoever recorded it. */
  readonly note: string;
  readonly at: Date;
  readonly method: string;
  readonly target: string;
  readonly requestFields: readonly (readonly [string, string])[];
  readonly requestBody: Buffer;
  readonly status: number;
  readonly reason: string;
  readonly responseFields: readonly (readonly [string, string])[];
  readonly responseBody: Buffer;
}

export interface Recorder {
  /** Its own address, to which any request may be sent. */
  readonly url: string;
  /** Sends one request to the recorder's own address and insists on the status; that a client throws for it is no failure. */
  step(note: string, status: number, send: (base: string) => Promise<unknown>): Promise<void>;
  readonly wires: readonly Wire[];
  close(): Promise<void>;
}

/** A clock that moves one second per exchange and not otherwise, so that two recordings are the same. */
export class Clock {
  #at: number;

  constructor(start: string) {
    this.#at = Date.parse(start);
  }

  readonly now = (): Date => new Date(this.#at);

  tick(): void {
    this.#at += 1000;
  }
}

export async function startRecorder(target: string, clock: Clock): Promise<Recorder> {
  const wires: Wire[] = [];
  let note = '';
  const server = createServer((incoming, outgoing) => {
    const keep = (seen: Seen): void => {
      wires.push({ note, at: clock.now(), ...seen });
      clock.tick();
    };
    pass(incoming, outgoing, target, keep).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: base,
    wires,
    async step(label, status, send) {
      note = label;
      const before = wires.length;
      const failure = await send(base).then(
        () => undefined,
        (error: unknown) => error,
      );
      const statuses = wires.slice(before).map((wire) => wire.status);
      if (statuses.length !== 1 || statuses[0] !== status)
        throw new Error(`Expected one answer with status ${status} for “${label}”, got [${statuses.join(', ')}]`, { cause: failure });
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Seen = Omit<Wire, 'note' | 'at'>;

/** Keeps the exchange before it answers: a client that has its answer finds the exchange recorded. */
async function pass(incoming: IncomingMessage, outgoing: ServerResponse, target: string, keep: (seen: Seen) => void): Promise<void> {
  const requestBody = await bytesOf(incoming);
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const { host: _host, connection: _connection, ...headers } = incoming.headers;
    const sent = forward(`${target}${incoming.url ?? '/'}`, { method: incoming.method, headers, agent: false }, resolve);
    sent.once('error', reject).end(requestBody);
  });
  const responseBody = await bytesOf(answer);
  const seen = {
    method: incoming.method ?? 'GET',
    target: incoming.url ?? '/',
    requestFields: pairs(incoming.rawHeaders),
    requestBody,
    status: answer.statusCode ?? 0,
    reason: answer.statusMessage ?? '',
    responseFields: pairs(answer.rawHeaders),
    responseBody,
  };
  keep(seen);
  outgoing.sendDate = false;
  outgoing.writeHead(seen.status, Object.fromEntries(seen.responseFields.filter(([name]) => !/^(connection|keep-alive)$/i.test(name))));
  outgoing.end(responseBody);
}

async function bytesOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function pairs(raw: readonly string[]): [string, string][] {
  return raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1] ?? ''] satisfies [string, string]] : []));
}
