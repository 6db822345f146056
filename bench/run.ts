// npm run bench: measures Truce beside the yardstick and its peers. See bench/README.md; exits 1 when Truce misses a violation or invents one, 2 when something could not be measured.
import { join } from 'node:path';
import { readBenchArguments } from './arguments.ts';
import { Bench } from './bench.ts';
import type { Section } from './bench.ts';
import { BenchReport, bullets, describeMachine, versionOf } from './report.ts';
import cold from './sections/cold.ts';
import drift from './sections/drift.ts';
import github from './sections/github.ts';
import memory from './sections/memory.ts';
import throughput from './sections/throughput.ts';
import workers from './sections/workers.ts';
import xml from './sections/xml.ts';

const sections: readonly Section[] = [throughput, memory, cold, workers, github, drift, xml];

const usage = `Usage: npm run bench -- [options]

  --only <ids>    sections, separated by commas: ${sections.map(({ id }) => id).join(', ')}
  --quick         small sizes and one round: a check of the gate, no figures worth keeping
  --big           also a HAR of 40,000 exchanges, over 512 MB
  --rounds <n>    rounds of interleaved runs
  --write         write the tables to bench/RESULTS.md
`;

async function main(): Promise<number> {
  const args = readBenchArguments(usage, sections, ['big']);
  if (typeof args === 'number') return args;
  const { chosen, isQuick, rounds, write, truce, switches } = args;
  const bench = new Bench({ isQuick, isBig: switches.has('big'), ...(rounds === undefined ? {} : { rounds }) }, truce);
  const report = new BenchReport();
  report.show('# Benchmark\n');
  report.show(
    describeMachine('bench', `ajv ${versionOf('ajv')}`, [
      'ratios are medians of interleaved runs, each a process of its own; above 1 is faster than the yardstick (b). Absolute figures are only a scale',
      ...(truce.remark === undefined ? [] : [truce.remark]),
    ]),
  );
  await report.run(chosen, bench);
  report.show(
    bench.gate.length === 0 ? 'Gate: no injected violation was missed, no false alarm.\n' : `Gate: FAILED\n\n${bullets(bench.gate)}`,
  );
  if (write) report.write(join(import.meta.dirname, 'RESULTS.md'));
  if (bench.gate.length > 0) return 1;
  return report.hasFailed ? 2 : 0;
}

process.exitCode = await main();
