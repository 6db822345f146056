// Evidence formats: one file in src/evidence/ is one of them.
import type { Claim, Exchange, EvidenceProblem } from './exchange.ts';
import type { FileSlices } from './file-slices.ts';
import type { Source } from './location.ts';
import type { SourceKind } from './matrix.ts';
import type { Pointer } from './pointer.ts';

/** A file of evidence that is one JSON or YAML document. Where its text is damaged, `value` is what stands whole before the damage. */
export interface EvidenceDocument {
  readonly value: unknown;
  readonly source: Source;
  /** What is wrong with the text. */
  readonly problem?: EvidenceProblem;
  /** True for what the damage stands in: its value is not whole. */
  isCut(pointer: Pointer): boolean;
  /** The JSON text of a value as it stands in the file; undefined in YAML. */
  textAt(pointer: Pointer): string | undefined;
}

/** A file of evidence, opened but not read. */
export interface EvidenceFile {
  readonly uri: string;
  /** Absolute path on disk; standard input is spooled to one. */
  readonly path: string;
  readonly size: number;
  /** The first bytes (at most 64 KiB), decoded leniently; what detection looks at. */
  readonly head: string;
  /** The whole text; reads the file on first use. Throws a UserError when it is too large for one string (512 MB). */
  text(): string;
  /** The whole file as it stands on disk. */
  bytes(): Uint8Array;
  /** The whole file as a Source. */
  source(): Source;
  /** The file seen through parts of it, for formats that never hold it whole; lines are counted once for all parts. */
  slices(): FileSlices;
  /** Absolute paths of other files that its exchanges are made of, there or not; readers add to it what they look for. */
  readonly beside: Set<string>;
  /** The whole file as one JSON or YAML document; never throws for what it holds. Tags of YAML are ignored, `!!binary` gives a Uint8Array. */
  document(): EvidenceDocument;
}

/** A part of a large file: the exchanges that begin in a range of bytes, the first of which is number `index`. */
export interface Part {
  readonly start: number;
  readonly end: number;
  readonly index: number;
  /** Met before it; whoever comes to the end of the file tells it. */
  readonly flaw?: Flaw;
}

/** What makes a file no JSON although every exchange of it could be read. */
export interface Flaw {
  readonly message: string;
  /** In bytes. */
  readonly offset: number;
}

/** Where reading a part ended: the part after it must begin with exchange `index` at `next`; undefined when there is none. */
export interface PartEnd {
  readonly next: number | undefined;
  readonly index: number;
  /** Only where there is a part after it: it has to be read with it. */
  readonly flaw?: Flaw;
}

/** A part that one of several machines judges. When it does not end where the next one begins, that machine goes on to the end of the file. */
export interface Portion extends Part {
  /** How many there are. */
  readonly of: number;
  /** Of the first exchange of the part after it; absent in the last one. */
  readonly nextIndex?: number;
}

/** For formats whose large files can be shared among workers. A plan is a guess; the ends of the parts tell whether it held. */
export interface Division {
  plan(file: EvidenceFile, parts: number): readonly Part[];
  read(file: EvidenceFile, part: Part, report: (problem: EvidenceProblem) => void): Generator<Exchange, PartEnd>;
}

export interface EvidenceFormat {
  readonly id: string;
  readonly title: string;
  /** Of what it holds mostly; each exchange has its own. */
  readonly claim: Claim;
  /** Why its exchanges cannot be written as a recording; absent where they can. */
  readonly unconvertible?: string;
  /** Its column in the evidence matrix. */
  readonly source: SourceKind;
  /** Decides by content, never by name alone: 0 = no, 1 = certain. The highest answer wins. */
  detect(file: EvidenceFile): number;
  /** Yields exchanges in file order. A broken entry is an exchange with `problem`; what breaks the file is reported through `report` and ends the reading after all whole entries. */
  read(file: EvidenceFile, report: (problem: EvidenceProblem) => void): Iterable<Exchange>;
  readonly division?: Division;
}
