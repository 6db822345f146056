// The evidence matrix: everything a contract promises beside what evidence has shown of it. Plain data but for the places in the contract.
import type { Claim } from './exchange.ts';
import type { OperationReference } from './finding.ts';
import type { Location } from './location.ts';
import type { Pointer } from './pointer.ts';

/** Where evidence comes from. `example`: the document's own; `mock`: Truce's own mock server answered. */
export type SourceKind = 'sample' | 'recording' | 'example' | 'pact' | 'live' | 'mock';
/** In the order of columns: what a provider really did comes first. */
export const sourceKinds: readonly SourceKind[] = ['live', 'recording', 'sample', 'pact', 'example', 'mock'];

/** What each source asserts. */
export const claimOfSource: Readonly<Record<SourceKind, Claim>> = {
  live: 'observed',
  recording: 'observed',
  mock: 'observed',
  sample: 'example',
  example: 'example',
  pact: 'expected',
};

/** How often, by source; a source that never did has no member. */
export type Tally = Readonly<Partial<Record<SourceKind, number>>>;

/**
 * What can be promised. `status`: a key of the Responses Object; `mediaType`: a key of a `content` map; `parameter`: also response
 * headers; `security`: one alternative; `field`: a place in a body; `value`: a null, an enum value or a branch of a place.
 */
export type PromiseKind = 'operation' | 'status' | 'mediaType' | 'parameter' | 'security' | 'field' | 'value';
export const promiseKinds: readonly PromiseKind[] = ['operation', 'status', 'mediaType', 'parameter', 'security', 'field', 'value'];

/** `proved`: seen as promised at least once; `contradicted`: seen, and never as promised; `unproved`: never seen. */
export type ProofState = 'proved' | 'contradicted' | 'unproved';
export const proofStates: readonly ProofState[] = ['proved', 'contradicted', 'unproved'];

/** One promise. Operations, statuses, media types, parameters and security are counted in exchanges, fields and values in occurrences. */
export interface PromiseRow {
  readonly state: ProofState;
  readonly proved: Tally;
  /** A promise can be proved here and contradicted there. */
  readonly contradicted: Tally;
  /** Of the dated evidence that proves or contradicts it, RFC 3339; absent where none has a date. */
  readonly first?: string;
  readonly last?: string;
  readonly contract: Location;
}

/** A null, a listed value, or a branch (the value of a discriminator). */
export interface ValueRow extends PromiseRow {
  readonly kind: 'null' | 'enum' | 'branch';
  /** For people: `null`, `"open"`, `Cat`. */
  readonly text: string;
}

/** Who reads a field of a response (or sends one of a request), by the pacts. */
export interface ConsumerNeed {
  readonly consumer: string;
  /** False: only below an array that may be empty, or in a map. */
  readonly required: boolean;
}

export interface FieldRow extends PromiseRow {
  /** Into the body; `*` stands for every index of an array and every name of a map. The body itself is no field. */
  readonly pointer: Pointer;
  /** By the contract. */
  readonly required: boolean;
  /** Of the proved occurrences, how many were null, and how many `""`, `[]` or `{}`. */
  readonly nulls: number;
  readonly empties: number;
  readonly values: readonly ValueRow[];
  /** Sorted by name. */
  readonly consumers: readonly ConsumerNeed[];
  /** Branches of `anyOf` and `oneOf` here that are not told apart: which of them came is not counted. */
  readonly alternatives?: number;
  /** What is inside was counted at this pointer: the same schema again. */
  readonly sameAs?: Pointer;
}

/** One media type of a request or response. */
export interface BodyRow extends PromiseRow {
  /** Key of the `content` map. */
  readonly range: string;
  /** Values of the body as a whole. */
  readonly values: readonly ValueRow[];
  /** Branches of `anyOf` and `oneOf` of the body as a whole that are not told apart. */
  readonly alternatives?: number;
  /** In document order, outer before inner. */
  readonly fields: readonly FieldRow[];
  /** True: nobody looked which fields are promised here (a large document, an operation without evidence). */
  readonly isUnlisted: boolean;
}

/** A parameter of a request, or a header of a response (`in: 'header'`). */
export interface ParameterRow extends PromiseRow {
  readonly in: 'path' | 'query' | 'header' | 'cookie';
  readonly name: string;
  readonly required: boolean;
  readonly values: readonly ValueRow[];
}

export interface SecurityRow extends PromiseRow {
  /** Keys of the schemes that must all be met; none: anonymous. */
  readonly schemes: readonly string[];
}

export interface StatusRow extends PromiseRow {
  /** `200`, `4XX`, `default`. */
  readonly key: string;
  /** The statuses seen below a range or `default`, ascending. */
  readonly seen: readonly number[];
  readonly headers: readonly ParameterRow[];
  readonly bodies: readonly BodyRow[];
}

export interface OperationRow extends PromiseRow {
  readonly operation: OperationReference;
  readonly parameters: readonly ParameterRow[];
  readonly security: readonly SecurityRow[];
  /** Media types of the request. */
  readonly bodies: readonly BodyRow[];
  readonly statuses: readonly StatusRow[];
  /** Consumers with an interaction for this operation, sorted. */
  readonly consumers: readonly string[];
  readonly totals: MatrixTotals;
}

/** `promised` = `proved` + `contradicted` + `unproved`; `disputed` is the part of `proved` that other evidence contradicts. */
export interface MatrixTotal {
  readonly promised: number;
  readonly proved: number;
  readonly contradicted: number;
  readonly unproved: number;
  readonly disputed: number;
}

export type MatrixTotals = Readonly<Record<PromiseKind, MatrixTotal>>;

export interface ContractMatrix {
  /** Id of the contract. */
  readonly contract: string;
  /** In document order. */
  readonly operations: readonly OperationRow[];
  readonly totals: MatrixTotals;
  /** Bodies whose fields nobody enumerated. */
  readonly unlistedBodies: number;
}

export interface Matrix {
  /** In the order of the contracts. */
  readonly contracts: readonly ContractMatrix[];
  /** Sources that occur, in the order of columns. */
  readonly sources: readonly SourceKind[];
  readonly totals: MatrixTotals;
}

/** Whole percent proved, rounded down so that 100 means all; 100 where nothing is promised. */
export const percentProved = ({ promised, proved }: MatrixTotal): number => (promised === 0 ? 100 : Math.floor((proved * 100) / promised));
