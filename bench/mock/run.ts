// npm run bench:mock: `truce mock` beside Prism and bare node:http under load. See bench/README.md; exits 2 when something could not be measured, never for a missed target.
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Section } from '../bench.ts';
import { BenchReport, describeMachine, versionOf } from '../report.ts';
import { findTruce } from '../truce.ts';
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
  const bench = new MockBench({ isQuick: values.quick === true, ...(rounds === undefined ? {} : { rounds }) }, truce.file);
  const report = new BenchReport();
  report.show('# Benchmark of the mock server\n');
  report.show(
    describeMachine('bench:mock', `prism-cli ${versionOf('@stoplight/prism-cli')}`, [
      'requests per CPU second count the processor time of the server alone; ratios compare within one round and are medians over rounds. Absolute figures are only a scale',
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
    `Load average of the machine at the end: ${loadavg()[0]?.toFixed(1)}. Well above 3, others were busy: times say little then, ratios of processor time less than usual.\n`,
  );
  if (values.write) report.write(join(import.meta.dirname, '..', 'MOCK-RESULTS.md'));
  return report.hasFailed ? 2 : 0;
}

process.exitCode = await main();
