// npm run bench: measures Truce beside the yardstick and its peers. See bench/README.md; exits 1 when Truce misses a violation or invents one, 2 when something could not be measured.
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Bench } from './bench.ts';
import type { Section, Target } from './bench.ts';
import { renderSection, renderTargets } from './table.ts';
import { findTruce } from './truce.ts';
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

function versionOf(name: string): string {
  const file = join(import.meta.dirname, '..', 'node_modules', name, 'package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

function describeMachine(command: string, remark: string | undefined): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  const lines = [
    `- ${new Date().toISOString().slice(0, 10)}, \`${command}\``,
    `- ${availableParallelism()} cores (${model}), ${Math.round(totalmem() / 1e9)} GB, Node ${process.versions.node}, ajv ${versionOf('ajv')}`,
    '- ratios are medians of interleaved runs, each a process of its own; above 1 is faster than the yardstick (b). Absolute figures are only a scale',
    ...(remark === undefined ? [] : [`- ${remark}`]),
  ];
  return `${lines.join('\n')}\n`;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      quick: { type: 'boolean' },
      big: { type: 'boolean' },
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
  const bench = new Bench(
    { isQuick: values.quick === true, isBig: values.big === true, ...(rounds === undefined ? {} : { rounds }) },
    truce,
  );
  const parts = [
    `# Benchmark\n`,
    describeMachine(['npm run bench', ...(process.argv.length > 2 ? ['--', ...process.argv.slice(2)] : [])].join(' '), truce.remark),
  ];
  const targets: Target[] = [];
  const failures: string[] = [];
  for (const part of parts) process.stdout.write(`${part}\n`);
  const show = (text: string): void => {
    parts.push(text);
    process.stdout.write(`${text}\n`);
  };
  for (const section of sections.filter(({ id }) => wanted?.includes(id) ?? true)) {
    try {
      const result = await section.run(bench);
      targets.push(...result.targets);
      show(renderSection(section.title, result));
    } catch (error) {
      failures.push(`${section.title}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  show(`## All targets\n\n${renderTargets(targets)}\n`);
  const bullets = (lines: readonly string[]): string => lines.map((line) => `- ${line}\n`).join('');
  if (failures.length > 0) show(`Could not be measured:\n\n${bullets(failures)}`);
  show(bench.gate.length === 0 ? 'Gate: no injected violation was missed, no false alarm.\n' : `Gate: FAILED\n\n${bullets(bench.gate)}`);
  if (values.write) writeFileSync(join(import.meta.dirname, 'RESULTS.md'), `${parts.join('\n').trimEnd()}\n`);
  if (bench.gate.length > 0) return 1;
  return failures.length > 0 ? 2 : 0;
}

process.exitCode = await main();
