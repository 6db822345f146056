// Judges a HAR while it grows, in a thread of its own: traffic never waits for a verdict, and what waits for one waits on the disk.
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import type { Finding } from '../model/finding.ts';
import type { Outcome } from '../model/report.ts';
import type { FollowAssignment, FollowMessage, Grown, JudgedEntry } from './follow-messages.ts';
import { thaw } from './frozen.ts';

export interface FollowOptions extends FollowAssignment {
  /** In the order of the file. */
  readonly onJudged: (
    entries: readonly { readonly outcome: Outcome; readonly findings: readonly Finding[]; readonly relaxed?: Outcome }[],
  ) => void;
  /** Told once: nothing is judged from now on. */
  readonly onFailed: (reason: string) => void;
}

/** Milliseconds by which a verdict may come later so that many share one message. */
const delay = 5;

export class Follower {
  readonly #worker: Worker;
  readonly #port: MessagePort;
  readonly #options: FollowOptions;
  #end: number;
  #judgedTo: number;
  #isTelling = false;
  #hasFailed = false;
  #settled: (() => void) | undefined;

  constructor(options: FollowOptions) {
    const { onJudged: _, onFailed: __, ...assignment } = options;
    this.#options = options;
    this.#end = options.from;
    this.#judgedTo = options.from;
    const { port1, port2 } = new MessageChannel();
    const file = import.meta.url.endsWith('.ts') ? './follower.ts' : './follower.js';
    this.#worker = new Worker(new URL(file, import.meta.url), {
      workerData: { assignment, port: port2 },
      transferList: [port2],
    });
    this.#port = port1;
    port1.on('message', (message: FollowMessage) => this.#hear(message));
    this.#worker.on('error', (error) => this.#fail(error instanceof Error ? error.message : String(error)));
    this.#worker.on('exit', () => this.#fail('its thread has ended'));
  }

  /** The file holds whole entries up to `end`. Costs one message for all calls of a few milliseconds. */
  grow(end: number): void {
    this.#end = end;
    if (this.#isTelling || this.#hasFailed) return;
    this.#isTelling = true;
    setTimeout(() => {
      this.#isTelling = false;
      this.#port.postMessage({ end: this.#end } satisfies Grown);
    }, delay);
  }

  /** Settles when everything written was judged, or nothing will be any more. */
  async settle(): Promise<void> {
    if (this.#isSettled) return;
    await new Promise<void>((resolve) => (this.#settled = resolve));
  }

  async stop(): Promise<void> {
    this.#hasFailed = true;
    this.#port.close();
    await this.#worker.terminate();
  }

  get #isSettled(): boolean {
    return this.#hasFailed || this.#judgedTo >= this.#end;
  }

  #hear(message: FollowMessage): void {
    if (message.kind === 'failed') return this.#fail(message.reason);
    this.#judgedTo = message.end;
    this.#options.onJudged(message.entries.map(thawEntry));
    if (this.#isSettled) this.#settled?.();
  }

  #fail(reason: string): void {
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    this.#options.onFailed(reason);
    this.#settled?.();
  }
}

const thawEntry = ({ outcome, findings, relaxed }: JudgedEntry) => ({ outcome, findings: findings.map(thaw), ...(relaxed && { relaxed }) });
