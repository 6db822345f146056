// The kind of failure that is the user's to mend: a sentence, a place and a way out, no stack.
import type { Location } from './location.ts';

export class UserError extends Error {
  readonly hint: string | undefined;
  readonly location: Location | undefined;

  constructor(message: string, options: { hint?: string; location?: Location; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'UserError';
    this.hint = options.hint;
    this.location = options.location;
  }
}

/** As `openapi.yaml:12:3: Expected …`, in one line. */
export function sentenceOf({ message, location }: UserError): string {
  const position = location?.source.position(location.pointer, location.at);
  return `${location && position ? `${location.source.uri}:${position.line}:${position.column}: ` : ''}${message}`;
}
