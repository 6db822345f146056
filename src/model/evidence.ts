// Evidence formats: one file in src/evidence/ is one of them.
import type { Claim, Exchange, EvidenceProblem } from './exchange.ts';
import type { Source } from './location.ts';

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
}

/** Where a part of a large file lies, so that workers can share it. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

export interface EvidenceFormat {
  readonly id: string;
  readonly title: string;
  readonly claim: Claim;
  /** Decides by content, never by name alone: 0 = no, 1 = certain. The highest answer wins. */
  detect(file: EvidenceFile): number;
  /** Yields exchanges in file order. A broken entry is an exchange with `problem`; what breaks the file is reported through `report` and ends the reading after all whole entries. */
  read(file: EvidenceFile, report: (problem: EvidenceProblem) => void): Iterable<Exchange>;
}
