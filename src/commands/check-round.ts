// One round of `truce check --watch`: config, documents and evidence are read where they changed, and the whole state is reported.
import { relative, resolve, sep } from 'node:path';
import type { Config } from '../config/config.ts';
import { findConfig, type LoadedConfig, readConfig } from '../config/load.ts';
import { ModuleReading } from '../config/modules.ts';
import type { Report } from '../model/report.ts';
import { count, grouped } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';
import { Memory } from '../rounds/memory.ts';
import { Shelf } from '../rounds/shelf.ts';
import { divideEvidence } from '../shards/divide.ts';
import { stampOf } from '../source/stamp.ts';
import { Changes, describeChanges } from './changes.ts';
import { coverageOf, matrixWanted } from './coverage.ts';
import { placesOfEvidence } from './evidence-folders.ts';
import type { Io } from './io.ts';
import { baselineOf, prepareJudging } from './judge-plan.ts';
import { type CheckArguments, makePlan, type Plan, wantedContracts } from './plan.ts';
import { createProgress } from './progress.ts';
import { type Output, outputsFor, writeReport } from './reporting.ts';

export interface Round {
  readonly report: Report;
  readonly plan: Plan;
  /** Exchanges that were judged in this round. */
  readonly judged: number;
  /** `a.har changed`. */
  readonly cause: string;
}

export class Rounds {
  readonly #args: CheckArguments;
  readonly #io: Io;
  readonly #memory = new Memory();
  readonly #shelf = new Shelf();
  readonly #changes = new Changes();
  readonly #configPath: string | undefined;
  #modules = new ModuleReading();
  #config: { readonly loaded: LoadedConfig; readonly state: string } | undefined;
  #rules = '';
  #isForgetting = false;
  #files = new Set<string>();
  #folders = new Set<string>();
  #before: readonly string[] = [];
  #outputs: readonly string[] = [];
  #cause: string | undefined;

  constructor(args: CheckArguments, io: Io) {
    this.#args = args;
    this.#io = io;
    const named = args.config !== undefined ? resolve(io.cwd, args.config) : undefined;
    this.#configPath = named ?? (args.contract.length > 0 ? undefined : findConfig(io.cwd));
  }

  get configPath(): string | undefined {
    return this.#configPath;
  }

