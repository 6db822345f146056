// A worker thread: loads the contracts, judges one part of a file, and reports in batches.
import { type MessagePort, workerData } from 'node:worker_threads';
import type { EvidenceProblem } from '../model/exchange.ts';
import { detectFormat } from '../evidence/index.ts';
import { examine } from '../judge/examine.ts';
import { Judge } from '../judge/judge.ts';
import { Collector } from '../matrix/collector.ts';
import { writeSightings } from '../matrix/sightings.ts';
import { loadContract } from '../openapi/load.ts';
import { openEvidence } from '../source/read.ts';
import type { Assignment, Message, Row } from './messages.ts';

const batch = 250;

const { assignment, port, signal } = workerData as { assignment: Assignment; port: MessagePort; signal: Int32Array };

const post = (message: Message): void => {
  port.postMessage(message);
  Atomics.add(signal, 0, 1);
  Atomics.notify(signal, 0);
};

try {
  await judgePart(assignment);
} catch (error) {
  post({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) });
}

async function judgePart({ contracts, judge: options, file: { path, uri }, part, source, isCounted }: Assignment): Promise<void> {
  const loaded = await Promise.all(contracts.map((contract) => loadContract(contract.path, contract.options)));
  const judge = new Judge(loaded, options);
  const collector = isCounted ? new Collector() : undefined;
  const file = openEvidence(path, uri);
  const division = detectFormat(file)?.division;
  if (!division) throw new Error('the format cannot be read in parts');
  const problems: EvidenceProblem[] = [];
  let last = { start: part.start, index: part.index };
  let rows: Row[] = [];
  const exchanges = division.read(file, part, (problem) => problems.push(problem));
  for (;;) {
    const step = exchanges.next();
    if (step.done) {
      post({ kind: 'rows', rows });
      post({
        kind: 'end',
        end: step.value,
        ...(collector && { sightings: writeSightings(collector, loaded) }),
        ...(problems.length > 0 && { resume: last }),
      });
      return;
    }
    const exchange = step.value;
    const examination = exchange.problem ? undefined : examine(exchange, loaded, collector);
    const { outcome, findings } = examination ? judge.judgeExamined(examination) : judge.judge(exchange);
    const offset = exchange.offset ?? part.start;
    last = { start: offset, index: exchange.index };
    const isClean = findings.length === 0 && !exchange.problem;
    rows.push(isClean ? outcome : { redo: offset, index: exchange.index });
    if (isClean && examination) collector?.add(examination, outcome.verdict, source);
    if (rows.length < batch) continue;
    post({ kind: 'rows', rows });
    rows = [];
  }
}
