// Verdicts while a recording runs: entries are judged by a thread of their own, waivers and the baseline are applied here, and all is kept for the summary.
import type { CheckEvent } from '../check.ts';
import type { Acceptor } from '../config/accept.ts';
import type { Config } from '../config/config.ts';
import type { Judged } from '../judge/judge.ts';
import type { Finding } from '../model/finding.ts';
import type { Outcome } from '../model/report.ts';
import { plain } from '../model/show.ts';
import type { LoadedContract } from '../openapi/load.ts';
import { Follower } from '../parallel/follow.ts';
import type { HarFile } from '../record/har-file.ts';
import type { Screen } from './record-screen.ts';

export interface LiveJudgeOptions {
  readonly contracts: readonly LoadedContract[];
  readonly config: Config;
  readonly acceptor: Acceptor;
  readonly file: HarFile;
  readonly path: string;
  /** Entries the file has at the start; they are not judged again. */
  readonly before: number;
  readonly screen: Screen;
}

export class LiveJudge {
  readonly events: CheckEvent[] = [];
  readonly severities: NonNullable<Config['rules']>;
  readonly accept: Acceptor['accept'];
  readonly #follower: Follower;
  readonly #file: HarFile;

  constructor({ contracts, config, acceptor, file, path, before, screen }: LiveJudgeOptions) {
    const { rules = {}, strict = false, strictUnmatched = false, waivers = [] } = config;
    this.severities = rules;
    this.accept = (finding) => acceptor.accept(finding);
    this.#file = file;
    this.#follower = new Follower({
      contracts: contracts.map((contract) => ({ path: contract.path, options: contract.options })),
      judge: { severities: rules, strict, strictUnmatched },
      file: { path, uri: file.uri },
      from: file.end,
      index: before,
      mayAccept: waivers.length > 0 || config.baseline !== undefined,
      onJudged: (entries) => {
        for (const entry of entries) {
          const judged = this.#settleVerdict(entry);
          this.events.push({ kind: 'exchange', ...judged });
          screen.judged(judged.outcome, judged.findings);
        }
      },
      onFailed: (reason) =>
        screen.note(
          `truce: Nothing is judged any more: ${plain(reason)}\n  Recording goes on; judge the file afterwards with \`truce check\``,
          'failed',
        ),
    });
  }

  /** Exchanges that have a verdict. */
  get judged(): number {
    return this.events.length;
  }

  /** Something was written. */
  grow(): void {
    this.#follower.grow(this.#file.end);
  }

  settle(): Promise<void> {
    return this.#follower.settle();
  }

  stop(): Promise<void> {
    return this.#follower.stop();
  }

  #settleVerdict({ outcome, findings, relaxed }: { outcome: Outcome; findings: readonly Finding[]; relaxed?: Outcome }): Judged {
    const told = findings.map((finding) => {
      const accepted = this.accept(finding);
      return accepted ? { ...finding, accepted } : finding;
    });
    const violates = told.some(({ severity, accepted }) => severity === 'error' && !accepted);
    return { outcome: violates ? outcome : (relaxed ?? outcome), findings: told };
  }
}
