// One exchange held against its operation: what the judges found, for rules to put into words. Everything is computed on first use.
import type { DecodeNote } from './content.ts';
import type { Match, MediaTypeEntry, Mismatch, NoMatch, Operation, Parameter, ResponseEntry, SecurityScheme } from './contract.ts';
import type { Exchange, Request, Response } from './exchange.ts';
import type { At, Location } from './location.ts';
import type { Pointer } from './pointer.ts';

/**
 * Something the contract allows and a consumer does not expect. `value`: another value; `exact`: another of the listed values than
 * the very one the consumer wants; `absent`: nothing at all; `undecided`: samples agree, which proves nothing; `unchecked`: it could
 * not be judged.
 */
export interface Gap {
  readonly kind: 'value' | 'exact' | 'absent' | 'undecided' | 'unchecked';
  /** Into the value. */
  readonly pointer: Pointer;
  /** `value`, `exact`: what may come, such as `null`; `unchecked`: why. */
  readonly text: string;
  /** What the consumer wants to find, in words. */
  readonly needed: string;
  readonly contract: Location;
}

/** What became of one parameter or response header. `text` is what was sent. */
export interface ParameterResult {
  readonly parameter: Parameter;
  readonly instance: Location;
  readonly text: string;
  readonly result:
    | { readonly kind: 'missing' }
    | { readonly kind: 'malformed'; readonly reason: string }
    | { readonly kind: 'mismatch'; readonly mismatches: readonly Mismatch[] }
    | { readonly kind: 'unchecked'; readonly reason: string }
    /** A consumer's need that the contract does not promise. */
    | { readonly kind: 'unpromised'; readonly gaps: readonly Gap[] };
}

/** A documented parameter or response header that is there and fits its schema; no `value` where only its name is sent. */
export interface ParameterValue {
  readonly parameter: Parameter;
  readonly value?: unknown;
}

/** A query parameter or field the contract does not list. */
export interface UndocumentedName {
  readonly name: string;
  readonly instance: Location;
  readonly contract: Location;
  /** A field of HTTP itself. */
  readonly isGeneral?: boolean;
}

/** `redacted`: a credential is there, its value is not; `met` and `open` need no word. `alternative`: which one of the contract's. */
export type SecurityResult =
  | { readonly kind: 'met' | 'open' | 'redacted'; readonly alternative?: number }
  | {
      readonly kind: 'missing';
      /** Keys of the schemes that are there, though not enough of them for any alternative. */
      readonly given: readonly string[];
      readonly wanted: readonly (readonly SecurityScheme[])[];
      readonly contract: Location;
      readonly instance: Location;
    }
  | {
      readonly kind: 'mismatch';
      readonly seen: string;
      readonly wanted: readonly (readonly SecurityScheme[])[];
      readonly contract: Location;
      readonly instance: Location;
    };

export interface UndocumentedProperty {
  readonly pointer: Pointer;
  readonly contract: Location;
}

/** A property that travels against its direction: `readOnly` in a request, `writeOnly` in a response. */
export interface MisdirectedProperty {
  readonly pointer: Pointer;
  readonly contract: Location;
}

export type BodyState =
  /** Nothing was sent. `isExpected`: the contract documents content here. */
  | { readonly kind: 'absent'; readonly isExpected: boolean }
  /** Something was sent where HTTP or the contract has no place for it. */
  | { readonly kind: 'uncalled-for'; readonly reason: string; readonly byHttp: boolean; readonly size: string }
  | { readonly kind: 'media-type-undocumented'; readonly seen: string; readonly documented: readonly string[] }
  | { readonly kind: 'media-type-missing' }
  | { readonly kind: 'media-type-malformed'; readonly seen: string }
  | { readonly kind: 'malformed'; readonly message: string }
  | { readonly kind: 'unchecked'; readonly reason: string }
  | { readonly kind: 'judged' };

export interface BodyExamination {
  readonly states: readonly BodyState[];
  /** Place of the whole body, or of the message when there is none. */
  readonly instance: Location;
  /** Media Type Object, Request Body Object or Response Object, whichever is nearest. */
  readonly contract: Location;
  readonly entry?: MediaTypeEntry;
  readonly mismatches: readonly Mismatch[];
  readonly undocumented: readonly UndocumentedProperty[];
  readonly misdirected: readonly MisdirectedProperty[];
  /** Only of what a consumer expects of a response. */
  readonly gaps: readonly Gap[];
  readonly notes: readonly DecodeNote[];
  /** What the body says, as a JSON value; undefined when there is none or it cannot be read. */
  readonly value?: unknown;
  /** Place in the evidence for a pointer into the body. */
  at(pointer: Pointer, at?: At): Location;
}

export interface RequestExamination {
  readonly request: Request;
  readonly parameters: readonly ParameterResult[];
  readonly parameterValues: readonly ParameterValue[];
  readonly undocumentedQuery: readonly UndocumentedName[];
  readonly security: SecurityResult;
  /** The media types of the documented response, where Accept takes none of them; judged of consumers only. */
  readonly unacceptable?: {
    readonly accept: string;
    readonly documented: readonly string[];
    readonly instance: Location;
    readonly contract: Location;
  };
  readonly ruleProblems: readonly RuleProblem[];
  readonly body: BodyExamination;
}

/** A matching rule of a pact that cannot be read; the message was judged without it. */
export interface RuleProblem {
  readonly message: string;
  readonly location: Location;
}

export interface ResponseExamination {
  readonly response: Response;
  /** Undefined: the status is not documented, and nothing else of the response can be judged. */
  readonly entry?: ResponseEntry;
  /** A consumer expects a status that only `default` documents. */
  readonly isByDefault: boolean;
  readonly ruleProblems: readonly RuleProblem[];
  readonly headers: readonly ParameterResult[];
  readonly headerValues: readonly ParameterValue[];
  readonly undocumentedHeaders: readonly UndocumentedName[];
  readonly body: BodyExamination;
}

export interface Examination {
  readonly exchange: Exchange;
  readonly match: Match | NoMatch;
  /** Undefined when nothing matched. */
  readonly operation?: Operation;
  /** Undefined when the evidence holds none, or when the provider itself refused it. */
  readonly request?: RequestExamination;
  readonly response?: ResponseExamination;
}

/** A body of which nothing is to be told: it was judged, or nobody expects one. */
const isCleanBody = ({ states, mismatches, undocumented, misdirected, gaps, notes }: BodyExamination): boolean =>
  states.length === 1 &&
  (states[0]?.kind === 'judged' || (states[0]?.kind === 'absent' && !states[0].isExpected)) &&
  mismatches.length === 0 &&
  undocumented.length === 0 &&
  misdirected.length === 0 &&
  gaps.length === 0 &&
  notes.length === 0;

/** Of nearly all requests and responses there is nothing to tell, so no rule about that side need be asked. */
export const isCleanRequest = ({
  parameters,
  undocumentedQuery,
  security,
  unacceptable,
  ruleProblems,
  body,
}: RequestExamination): boolean =>
  unacceptable === undefined &&
  ruleProblems.length === 0 &&
  parameters.length === 0 &&
  undocumentedQuery.length === 0 &&
  security.kind !== 'missing' &&
  security.kind !== 'mismatch' &&
  isCleanBody(body);

export const isCleanResponse = ({ entry, isByDefault, ruleProblems, headers, undocumentedHeaders, body }: ResponseExamination): boolean =>
  !isByDefault &&
  ruleProblems.length === 0 &&
  entry !== undefined &&
  headers.length === 0 &&
  undocumentedHeaders.length === 0 &&
  isCleanBody(body);