  /** Everything the report depends on: files, there or not, and folders. What is written here is not among it. */
  get watched(): readonly string[] {
    return [...this.#files, ...this.#folders].filter((path) => !this.#outputs.includes(path));
  }

  /** True when something is not as it was when the last round began. */
  get areChanged(): boolean {
    return this.#changes.areThere;
  }

  /** What changed since the last round, in words; also when this one failed before it asked. */
  describe(): string {
    return (this.#cause ??= describeChanges(this.#takeChanges(), this.#io.cwd));
  }

  /** The next round reads and judges everything again, also what came from the network. */
  forget(): void {
    this.#isForgetting = true;
  }

  /** Undefined when `goOn` said no. Throws a UserError where a check would end without a report. */
  async run(goOn: () => Promise<boolean>): Promise<Round | undefined> {
    if (this.#isForgetting) {
      this.#rules = '';
      this.#config = undefined;
      this.#shelf.keep([]);
      this.#isForgetting = false;
    }
    this.#before = [...this.#files];
    const folders = this.#folders;
    [this.#files, this.#folders, this.#cause] = [new Set(), new Set(), undefined];
    this.#changes.begin();
    try {
      return await this.#judge(goOn);
    } catch (error) {
      // What was watched stays watched: mending it is what everybody waits for.
      for (const path of this.#before) this.#files.add(path);
      for (const path of folders) this.#folders.add(path);
      throw error;
    }
  }

  async #judge(goOn: () => Promise<boolean>): Promise<Round | undefined> {
    const args = this.#args;
    const io = this.#io;
    const loaded = await this.#readConfig();
    const config = loaded?.config ?? {};
    const outputs = outputsFor(args.reporter.length > 0 ? args.reporter : (config.reporters ?? []), io);
    this.#outputs = outputs.flatMap(({ path }) => (path === undefined ? [] : [resolve(io.cwd, path)]));
    this.#noteEvidence(loaded);
    const plan = await this.#plan(loaded);
    const division = divideEvidence(plan.evidence, { index: 1, total: 1 });
    const coverage = coverageOf(args, config);
    const { options, sumUp } = prepareJudging({
      args,
      plan,
      loaded,
      io,
      matrix: matrixWanted(coverage, outputs, io, args),
      part: { ...division, shard: { index: 1, total: 1 }, isHashed: outputs.some(({ reporter }) => reporter.wantsHashes) },
    });
    const cause = this.describe();
    const progress = createProgress(io);
    const judged = await this.#memory.judge(options, { goOn, onEvent: progress.show });
    progress.clear();
    if (judged === undefined) return undefined;
    // Files that evidence refers to are known only now.
    const { stamps } = this.#memory;
    for (const path of stamps.keys()) this.#files.add(path);
    this.#changes.add(stamps);
    const report = sumUp(this.#memory.tell(options));
    this.#outputs = pathsOf(outputs, report, io);
    writeReport(report, outputs, { quiet: args.quiet, frames: args.frames, ...coverage, isAtomic: true }, io);
    return { report, plan, judged, cause };
  }

  #takeChanges(): ReturnType<Changes['take']> {
    const isOutput = (path: string): boolean => this.#outputs.includes(path);
    return this.#changes.take(
      [...this.#files].filter((path) => !isOutput(path)),
      this.#folders,
    );
  }

  async #readConfig(): Promise<LoadedConfig | undefined> {
    const path = this.#configPath;
    if (path === undefined) {
      this.#heed(undefined, '');
      return undefined;
    }
    this.#files.add(path);
    const stateOf = (): string => [...new Set([path, ...this.#modules.files])].map((file) => `${file}\n${stampOf(file)}`).join('\n');
    let state = stateOf();
    if (this.#config?.state !== state) {
      this.#config = undefined;
      this.#modules = new ModuleReading();
      const shown = this.#args.config ?? (relative(this.#io.cwd, path).split(sep).join('/') || path);
      try {
        const loaded = await readConfig(path, shown, (file) => this.#modules.importDefault(file));
        state = stateOf();
        this.#config = { loaded, state };
      } finally {
        for (const file of this.#modules.files) this.#files.add(file);
      }
    }
    for (const file of this.#modules.files) this.#files.add(file);
    const loaded = this.#config?.loaded;
    this.#heed(loaded, state);
    return loaded;
  }

  /** Other rules, another baseline or another day: nothing that was found holds any more. */
  #heed(loaded: LoadedConfig | undefined, state: string): void {
    const { path } = baselineOf(loaded, this.#io);
    this.#files.add(path);
    const rules = [state, stampOf(path), this.#io.today()].join('\n');
    if (rules !== this.#rules) this.#memory.forget();
    this.#rules = rules;
  }

  /** Before anything is loaded: what is missing or broken has to be watched too. */
  #noteEvidence(loaded: LoadedConfig | undefined): void {
    const { evidence } = this.#args;
    const { cwd } = this.#io;
    const config: Config = loaded?.config ?? {};
    const wanted = wantedContracts(this.#args, config, loaded?.folder ?? cwd, this.#io);
    const own = evidence.length > 0 ? [] : [...(config.evidence ?? []), ...wanted.flatMap(({ options }) => options.evidence ?? [])];
    if ([...own, ...evidence].includes('-'))
      throw new UserError('`--watch` and `-` do not go together: standard input is read once', {
        hint: 'Write it to a file, and name that',
      });
    for (const { path } of wanted) this.#files.add(path);
    const places = [...placesOfEvidence(evidence, cwd), ...placesOfEvidence(own, loaded?.folder ?? cwd)];
    for (const place of places) this.#folders.add(place);
  }

  async #plan(loaded: LoadedConfig | undefined): Promise<Plan> {
    const make = (): Promise<Plan> => makePlan(this.#args, loaded, this.#io, [], (path, options = {}) => this.#shelf.load(path, options));
    let plan = await make();
    if (this.#shelf.recall(this.#memory.contractsToRecall(plan))) plan = await make();
    // Nobody knows what a document consists of that cannot be read.
    if (plan.failed.length > 0) for (const file of this.#before) this.#files.add(file);
    this.#shelf.keep(plan.contracts);
    for (const file of this.#shelf.files) this.#files.add(file);
    for (const input of plan.evidence) if (input.kind === 'file' && input.path !== undefined) this.#files.add(input.path);
    return plan;
  }
}

const pathsOf = (outputs: readonly Output[], report: Report, { cwd }: Io): string[] =>
  outputs.flatMap(({ reporter, path = reporter.pathOf?.(report) }) => (path === undefined ? [] : [resolve(cwd, path)]));

/** `traffic.har changed: 20 of 283 exchanges judged again`. */
export const describeJudging = ({ judged, report, cause }: Round, isFirst: boolean): string =>
  isFirst
    ? `${count(judged, 'exchange')} judged`
    : `${cause || 'asked by SIGHUP'}: ${grouped(judged)} of ${count(report.outcomes.length, 'exchange')} judged again`;
