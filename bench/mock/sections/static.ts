// Static answers: a small example and one of a hundred properties, at one address and at addresses that are never asked twice.
import type { SectionResult, Table } from '../../bench.ts';
import { atLeast, atMost } from '../../bench.ts';
import { company, thing, writeDocument } from '../documents.ts';
import { compare, type MockBench, type Workload } from '../mock-bench.ts';
import { loadTable, memoryTable } from '../tables.ts';

async function run(bench: MockBench): Promise<SectionResult> {
  const document = writeDocument(bench.folder, 5);
  const get = (name: string, target: string, value: unknown): Workload => ({
    name,
    document,
    call: { method: 'GET', target, fields: [['Accept', 'application/json']] },
    status: 200,
    value,
  });
  const workloads = [
    get('small example, one address', '/things/7', thing),
    get('small example, a new identifier each time', '/things/{n}', thing),
    get('small example, a new query each time', '/things/7?trace={n}', thing),
    get('100 properties, a new identifier each time', '/companies/{n}', company),
  ];
  const { rounds, memory } = await bench.measure(workloads, bench.rounds(3));
  const tables: Table[] = [...rounds].map(([workload, results]) => loadTable(workload, results));
  const targets = [...rounds].flatMap(([{ name }, results]) => [
    atLeast(`static, ${name}: requests per CPU second vs prism-cli`, compare(results.get('truce'), results.get('prism')), 8),
    atMost(`static, ${name}: CPU beside bare node:http`, compare(results.get('bare'), results.get('truce')), 2.5),
  ]);
  return { tables: [...tables, memoryTable(memory)], targets };
}

export default { id: 'static', title: 'Static JSON', run };
