// The questions of the recorder's bench: how much later an answer comes, what an exchange costs under load, and what five hundred connections do.
import type { Section, SectionResult, Target } from '../bench.ts';
import { added, type RecordBench, waysTable, workloads } from './record-bench.ts';
import { type Way, ways } from './ways.ts';

const atMost = (name: string, value: number, wanted: number): Target => ({
  name,
  measured: `${value.toFixed(2)} ms`,
  wanted: `≤ ${wanted} ms`,
  isReached: value <= wanted,
});
const recorders = ['record', 'judged'] as const satisfies readonly Way[];

async function measureLatency(bench: RecordBench): Promise<SectionResult> {
  const tables = [];
  const targets: Target[] = [];
  for (const workload of workloads) {
    const measured = await bench.measure(workload, 1, 3);
    tables.push(waysTable(workload.name, measured));
    for (const way of recorders)
      targets.push(atMost(`one connection, ${workload.name}, ${ways[way]}: added at p50`, added(measured.rounds, way, 'p50'), 1));
  }
  return { tables, targets };
}

const measureLoad = async (bench: RecordBench): Promise<SectionResult> => ({
  tables: [waysTable('an answer of 100 properties', await bench.measure(workloads[1] as (typeof workloads)[number], 10, 3))],
  targets: [],
});

async function measureCrowd(bench: RecordBench): Promise<SectionResult> {
  const [workload] = workloads;
  if (!workload) return { tables: [], targets: [] };
  // A connection that is refused or closed ends the section with an error.
  const measured = await bench.measure(workload, 500, 1);
  const answered = recorders.map((way): Target => {
    const requests = Math.min(...(measured.rounds.get(way) ?? []).map((result) => result.requests));
    return {
      name: `500 connections, ${ways[way]}: answers`,
      measured: requests.toLocaleString('en-US'),
      wanted: '≥ 500, none lost',
      isReached: requests >= 500,
    };
  });
  return { tables: [waysTable('a small answer, each connection asks again at once', measured)], targets: answered };
}

export const sections: readonly Section<RecordBench>[] = [
  { id: 'latency', title: 'One connection', run: measureLatency },
  { id: 'load', title: 'Ten connections', run: measureLoad },
  { id: 'crowd', title: 'Five hundred connections', run: measureCrowd },
];
