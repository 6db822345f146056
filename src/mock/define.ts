// `defineMock`: handlers that make a mock behave, with names, parameters, bodies and answers typed from the contract.
import type { Field } from '../model/exchange.ts';
import type { Finding } from '../model/finding.ts';
import type { ContractToken, OperationTypes } from '../model/operation-types.ts';

/** Header fields of an answer; a list repeats the field. */
export type AnswerFields = Readonly<Record<string, string | readonly string[]>>;

/** What a handler gives back: an answer of its own, or one of the document's examples. Made by `respond`. */
export type Answer =
  | { readonly kind: 'answer'; readonly status: number; readonly body: unknown; readonly fields: AnswerFields }
  | { readonly kind: 'example'; readonly status: number; readonly example?: string };

/** A request as the contract reads it: JSON, XML and forms give the same `body`. Names in `header` are those of the contract. */
export interface MockRequest<T extends OperationTypes = OperationTypes> {
  readonly method: string;
  /** Path and query as sent. */
  readonly target: string;
  readonly path: T['parameters']['path'];
  readonly query: T['parameters']['query'];
  readonly header: T['parameters']['header'];
  readonly cookie: T['parameters']['cookie'];
  readonly body: T['body'];
  /** `type/subtype` of the body; undefined without one. */
  readonly mediaType: string | undefined;
  /** All header fields in order, repeats kept. */
  readonly fields: readonly Field[];
}

type Ranges<R> = Extract<keyof R, string>;
/** Documented statuses; any number where the contract has a range or `default`. */
type Status<R> = [Ranges<R>] extends [never] ? Extract<keyof R, number> : number;
type BodyOf<R, S> = S extends keyof R ? R[S] : R[Ranges<R>];
type Rest<B> = [B] extends [undefined] ? [body?: undefined, fields?: AnswerFields] : [body: B, fields?: AnswerFields];

/** Makes answers: `respond(201, body)`, `respond(412)`, `respond.example(404, 'unknown')`. */
export interface Respond<R = object> {
  <S extends Status<R>>(status: S, ...rest: Rest<BodyOf<R, S>>): Answer;
  /** An example of the document, the first one of that status unless it is named. */
  example(status: Status<R>, name?: string): Answer;
}

export interface Call<T extends OperationTypes, S> {
  readonly request: MockRequest<T>;
  /** The contract's state; change it in place. It must stay what JSON can hold. */
  readonly state: S;
  readonly respond: Respond<T['responses']>;
  readonly now: () => Date;
  /** The media type an answer of that status will have, by Accept and by what is documented; undefined: it will be 406. */
  readonly mediaType: (status: number) => string | undefined;
}

/** Nothing given back: the document's own example answers. */
export type Handler<T extends OperationTypes, S> = (call: Call<T, S>) => Answer | undefined | Promise<Answer | undefined>;

/** An invalid request: what was wrong with it, for the vendor's own words. Nothing given back: the documented example answers. */
export interface InvalidCall<S> {
  readonly operation: { readonly id: string; readonly method: string; readonly path: string };
  readonly request: MockRequest;
  readonly findings: readonly Finding[];
  readonly state: S;
  readonly respond: Respond<Readonly<Record<string, unknown>>>;
}

/** Pact provider states: each makes the state what its name says. */
export type ProviderState<S> = (call: { readonly state: S; readonly params: Readonly<Record<string, unknown>> }) => void | Promise<void>;

export interface MockOptionsOf<S> {
  /** The state at the beginning and after a reset. */
  readonly state?: () => S;
  readonly invalid?: (call: InvalidCall<S>) => Answer | undefined;
  readonly states?: Readonly<Record<string, ProviderState<S>>>;
  /** Handlers answer in the first documented media type when Accept wants none of them, instead of 406 (RFC 9110 §12.5.1 allows both). */
  readonly disregardAccept?: boolean;
}

/** What `defineMock` makes and the server runs. */
export interface MockDefinition {
  readonly contract: string;
  readonly handlers: Readonly<Record<string, Handler<OperationTypes, unknown>>>;
  readonly initial: () => unknown;
  readonly invalid?: (call: InvalidCall<unknown>) => Answer | undefined;
  readonly states: Readonly<Record<string, ProviderState<unknown>>>;
  readonly disregardAccept: boolean;
}

/**
 * Defines how a mock of a contract behaves. `contract` is the token `truce types` writes, or any `{ id }`.
 * The types are checked where this is called and forgotten afterwards: whatever a handler answers is validated anyway.
 */
export function defineMock<O extends { [K in keyof O]: OperationTypes }, S = Record<string, never>>(
  contract: ContractToken<O>,
  handlers: { readonly [K in keyof O]?: Handler<O[K], S> },
  options: MockOptionsOf<S> = {},
): MockDefinition {
  const { state, invalid, states, disregardAccept = false } = options;
  return {
    contract: contract.id,
    handlers: handlers as unknown as MockDefinition['handlers'],
    initial: state ?? (() => ({})),
    ...(invalid && { invalid: invalid as unknown as NonNullable<MockDefinition['invalid']> }),
    states: (states ?? {}) as unknown as MockDefinition['states'],
    disregardAccept,
  };
}

/** The function handlers get as `respond`. */
export const respond: Respond<Readonly<Record<string, unknown>>> = Object.assign(
  (status: number, body?: unknown, fields: AnswerFields = {}): Answer => ({ kind: 'answer', status, body, fields }),
  { example: (status: number, name?: string): Answer => ({ kind: 'example', status, ...(name !== undefined && { example: name }) }) },
);
