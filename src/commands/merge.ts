// `truce merge`: the blobs of all shards become the report of one run.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { blobMark } from '../model/blob.ts';
import { count, list, quote } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';
import { gather } from '../report.ts';
import { mergeBlobs } from '../shards/merge.ts';
import { readBlob } from '../shards/read-blob.ts';
import { explainErrno } from '../source/read.ts';
import { version } from '../version.ts';
import { isMatrixWanted } from './coverage.ts';
import type { Io } from './io.ts';
import { remarksOn, skippedIn } from './remarks.ts';
import { appendSummary, outputsFor, severityOf, writeReport } from './reporting.ts';

export interface MergeArguments {
  readonly blobs: readonly string[];
  readonly reporter: readonly string[];
  readonly failOn?: string;
  readonly quiet: boolean;
  readonly frames: boolean;
}

/** Answers with the exit code one run would have had. Throws a UserError for blobs that do not make a whole. */
export function runMerge(args: MergeArguments, io: Io): 0 | 1 | 2 {
  const failOn = args.failOn === undefined ? undefined : severityOf(args.failOn);
  const outputs = outputsFor(args.reporter, io);
  const files = args.blobs.flatMap((path) => findBlobs(path, io.cwd));
  const blobs = files.map(({ uri, text }) => readBlob(uri, text, version));
  const { head, events, record, matrix } = mergeBlobs(blobs, { ignoreFailOn: failOn !== undefined });
  const report = gather(events, {
    contracts: head.contracts,
    failOn: failOn ?? head.failOn,
    remarks: () =>
      remarksOn({
        ...(record.permissions && { permissions: record.permissions }),
        skipped: skippedIn(events),
        large: head.contracts.filter(({ isLarge }) => isLarge),
      }),
    record: () => record,
    ...(matrix && isMatrixWanted(head.coverage, outputs) && { matrix: () => matrix }),
    ...(head.coverage.minCoverage && { minCoverage: head.coverage.minCoverage }),
  });
  writeReport(report, outputs, { quiet: args.quiet, frames: args.frames, ...head.coverage }, io);
  appendSummary(report, io);
  return report.exitCode;
}

interface BlobFile {
  readonly uri: string;
  readonly text: string;
}

/** A file is taken as it is; of a folder, with all folders below it, what begins like a blob. */
function findBlobs(path: string, cwd: string): BlobFile[] {
  const uri = path
    .split(sep)
    .join('/')
    .replace(/(?<=.)\/$/, '');
  const absolute = resolve(cwd, path);
  try {
    if (!statSync(absolute).isDirectory()) return [{ uri, text: readFileSync(absolute, 'utf8') }];
    const names = readdirSync(absolute, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(absolute.length + 1))
      .toSorted();
    const others: string[] = [];
    const found = names.flatMap((name) => {
      const text = readFileSync(join(absolute, name), 'utf8');
      if (text.startsWith(blobMark)) return [{ uri: `${uri}/${name.split(sep).join('/')}`, text }];
      others.push(name.split(sep).join('/'));
      return [];
    });
    if (found.length === 0)
      throw new UserError(`There is no blob in the folder ${quote(uri, 200)}`, {
        hint:
          others.length > 0
            ? `It holds ${count(others.length, 'other file')}: ${list(others, 5)}`
            : 'It is empty; look whether the artifacts were fetched',
      });
    return found;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    throw new UserError(`The blob ${quote(uri, 200)} cannot be read: ${explainErrno(error)}`, { hint: 'Check the path', cause: error });
  }
}
