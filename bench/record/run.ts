// npm run bench:record: `truce record` beside a bare proxy and no proxy at all. See bench/README.md; exits 2 when something could not be measured, never for a missed target.
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { readBenchArguments } from '../arguments.ts';
import { BenchReport, describeMachine } from '../report.ts';
import { RecordBench } from './record-bench.ts';
import { sections } from './sections.ts';

const usage = `Usage: npm run bench:record -- [options]

  --only <ids>    sections, separated by commas: ${sections.map(({ id }) => id).join(', ')}
  --quick         half a second of load and one round: shows that everything answers, no figures worth keeping
  --rounds <n>    rounds of interleaved load
  --write         write the tables to bench/RECORD-RESULTS.md
`;

async function main(): Promise<number> {
  const args = readBenchArguments(usage, sections);
  if (typeof args === 'number') return args;
  const { chosen, isQuick, rounds, write, truce } = args;
  const bench = new RecordBench({ isQuick, ...(rounds === undefined ? {} : { rounds }) }, truce.file);
  const report = new BenchReport();
  report.show('# Benchmark of the recorder\n');
  report.show(
    describeMachine('bench:record', 'target: bare node:http', [
      'added: the difference to the direct way within one round, medians over rounds. CPU counts the process in between alone (direct: the target), its judging thread included',
      ...(truce.remark === undefined ? [] : [truce.remark]),
    ]),
  );
  try {
    await report.run(chosen, bench);
  } finally {
    bench.close();
  }
  report.show(
    `Load average of the machine at the end: ${loadavg()[0]?.toFixed(1)}. Client, target and recorder share its cores: with two of them, ten and more connections measure the machine, and one connection the recorder.\n`,
  );
  if (write) report.write(join(import.meta.dirname, '..', 'RECORD-RESULTS.md'));
  return report.hasFailed ? 2 : 0;
}

process.exitCode = await main();
