// `truce probe --cleanup <ledger>`: what an interrupted run left at an instance is removed by its ledger alone.
import { existsSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { cleanUp } from '../live/cleanup.ts';
import { Client } from '../live/client.ts';
import { Journal } from '../live/journal.ts';
import { Ledger } from '../live/ledger.ts';
import { Pace } from '../live/pace.ts';
import { ProbeRun } from '../live/run.ts';
import { Session } from '../live/session.ts';
import { UserError } from '../model/user-error.ts';
import { version } from '../version.ts';
import type { Io } from './io.ts';
import { prepareProbe } from './probe-prepare.ts';
import type { ProbeArguments } from './probe.ts';
import { showLeft } from './probe-screen.ts';
import { readProbeTarget } from './probe-target.ts';

/** Answers 0 when nothing is left behind, else 2. Throws a UserError for a file that is no ledger. */
export async function runCleanup(args: ProbeArguments, path: string, io: Io): Promise<0 | 2> {
  const { head, ledger } = Ledger.continue(resolve(io.cwd, path), path);
  try {
    if (args.target !== undefined && args.target.replace(/\/+$/, '') !== head.target)
      throw new UserError(`The ledger is about ${head.target}, not about another instance`, { hint: 'Leave out --target' });
    if (args.contract === undefined && !existsSync(resolve(io.cwd, head.contract)))
      throw new UserError(`The ledger names the contract \`${head.contract}\`, which is not there`, {
        hint: `Clean up from the folder of that run, or name the document: \`truce probe <document> --cleanup ${path}\``,
      });
    const prepared = await prepareProbe({ ...args, contract: args.contract ?? head.contract }, io, head.run);
    const { contract, arazzo, credentials, secrets, settings, wanted } = prepared;
    const target = readProbeTarget(head.target, [...args.hosts, ...(wanted.probe?.hosts ?? [])]);
    const har = args.har ?? `truce-probe-${head.run}-cleanup-${Date.now().toString(36)}.har`;
    const sources = [contract, ...(arazzo?.sources.values() ?? [])];
    const journal = new Journal({ path: resolve(io.cwd, har), shown: har, version, contracts: sources, origin: target.origin, secrets });
    const client = new Client({ timeout: args.timeout * 1000, mostBytes: 32 << 20, env: io.env });
    const session = new Session({
      contract,
      ...target,
      client,
      pace: new Pace({ rate: args.rate, mostRequests: Infinity, mostTime: Infinity, longestWait: args.maxWait * 1000 }),
      journal,
      ledger,
      settings: settings.operations,
      signal: new AbortController().signal,
    });
    const probe = new ProbeRun({
      session,
      credentials,
      settings,
      ...(arazzo && { arazzo }),
      // Nothing is judged here.
      checks: [],
      checkOptions: { timeBudget: args.timeBudget, holdsCredentials: () => false },
      mark: head.mark,
    });
    try {
      await probe.signIn();
      const cleanup = await cleanUp({ ledger, session, settings, workflows: probe.workflows, mark: head.mark });
      io.out(showLeft(cleanup, head.mark, path));
      return cleanup.left.length === 0 ? 0 : 2;
    } finally {
      journal.close();
      await client.close();
      if (journal.count === 0) rmSync(resolve(io.cwd, har), { force: true });
    }
  } finally {
    ledger.close();
  }
}
