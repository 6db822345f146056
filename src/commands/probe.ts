// `truce probe`: requests built from a contract go to a live instance, the answers are judged, and what was made is removed again.
import { randomBytes } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { EvidenceInput } from '../check.ts';
import { checks as allChecks } from '../checks/index.ts';
import type { LoadedConfig } from '../config/load.ts';
import { loadArazzo } from '../live/arazzo/load.ts';
import type { ArazzoDocument } from '../live/arazzo/model.ts';
import type { Check } from '../live/check.ts';
import { cleanUp, type Cleanup } from '../live/cleanup.ts';
import { Client } from '../live/client.ts';
import { Credentials } from '../live/credentials.ts';
import { Journal } from '../live/journal.ts';
import { Ledger } from '../live/ledger.ts';
import { Pace } from '../live/pace.ts';
import { makeProbePlan, type ProbePlan } from '../live/plan.ts';
import { ProbeRun, type RunResult } from '../live/run.ts';
import { Secrets } from '../live/secrets.ts';
import { Session } from '../live/session.ts';
import { noSettings, type ProbeSettings } from '../live/settings.ts';
import type { Operation } from '../model/contract.ts';
import { list, quote } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';
import { loadContract, type LoadedContract } from '../openapi/load.ts';
import { version } from '../version.ts';
import { configFor } from './check.ts';
import { expandEvidence } from './expand.ts';
import type { Io } from './io.ts';
import { gatherBases } from './probe-bases.ts';
import { reportProbe } from './probe-report.ts';
import { createProbeScreen, showLeft, showPlan } from './probe-screen.ts';
import { type ProbeTarget, readProbeTarget } from './probe-target.ts';
import { chooseVariants } from './probe-variants.ts';
import { chooseContracts, type Wanted } from './served.ts';

export interface ProbeArguments {
  /** Name or document; may be left out where the config has only one, and for `cleanup`. */
  readonly contract?: string;
  readonly target?: string;
  readonly isWriting: boolean;
  readonly checks?: readonly string[];
  readonly excludeChecks?: readonly string[];
  readonly operations: readonly string[];
  /** Id of the only case that is tried. */
  readonly only?: string;
  /** Generated requests for each operation. */
  readonly generate?: number;
  readonly seed: number;
  /** Requests per second. */
  readonly rate: number;
  readonly maxRequests: number;
  /** Seconds. */
  readonly maxTime: number;
  readonly maxWait: number;
  readonly timeout: number;
  /** Milliseconds. */
  readonly timeBudget: number;
  readonly hosts: readonly string[];
  readonly ledger?: string;
  readonly cleanup?: string;
  readonly har?: string;
  readonly reporters: readonly string[];
  readonly statement?: string;
  readonly compare?: string;
  readonly failOn?: string;
  readonly config?: string;
  readonly quiet: boolean;
}

/** Generated requests for each operation where nobody says how many. */
const usualVariants = 20;
/** Bytes of one answer that are read. */
const mostBytes = 32 << 20;

/** Everything that is known before something is sent. */
export interface Prepared {
  readonly args: ProbeArguments;
  readonly io: Io;
  readonly loaded: LoadedConfig | undefined;
  readonly wanted: Wanted;
  readonly contract: LoadedContract;
  readonly arazzo: ArazzoDocument | undefined;
  readonly settings: ProbeSettings;
  readonly operations: readonly Operation[];
  readonly checks: readonly Check[];
  readonly secrets: Secrets;
  readonly credentials: Credentials;
  readonly run: string;
  readonly mark: string;
}

/** Answers with the exit code. Throws a UserError for usage, documents, files and a sign-in that fails. */
export async function runProbe(args: ProbeArguments, io: Io): Promise<0 | 1 | 2> {
  if (args.cleanup !== undefined) {
    const { runCleanup } = await import('./probe-cleanup.ts');
    return runCleanup(args, args.cleanup, io);
  }
  const run = randomBytes(5).toString('hex').slice(0, 8);
  const prepared = await prepareProbe(args, io, run);
  const plan = await planOf(prepared);
  if (args.target === undefined) {
    const { operations, checks, credentials } = prepared;
    io.out(showPlan(plan, operations, checks, credentials, args.rate));
    io.out(`Nothing was sent. Add --target <url>${args.isWriting ? '' : ', and --write for what writes'}.\n`);
    return 0;
  }
  const hosts = [...args.hosts, ...(prepared.wanted.probe?.hosts ?? [])];
  return carryOut(prepared, plan, readProbeTarget(args.target, hosts));
}

