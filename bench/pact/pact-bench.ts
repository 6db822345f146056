// What every section of the bench of pacts is given: pacts made on first use, Truce and openapi-pact-comparator in turn, ratios within a round.
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { say, whole } from '../bench.ts';
import { resolvePeer } from '../load-peer.ts';
import { median, type Run, runTask, type Task } from '../measure.ts';
import { judgeReport, type Judgement, readTruth, type Truth, type TruceCommand } from '../truce.ts';
import type { Kind } from './make-pact.ts';

export interface Workload {
  readonly kind: Kind;
  readonly interactions: number;
  readonly document: string;
  /** What the peer reads of it; the same file where it can. */
  readonly twin: string;
  readonly pact: string;
  readonly truth: Truth;
}

export interface Measured {
  readonly name: string;
  readonly runs: readonly Run[];
  readonly judgement: Judgement;
}

const here = import.meta.dirname;
const peerName = 'openapi-pact-comparator';

export class PactBench {
  readonly isQuick: boolean;
  readonly truce: TruceCommand;
  readonly folder = mkdtempSync(join(tmpdir(), 'truce-pact-bench-'));
  /** Broken promises of Truce: they decide the exit code. */
  readonly gate: string[] = [];
  readonly #rounds: number | undefined;

  constructor(isQuick: boolean, rounds: number | undefined, truce: TruceCommand) {
    this.isQuick = isQuick;
    this.#rounds = rounds;
    this.truce = truce;
  }

  rounds(usual: number): number {
    return this.#rounds ?? (this.isQuick ? 1 : usual);
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Writes the pact in a process of its own, with a document in which no name is allowed that is not listed, and its twin, unless both read the document as it is. */
  prepare(kind: Kind, document: string, interactions: number, readsDocument = false): Workload {
    const child = spawnSync(process.execPath, [join(here, 'make-pact.ts'), kind, document, this.folder, String(interactions)], {
      stdio: 'inherit',
    });
    if (child.status !== 0) throw new Error(`The pact ${kind} of ${interactions} interactions could not be written`);
    const file = join(this.folder, `${kind}-${interactions}`);
    say(`${kind}: ${whole(interactions)} interactions, ${(statSync(`${file}.json`).size / 1e6).toFixed(1)} MB`);
    const made = (what: string): string => (readsDocument ? document : join(this.folder, `${kind}.${what}.json`));
    return {
      kind,
      interactions,
      document: made('document'),
      twin: made('twin'),
      pact: `${file}.json`,
      truth: readTruth(`${file}.truth.json`),
    };
  }

  /**
   * Both tools in turn, the first one changing; each run a process of its own. Truce writes the peer's own lines of all it found; and,
   * beside that, its own report, with every finding's line and column.
   */
  measure({ document, twin, pact, truth }: Workload, rounds: number): readonly [truce: Measured, peer: Measured, reporting: Measured] {
    const report = join(this.folder, 'report.json');
    const check = [this.truce.file, 'check', '--contract', document, pact, '--reporter'];
    const cli = join(resolvePeer('@pactflow/openapi-pact-comparator'), '..', 'cli.cjs');
    const tasks: readonly Task[] = [
      { name: 'truce check --reporter opc', args: [...check, 'opc'], accepts: [0, 1] },
      { name: peerName, args: [cli, '--oas', twin, pact], accepts: [0, 1] },
      { name: 'truce check --reporter json', args: [...check, `json:${report}`], accepts: [0, 1], output: report },
    ];
    const runs = tasks.map((): Run[] => []);
    for (let round = 0; round < rounds; round++)
      for (const which of round % 2 === 0 ? [0, 1, 2] : [2, 1, 0]) runs[which]?.push(runTask(tasks[which] as Task));
    const own = judgeReport(report, truth);
    const judgements = [own, judgeLines(cli, twin, pact, truth, join(this.folder, 'lines.json')), own];
    const [truce, peer, reporting] = tasks.map(({ name }, which) => ({
      name,
      runs: runs[which] ?? [],
      judgement: judgements[which] ?? own,
    }));
    return [truce as Measured, peer as Measured, reporting as Measured];
  }

  check(what: string, { injected, found, falseAlarms, unjudged }: Judgement): void {
    if (injected === 0) this.gate.push(`${what}: nothing was injected`);
    if (found < injected) this.gate.push(`${what}: ${injected - found} of ${injected} injected defects were missed`);
    if (falseAlarms > 0) this.gate.push(`${what}: ${falseAlarms} false alarms`);
    if (unjudged > 0) this.gate.push(`${what}: ${unjudged} interactions were not judged`);
  }
}

/** What the peer prints, one array of results for the pact, held against the truth; apart from the measured runs. */
function judgeLines(cli: string, document: string, pact: string, { truth }: Truth, output: string): Judgement {
  // Into a file: it does not wait until a pipe has taken everything.
  const file = openSync(output, 'w');
  spawnSync(process.execPath, [cli, '--oas', document, pact], { stdio: ['ignore', file, 'ignore'] });
  closeSync(file);
  const results = JSON.parse(readFileSync(output, 'utf8').trim() || '[]') as {
    type?: string;
    mockDetails?: { interactionDescription?: string };
  }[];
  const flagged = new Set(
    results.filter(({ type }) => type === 'error').map(({ mockDetails }) => Number(mockDetails?.interactionDescription)),
  );
  const broken = new Set(truth.map(({ index }) => index));
  const found = [...flagged].filter((index) => broken.has(index)).length;
  return { injected: broken.size, found, placed: 0, falseAlarms: flagged.size - found, unjudged: 0 };
}

/** Median of the ratios within each round; above 1 the first one used more. */
export const compareRuns = ({ runs }: Measured, other: Measured, used: 'cpu' | 'rss' | 'wall'): number =>
  median(runs.map((run, round) => run[used] / (other.runs[round]?.[used] ?? Number.NaN)));
