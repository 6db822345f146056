// The sections of the bench of pacts: one document and one number of interactions each.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { atMost, ratio, whole, type Section, type SectionResult } from '../bench.ts';
import { resolvePeer } from '../load-peer.ts';
import { median } from '../measure.ts';
import { makeDocument } from '../mock/documents.ts';
import { compareRuns, type Measured, type PactBench, type Workload } from './pact-bench.ts';

const superoffice = join(import.meta.dirname, '..', '..', 'contracts', 'superoffice', 'openapi.yaml');

function show(bench: PactBench, title: string, workload: Workload, wanted: number, usualRounds: number): SectionResult {
  const [truce, peer, reporting] = bench.measure(workload, bench.rounds(usualRounds));
  bench.check(title, truce.judgement);
  const row = (measured: Measured): string[] => {
    const { runs, judgement } = measured;
    return [
      measured.name,
      (median(runs.map(({ cpu }) => cpu)) / 1000).toFixed(2),
      ratio(compareRuns(measured, peer, 'cpu')),
      whole(median(runs.map(({ rss }) => rss))),
      ratio(compareRuns(measured, peer, 'rss')),
      whole(median(runs.map(({ wall }) => wall))),
      `${judgement.found} of ${judgement.injected}`,
      String(judgement.falseAlarms),
    ];
  };
  const header = ['', 'CPU s', '× peer', 'peak MB', '× peer', 'wall ms', 'defects found', 'false alarms'];
  return {
    tables: [{ title, header, rows: [truce, peer, reporting].map(row), notes: [] }],
    targets: [
      atMost(`${title}: CPU beside openapi-pact-comparator`, compareRuns(truce, peer, 'cpu'), wanted),
      atMost(`${title}: peak memory beside it`, compareRuns(truce, peer, 'rss'), wanted),
    ],
  };
}

const many = (count: number, rounds: number): Section<PactBench> => ({
  id: `superoffice-${count}`,
  title: `SuperOffice × ${whole(count)}`,
  run: (bench) => show(bench, `SuperOffice × ${whole(count)}`, bench.prepare('superoffice', superoffice, count), 1, rounds),
});

export const sections: readonly Section<PactBench>[] = [
  {
    id: 'small',
    title: 'A small pact',
    run(bench) {
      const document = join(bench.folder, 'small-document.json');
      writeFileSync(document, JSON.stringify(makeDocument(5)));
      return show(bench, 'Ten interactions, five operations', bench.prepare('small', document, 10), 1, 7);
    },
  },
  many(1000, 5),
  many(10_000, 3),
  {
    id: 'like',
    title: 'SuperOffice × 1,000, everything under the matcher `type`',
    run: (bench) => show(bench, 'SuperOffice × 1,000 under `type`', bench.prepare('like', superoffice, 1000), 1, 3),
  },
  {
    id: 'github',
    title: 'A 13 MB document',
    run(bench) {
      const document = resolvePeer('@octokit/openapi/generated/api.github.com.json');
      return show(bench, 'GitHub × 100', bench.prepare('github', document, 100, true), 0.5, 5);
    },
  },
];
