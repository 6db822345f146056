// A worker thread: reads the entries of a growing HAR as they are written, judges each by the one validator, and reports in batches.
import { closeSync, openSync } from 'node:fs';
import { type MessagePort, workerData } from 'node:worker_threads';
import { readEntryLine } from '../evidence/har.ts';
import { Judge } from '../judge/judge.ts';
import { loadContract } from '../openapi/load.ts';
import { EntryLines } from './entry-lines.ts';
import type { FollowAssignment, FollowMessage, Grown, JudgedEntry } from './follow-messages.ts';
import { Freezer } from './frozen.ts';

const { assignment, port } = workerData as { assignment: FollowAssignment; port: MessagePort };
const post = (message: FollowMessage): void => port.postMessage(message);

/** Milliseconds of judging before results are posted and news are heard. */
const slice = 20;

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
