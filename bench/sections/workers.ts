// Two workers beside one, on a large file where they should help and on a small one where they must not hurt.
import { availableParallelism } from 'node:os';
import type { Bench, SectionResult, Target } from '../bench.ts';
import { atLeast, ratio, say, whole } from '../bench.ts';
import type { Task } from '../measure.ts';
import { interleave } from '../measure.ts';
import { checkTask, hasWorkers, judgeReport } from '../truce.ts';

function run(bench: Bench): SectionResult {
  const [small, large] = bench.options.isQuick ? [200, 1000] : [1000, 20_000];
  if (!hasWorkers(bench.truce)) throw new Error('`truce check` has no option `--workers`');
  const rows: string[][] = [];
  const targets: Target[] = [];
  for (const size of [small, large]) {
    const traffic = bench.traffic(size);
    say(`workers at ${whole(size)} exchanges`);
    const report = (count: number): string => bench.scratch(`workers-${count}-${size}`);
    const task = (count: number): Task =>
      checkTask(bench.truce, `${count}`, bench.contract, traffic.har, report(count), ['--workers', String(count)]);
    const two = interleave(task(1), [task(2)], bench.rounds(size === large ? 3 : 5)).get('2');
    if (!two) continue;
    bench.check(`two workers, ${whole(size)} exchanges`, judgeReport(report(2), traffic.truth));
    rows.push([whole(size), ratio(two.wallRatio), ratio(two.cpuRatio), whole(two.rss)]);
    if (size === small) targets.push(atLeast(`two workers on ${whole(size)} exchanges are not slower`, two.wallRatio, 0.95));
    else targets.push(atLeast(`two workers on ${whole(size)} exchanges`, two.wallRatio, 1.35));
  }
  const notes = [`This machine offers ${availableParallelism()} cores; one thread already keeps about 1.2 of them busy.`];
  return {
    tables: [
      { title: 'Two workers against one', header: ['exchanges', '× 1 worker, wall', '× 1 worker, cpu', 'MB with two'], rows, notes },
    ],
    targets,
  };
}

export default { id: 'workers', title: 'Workers', run };
