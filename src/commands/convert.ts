// `truce convert`: evidence in any format that holds exchanges becomes one HAR, without credentials, entry by entry.
import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, openSync, readSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import type { EvidenceInput } from '../check.ts';
import { findConfig, readConfig } from '../config/load.ts';
import { detectFormat, explainUnknown } from '../evidence/index.ts';
import type { EvidenceProblem, Exchange } from '../model/exchange.ts';
import { count, grouped, list, plain, quote } from '../model/show.ts';
import { sentenceOf, UserError } from '../model/user-error.ts';
import { type LoadedContract, loadContract } from '../openapi/load.ts';
import { HarExchangeWriter } from '../record/har-exchange.ts';
import { HarFile } from '../record/har-file.ts';
import { explainErrno } from '../source/read.ts';
import { version } from '../version.ts';
import { expandEvidence } from './expand.ts';
import type { Io } from './io.ts';

export interface ConvertArguments {
  readonly evidence: readonly string[];
  readonly out: string;
  readonly contract: readonly string[];
  readonly config?: string;
  readonly force: boolean;
  readonly allowRemoteRefs: boolean;
  readonly allowOutsideRefs: boolean;
}

/** The arguments as the command line gives them; the last file is the one to write. */
export function readConvertFlags(files: readonly string[], options: Readonly<Record<string, unknown>>): ConvertArguments {
  if (files.length < 2) throw new UserError('`truce convert` takes evidence and, last, the HAR to write');
  return {
    evidence: files.slice(0, -1),
    out: files.at(-1) ?? '',
    contract: options['contract'] as string[],
    ...(typeof options['config'] === 'string' && { config: options['config'] }),
    force: options['force'] === true,
    allowRemoteRefs: options['allowRemoteRefs'] === true,
    allowOutsideRefs: options['allowOutsideRefs'] === true,
  };
}

const creator = { name: 'truce convert', version };
const own = '{"log":{"version":"1.2","creator":{"name":"truce convert"';
/** Things left out that are named one by one; the others are counted. */
const mostTold = 50;

interface Tally {
  written: number;
  /** Exchanges and files that are not in the HAR and should be. */
  left: number;
  readonly passedOver: string[];
}

/** Runs the command: 0 when everything is in the HAR, 2 when something could not be. Throws a UserError for usage and for files that cannot be written. */
export async function runConvert(args: ConvertArguments, io: Io): Promise<0 | 2> {
  const out = resolve(io.cwd, args.out);
  refuseToOverwrite(out, args);
  const contracts = await loadContracts(args, io);
  const disposals: (() => void)[] = [];
  const tally: Tally = { written: 0, left: 0, passedOver: [] };
  try {
    // Before the HAR is made, or it would be found in its own folder.
    const inputs = await expandEvidence(args.evidence, { base: io.cwd, cwd: io.cwd, onDispose: (dispose) => disposals.push(dispose) });
    writeAll(inputs, out, args.out, new HarExchangeWriter(contracts), tally, io);
  } finally {
    for (const dispose of disposals) dispose();
  }
  tellEnd(args.out, tally, io);
  return tally.written > 0 && tally.left === 0 ? 0 : 2;
}

/** Written beside the place it is meant for and moved there when it is whole. */
function writeAll(inputs: readonly EvidenceInput[], out: string, shown: string, writer: HarExchangeWriter, tally: Tally, io: Io): void {
  const part = `${out}.${randomUUID()}.part`;
  let failure: UserError | undefined;
  const file = HarFile.open(part, { creator, uri: shown, onFailure: (error) => (failure = error) });
  try {
    for (const input of inputs) if (input.kind === 'file' && !isOutput(input, out, io)) convertFile(input, writer, file, tally, io);
    file.close();
    if (failure) throw failure;
    if (tally.written > 0) renameSync(part, out);
  } finally {
    file.close();
    rmSync(part, { force: true });
  }
}