export async function prepareProbe(args: ProbeArguments, io: Io, run: string): Promise<Prepared> {
  const loaded = await configFor({ ...(args.config !== undefined && { config: args.config }), contract: [] }, io);
  const all = chooseContracts(args.contract === undefined ? [] : [args.contract], loaded, io.cwd);
  const [wanted] = all;
  if (!wanted || all.length > 1)
    throw new UserError('One contract is probed at a time', {
      hint: `Name one, as in \`truce probe ${all[0] ? shownName(all[0]) : 'openapi.yaml'}\``,
    });
  const contract = await loadContract(wanted.path, {
    ...wanted.references,
    cwd: io.cwd,
    ...(wanted.id !== undefined && { id: wanted.id }),
  });
  const arazzo = await arazzoOf(wanted, loaded, contract, io);
  const secrets = new Secrets();
  const credentials = new Credentials({
    contract: contract.id,
    env: io.env,
    secrets,
    ...(wanted.probe?.credentials && { names: wanted.probe.credentials }),
  });
  return {
    args,
    io,
    loaded,
    wanted,
    contract,
    arazzo,
    settings: arazzo?.settings ?? noSettings,
    operations: chooseOperations(contract, args.operations),
    checks: chooseChecks(args),
    secrets,
    credentials,
    run,
    mark: `truce-${run}`,
  };
}

const shownName = ({ path, id }: Wanted): string => id ?? path.replace(/^.*[/\\]([^/\\]+)[/\\]openapi\.\w+$/, '$1');

/** Named in the config, or `arazzo.yaml` beside the document. */
async function arazzoOf(
  { path, probe }: Wanted,
  loaded: LoadedConfig | undefined,
  contract: LoadedContract,
  io: Io,
): Promise<ArazzoDocument | undefined> {
  const named = probe?.arazzo === undefined ? undefined : resolve(loaded?.folder ?? io.cwd, probe.arazzo);
  const beside = join(dirname(path), 'arazzo.yaml');
  const file = named ?? (existsSync(beside) ? beside : undefined);
  return file === undefined ? undefined : loadArazzo(file, io.cwd, [contract]);
}

function chooseOperations(contract: LoadedContract, named: readonly string[]): readonly Operation[] {
  if (named.length === 0) return contract.operations;
  return named.map((id) => {
    const operation = contract.operation(id);
    if (operation) return operation;
    throw new UserError(`${quote(contract.id)} has no operation ${quote(id)}`, {
      hint: `It has ${list(
        contract.operations.map((one) => one.id),
        10,
      )}`,
    });
  });
}

function chooseChecks({ checks, excludeChecks, only }: ProbeArguments): readonly Check[] {
  const ids = allChecks.map(({ id }) => id);
  const unknown = [...(checks ?? []), ...(excludeChecks ?? [])].find((id) => !ids.includes(id));
  if (unknown !== undefined) throw new UserError(`There is no check ${quote(unknown)}`, { hint: `There are ${list(ids, 20)}` });
  const own = only === undefined ? undefined : only.split('/').find((part) => ids.includes(part));
  return allChecks.filter(
    ({ id, plan }) => (checks?.includes(id) ?? true) && !excludeChecks?.includes(id) && (own === undefined || own === id || !plan),
  );
}

