// Generated answers: a hundred properties, made up anew for `Prefer: dynamic=true`.
import type { SectionResult } from '../../bench.ts';
import { atLeast } from '../../bench.ts';
import { writeDocument } from '../documents.ts';
import { compare, type MockBench, type Workload } from '../mock-bench.ts';
import { loadTable, memoryTable } from '../tables.ts';

async function run(bench: MockBench): Promise<SectionResult> {
  const workload: Workload = {
    name: '100 properties, generated',
    document: writeDocument(bench.folder, 5),
    call: {
      method: 'GET',
      target: '/companies/{n}',
      fields: [
        ['Accept', 'application/json'],
        ['Prefer', 'dynamic=true'],
      ],
    },
    status: 200,
  };
  const { rounds, memory } = await bench.measure([workload], bench.rounds(3));
  const results = rounds.get(workload) ?? new Map();
  return {
    tables: [loadTable(workload, results), memoryTable(memory)],
    targets: [
      atLeast('dynamic, 100 properties: requests per CPU second vs prism-cli', compare(results.get('truce'), results.get('prism')), 20),
    ],
  };
}

export default { id: 'dynamic', title: 'Generated JSON', run };
