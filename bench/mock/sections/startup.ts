// Start-up: from the spawn of the process to the end of its first successful answer, wall time and processor time.
import type { SectionResult, Target } from '../../bench.ts';
import { ratio, say, whole } from '../../bench.ts';
import { median } from '../../measure.ts';
import { thing, writeDocument } from '../documents.ts';
import type { MockBench, Workload } from '../mock-bench.ts';
import { names, type ServerName, serverNames } from '../servers.ts';
import { readMemory } from '../usage.ts';
import { saveEntity } from './entity.ts';

interface Start {
  readonly wall: number;
  readonly cpu: number;
  readonly resident: number;
}

async function run(bench: MockBench): Promise<SectionResult> {
  const small = (size: number): Workload => ({
    name: `${size} operations, a small answer`,
    document: writeDocument(bench.folder, size),
    call: { method: 'GET', target: '/things/7', fields: [['Accept', 'application/json']] },
    status: 200,
    value: thing,
  });
  const workloads = [small(5), small(300), saveEntity('SuperOffice, the entity stored', '{n}', 200)];
  const starts = new Map(workloads.map((workload) => [workload, new Map<ServerName, Start[]>()]));
  const answers = new Map<Workload, string>();
  for (const workload of workloads) answers.set(workload, await bench.answerFile(workload));
  const rounds = bench.rounds(5);
  for (let round = 0; round < rounds; round++) {
    say(`starts, round ${round + 1} of ${rounds}`);
    for (const workload of workloads) {
      for (const name of serverNames) {
        const server = await bench.start(name, workload, answers.get(workload) ?? '');
        const start = { wall: server.startWall, cpu: server.startCpu, resident: readMemory(server.pid).resident };
        await server.stop();
        const list = starts.get(workload);
        list?.set(name, [...(list.get(name) ?? []), start]);
      }
    }
  }
  const tables = [...starts].map(([{ name }, byServer]) => ({
    title: name,
    header: ['', 'ms', '× prism-cli', 'CPU ms', 'MB'],
    rows: [...byServer].map(([server, list]) => [
      names[server],
      whole(median(list.map(({ wall }) => wall))),
      ratio(shareOf(list, byServer.get('prism') ?? [])),
      whole(median(list.map(({ cpu }) => cpu))),
      whole(median(list.map(({ resident }) => resident))),
    ]),
    notes: [],
  }));
  const targets = [...starts].map(([{ name }, byServer]): Target => {
    const measured = shareOf(byServer.get('truce') ?? [], byServer.get('prism') ?? []);
    return {
      name: `first answer, ${name}: time beside prism-cli`,
      measured: `${measured.toFixed(2)}×`,
      wanted: '< 1×',
      isReached: measured < 1,
    };
  });
  return { tables, targets };
}

/** Time of one over that of another, within one round; the median of the rounds. */
const shareOf = (one: readonly Start[], other: readonly Start[]): number =>
  median(one.map(({ wall }, round) => wall / (other[round]?.wall ?? Number.NaN)));

export default { id: 'startup', title: 'Start', run };
