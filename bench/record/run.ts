// npm run bench:record: `truce record` beside a bare proxy and no proxy at all. See bench/README.md; exits 2 when something could not be measured, never for a missed target.
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { BenchReport, describeMachine } from '../report.ts';
import { findTruce } from '../truce.ts';
import { RecordBench } from './record-bench.ts';
import { sections } from './sections.ts';

const usage = `Usage: npm run bench:record -- [options]

  --only <ids>    sections, separated by commas: ${sections.map(({ id }) => id).join(', ')}
  --quick         half a second of load and one round: shows that everything answers, no figures worth keeping
  --rounds <n>    rounds of interleaved load
  --write         write the tables to bench/RECORD-RESULTS.md
`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      quick: { type: 'boolean' },
      rounds: { type: 'string' },
      write: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const wanted = values.only?.split(',');
  const unknown = wanted?.filter((id) => !sections.some((section) => section.id === id)) ?? [];
  const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
  const truce = findTruce();
  if (unknown.length > 0 || truce === undefined || (rounds !== undefined && !(rounds >= 1))) {
    process.stderr.write(truce === undefined ? 'There is no Truce to measure: neither dist/cli.js nor src/cli.ts exists\n' : usage);
    return 2;
  }
  const bench = new RecordBench({ isQuick: values.quick === true, ...(rounds === undefined ? {} : { rounds }) }, truce.file);
  const report = new BenchReport();
  report.show('# Benchmark of the recorder\n');
  report.show(
    describeMachine('bench:record', 'target: bare node:http', [
      'added: the difference to the direct way within one round, medians over rounds. CPU counts the process in between alone (direct: the target), its judging thread included',
      ...(truce.remark === undefined ? [] : [truce.remark]),
    ]),
  );
  try {
    await report.run(
      sections.filter(({ id }) => wanted?.includes(id) ?? true),
      bench,
    );
  } finally {
    bench.close();
  }
  report.show(
    `Load average of the machine at the end: ${loadavg()[0]?.toFixed(1)}. Client, target and recorder share its cores: with two of them, ten and more connections measure the machine, and one connection the recorder.\n`,
  );
  if (values.write) report.write(join(import.meta.dirname, '..', 'RECORD-RESULTS.md'));
  return report.hasFailed ? 2 : 0;
}

process.exitCode = await main();
