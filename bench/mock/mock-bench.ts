// What every section of the mock's bench is given: servers on documents, load on them in interleaved rounds, and ratios within one round.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { say } from '../bench.ts';
import { median } from '../measure.ts';
import { textOf } from './client.ts';
import type { Answer, Call } from './client.ts';
import type { Load, LoadReply, LoadResult } from './load.ts';
import { names, RunningServer, type ServerName, serverNames } from './servers.ts';
import { type Memory, readMemory } from './usage.ts';

export interface Workload {
  readonly name: string;
  readonly document: string;
  readonly call: Call;
  readonly status: number;
  /** The answer's JSON value; undefined where every answer is another. */
  readonly value?: unknown;
}

/** Results of one workload, by server, round by round. */
export type Rounds = ReadonlyMap<ServerName, readonly LoadResult[]>;

export interface MemoryRow {
  readonly document: string;
  readonly name: ServerName;
  readonly atStart: Memory;
  readonly afterLoad: Memory;
}

export interface Measured {
  readonly rounds: ReadonlyMap<Workload, Rounds>;
  readonly memory: readonly MemoryRow[];
}

export interface MockBenchOptions {
  readonly isQuick: boolean;
  readonly rounds?: number;
}

const connections = 10;

export class MockBench {
  readonly options: MockBenchOptions;
  readonly truce: string;
  readonly folder = mkdtempSync(join(tmpdir(), 'truce-mock-bench-'));
  readonly #generator: ChildProcess;

  constructor(options: MockBenchOptions, truce: string) {
    this.options = options;
    this.truce = truce;
    this.#generator = fork(join(import.meta.dirname, 'load.ts'));
  }

  rounds(usual: number): number {
    return this.options.rounds ?? (this.options.isQuick ? 1 : usual);
  }

  close(): void {
    this.#generator.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The bare server answers what Truce answers: its file is written by asking Truce once. */
  async answerFile(workload: Workload): Promise<string> {
    const { document, call, status } = workload;
    const truce = await RunningServer.start('truce', this.truce, { document, answer: '' }, call, status);
    await truce.stop();
    return this.#keepAnswer(workload.name, truce.firstAnswer);
  }

  start(name: ServerName, { document, call, status }: Workload, answer: string): Promise<RunningServer> {
    return RunningServer.start(name, this.truce, { document, answer }, call, status);
  }

  /** Loads every server with every workload: all servers in turn within a round, rounds one after the other. */
  async measure(workloads: readonly Workload[], rounds: number): Promise<Measured> {
    const running = new Map<string, { server: RunningServer; document: string; atStart: Memory }>();
    const keyOf = (name: ServerName, workload: Workload): string => `${name} ${name === 'bare' ? workload.name : workload.document}`;
    const results = new Map(workloads.map((workload) => [workload, new Map<ServerName, LoadResult[]>()] as const));
    const seconds = this.options.isQuick ? 0.5 : 3;
    try {
      for (const workload of workloads) {
        const answer = await this.answerFile(workload);
        for (const name of serverNames) {
          const key = keyOf(name, workload);
          if (!running.has(key)) {
            const server = await this.start(name, workload, answer);
            running.set(key, { server, document: workload.document, atStart: readMemory(server.pid) });
          }
          checkAnswer(workload, name, await (running.get(key) as { server: RunningServer }).server.ask(workload.call));
        }
      }
      for (let round = 0; round < rounds; round++) {
        for (const workload of workloads) {
          say(`round ${round + 1} of ${rounds}: ${workload.name}`);
          for (const name of serverNames) {
            const { server } = running.get(keyOf(name, workload)) as { server: RunningServer };
            // Machine code is made in the first round; later ones only fill caches again.
            const warmUp = (round === 0 ? 0.7 : 0.1) * seconds;
            const result = await this.#load(workload, server, warmUp * 1000, seconds * 1000);
            const list = results.get(workload) as Map<ServerName, LoadResult[]>;
            list.set(name, [...(list.get(name) ?? []), result]);
          }
        }
      }
      // Of the bare servers, one for each workload, the first stands for all.
      const first = [...running.values()].filter(
        ({ server }, index, all) => server.name !== 'bare' || all.findIndex((other) => other.server.name === 'bare') === index,
      );
      const memory = first.map(({ server, document, atStart }) => ({
        document,
        name: server.name,
        atStart,
        afterLoad: readMemory(server.pid),
      }));
      return { rounds: results, memory };
    } finally {
      await Promise.all([...running.values()].map(({ server }) => server.stop()));
    }
  }

  async #load({ call, status, name }: Workload, server: RunningServer, warmUp: number, duration: number): Promise<LoadResult> {
    const { port, pid } = server;
    const reply = once(this.#generator, 'message') as Promise<[LoadReply]>;
    this.#generator.send({ port, pid, call, status, connections, warmUp, duration } satisfies Load);
    const [answer] = await reply;
    if ('error' in answer) throw new Error(`${name}, ${names[server.name]}: ${answer.error}`);
    return answer.result;
  }

  #keepAnswer(name: string, answer: Answer): string {
    const { status, head } = answer;
    const type = /^content-type: *(.*)$/im.exec(head)?.[1] ?? 'application/json';
    const file = join(this.folder, `${name.replaceAll(/\W+/g, '-')}.answer.json`);
    writeFileSync(file, JSON.stringify({ status, type, body: textOf(answer) }));
    return file;
  }
}

/** Servers are only compared while they answer the same. Throws otherwise. */
function checkAnswer(workload: Workload, name: ServerName, answer: Answer): void {
  const { status } = answer;
  const text = textOf(answer);
  if (status !== workload.status) throw new Error(`${workload.name}, ${names[name]}: expected ${workload.status}, got ${status}`);
  const value: unknown = JSON.parse(text);
  if (workload.value !== undefined && !isDeepStrictEqual(value, workload.value))
    throw new Error(`${workload.name}, ${names[name]}: another answer than the document's example: ${text.slice(0, 200)}`);
}

export const perProcessorSecond = ({ requests, cpu }: LoadResult): number => requests / (cpu / 1000);
export const perSecond = ({ requests, wall }: LoadResult): number => requests / (wall / 1000);

/** Requests per processor second of one over those of another, each compared within one round; the median of the rounds. */
export function compare(one: readonly LoadResult[] | undefined, other: readonly LoadResult[] | undefined): number {
  const ratios = (one ?? []).flatMap((result, round) => {
    const beside = other?.[round];
    return beside ? [perProcessorSecond(result) / perProcessorSecond(beside)] : [];
  });
  return median(ratios);
}
