// npm run bench:pact: `truce check` on pacts beside openapi-pact-comparator. See bench/README.md; exits 1 when Truce misses a defect or invents one, 2 when something could not be measured.
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { installPeers } from '../install.ts';
import { readBenchArguments } from '../arguments.ts';
import { BenchReport, bullets, describeMachine } from '../report.ts';
import { PactBench } from './pact-bench.ts';
import { sections } from './sections.ts';

const usage = `Usage: npm run bench:pact -- [options]

  --only <ids>    sections, separated by commas: ${sections.map(({ id }) => id).join(', ')}
  --quick         one round: a check of the gate, no figures worth keeping
  --rounds <n>    rounds of interleaved runs
  --write         write the tables to bench/PACT-RESULTS.md
`;

async function main(): Promise<number> {
  const args = readBenchArguments(usage, sections);
  if (typeof args === 'number') return args;
  const { chosen, isQuick, rounds, write, truce } = args;
  if (!installPeers()) {
    process.stderr.write('The peers could not be installed, so there is nothing to compare with\n');
    return 2;
  }
  const bench = new PactBench(isQuick, rounds, truce);
  const report = new BenchReport();
  report.show('# Benchmark of pacts\n');
  report.show(
    describeMachine('bench:pact', '@pactflow/openapi-pact-comparator 2.3.1', [
      'both tools in turn, each run a process of its own; ratios compare within one round and are medians over rounds: below 1 Truce used less. CPU is user and system time, memory the high-water mark of the process. Absolute figures are only a scale',
      'the targets are about the lines that the peer writes too (`--reporter opc`), of everything Truce found; the JSON report also says where each finding stands',
      'two interactions in a hundred expect a wrong type, two a property nobody documents',
      ...(truce.remark === undefined ? [] : [truce.remark]),
    ]),
  );
  try {
    await report.run(chosen, bench);
  } finally {
    bench.close();
  }
  report.show(bench.gate.length === 0 ? 'Gate: no defect was missed, no false alarm.\n' : `Gate: FAILED\n\n${bullets(bench.gate)}`);
  report.show(`Load average of the machine at the end: ${loadavg()[0]?.toFixed(1)}.\n`);
  if (write) report.write(join(import.meta.dirname, '..', 'PACT-RESULTS.md'));
  if (bench.gate.length > 0) return 1;
  return report.hasFailed ? 2 : 0;
}

process.exitCode = await main();
