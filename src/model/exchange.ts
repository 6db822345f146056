// One HTTP exchange as evidence shows it (RFC 9110): ordered fields with repeats, content as it was found.
import type { Location } from './location.ts';
import type { Circumstances, MatchingRules } from './matching.ts';

/** What the evidence asserts. `observed`: a provider did this; `expected`: a consumer relies on it; `example`: somebody wrote it down. */
export type Claim = 'observed' | 'expected' | 'example';

/** A field line: name as sent, value without surrounding white space. */
export type Field = readonly [name: string, value: string];

/**
 * A message body in the form the evidence holds it.
 * `text`: a string; `bytes`: decoded from base64 or a file; `value`: already a JSON value (a pact's body, a document's example);
 * `unknown`: there was one, but the evidence does not hold it (`reason` says why).
 * `location` is the place of the string, or of the value itself.
 */
export type Content = { readonly location: Location } & (
  | { readonly form: 'text'; readonly text: string }
  | {
      readonly form: 'bytes';
      readonly bytes: Uint8Array;
      /** False where offsets in the bytes cannot be mapped to the file (base64). */ readonly verbatim: boolean;
    }
  | { readonly form: 'value'; readonly value: unknown }
  /** `isMalformed`: it was whole when it was recorded, and could not be unpacked then. */
  | { readonly form: 'unknown'; readonly reason: string; readonly isMalformed?: true }
);

/** Parts of a message that have a place of their own in some evidence formats. */
export type MessagePart = 'target' | 'query' | 'field' | 'status';

export interface Request {
  readonly method: string;
  /** Request target: absolute URL, or a path with an optional query (RFC 9110 §7.1). */
  readonly target: string;
  readonly fields: readonly Field[];
  /** Absent: there is no body. */
  readonly content?: Content;
  /** False where the evidence shows only a part of the request (a body sample): parameters and security are not judged. */
  readonly complete: boolean;
  /** It says which requests a stub answers to: what it does not name may be there, and nothing is missing. A segment `{…}` of its path may be any one. */
  readonly isPattern?: true;
  /** Sent wrong on purpose, to see how it is refused: only the answer is judged. */
  readonly isDeliberate?: true;
  readonly location: Location;
  /** What the consumer lets vary; only pacts have it. */
  readonly matching?: MatchingRules;
  /** Where a part stands (`name`: of the query parameter or field); the message itself where the format has no such place. */
  readonly place?: (part: MessagePart, name?: string) => Location;
}

export interface Response {
  readonly status: number;
  readonly fields: readonly Field[];
  readonly content?: Content;
  /** False where the evidence shows only the body: header fields are not judged. */
  readonly complete: boolean;
  readonly location: Location;
  readonly matching?: MatchingRules;
  readonly place?: (part: MessagePart, name?: string) => Location;
}

/** Where a part of a message stands, as near as its evidence can say. */
export const placeOf = (message: Request | Response, part: MessagePart, name?: string): Location =>
  message.place?.(part, name) ?? message.location;

/** What evidence tells beside the messages; nothing of it is judged. */
export interface Told {
  /** As the evidence has it: a date and time in whatever form its recorder writes. */
  readonly startedAt?: string;
  /** Milliseconds. */
  readonly duration?: number;
  readonly httpVersion?: string;
  readonly statusText?: string;
  readonly comment?: string;
}

/** Something the reader found wrong with one exchange or with a whole file. */
export interface EvidenceProblem {
  readonly message: string;
  readonly location: Location;
  /** True for what is whole but not HTTP, such as a message interaction: said, but nothing is broken. */
  readonly isForeign?: boolean;
}

export interface Exchange {
  /** `uri` of the evidence file. */
  readonly evidence: string;
  /** 0-based position among the exchanges of that file. */
  readonly index: number;
  /** How people name it: `entry 3`, `interaction "a request for a contact"`, `putContactEntity.200.document.json`. */
  readonly label: string;
  readonly claim: Claim;
  readonly location: Location;
  /** Byte offset of the entry, in formats that can be read from the middle. */
  readonly offset?: number;
  /** Samples and a document's own examples name their operation instead of a target. */
  readonly operation?: { readonly contract?: string; readonly id: string };
  readonly request?: Request;
  readonly response?: Response;
  /** The answer came from `truce mock`: its 4xx says nothing about the request. */
  readonly provider?: 'mock';
  readonly told?: Told;
  /** Why no operation can be found for it, where the evidence names none plainly enough: the verdict is `unmatched`. */
  readonly unmatched?: string;
  /** Who relies on it, by a pact. */
  readonly consumer?: string;
  /** What a pact says of an interaction beside its messages. */
  readonly circumstances?: Circumstances;
  /** Set when the reader could not make an exchange of it: the verdict is `unchecked`. */
  readonly problem?: EvidenceProblem;
}

/** All values of a field, in order (RFC 9110 §5.2: names are case-insensitive). */
export function fieldValues(fields: readonly Field[], name: string): string[] {
  const lower = name.toLowerCase();
  const values: string[] = [];
  for (const [key, value] of fields) {
    if (key.length === lower.length && key.toLowerCase() === lower) values.push(value);
  }
  return values;
}

/** The last value of a field that is sent once, such as Content-Type; undefined when there is none. */
export function fieldValue(fields: readonly Field[], name: string): string | undefined {
  return fieldValues(fields, name).at(-1);
}
