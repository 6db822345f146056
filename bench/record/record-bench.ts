// What every section of the recorder's bench is given: the ways to a target, and load on them in interleaved rounds.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { say, type Table } from '../bench.ts';
import { median } from '../measure.ts';
import type { Call } from '../mock/client.ts';
import { company, thing, writeDocument } from '../mock/documents.ts';
import type { Load, LoadReply, LoadResult } from '../mock/load.ts';
import { readMemory } from '../mock/usage.ts';
import { RunningWay, type Way, wayNames, ways } from './ways.ts';

export interface Workload {
  readonly name: string;
  readonly call: Call;
  /** The answer's JSON value. */
  readonly value: unknown;
}

const accept = [['Accept', 'application/json'] as const, ['Authorization', 'Bearer 9f8e7d6c5b4a'] as const];
const sent = JSON.stringify({ id: 7, name: 'Amber lamp', price: 19.5, available: true });

export const workloads: readonly Workload[] = [
  { name: 'a small answer', call: { method: 'GET', target: '/things/{n}', fields: accept }, value: thing },
  { name: 'an answer of 100 properties', call: { method: 'GET', target: '/companies/{n}', fields: accept }, value: company },
  {
    name: 'a request with a body',
    call: { method: 'PUT', target: '/things/{n}', fields: [...accept, ['Content-Type', 'application/json']], body: sent },
    value: thing,
  },
];

export type Rounds = ReadonlyMap<Way, readonly LoadResult[]>;

export interface Measured {
  readonly rounds: Rounds;
  /** Peak memory of each way, MB. */
  readonly peaks: ReadonlyMap<Way, number>;
}

export class RecordBench {
  readonly folder = mkdtempSync(join(tmpdir(), 'truce-record-bench-'));
  readonly isQuick: boolean;
  readonly #rounds: number | undefined;
  readonly #truce: string;
  readonly #generator: ChildProcess;

  constructor(options: { readonly isQuick: boolean; readonly rounds?: number }, truce: string) {
    this.isQuick = options.isQuick;
    this.#rounds = options.rounds;
    this.#truce = truce;
    this.#generator = fork(join(import.meta.dirname, '..', 'mock', 'load.ts'));
  }

  rounds(usual: number): number {
    return this.#rounds ?? (this.isQuick ? 1 : usual);
  }

  close(): void {
    this.#generator.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** All ways in turn within a round, rounds one after the other. */
  async measure({ name, call, value }: Workload, connections: number, usual: number): Promise<Measured> {
    const answer = join(this.folder, 'answer.json');
    writeFileSync(answer, JSON.stringify({ status: 200, type: 'application/json', body: JSON.stringify(value) }));
    const places = { truce: this.#truce, folder: this.folder, document: writeDocument(this.folder, 10), answer };
    const target = await RunningWay.start('direct', places, '');
    const running = new Map<Way, RunningWay>([['direct', target]]);
    const results = new Map<Way, LoadResult[]>(wayNames.map((way) => [way, []]));
    const seconds = this.isQuick ? 0.5 : 3;
    try {
      for (const way of wayNames)
        if (way !== 'direct') running.set(way, await RunningWay.start(way, places, `http://127.0.0.1:${target.port}`));
      const rounds = this.rounds(usual);
      for (let round = 0; round < rounds; round++) {
        say(`round ${round + 1} of ${rounds}: ${name}, ${connections} connections`);
        for (const way of wayNames) {
          const { port, pid } = running.get(way) as RunningWay;
          // Connections that all begin at once may wait three seconds for the target's system to notice them.
          const warmUp = (round > 0 ? 0.1 * seconds : connections > 100 ? 5 : 0.7 * seconds) * 1000;
          results.get(way)?.push(await this.#load({ port, pid, call, status: 200, connections, warmUp, duration: seconds * 1000 }));
        }
      }
      return { rounds: results, peaks: new Map([...running].map(([way, { pid }]) => [way, readMemory(pid).peak])) };
    } finally {
      await Promise.all([...running.values()].map((way) => way.stop()));
    }
  }

  async #load(load: Load): Promise<LoadResult> {
    const reply = once(this.#generator, 'message') as Promise<[LoadReply]>;
    this.#generator.send(load);
    const [message] = await reply;
    if ('error' in message) throw new Error(message.error);
    return message.result;
  }
}

const of = (results: readonly LoadResult[] | undefined, figure: (result: LoadResult) => number): number =>
  median((results ?? []).map(figure));

/** What a way adds to the direct one, in milliseconds: the median over rounds of the difference within a round. */
export function added(rounds: Rounds, way: Way, figure: 'p50' | 'p99'): number {
  const direct = rounds.get('direct') ?? [];
  return median((rounds.get(way) ?? []).map((result, round) => result[figure] - (direct[round]?.[figure] ?? Number.NaN)));
}

export function waysTable(title: string, { rounds, peaks }: Measured): Table {
  const header = ['', 'p50 ms', 'p99 ms', 'p50 added', 'p99 added', 'exchanges per second', 'CPU ms each', 'peak MB'];
  const rows = wayNames.map((way) => {
    const results = rounds.get(way);
    return [
      ways[way],
      of(results, ({ p50 }) => p50).toFixed(2),
      of(results, ({ p99 }) => p99).toFixed(2),
      way === 'direct' ? '' : added(rounds, way, 'p50').toFixed(2),
      way === 'direct' ? '' : added(rounds, way, 'p99').toFixed(2),
      Math.round(of(results, ({ requests, wall }) => (requests / wall) * 1000)).toLocaleString('en-US'),
      of(results, ({ cpu, requests }) => cpu / requests).toFixed(3),
      Math.round(peaks.get(way) ?? Number.NaN).toLocaleString('en-US'),
    ];
  });
  return { title, header, rows, notes: [] };
}
