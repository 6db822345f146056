// What the threads of one check say to each other: plain data only.
import type { Part, PartEnd } from '../model/evidence.ts';
import type { SourceKind } from '../model/matrix.ts';
import type { Outcome } from '../model/report.ts';
import type { LoadOptions } from '../openapi/load.ts';
import type { Sightings } from '../matrix/sightings.ts';
import type { JudgeOptions } from '../judge/judge.ts';

/** Everything a worker needs to judge its part on its own. */
export interface Assignment {
  readonly contracts: readonly { readonly path: string; readonly options: LoadOptions }[];
  readonly judge: Omit<JudgeOptions, 'accept'>;
  readonly file: { readonly path: string; readonly uri: string };
  readonly part: Part;
  readonly source: SourceKind;
  /** True: clean exchanges are counted for the evidence matrix. */
  readonly isCounted: boolean;
}

/** A clean exchange is its outcome; one with findings is named by its place, for the main thread to judge again with its sources at hand. */
export type Row = Outcome | { readonly redo: number; readonly index: number };

export type Message =
  | { readonly kind: 'rows'; readonly rows: readonly Row[] }
  /** `resume`: the part broke off; reading it again from there shows where and why. */
  | {
      readonly kind: 'end';
      readonly end: PartEnd;
      readonly sightings?: Sightings;
      readonly resume?: { readonly start: number; readonly index: number };
    }
  | { readonly kind: 'failed'; readonly reason: string };
