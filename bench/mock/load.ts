// The load generator, a process of its own: keeps some connections busy for a while and reads, at both ends of the window, what the server used.
import { Connection, textOf, writerOf } from './client.ts';
import type { Call } from './client.ts';
import { readProcessorTime } from './usage.ts';

export interface Load {
  readonly port: number;
  /** The server's process. */
  readonly pid: number;
  readonly call: Call;
  readonly status: number;
  readonly connections: number;
  /** Milliseconds of load before anything counts, and that count. */
  readonly warmUp: number;
  readonly duration: number;
}

export interface LoadResult {
  readonly requests: number;
  /** Milliseconds. */
  readonly wall: number;
  /** Processor time of the server, milliseconds. */
  readonly cpu: number;
  readonly p50: number;
  readonly p99: number;
}

export type LoadReply = { readonly result: LoadResult } | { readonly error: string };

const count = { next: 0 };

async function runLoad({ port, pid, call, status, connections, warmUp, duration }: Load): Promise<LoadResult> {
  const write = writerOf(call, count);
  const open = await Promise.all(Array.from({ length: connections }, () => Connection.open(port)));
  const latencies: number[] = [];
  let state: 'warming' | 'counting' | 'done' = 'warming';
  const keepBusy = async (connection: Connection): Promise<void> => {
    while (state !== 'done') {
      const start = performance.now();
      const answer = await connection.send(write());
      if (answer.status !== status) throw new Error(`expected ${status}, got ${answer.status}: ${textOf(answer).slice(0, 300)}`);
      if (state === 'counting') latencies.push(performance.now() - start);
    }
  };
  const busy = Promise.all(open.map(keepBusy));
  busy.catch(() => undefined);
  try {
    await Promise.race([sleep(warmUp), busy]);
    const cpuBefore = readProcessorTime(pid);
    const start = performance.now();
    state = 'counting';
    await Promise.race([sleep(duration), busy]);
    state = 'done';
    const [cpu, wall] = [readProcessorTime(pid) - cpuBefore, performance.now() - start];
    await busy;
    const sorted = Float64Array.from(latencies).toSorted();
    const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
    return { requests: latencies.length, wall, cpu, p50: at(0.5), p99: at(0.99) };
  } finally {
    state = 'done';
    for (const connection of open) connection.close();
  }
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

process.on('message', (load: Load) => {
  void runLoad(load).then(
    (result) => process.send?.({ result } satisfies LoadReply),
    (error: unknown) => process.send?.({ error: error instanceof Error ? error.message : String(error) } satisfies LoadReply),
  );
});
