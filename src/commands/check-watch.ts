// `truce check --watch`: a round whenever files change, one at a time, until somebody ends it; what is broken is said, and the watch goes on.
import { existsSync } from 'node:fs';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { readConfig } from '../config/load.ts';
import { count, plain } from '../model/show.ts';
import { sentenceOf, UserError } from '../model/user-error.ts';
import { tick } from '../source/stamp.ts';
import { describeJudging, type Round, Rounds } from './check-round.ts';
import { clock } from './clock.ts';
import { coverageOf } from './coverage.ts';
import { explainFailure, isUserError } from './failure.ts';
import type { Io } from './io.ts';
import { checkSeverity, grepOf } from './judge-plan.ts';
import type { CheckArguments } from './plan.ts';
import { outputsFor } from './reporting.ts';
import { watchFiles } from './watch.ts';

/** Reasons worth a line; the report has all. */
const mostReasons = 3;

/** Answers with 0 when somebody ends it. Throws a UserError for usage. */
export async function watchCheck(args: CheckArguments, io: Io): Promise<0> {
  refuseCompany(args);
  outputsFor(args.reporter, io);
  checkSeverity(args, {});
  grepOf(args);
  coverageOf(args, {});
  const rounds = new Rounds(args, io);
  const { configPath } = rounds;
  if (args.config !== undefined && configPath !== undefined && !existsSync(configPath)) await readConfig(configPath, args.config);
  if (configPath === undefined && args.contract.length === 0)
    throw new UserError('There is no contract to check against', {
      hint: 'Name one with `--contract openapi.yaml`, or write a `truce.config.ts` with `contracts`',
    });

  let isStopped = false;
  let isAsked = false;
  let isFirst = true;
  let isForced = false;
  let running: Promise<void> | undefined;
  const goOn = async (): Promise<boolean> => {
    await setImmediate();
    return !isStopped;
  };
  const watching = watchFiles([], () => run(), {
    folder: io.cwd,
    onError: ({ message }) => io.err(`truce: Files cannot be watched: ${plain(message)}\n  Send SIGHUP to judge everything again\n`),
  });
  const round = async (): Promise<void> => {
    // A state that is older than a tick cannot be mistaken for the next one.
    await sleep(tick);
    isForced = false;
    const since = Date.now();
    try {
      const done = await rounds.run(goOn);
      watching.update(rounds.watched, since);
      if (done) io.err(`${tell(done, isFirst)}${isFirst ? `; watching ${count(rounds.watched.length, 'path')}, Ctrl-C ends it` : ''}\n`);
    } catch (error) {
      watching.update(rounds.watched, since);
      // From here on a change is one that came after the round began.
      const cause = rounds.describe();
      if (!isUserError(error) && rounds.areChanged) {
        io.err(`${clock(new Date())} files changed while they were judged\n`);
        isAsked = true;
      } else tellFailure(error, isFirst ? '' : cause, io);
    }
  };
  const run = (): void => {
    isAsked = true;
    running ??= (async () => {
      while (isAsked && !isStopped) {
        isAsked = false;
        if (isFirst || isForced || rounds.areChanged) await round();
        isFirst = false;
      }
    })().finally(() => (running = undefined));
  };
  io.onHangup(() => {
    isForced = true;
    rounds.forget();
    run();
  });
  const stopped = io.stopped();
  run();
  await stopped;
  isStopped = true;
  await running;
  await watching.close();
  return 0;
}

function tell(round: Round, isFirst: boolean): string {
  const { report, plan } = round;
  const failed = plan.failed.map(({ message, contract }) => sentenceOf(new UserError(message, contract && { location: contract })));
  const reasons = [...failed, ...report.couldNotCheck.filter((reason) => !plan.failed.some(({ message }) => message === reason))];
  const shown = [...reasons.slice(0, mostReasons), ...(reasons.length > mostReasons ? [`${reasons.length - mostReasons} more`] : [])];
  return `${clock(new Date())} ${describeJudging(round, isFirst)}${shown.length > 0 ? `; could not check everything: ${shown.join('; ')}` : ''}`;
}

function tellFailure(error: unknown, cause: string, io: Io): void {
  const words = cause === '' ? '' : `${cause}: `;
  if (!isUserError(error)) {
    explainFailure(error, io);
    io.err(`${clock(new Date())} ${words}nothing was judged, still watching\n`);
  } else {
    const hint = error.hint === undefined ? '' : `  ${error.hint}\n`;
    io.err(`${clock(new Date())} ${words}nothing was judged, still watching\ntruce: ${sentenceOf(error)}\n${hint}`);
  }
}

/** Throws a UserError for options that make no sense together with a run that never ends. */
function refuseCompany({ broker, shard, updateBaseline, list, bail, evidence }: CheckArguments): void {
  const refuse = (option: string, why: string, hint?: string): never => {
    throw new UserError(`\`--watch\` and \`${option}\` do not go together: ${why}`, { ...(hint !== undefined && { hint }) });
  };
  if (broker) refuse('--broker', 'what a broker has is no file that changes', 'Fetch the pacts, and watch the files');
  if (shard !== undefined) refuse('--shard', 'a part of the evidence says nothing about the whole');
  if (updateBaseline)
    refuse(
      '--update-baseline',
      'every mistake would be accepted as soon as it is saved',
      'Write the baseline with one run without `--watch`',
    );
  if (list) refuse('--list', 'it judges nothing that could be judged again');
  if (bail !== undefined) refuse('--bail', 'a round shows the whole state');
  if (evidence.includes('-')) refuse('-', 'standard input is read once', 'Write it to a file, and name that');
}
