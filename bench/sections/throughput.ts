// Exchanges per second with a full report, beside the yardstick and the peers, on the same traffic.
import type { Bench, SectionResult, Target } from '../bench.ts';
import { atLeast, ratio, say, whole } from '../bench.ts';
import { installPeers } from '../install.ts';
import type { Summary, Task } from '../measure.ts';
import { interleave } from '../measure.ts';
import { checkTask, judgeFlags, judgeReport } from '../truce.ts';
import type { Judgement } from '../truce.ts';

interface Group {
  readonly entries: number;
  readonly limit: number;
  readonly rounds: number;
  /** File name in bench/peers/, and how many times as fast as it Truce should be. */
  readonly peers: readonly (readonly [name: string, target?: number])[];
}

// Slow peers see fewer exchanges; every group has its own yardstick runs on as many.
const groupsOf = (isQuick: boolean): Group[] => [
  { entries: 20_000, limit: isQuick ? 1000 : 20_000, rounds: 4, peers: [['yardstick-2020'], ['openapi-request-response-validator']] },
  { entries: 20_000, limit: isQuick ? 300 : 5000, rounds: 3, peers: [['openapi-pact-comparator', 1.1]] },
  {
    entries: 20_000,
    limit: isQuick ? 300 : 2000,
    rounds: 4,
    peers: [
      ['openapi-backend', 1.9],
      ['express-openapi-validator', 2.2],
      ['prism-http', 2.7],
    ],
  },
  {
    entries: 20_000,
    limit: isQuick ? 40 : 400,
    rounds: 2,
    peers: [
      ['jest-openapi', 80],
      ['swagger-mock-validator', 150],
    ],
  },
];

const yardstick = '(b) parse + ajv';
const [fromHar, fromNdjson] = ['truce check, HAR', 'truce check, NDJSON'];

function run(bench: Bench): SectionResult {
  const havePeers = installPeers();
  const rows: string[][] = [];
  const targets: Target[] = [];
  let truce: Summary | undefined;
  for (const group of groupsOf(bench.options.isQuick)) {
    const isMain = truce === undefined;
    const peers = havePeers ? group.peers : group.peers.filter(([name]) => name.startsWith('yardstick'));
    if (peers.length === 0) continue;
    say(`${whole(group.limit)} exchanges: ${peers.map(([name]) => name).join(', ')}`);
    const traffic = bench.traffic(bench.options.isQuick ? 1000 : group.entries);
    const mine = isMain
      ? [fromHar, fromNdjson].map((name) =>
          checkTask(bench.truce, name, bench.contract, name === fromHar ? traffic.har : traffic.ndjson, bench.scratch(name)),
        )
      : [];
    const tasks: Task[] = [...mine, ...peers.map(([name]) => bench.peerTask(name, name, traffic.ndjson, group.limit))];
    const summaries = interleave(bench.peerTask(yardstick, 'yardstick', traffic.ndjson, group.limit), tasks, bench.rounds(group.rounds));
    for (const [name, summary] of summaries) {
      const isTruce = name.startsWith('truce');
      const judgement = isTruce ? judgeReport(bench.scratch(name), traffic.truth) : judgeFlags(bench.scratch(name), traffic.truth);
      if (isTruce) bench.check(name, judgement);
      if (isTruce || isMain || name !== yardstick) rows.push(describe(name, group.limit, summary, judgement, isTruce));
    }
    if (isMain) {
      truce = summaries.get(fromHar);
      targets.push(
        ...[fromHar, fromNdjson].map((name) =>
          atLeast(`${name}, full report, vs (b) (stretch 1.0)`, summaries.get(name)?.wallRatio ?? 0, 0.85),
        ),
      );
    }
    for (const [name, wanted] of peers) {
      const other = summaries.get(name)?.wallRatio;
      if (wanted !== undefined && other !== undefined && truce)
        targets.push(atLeast(`truce check vs ${name}`, truce.wallRatio / other, wanted));
    }
  }
  const header = ['', 'exchanges', 'per second', '× (b) wall', '× (b) cpu', 'MB', 'found', 'false alarms'];
  return { tables: [{ title: 'Throughput, one process each, start included', header, rows, notes }], targets };
}

function describe(
  name: string,
  limit: number,
  summary: Summary,
  { injected, found, placed, falseAlarms }: Judgement,
  isTruce: boolean,
): string[] {
  const perSecond = whole(limit / (summary.wall / 1000));
  const seen = isTruce ? `${found}/${injected} (${placed} at the place)` : `${found}/${injected}`;
  return [name, whole(limit), perSecond, ratio(summary.wallRatio), ratio(summary.cpuRatio), whole(summary.rss), seen, String(falseAlarms)];
}

const notes = [
  '(b) reads an entry, parses both bodies and runs one precompiled ajv validator on each: no router to speak of, no parameters, no media types, no report.',
  'jest-openapi judges responses only and knows no formats; openapi-pact-comparator ignores `required` in responses, by pact semantics; peers that read pact files hold all of them in memory. jest-openapi and swagger-mock-validator compile on every call: being faster than they are is no achievement.',
];

export default { id: 'throughput', title: 'Throughput', run };
