// `truce suggest`: what recordings disagree with, as an OpenAPI Overlay on standard output or in a file; `--apply` shows what it would turn green.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import type { EvidenceInput } from '../check.ts';
import { createAcceptor } from '../config/accept.ts';
import { detectFormat } from '../evidence/index.ts';
import { plain, quote } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';
import { refuseBroken } from '../openapi/refusals.ts';
import { explainErrno } from '../source/read.ts';
import { isOwnOverlay, makeOverlay, writeOverlay } from '../suggest/overlay.ts';
import { type SeenExchange, suggest, type Suggestion, type Tally } from '../suggest/suggest.ts';
import { configFor } from './check.ts';
import type { Io } from './io.ts';
import { type CheckArguments, makePlan } from './plan.ts';
import { showChange, showRefusals } from './suggestion-words.ts';

export interface SuggestArguments extends Pick<
  CheckArguments,
  'evidence' | 'contract' | 'config' | 'strict' | 'allowRemoteRefs' | 'allowOutsideRefs'
> {
  readonly out?: string;
  readonly minExchanges: number;
  readonly apply: boolean;
}

/** Answers with 0. Throws a UserError for usage, contracts that cannot be loaded and files that cannot be read or written. */
export async function runSuggest(args: SuggestArguments, io: Io): Promise<0> {
  const disposals: (() => void)[] = [];
  try {
    const whole: CheckArguments = {
      ...args,
      reporter: [],
      list: false,
      strictUnmatched: false,
      examples: false,
      quiet: false,
      frames: false,
      updateBaseline: false,
    };
    const loaded = await configFor(whole, io);
    const plan = await makePlan(whole, loaded, io, disposals);
    const failed = plan.failed[0];
    if (failed) throw new UserError(failed.message, { hint: failed.fix, ...(failed.contract && { location: failed.contract }) });
    for (const contract of plan.contracts) refuseBroken(contract, 'nothing is suggested for a broken contract');
    const inputs = plan.evidence.filter((input) => input.kind === 'file');
    if (inputs.length === 0)
      throw new UserError('There is no recording that suggestions could come of', {
        hint: 'Name recordings, as in `truce suggest traffic.har --contract openapi.yaml`',
      });
    const { config = {} } = loaded ?? {};
    const result = await suggest({
      contracts: plan.contracts,
      exchanges: () => exchangesOf(inputs),
      minExchanges: args.minExchanges,
      strict: args.strict || config.strict === true,
      severities: config.rules ?? {},
      accept: createAcceptor(config.waivers ?? [], [], io.today()).accept,
    });
    tellResult(result, args, io);
    return 0;
  } finally {
    for (const dispose of disposals) dispose();
  }
}

function* exchangesOf(inputs: readonly Extract<EvidenceInput, { kind: 'file' }>[]): Generator<SeenExchange> {
  for (const input of inputs) {
    const file = input.open();
    const format = detectFormat(file);
    if (!format && input.isOptional) continue;
    if (!format)
      throw new UserError(`The format of ${quote(input.uri, 200)} is not known`, { hint: 'Suggestions come from recordings (HAR)' });
    let damage: UserError | undefined;
    const exchanges = format.read(file, ({ message, location }) => (damage ??= new UserError(message, { location })));
    for (const exchange of exchanges) yield { exchange, ...(input.contracts && { contracts: input.contracts }) };
    if (damage) throw damage;
  }
}

function tellResult(result: Suggestion, args: SuggestArguments, io: Io): void {
  const { actions, refusals, before } = result;
  if (actions.size === 0) {
    io.err(`Nothing to suggest: ${whyNothing(before)}\n`);
  } else if (!args.apply || args.out !== undefined) writeOverlays(result, args, io);
  if (args.apply) io.out(showChange(result));
  io.err(showRefusals(refusals));
}

function whyNothing({ exchanges, verdicts, findings }: Tally): string {
  if (exchanges === 0) return 'the evidence holds no observed exchange';
  if (findings.size > 0) return 'no finding is one that a change of the contract answers';
  if (verdicts.conforms + verdicts.violates === 0)
    return `no exchange could be judged (${verdicts.unmatched} unmatched, ${verdicts.unchecked} unchecked)`;
  return 'the recordings agree with the contract';
}

function writeOverlays({ actions }: Suggestion, { out }: SuggestArguments, io: Io): void {
  if (out !== undefined && actions.size > 1)
    throw new UserError('One Overlay changes one document, and there are suggestions for several contracts', {
      hint: 'Name one of them with `--contract`, or leave `--out` away',
    });
  const path = resolve(io.cwd, out ?? 'overlay.yaml');
  const texts = [...actions].map(([contract, own]) =>
    writeOverlay(makeOverlay(contract, relative(dirname(path), contract.path).split(sep).join('/'), own)),
  );
  if (out === undefined) {
    io.out(texts.join('---\n'));
    return;
  }
  const before = readOut(path, out);
  if (before !== undefined && before.trim() !== '' && !isOwnOverlay(before))
    throw new UserError(`${quote(out, 200)} was not written by \`truce suggest\` and stays as it is`, {
      hint: 'Choose another file with `--out`, or delete this one first',
    });
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, texts.join(''));
  } catch (error) {
    throw new UserError(`The file ${quote(out, 200)} cannot be written: ${explainErrno(error)}`, {
      hint: 'Check that its folder exists and that you may write there',
      cause: error,
    });
  }
  io.err(`Wrote ${plain(out, 200)}\n`);
}

function readOut(path: string, shown: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new UserError(`The file ${quote(shown, 200)} cannot be read: ${explainErrno(error)}`, {
      hint: 'Choose another file with `--out`',
      cause: error,
    });
  }
}
