// The worst day: every exchange fails in several places, every error is kept up to the cap, against a yardstick that stops at the first.
import type { Bench, SectionResult } from '../bench.ts';
import { atLeast, ratio, say, whole } from '../bench.ts';
import { interleave } from '../measure.ts';
import { checkTask, judgeReport, oneWorker } from '../truce.ts';

const name = 'truce check, HAR';

function run(bench: Bench): SectionResult {
  const entries = bench.options.isQuick ? 300 : 5000;
  const traffic = bench.traffic(entries, 'drift');
  say(`${whole(entries)} exchanges that all fail`);
  const task = checkTask(bench.truce, name, bench.contract, traffic.har, bench.scratch('drift'), oneWorker(bench.truce));
  const summaries = interleave(bench.peerTask('(b) parse + ajv', 'yardstick', traffic.ndjson, entries), [task], bench.rounds(4));
  const judgement = judgeReport(bench.scratch('drift'), traffic.truth);
  bench.check('every exchange fails', judgement);
  const rows = [...summaries].map(([each, { wall, wallRatio, cpuRatio, rss }]) => [
    each,
    whole(entries / (wall / 1000)),
    ratio(wallRatio),
    ratio(cpuRatio),
    whole(rss),
  ]);
  const notes = [`Found: ${judgement.found} of ${judgement.injected} exchanges.`];
  return {
    tables: [{ title: 'Every exchange fails', header: ['', 'per second', '× (b) wall', '× (b) cpu', 'MB'], rows, notes }],
    targets: [atLeast('every exchange fails, all errors kept, vs (b)', summaries.get(name)?.wallRatio ?? 0, 0.6)],
  };
}

export default { id: 'drift', title: 'The worst day', run };
