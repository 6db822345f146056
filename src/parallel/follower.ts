// A worker thread: reads the entries of a growing HAR as they are written, judges each by the one validator, and reports in batches.
import { closeSync, openSync, readSync } from 'node:fs';
import { type MessagePort, workerData } from 'node:worker_threads';
import { readEntryLine } from '../evidence/har.ts';
import { Judge } from '../judge/judge.ts';
import { loadContract } from '../openapi/load.ts';
import type { FollowAssignment, FollowMessage, Grown, JudgedEntry } from './follow-messages.ts';
import { Freezer } from './frozen.ts';

const { assignment, port } = workerData as { assignment: FollowAssignment; port: MessagePort };
const post = (message: FollowMessage): void => port.postMessage(message);

/** Milliseconds of judging before results are posted and news are heard. */
const slice = 20;
const lineEnd = 0x0a;

let end = assignment.from;
let at = assignment.from;
let wake: (() => void) | undefined;
port.on('message', (grown: Grown) => {
  end = Math.max(end, grown.end);
  wake?.();
});

try {
  await follow(assignment);
} catch (error) {
  post({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) });
}

async function follow({ contracts, judge: options, file, mayAccept }: FollowAssignment): Promise<never> {
  const loaded = await Promise.all(contracts.map((contract) => loadContract(contract.path, contract.options)));
  const judge = new Judge(loaded, options);
  const lenient = new Judge(loaded, { ...options, accept: () => ({ by: 'waiver', reason: '' }) });
  const freezer = new Freezer();
  const descriptor = openSync(file.path, 'r');
  try {
    const lines = new EntryLines(descriptor);
    let { index } = assignment;
    for (;;) {
      const entries: JudgedEntry[] = [];
      for (const until = performance.now() + slice; at < end && performance.now() < until;) {
        const { offset, bytes } = lines.next(at, end);
        // The head of the file is its first line.
        const exchange = readEntryLine(file.uri, bytes, { index, line: index + 2, offset });
        const { outcome, findings } = judge.judge(exchange);
        const relaxed = mayAccept && outcome.verdict === 'violates' ? lenient.judge(exchange).outcome : undefined;
        entries.push({ outcome, findings: findings.map((finding) => freezer.finding(finding)), ...(relaxed && { relaxed }) });
        index++;
        at = offset + bytes.length;
      }
      if (entries.length > 0) post({ kind: 'judged', entries, end: at });
      await new Promise<void>((resolve) => {
        if (at < end) setImmediate(resolve);
        else wake = resolve;
      });
    }
  } finally {
    closeSync(descriptor);
  }
}

/** Entries of a file in which each is a line: `\n{…}` the first, `,\n{…}` the others. */
class EntryLines {
  readonly #descriptor: number;
  #window = Buffer.alloc(0);
  #from = 0;

  constructor(descriptor: number) {
    this.#descriptor = descriptor;
  }

  /** The entry after offset `from`, where the one before ends; `until` is the end of the last one. The bytes are void with the next call. */
  next(from: number, until: number): { readonly offset: number; readonly bytes: Buffer } {
    for (let size = 1 << 18; ; size *= 4) {
      if (from < this.#from || from + 2 > this.#from + this.#window.length) this.#load(from, Math.min(size, until - from));
      const base = this.#from;
      const isFirst = this.#window[from - base] === lineEnd;
      const start = from - base + (isFirst ? 1 : 2);
      const stop = this.#window.indexOf(lineEnd, start);
      // Before the line end stands the comma.
      if (stop >= 0 && base + stop <= until) return { offset: base + start, bytes: this.#window.subarray(start, stop - 1) };
      if (base + this.#window.length >= until) return { offset: base + start, bytes: this.#window.subarray(start, until - base) };
      this.#load(from, Math.min(size * 4, until - from));
    }
  }

  #load(from: number, length: number): void {
    const bytes = Buffer.allocUnsafe(length);
    if (readSync(this.#descriptor, bytes, 0, length, from) < length) throw new Error('the file has become shorter');
    this.#window = bytes;
    this.#from = from;
  }
}
