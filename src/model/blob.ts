// The lines of a blob: the run of one machine as data, with places and code frames resolved, because the machine that merges may lack the files.
import type { CodeFrame } from './code-frame.ts';
import type { Finding } from './finding.ts';
import type { At, Position, Syntax } from './location.ts';
import type { Pointer } from './pointer.ts';
import type { ContractSummary, Report } from './report.ts';
import type { Counted, RunEvent, RunRecord, Stretch } from './run-record.ts';

/** The version of the shape; blobs are read by the version of Truce that wrote them. */
export const blobVersion = 2;

/** What a file begins with when it is a blob, whole or not. */
export const blobMark = '{"truce":"blob",';

/** A place by the number its line gave it. */
export type PlaceNumber = number;

export interface HeadLine extends Pick<RunRecord, 'shard' | 'units' | 'options' | 'coverage' | 'permissions'> {
  readonly truce: 'blob';
  readonly version: typeof blobVersion;
  readonly tool: Report['tool'];
  readonly failOn: Report['failOn'];
  readonly contracts: readonly (ContractSummary & RunRecord['contracts'][number])[];
}

/** Comes before the first place in it. */
export interface SourceLine {
  readonly source: number;
  readonly uri: string;
  readonly syntax: Syntax;
  readonly within?: PlaceNumber;
}

/** Comes before the first line that names it. */
export interface PlaceLine {
  readonly place: PlaceNumber;
  readonly in: number;
  readonly pointer: Pointer;
  readonly at?: At;
  readonly position: Position;
}

export interface FrameLine {
  readonly frame: PlaceNumber;
  readonly code: CodeFrame;
}

export interface StretchLine {
  readonly stretch: Stretch['of'];
  readonly part?: NonNullable<Stretch['part']>;
}

export interface StoredFinding extends Omit<Finding, 'instance' | 'contract' | 'related'> {
  readonly instance?: PlaceNumber;
  readonly contract?: PlaceNumber;
  readonly related: readonly { readonly message: string; readonly location: PlaceNumber }[];
}

export type StoredEvent =
  | Exclude<RunEvent, { kind: 'exchange' | 'finding' }>
  | (Omit<Extract<RunEvent, { kind: 'exchange' }>, 'findings'> & { readonly findings: readonly StoredFinding[] })
  | (Omit<Extract<RunEvent, { kind: 'finding' }>, 'finding'> & { readonly finding: StoredFinding });

export interface EventLine {
  readonly event: StoredEvent;
}

/** A matrix, every place in it by its number; `contract` of every promise is one. */
export interface MatrixLine {
  readonly matrix: unknown;
  readonly part?: NonNullable<Counted['part']>;
}

/** The last line: how many stand before it, and the SHA-256 of their text. */
export interface EndLine {
  readonly end: number;
  readonly hash: string;
}

export type BlobLine = HeadLine | SourceLine | PlaceLine | FrameLine | StretchLine | EventLine | MatrixLine | EndLine;
