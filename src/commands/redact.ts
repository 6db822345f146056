// `truce redact`: a recording without personal data, whose every verdict is the same and which holds no original value.
import { existsSync, realpathSync, statSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { findConfig, readConfig } from '../config/load.ts';
import { detectFormat } from '../evidence/index.ts';
import { grouped, quote } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';
import { redactFile } from '../redact/redact-file.ts';
import { openEvidence } from '../source/read.ts';
import type { Io } from './io.ts';
import { makePlan } from './plan.ts';
import { summariseRedaction } from './redact-summary.ts';

/** As the command line gives them. */
export interface RedactArguments {
  readonly from: string;
  readonly to: string;
  readonly contract: readonly string[];
  readonly config?: string;
  readonly allowRemoteRefs?: boolean;
  readonly allowOutsideRefs?: boolean;
}

/** Answers with the exit code: 1 when an original or another verdict would have been in the output, which is not kept then. */
export async function runRedact(args: RedactArguments, io: Io): Promise<0 | 1> {
  const [from, to] = [resolve(io.cwd, args.from), resolve(io.cwd, args.to)];
  refuseTarget(from, to, args);
  const file = openEvidence(from, args.from);
  if (detectFormat(file)?.id !== 'har')
    throw new UserError(`${quote(args.from, 200)} is no HAR`, { hint: 'Give a recording; other evidence holds what somebody wrote down' });
  const { contracts, failed } = await contractsFor(args, io);
  const [broken] = failed;
  if (broken) throw new UserError(broken.message, { ...(broken.contract && { location: broken.contract }), hint: broken.fix });
  const secret = io.env['TRUCE_REDACT_KEY'];
  const progress = createSteps(io);
  const report = redactFile({ from: file, to, uri: args.to, contracts, secret, onProgress: progress.show });
  progress.clear();
  const conclusion = report.failures.length > 0 ? `✗ Nothing is written to ${args.to}` : `✓ Wrote ${args.to}`;
  io.out(`${summariseRedaction(report).join('\n')}\n${conclusion}\n`);
  return report.failures.length > 0 ? 1 : 0;
}

function refuseTarget(from: string, to: string, args: RedactArguments): void {
  if (!existsSync(to)) return;
  if (existsSync(from) && realpathSync(from) === realpathSync(to))
    throw new UserError('The recording and its redacted copy are the same file', { hint: 'Give another name for the copy' });
  if (!statSync(to).isFile()) throw new UserError(`${quote(args.to, 200)} is no file`, { hint: 'Give the name of a file' });
}

async function contractsFor(args: RedactArguments, io: Io) {
  const { contract, config, allowRemoteRefs = false, allowOutsideRefs = false } = args;
  const path = config === undefined ? (contract.length > 0 ? undefined : findConfig(io.cwd)) : resolve(io.cwd, config);
  const loaded = path === undefined ? undefined : await readConfig(path, config ?? (relative(io.cwd, path).split(sep).join('/') || path));
  const quiet = {
    reporter: [],
    list: false,
    strict: false,
    strictUnmatched: false,
    examples: false,
    quiet: false,
    frames: false,
    updateBaseline: false,
  };
  return makePlan({ ...quiet, contract, evidence: [args.from], allowRemoteRefs, allowOutsideRefs }, loaded, io, []);
}

function createSteps(io: Io): { show: (step: string, entries: number) => void; clear: () => void } {
  if (!io.errIsTerminal || io.env['CI']) return { show: () => undefined, clear: () => undefined };
  let shownAt = 0;
  return {
    show(step, entries) {
      const now = performance.now();
      if (now - shownAt < 100) return;
      shownAt = now;
      io.err(`\r\u001b[K${step} entry ${grouped(entries)}`.slice(0, io.columns));
    },
    clear: () => (shownAt > 0 ? io.err('\r\u001b[K') : undefined),
  };
}
