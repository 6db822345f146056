// Does the size of the document cost anything: the same small answer among 5 operations and among 300, in the same rounds.
import type { SectionResult, Target } from '../../bench.ts';
import { ratio } from '../../bench.ts';
import { thing, writeDocument } from '../documents.ts';
import { compare, type MockBench, type Workload } from '../mock-bench.ts';
import { names, serverNames } from '../servers.ts';
import { loadTable, memoryTable } from '../tables.ts';

const addresses = [
  ['one address', '/things/7'],
  ['a new identifier each time', '/things/{n}'],
  ['a new path no template fits each time', '/nowhere/{n}'],
] as const;

async function run(bench: MockBench): Promise<SectionResult> {
  const [few, many] = [5, 300].map((size) => ({ size, document: writeDocument(bench.folder, size) }));
  if (!few || !many) throw new Error('unreachable');
  const pairs = addresses.map(([what, target]) =>
    [few, many].map(({ size, document }): Workload => {
      const isKnown = target.startsWith('/things');
      return {
        name: `${size} operations, ${what}`,
        document,
        call: { method: 'GET', target, fields: [['Accept', 'application/json']] },
        status: isKnown ? 200 : 404,
        ...(isKnown && { value: thing }),
      };
    }),
  );
  const { rounds, memory } = await bench.measure(pairs.flat(), bench.rounds(3));
  const of = (workload: Workload | undefined) => (workload && rounds.get(workload)) ?? new Map();
  const rows = pairs.map(([small, large], index) => [
    addresses[index]?.[0] ?? '',
    ...serverNames.map((name) => ratio(compare(of(large).get(name), of(small).get(name)))),
  ]);
  const targets = pairs.map(([small, large], index): Target => {
    const measured = compare(of(large).get('truce'), of(small).get('truce'));
    return {
      name: `300 operations beside 5, ${addresses[index]?.[0]}`,
      measured: `${measured.toFixed(2)}×`,
      wanted: '≥ 0.8×',
      isReached: measured >= 0.8,
    };
  });
  const summary = {
    title: 'Requests per CPU second among 300 operations, × those among 5',
    header: ['', ...serverNames.map((name) => names[name])],
    rows,
    notes: [],
  };
  return { tables: [...[...rounds].map(([workload, results]) => loadTable(workload, results)), summary, memoryTable(memory)], targets };
}

export default { id: 'operations', title: 'Size of the document', run };
