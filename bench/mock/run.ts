// npm run bench:mock: `truce mock` beside Prism and bare node:http under load. See bench/README.md; exits 2 when something could not be measured, never for a missed target.
import { loadavg } from 'node:os';
import { join } from 'node:path';
import type { Section } from '../bench.ts';
import { readBenchArguments } from '../arguments.ts';
import { BenchReport, describeMachine, versionOf } from '../report.ts';
import { MockBench } from './mock-bench.ts';
import dynamic from './sections/dynamic.ts';
import entity from './sections/entity.ts';
import operations from './sections/operations.ts';
import startup from './sections/startup.ts';
import statics from './sections/static.ts';

const sections: readonly Section<MockBench>[] = [statics, dynamic, entity, operations, startup];

const usage = `Usage: npm run bench:mock -- [options]

  --only <ids>    sections, separated by commas: ${sections.map(({ id }) => id).join(', ')}
  --quick         half a second of load and one round: shows that everything answers, no figures worth keeping
  --rounds <n>    rounds of interleaved load
  --write         write the tables to bench/MOCK-RESULTS.md
`;

async function main(): Promise<number> {
  const args = readBenchArguments(usage, sections);
  if (typeof args === 'number') return args;
  const { chosen, isQuick, rounds, write, truce } = args;
  const bench = new MockBench({ isQuick, ...(rounds === undefined ? {} : { rounds }) }, truce.file);
  const report = new BenchReport();
  report.show('# Benchmark of the mock server\n');
  report.show(
    describeMachine('bench:mock', `prism-cli ${versionOf('@stoplight/prism-cli')}`, [
      'requests per CPU second count the processor time of the server alone; ratios compare within one round and are medians over rounds. Absolute figures are only a scale',
      ...(truce.remark === undefined ? [] : [truce.remark]),
    ]),
  );
  try {
    await report.run(chosen, bench);
  } finally {
    bench.close();
  }
  report.show(
    `Load average of the machine at the end: ${loadavg()[0]?.toFixed(1)}. Well above 3, others were busy: times say little then, ratios of processor time less than usual.\n`,
  );
  if (write) report.write(join(import.meta.dirname, '..', 'MOCK-RESULTS.md'));
  return report.hasFailed ? 2 : 0;
}

process.exitCode = await main();
