// Validated requests: the SuperOffice entity of the samples, whole and with one member of the wrong type; its identifier is new each time.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SectionResult } from '../../bench.ts';
import { atLeast } from '../../bench.ts';
import { compare, type MockBench, type Workload } from '../mock-bench.ts';
import { loadTable, memoryTable } from '../tables.ts';

const contract = join(import.meta.dirname, '..', '..', '..', 'contracts', 'superoffice');

/** `identifier` is JSON text in which `{n}` is a new number each time. */
export function saveEntity(name: string, identifier: string, status: number): Workload {
  const sample = readFileSync(join(contract, 'samples', 'saveContactEntity.request.document.json'), 'utf8');
  const member = /"ContactId": *\d+/;
  if (!member.test(sample)) throw new Error('The sample of saveContactEntity has no ContactId to vary');
  return {
    name,
    document: join(contract, 'openapi.yaml'),
    call: {
      method: 'POST',
      target: '/api/v1/Agents/Contact/SaveContactEntity',
      fields: [
        ['Authorization', `Basic ${Buffer.from('bench:bench').toString('base64')}`],
        ['Accept', 'application/json'],
        ['Content-Type', 'application/json'],
      ],
      body: sample.replace(member, `"ContactId": ${identifier}`),
    },
    status,
  };
}

async function run(bench: MockBench): Promise<SectionResult> {
  const workloads = [saveEntity('POST of a valid entity', '{n}', 200), saveEntity('POST of an invalid entity', '"{n}"', 400)];
  const { rounds, memory } = await bench.measure(workloads, bench.rounds(3));
  return {
    tables: [...[...rounds].map(([workload, results]) => loadTable(workload, results)), memoryTable(memory)],
    targets: [...rounds].map(([{ name }, results]) =>
      atLeast(`${name}: requests per CPU second vs prism-cli`, compare(results.get('truce'), results.get('prism')), 3),
    ),
  };
}

export default { id: 'entity', title: 'Validated requests', run };
