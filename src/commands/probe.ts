// `truce probe`: requests built from a contract go to a live instance, the answers are judged, and what was made is removed again.
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { cleanUp, type Cleanup } from '../live/cleanup.ts';
import { Client } from '../live/client.ts';
import { Journal } from '../live/journal.ts';
import { Ledger } from '../live/ledger.ts';
import { Pace } from '../live/pace.ts';
import type { ProbePlan } from '../live/plan.ts';
import { ProbeRun, type RunResult } from '../live/run.ts';
import { Session } from '../live/session.ts';
import { version } from '../version.ts';
import type { Io } from './io.ts';
import { planOf, type Prepared, prepareProbe, shownPath } from './probe-prepare.ts';
import { reportProbe } from './probe-report.ts';
import { createProbeScreen, showLeft, showPlan } from './probe-screen.ts';
import { type ProbeTarget, readProbeTarget } from './probe-target.ts';

export interface ProbeArguments {
  /** Name or document; may be left out where the config has only one, and for `cleanup`. */
  readonly contract?: string;
  readonly target?: string;
  readonly isWriting: boolean;
  /** Make also what nothing says how to remove. */
  readonly leaveBehind: boolean;
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

/** Bytes of one answer that are read. */
const mostBytes = 32 << 20;

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
    checkOptions: { timeBudget: args.timeBudget, holdsCredentials: (text) => secrets.hide(text) !== text },
    mark,
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
      if (!isAnsweredFor) io.err(showLeft(cleanup, mark, ledgerPath));
      else if (args.ledger === undefined && cleanup.left.length === 0) rmSync(resolve(io.cwd, ledgerPath), { force: true });
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
