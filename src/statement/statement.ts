// A conformance statement as data: what one run of `truce probe` can say about an instance, for whoever runs it. Rendered as Markdown and as HTML.
import type { CodeFrame } from '../model/code-frame.ts';
import type { Severity } from '../model/finding.ts';
import type { Comparison } from './comparison.ts';
import type { ExchangeText } from './exchange-text.ts';

/** Texts hold code ticks and whatever an instance sent: renderers make them safe. */
export interface Statement {
  readonly contract: { readonly title: string; readonly version: string; readonly document: string };
  /** Its address, without credentials. */
  readonly instance: string;
  /** `2026-11-26` */
  readonly date: string;
  readonly run: string;
  readonly truce: string;
  readonly recording: string;
  /** `open`: no deviation was found, but not everything could be tried or judged. */
  readonly standing: 'conforms' | 'deviates' | 'open';
  /** Sentences with final stops. */
  readonly summary: readonly string[];
  readonly rows: readonly Row[];
  /** What was looked for in every answer, beside the rows: titles. */
  readonly everywhere: readonly string[];
  /** Most severe first; `info` at the end. */
  readonly deviations: readonly Deviation[];
  /** Deviations beyond those. */
  readonly hidden: number;
  readonly untried: readonly Reason[];
  /** Answers that were not judged. */
  readonly unjudged: readonly Reason[];
  /** Deviations that somebody accepted, with the reasons. */
  readonly accepted: readonly Reason[];
  /** The first problems of requests and documents: ours, not the instance's. */
  readonly own: readonly string[];
  readonly left: LeftBehind;
  /** What it does not say: sentences with final stops. */
  readonly limits: readonly string[];
  readonly comparison?: Comparison;
}

/** Cases of one check for one operation; `tried` = `conforms` + `deviates`. */
export interface Row {
  /** `PUT /api/v1/Contact/{id}`, or `workflow makeContact`. */
  readonly operation: string;
  /** Empty for an operation of which nothing was planned. */
  readonly check: string;
  readonly tried: number;
  readonly conforms: number;
  readonly deviates: number;
  /** Not sent, or answered by nothing that could be judged. */
  readonly untried: number;
}

export interface Deviation {
  readonly severity: Severity;
  readonly rule: string;
  /** Title of the rule or check. */
  readonly title: string;
  readonly about: string;
  readonly message: string;
  readonly why: string;
  readonly fix: string;
  readonly times: number;
  readonly exchanges: number;
  readonly contract?: PlaceText & { readonly frame?: CodeFrame };
  /** Such as `entry 3 of the recording, the body of the response at ‘/Name’`, with code ticks. */
  readonly seen?: string;
  /** Of the first time it was seen; absent where it stands with another deviation already. */
  readonly exchange?: ExchangeText;
  /** Number of that deviation, from 1. */
  readonly sameAs?: number;
  /** Lines for a shell. */
  readonly reproduce: readonly { readonly what: string; readonly line: string }[];
  readonly fingerprint: string;
}

export interface PlaceText {
  /** `openapi.yaml:12:3` */
  readonly place: string;
  readonly pointer: string;
}

export interface Reason {
  readonly reason: string;
  readonly times: number;
  /** The first of what it concerns. */
  readonly what: readonly string[];
}

export interface LeftBehind {
  /** Nothing that writes was sent. */
  readonly isReadOnly: boolean;
  /** Things that were made and removed again. */
  readonly removed: number;
  /** Things that may still be there: the mark they carry stands in a name. */
  readonly kept: number;
  /** The first of them. */
  readonly items: readonly { readonly what: string; readonly why: string; readonly at: string }[];
  readonly stays: readonly string[];
  readonly mark: string;
}