function tellEnd(out: string, { written, left, passedOver }: Tally, { err }: Io): void {
  if (left > mostTold) err(`… and ${left - mostTold} more\n`);
  if (passedOver.length > 0)
    err(
      `${count(passedOver.length, 'file')} in the folders given ${passedOver.length === 1 ? 'holds' : 'hold'} no exchanges: ${list(passedOver, 5)}\n`,
    );
  const result = written > 0 ? `Wrote ${count(written, 'exchange')} to ${out}` : `There was nothing to write, so ${out} was not made`;
  err(`${result}${left > 0 ? `; ${grouped(left)} left out` : ''}\n`);
}

/** In a folder that is converted, what was made of it before is no evidence of its own. */
function isOutput({ uri }: Extract<EvidenceInput, { kind: 'file' }>, out: string, { cwd }: Io): boolean {
  const path = resolve(cwd, uri);
  return path === out || (existsSync(path) && existsSync(out) && realpathSync(path) === realpathSync(out));
}

function convertFile(input: Extract<EvidenceInput, { kind: 'file' }>, writer: HarExchangeWriter, out: HarFile, tally: Tally, io: Io): void {
  const leave = (sentence: string): void => {
    if (++tally.left <= mostTold) io.err(`${sentence}\n`);
  };
  const report = ({ message, location }: EvidenceProblem): void => leave(sentenceOf(new UserError(message, { location })));
  try {
    const file = input.open();
    const format = detectFormat(file);
    if ((!format || format.unconvertible !== undefined) && input.isOptional) {
      tally.passedOver.push(file.uri);
      return;
    }
    if (!format) return leave(explainUnknown(file));
    if (format.unconvertible !== undefined) return leave(`${file.uri} cannot become a HAR: ${format.unconvertible}`);
    for (const exchange of format.read(file, report)) {
      const reason = whyLeft(exchange);
      const entry = reason === undefined ? writer.write(exchange) : undefined;
      if (entry) {
        if (!out.append(entry)) return;
        tally.written++;
      } else
        report({
          message: reason ?? `${plain(exchange.label, 120)} names no request but a pattern of many, so there is none to write`,
          location: exchange.location,
        });
    }
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    leave(sentenceOf(error));
  }
}

/** A request that nobody answered is an entry too; what cannot be read is none. */
const whyLeft = ({ problem, request }: Exchange): string | undefined =>
  problem && !(problem.isForeign && request) ? problem.message : undefined;

function refuseToOverwrite(out: string, { out: shown, force }: ConvertArguments): void {
  if (shown === '-')
    throw new UserError('`truce convert` writes to a file, not to standard output', {
      hint: 'Give the name of a file as the last argument',
    });
  if (force || !existsSync(out)) return;
  const head = Buffer.alloc(own.length);
  try {
    const descriptor = openSync(out, 'r');
    try {
      readSync(descriptor, head, 0, head.length, 0);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    throw new UserError(`Cannot write ${quote(shown, 200)}: ${explainErrno(error)}`, { cause: error });
  }
  if (head.toString() !== own)
    throw new UserError(`${quote(shown, 200)} is there already and was not made by \`truce convert\`, so it is not written over`, {
      hint: 'Give another file name, or `--force` to lose what is in it',
    });
}

/** Those named, or those of the config: they say which members and parameters are credentials. */
async function loadContracts(args: ConvertArguments, io: Io): Promise<readonly LoadedContract[]> {
  const path = args.contract.length > 0 ? undefined : args.config !== undefined ? resolve(io.cwd, args.config) : findConfig(io.cwd);
  const loaded =
    path === undefined ? undefined : await readConfig(path, args.config ?? (relative(io.cwd, path).split(sep).join('/') || path));
  const wanted = [
    ...args.contract.map((document) => ({ path: resolve(io.cwd, document), id: undefined })),
    ...(loaded?.config.contracts ?? []).map((entry) => {
      const { document, id } = typeof entry === 'string' ? { document: entry, id: undefined } : entry;
      return { path: resolve(loaded?.folder ?? io.cwd, document), id };
    }),
  ];
  const references = loaded?.config.references ?? {};
  return Promise.all(
    wanted.map((one) =>
      loadContract(one.path, {
        cwd: io.cwd,
        network: args.allowRemoteRefs || references.network === true,
        outside: args.allowOutsideRefs || references.outside === true,
        ...(one.id !== undefined && { id: one.id }),
      }),
    ),
  );
}
