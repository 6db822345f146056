// Peak memory with growing files, one worker; with --big also a HAR over V8's limit of 512 MB for one string.
import { statSync } from 'node:fs';
import type { Bench, SectionResult, Target } from '../bench.ts';
import { atMost, say, whole } from '../bench.ts';
import { median, runTask } from '../measure.ts';
import { checkTask, judgeReport, oneWorker } from '../truce.ts';

const stringLimit = 0x1fff_ffe8;

function run(bench: Bench): SectionResult {
  const { isQuick, isBig } = bench.options;
  const sizes = isQuick ? [200, 1000] : [1000, 20_000, ...(isBig ? [40_000] : [])];
  const single = oneWorker(bench.truce);
  const rows: string[][] = [];
  const peaks: number[] = [];
  const targets: Target[] = [];
  for (const size of sizes) {
    const traffic = bench.traffic(size);
    say(`memory at ${whole(size)} exchanges`);
    const task = checkTask(bench.truce, `memory ${size}`, bench.contract, traffic.har, bench.scratch(`memory-${size}`), single);
    const runs = Array.from({ length: bench.rounds(size > 10_000 ? 1 : 3) }, () => runTask(task));
    const judgement = judgeReport(bench.scratch(`memory-${size}`), traffic.truth);
    bench.check(`HAR of ${whole(size)} exchanges`, judgement);
    const peak = median(runs.map((each) => each.rss));
    const bytes = statSync(traffic.har).size;
    peaks.push(peak);
    rows.push([
      whole(size),
      whole(bytes / 1e6),
      whole(peak),
      whole(median(runs.map((each) => each.wall)) / 1000),
      `${judgement.found}/${judgement.injected}`,
      String(judgement.falseAlarms),
    ]);
    targets.push(atMost(`peak memory at ${whole(size)} exchanges`, peak, 160, ' MB'));
    if (bytes > stringLimit)
      targets.push({
        name: 'a HAR over 512 MB',
        measured: judgement.unjudged === 0 ? 'every exchange judged' : `${judgement.unjudged} not judged`,
        wanted: 'works',
        isReached: judgement.unjudged === 0,
      });
  }
  targets.push(atMost('peak memory, largest file over smallest', (peaks.at(-1) ?? 0) / (peaks[0] ?? 1), 1.5));
  const notes = isBig ? [] : ['With `--big` also 40,000 exchanges (about 590 MB, more than V8 can hold as one string).'];
  return {
    tables: [
      { title: 'Peak memory, one worker', header: ['exchanges', 'HAR MB', 'peak MB', 'seconds', 'found', 'false alarms'], rows, notes },
    ],
    targets,
  };
}

export default { id: 'memory', title: 'Memory', run };