async function planOf(prepared: Prepared): Promise<ProbePlan> {
  const { args, io, loaded, wanted, contract, operations, checks, settings, arazzo, mark } = prepared;
  const disposals: (() => void)[] = [];
  const evidence: readonly EvidenceInput[] = await expandEvidence(wanted.evidence ?? [], {
    base: loaded?.folder ?? io.cwd,
    cwd: io.cwd,
    contracts: [contract],
    onDispose: (dispose) => disposals.push(dispose),
  });
  const { bases, lacks } = gatherBases(contract, operations, evidence);
  for (const dispose of disposals) dispose();
  const options = { count: args.generate ?? usualVariants, seed: args.seed, mark };
  const plan = makeProbePlan({
    contract,
    operations,
    checks,
    settings,
    ...(arazzo && { arazzo }),
    bases,
    lacks,
    variants: (_, base, own) => chooseVariants(base.values, own, options),
    // A dry run shows all of it.
    isWriting: args.isWriting || args.target === undefined,
  });
  if (args.only === undefined) return plan;
  const cases = plan.cases.filter(({ id }) => id === args.only);
  if (cases.length === 0)
    throw new UserError(`There is no case ${quote(args.only, 300)}`, {
      hint: 'It depends on --generate, --seed and --write: give those of the run that named it',
    });
  return { cases, workflows: [], untried: [] };
}

async function carryOut(prepared: Prepared, plan: ProbePlan, target: ProbeTarget): Promise<0 | 1 | 2> {
  const { args, io, contract, arazzo, credentials, secrets, settings, checks, run, mark, wanted } = prepared;
  const har = args.har ?? `truce-probe-${run}.har`;
  const ledgerPath = args.ledger ?? `truce-probe-${run}.ledger`;
  const siblings = [...(arazzo?.sources.values() ?? [])].filter((one) => one !== contract);
  const stop = new AbortController();
  void io.stopped().then(() => stop.abort());
  const journal = new Journal({
    path: resolve(io.cwd, har),
    shown: har,
    version,
    contracts: [contract, ...siblings],
    origin: target.origin,
    secrets,
  });
  const ledger = args.isWriting
    ? Ledger.create(resolve(io.cwd, ledgerPath), ledgerPath, {
        ledger: 1,
        run,
        startedAt: new Date().toISOString(),
        target: target.origin + target.basePath,
        mark,
        contract: shownPath(wanted.path, io),
      })
    : undefined;
  const client = new Client({ timeout: args.timeout * 1000, mostBytes, env: io.env });
  const session = new Session({
    contract,
    ...target,
    client,
    pace: new Pace({ rate: args.rate, mostRequests: args.maxRequests, mostTime: args.maxTime * 1000, longestWait: args.maxWait * 1000 }),
    journal,
    ...(ledger && { ledger }),
    settings: settings.operations,
    signal: stop.signal,
  });
  const screen = createProbeScreen(io, plan.cases.length, args.quiet);
  const probe = new ProbeRun({
    session,
    credentials,
    settings,
    ...(arazzo && { arazzo }),
    checks,
    checkOptions: { timeBudget: args.timeBudget },
    mark,
    env: io.env,
    onTried: (tried, findings) => screen.tried(tried, findings),
  });
  if (!args.quiet)
    io.err(
      `Run ${run} at ${target.origin}${target.basePath}, recorded in ${har}${ledger ? `; what it makes is called ${mark} and stands in ${ledgerPath}` : ''}\n`,
    );
  let result: RunResult = { tried: [], found: [], untried: plan.untried };
  let cleanup: Cleanup = { undone: 0, left: [], stays: new Map() };
  let isAnsweredFor = false;
  try {
    await probe.signIn();
    result = await probe.run(plan);
    isAnsweredFor = true;
  } finally {
    screen.clear();
    if (ledger) {
      cleanup = await cleanUp({ ledger, session, settings, workflows: probe.workflows, mark });
      ledger.close();
      if (!isAnsweredFor || cleanup.left.length > 0) io.err(showLeft(cleanup, mark, ledgerPath));
      else if (args.ledger === undefined) rmSync(resolve(io.cwd, ledgerPath), { force: true });
    }
    journal.close();
    await client.close();
  }
  return reportProbe({
    prepared,
    har,
    result,
    cleanup,
    ledger: ledger && ledgerPath,
    target,
    contracts: [contract, ...siblings],
  });
}

export const shownPath = (path: string, { cwd }: Io): string => relative(cwd, path).split(sep).join('/') || '.';
