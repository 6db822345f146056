// Results of load as tables: one per workload with a row per server, one about memory.
import { basename, dirname } from 'node:path';
import type { Table } from '../bench.ts';
import { ratio, whole } from '../bench.ts';
import { median } from '../measure.ts';
import { compare, type MemoryRow, perProcessorSecond, perSecond, type Rounds, type Workload } from './mock-bench.ts';
import { names } from './servers.ts';

/** Column `× prism-cli` compares requests per processor second within a round. */
export function loadTable({ name }: Workload, rounds: Rounds): Table {
  const rows = [...rounds].map(([server, results]) => [
    names[server],
    whole(median(results.map(perProcessorSecond))),
    median(results.map(({ cpu, requests }) => cpu / requests)).toFixed(3),
    ratio(compare(results, rounds.get('prism'))),
    ratio(compare(results, rounds.get('bare'))),
    whole(median(results.map(perSecond))),
    median(results.map(({ p50 }) => p50)).toFixed(1),
    median(results.map(({ p99 }) => p99)).toFixed(1),
  ]);
  const header = ['', 'requests per CPU second', 'CPU ms each', '× prism-cli', '× bare', 'requests per second', 'p50 ms', 'p99 ms'];
  return { title: name, header, rows, notes: [] };
}

const nameOf = (file: string): string => (basename(file) === 'openapi.yaml' ? basename(dirname(file)) : basename(file));

export function memoryTable(memory: readonly MemoryRow[]): Table {
  const rows = memory.map(({ document, name, atStart, afterLoad }) => [
    `${names[name]}, ${nameOf(document)}`,
    whole(atStart.resident),
    whole(afterLoad.resident),
    whole(afterLoad.peak),
  ]);
  return { title: 'Memory of these servers', header: ['', 'MB at start', 'MB after load', 'peak MB'], rows, notes: [] };
}
