// Failures in words: a mistake in the call or the files is a sentence with its place; everything else is a bug and keeps its stack.
import { sentenceOf, type UserError } from '../model/user-error.ts';
import type { Io } from './io.ts';

/** Told by its name: handlers and configs may hold another copy of the class. */
export const isUserError = (error: unknown): error is UserError => error instanceof Error && error.name === 'UserError';

/** Answers with the exit code. */
export function explainFailure(error: unknown, { err }: Io): 2 {
  if (isUserError(error)) err(`truce: ${sentenceOf(error)}\n${error.hint === undefined ? '' : `  ${error.hint}\n`}`);
  else err(`truce: this is a bug in Truce, please report it\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return 2;
}
