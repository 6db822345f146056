// Runs commands as processes of their own and compares them: wall time, processor time, peak memory, ratios to flanking yardsticks.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Run {
  /** Milliseconds. */
  readonly wall: number;
  /** User and system, milliseconds; 0 where it was not asked for. */
  readonly cpu: number;
  /** Peak resident memory, MB; 0 where it was not asked for. */
  readonly rss: number;
  readonly exitCode: number;
  readonly stderr: string;
}

export interface Task {
  readonly name: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** Exit codes that count as success; 0 only unless said otherwise. */
  readonly accepts?: readonly number[];
  /** The file it writes: removed before every run, so that nobody judges what an earlier run left. */
  readonly output?: string;
  /** True for cold starts: nothing is preloaded, only the wall clock is read. */
  readonly isBare?: boolean;
}

export interface Sample {
  readonly run: Run;
  /** Yardstick's time divided by the task's: above 1 is faster than the yardstick. */
  readonly wall: number;
  readonly cpu: number;
}

const usageHook = new URL('./usage.cjs', import.meta.url).pathname;
const longest = 10 * 60_000;

export function runTask(task: Task): Run {
  const folder = mkdtempSync(join(tmpdir(), 'truce-bench-'));
  const usage = join(folder, 'usage.json');
  try {
    const args = task.isBare ? task.args : ['--require', usageHook, ...task.args];
    const env = { ...process.env, NO_COLOR: '1', ...(task.isBare ? {} : { TRUCE_BENCH_USAGE: usage }) };
    if (task.output !== undefined) rmSync(task.output, { force: true });
    const start = process.hrtime.bigint();
    const child = spawnSync(process.execPath, args, {
      env,
      cwd: task.cwd,
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: longest,
      encoding: 'utf8',
    });
    const wall = Number(process.hrtime.bigint() - start) / 1e6;
    const exitCode = child.status ?? -1;
    if (!(task.accepts ?? [0]).includes(exitCode) || (task.output !== undefined && !existsSync(task.output))) {
      throw new Error(`${task.name} ended with ${child.signal ?? exitCode}: ${child.stderr.trim().slice(-600)}`);
    }
    const used = task.isBare ? { cpu: 0, rss: 0 } : (JSON.parse(readFileSync(usage, 'utf8')) as { cpu: number; rss: number });
    return { wall, ...used, exitCode, stderr: child.stderr };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

export interface Summary {
  readonly wallRatio: number;
  readonly cpuRatio: number;
  readonly wall: number;
  readonly cpu: number;
  readonly rss: number;
}

const summarise = (samples: readonly Sample[]): Summary => ({
  wallRatio: median(samples.map((sample) => sample.wall)),
  cpuRatio: median(samples.map((sample) => sample.cpu)),
  wall: median(samples.map((sample) => sample.run.wall)),
  cpu: median(samples.map((sample) => sample.run.cpu)),
  rss: median(samples.map((sample) => sample.run.rss)),
});

/**
 * B A B C B … for so many rounds; each run is compared with the mean of the two yardstick runs beside it, so that a busy
 * machine slows both. The yardstick's own summary stands under its name.
 */
export function interleave(yardstick: Task, tasks: readonly Task[], rounds: number): Map<string, Summary> {
  const samples = new Map<string, Sample[]>([[yardstick.name, []], ...tasks.map((task): [string, Sample[]] => [task.name, []])]);
  const note = (task: Task, sample: Sample): void => void samples.get(task.name)?.push(sample);
  for (let round = 0; round < rounds; round++) {
    let before = runTask(yardstick);
    for (const task of tasks) {
      const run = runTask(task);
      const after = runTask(yardstick);
      note(task, { run, wall: (before.wall + after.wall) / 2 / run.wall, cpu: (before.cpu + after.cpu) / 2 / run.cpu });
      note(yardstick, { run: after, wall: 1, cpu: 1 });
      before = after;
    }
  }
  return new Map([...samples].map(([name, list]) => [name, summarise(list)]));
}
