// Exchanges per second with a full report, beside the yardstick and the peers, on the same traffic.
import type { Bench, SectionResult, Target, Traffic } from '../bench.ts';
import { atLeast, ratio, say, whole } from '../bench.ts';
import { installPeers } from '../install.ts';
import type { Summary } from '../measure.ts';
import { interleave } from '../measure.ts';
import { checkTask, judgeFlags, judgeReport, oneWorker } from '../truce.ts';
import type { Judgement } from '../truce.ts';

interface Group {
  readonly limit: number;
  /** Exchanges the yardstick beside them reads, where that few would measure only its start. */
  readonly yardstickLimit?: number;
  readonly rounds: number;
  /** File name in bench/peers/, and how many times as fast as it Truce should be. */
  readonly peers: readonly (readonly [name: string, target?: number])[];
}

// Slow peers see fewer exchanges; every group has its own yardstick runs.
const groupsOf = (isQuick: boolean): Group[] => [
  { limit: isQuick ? 1000 : 20_000, rounds: 4, peers: [['yardstick-2020'], ['openapi-request-response-validator']] },
  { limit: isQuick ? 300 : 5000, rounds: 3, peers: [['openapi-pact-comparator', 1.1]] },
  {
    limit: isQuick ? 300 : 2000,
    rounds: 4,
    peers: [
      ['openapi-backend', 1.9],
      ['express-openapi-validator', 2.2],
      ['prism-http', 2.7],
    ],
  },
  {
    limit: isQuick ? 40 : 400,
    yardstickLimit: isQuick ? 300 : 2000,
    rounds: 2,
    peers: [
      ['jest-openapi', 80],
      ['swagger-mock-validator', 150],
    ],
  },
];

const yardstick = '(b) parse + ajv';
const yardstickHar = '(b) from the HAR';
const truceName = 'truce check, one worker';

interface Measured {
  readonly summary: Summary;
  readonly judgement: Judgement;
  readonly limit: number;
}

function run(bench: Bench): SectionResult {
  const { isQuick } = bench.options;
  const havePeers = installPeers();
  const traffic = bench.traffic(isQuick ? 1000 : 20_000);
  const measured = new Map<string, Measured>();
  for (const [index, group] of groupsOf(isQuick).entries()) {
    const peers = group.peers.map(([name]) => name).filter((name) => havePeers || name.startsWith('yardstick'));
    if (peers.length > 0) measureGroup(bench, traffic, group, peers, index === 0, measured);
  }
  const header = ['', 'exchanges', 'per second', '× (b) wall', '× (b) cpu', 'MB', 'found', 'false alarms'];
  const rows = [...measured].map(([name, each]) => describe(name, each));
  return {
    tables: [{ title: 'Throughput, one process each, start included', header, rows, notes }],
    targets: targetsOf(groupsOf(isQuick), measured),
  };
}

function measureGroup(
  bench: Bench,
  traffic: Traffic,
  group: Group,
  peers: readonly string[],
  isMain: boolean,
  measured: Map<string, Measured>,
): void {
  const { limit, yardstickLimit = limit } = group;
  say(`${whole(limit)} exchanges: ${peers.join(', ')}`);
  const truce = checkTask(bench.truce, truceName, bench.contract, traffic.har, bench.scratch(truceName), oneWorker(bench.truce));
  const mine = isMain ? [truce, bench.peerTask(yardstickHar, 'yardstick', traffic.har, limit)] : [];
  const tasks = [...mine, ...peers.map((name) => bench.peerTask(name, name, traffic.ndjson, limit))];
  const summaries = interleave(bench.peerTask(yardstick, 'yardstick', traffic.ndjson, yardstickLimit), tasks, bench.rounds(group.rounds));
  for (const [name, summary] of summaries) {
    if (name === yardstick && !isMain) continue;
    const isTruce = name === truceName;
    const judgement = (isTruce ? judgeReport : judgeFlags)(bench.scratch(name), traffic.truth);
    if (isTruce) bench.check(name, judgement);
    // Ratios are per exchange, also where the yardstick beside read more of them.
    const scale = limit / yardstickLimit;
    measured.set(name, {
      summary: { ...summary, wallRatio: summary.wallRatio * scale, cpuRatio: summary.cpuRatio * scale },
      judgement,
      limit,
    });
  }
}

function targetsOf(groups: readonly Group[], measured: ReadonlyMap<string, Measured>): Target[] {
  const speed = (name: string): number | undefined => measured.get(name)?.summary.wallRatio;
  const truce = speed(truceName) ?? 0;
  const targets = [atLeast('truce check, one worker, full report, vs (b) (stretch 1.0)', truce, 0.85)];
  for (const [name, wanted] of groups.flatMap(({ peers }) => peers)) {
    const other = speed(name);
    if (wanted !== undefined && other !== undefined) targets.push(atLeast(`truce check vs ${name}`, truce / other, wanted));
  }
  return targets;
}

function describe(name: string, { summary, judgement: { injected, found, placed, falseAlarms }, limit }: Measured): string[] {
  const seen = name === truceName ? `${found}/${injected} (${placed} at the place)` : `${found}/${injected}`;
  return [
    name,
    whole(limit),
    whole(limit / (summary.wall / 1000)),
    ratio(summary.wallRatio),
    ratio(summary.cpuRatio),
    whole(summary.rss),
    seen,
    String(falseAlarms),
  ];
}

const notes = [
  '(b) reads an entry, parses both bodies and runs one precompiled ajv validator on each: no router to speak of, no parameters, no media types, no report. It and the peers read NDJSON; Truce reads the HAR.',
  'jest-openapi judges responses only and knows no formats; openapi-response-validator can be handed string formats only, so an int32 overflow passes; openapi-pact-comparator ignores `required` in responses, by pact semantics; peers that read pact files hold all of them in memory. jest-openapi and swagger-mock-validator compile on every call: being faster than they are is no achievement.',
];

export default { id: 'throughput', title: 'Throughput', run };
