// `truce record --redact`: what of it is the command's own, from the file it may begin with to what is said at the end.
import { count } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';
import type { LoadedContract } from '../openapi/load.ts';
import type { HarFile } from '../record/har-file.ts';
import { RecordingRedactor } from '../redact/recording.ts';
import type { RedactReport } from '../redact/redact-file.ts';
import type { Io } from './io.ts';
import { summariseRedaction } from './redact-summary.ts';

/** Throws a UserError for a file with entries: nobody knows what stands in them. */
export function createRedactor(
  out: string,
  contracts: readonly LoadedContract[],
  file: HarFile,
  before: number,
  io: Io,
): RecordingRedactor {
  if (before > 0) {
    file.close();
    throw new UserError(`\`${out}\` holds ${count(before, 'exchange')} already, and \`--redact\` begins a new file`, {
      hint: `Give another file name; \`truce redact ${out} copy.har\` makes a copy of this one without personal data`,
    });
  }
  return new RecordingRedactor(contracts, file, io.env['TRUCE_REDACT_KEY']);
}

/** Lines without an end. */
export function describeRedaction(out: string, report: RedactReport, hidden: number): string[] {
  const lines = summariseRedaction(report);
  if (hidden > 0) lines.push(`${count(hidden, 'exchange')} violated a contract and can no longer show it, because something was left out`);
  lines.push(report.failures.length > 0 ? `✗ Do not pass ${out} on` : `✓ ${out} holds no personal value that is known`);
  return lines;
}

/** Messages of errors may quote what was to be hidden. */
export function traceOf(error: unknown, isRedacting: boolean): string {
  if (!(error instanceof Error)) return isRedacting ? typeof error : String(error);
  const trace = error.stack ?? error.message;
  return isRedacting ? `${error.name}\n${[...trace.matchAll(/^\s+at .*$/gm)].map(([line]) => line).join('\n')}` : trace;
}
