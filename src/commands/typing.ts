// `truce types`: writes the TypeScript module of a contract to a file or to standard output, or says that the file is stale.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { quote } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';
import { loadContract } from '../openapi/load.ts';
import { refuseBroken } from '../openapi/refusals.ts';
import { explainErrno } from '../source/read.ts';
import { mark, writeModule } from '../typing/module.ts';
import type { Io } from './io.ts';

export interface TypingArguments {
  readonly contract: string;
  /** File to write; standard output without one. */
  readonly out?: string;
  /** Only compare the file with what would be written. */
  readonly check: boolean;
  /** Where the module imports its type from. */
  readonly from: string;
  readonly allowRemoteRefs: boolean;
  readonly allowOutsideRefs: boolean;
}

/** Answers with the exit code: 1 for a stale file. Throws a UserError for usage, a broken contract and a file that cannot be written. */
export async function runTyping(args: TypingArguments, io: Io): Promise<0 | 1> {
  const { out, check } = args;
  if (check && out === undefined)
    throw new UserError('`--check` compares a file, and none is named', {
      hint: 'Name it with `--out`, as in `--out api.contract.ts --check`',
    });
  const contract = await loadContract(args.contract, { cwd: io.cwd, network: args.allowRemoteRefs, outside: args.allowOutsideRefs });
  refuseBroken(contract, 'no types are written of a broken contract');
  const path = resolve(io.cwd, out ?? 'contract.ts');
  const document = relative(dirname(path), contract.path).split(sep).join('/');
  const text = writeModule(contract, { document, from: args.from });
  if (out === undefined) {
    io.out(text);
    return 0;
  }
  const before = readModule(path, out);
  if (check) {
    if (before?.replaceAll('\r\n', '\n') === text) return 0;
    io.err(`truce: ${quote(out, 200)} ${before === undefined ? 'does not exist' : `is not what ${quote(contract.uri, 200)} says today`}\n`);
    io.err('  Run `truce types` with the same arguments and without `--check`\n');
    return 1;
  }
  // Nobody's own work is overwritten, least of all the contract.
  if (before !== undefined && before.trim() !== '' && !before.slice(0, before.indexOf('\n')).includes(mark))
    throw new UserError(`${quote(out, 200)} was not written by \`truce types\` and stays as it is`, {
      hint: 'Choose another file with `--out`, or delete this one first',
    });
  write(path, out, text);
  io.err(
    `Wrote ${out}: ${contract.operations.length} ${contract.operations.length === 1 ? 'operation' : 'operations'} of ${contract.uri}\n`,
  );
  return 0;
}

function readModule(path: string, shown: string): string | undefined {
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

function write(path: string, shown: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  } catch (error) {
    throw new UserError(`The file ${quote(shown, 200)} cannot be written: ${explainErrno(error)}`, {
      hint: 'Check that its folder exists and that you may write there',
      cause: error,
    });
  }
}
