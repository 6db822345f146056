// The pipeline on one screen: contracts and evidence go in, one verdict per exchange comes out, and at the end a report.
import type { Contract, ContractProblem, Match, NoMatch } from './model/contract.ts';
import type { EvidenceFile, PartEnd, Portion } from './model/evidence.ts';
import type { EvidenceProblem, Exchange } from './model/exchange.ts';
import type { Finding, Severity } from './model/finding.ts';
import { comparePlaces } from './model/place.ts';
import type { Outcome } from './model/report.ts';
import type { RunEvent as CheckEvent } from './model/run-record.ts';
import { UserError } from './model/user-error.ts';
import { detectFormat, explainUnknown } from './evidence/index.ts';
import { examine } from './judge/examine.ts';
import { announcedRule, fingerprintOf, Judge, type JudgeOptions } from './judge/judge.ts';
import type { Collector } from './matrix/collector.ts';
import type { SourceKind } from './model/matrix.ts';
import { findExampleProblems } from './openapi/example-problems.ts';
import { readExamples } from './openapi/examples.ts';
import type { LoadedContract } from './openapi/load.ts';
import { readEvidence } from './parallel/read-evidence.ts';
import type { Given } from './parallel/read-in-parts.ts';

/** A file to judge, or a contract's own examples; `contracts` when it belongs to only some of them. */
export type EvidenceInput =
  | {
      readonly kind: 'file';
      readonly uri: string;
      /** Absolute; of what is a file on disk. */
      readonly path?: string;
      readonly open: () => EvidenceFile;
      /** Found in a folder: passed over when it is no evidence. */ readonly isOptional?: boolean;
      readonly contracts?: readonly Contract[];
      /** Where its exchanges come from, where the format does not say it rightly: what a probe recorded is live. */
      readonly source?: SourceKind;
      /** Only this part of the file is judged; others judge the rest. */
      readonly portion?: Portion;
      /** Counts what this shows, apart from everything else. */
      readonly collector?: Collector;
      /** Size in bytes, without opening it; for dividing the evidence among machines. */
      readonly weigh?: () => number;
    }
  | { readonly kind: 'examples'; readonly contract: LoadedContract; readonly weigh?: () => number };

export interface CheckOptions extends JudgeOptions {
  readonly contracts: readonly LoadedContract[];
  readonly evidence: readonly EvidenceInput[];
  /** Threads for one large file, this one included; 1 unless said otherwise. */
  readonly workers?: number;
  /** Counts what the evidence shows, for the evidence matrix. */
  readonly collector?: Collector;
  /** Only exchanges for which this is true; the others are not counted at all. */
  readonly select?: (exchange: Exchange, outcome: Outcome) => boolean;
  readonly observer?: Observer;
}

/** Sees what verdicts rest on, selected or not. */
export interface Observer {
  opened(file: EvidenceFile): void;
  /** Undefined: a worker judged it, and only its outcome is known. The match is absent where the exchange could not be read. */
  examined(exchange: Exchange | undefined, match?: Match | NoMatch): void;
}

export type { RunEvent as CheckEvent } from './model/run-record.ts';

/** Judges everything. Findings about files and documents come as events; nothing is thrown for what evidence holds. */
export function* check(options: CheckOptions): Generator<CheckEvent> {
  const judge = new Judge(options.contracts, options);
  for (const input of options.evidence) yield* judgeInput(input, judge, options);
  yield* tellDocuments(options);
}

/** All that is found in one file, or in the examples of one contract. */
export function* judgeInput(input: EvidenceInput, judge: Judge, options: CheckOptions): Generator<CheckEvent> {
  if (input.kind === 'file') return yield* checkFile(input, judge, options);
  yield { kind: 'file', uri: input.contract.uri, format: 'examples', size: 0 };
  yield* judgeAll(readExamples(input.contract), judge, options, [input.contract], 'example');
  if (!input.contract.isLarge) yield* tellProblems(input.contract, findExampleProblems(input.contract), false, options);
}

/** What is wrong with the contracts, evidence or none; after all evidence, which may have come upon more. */
export function* tellDocuments(options: CheckOptions): Generator<CheckEvent> {
  yield { kind: 'documents' };
  for (const contract of options.contracts) {
    contract.verify();
    yield* tellProblems(contract, inOrder(contract.problems()), true, options);
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** In the order of the document: that in which evidence came upon them would change with the evidence. */
const inOrder = (problems: readonly ContractProblem[]): readonly ContractProblem[] =>
  problems.toSorted((a, b) => comparePlaces(a.location, b.location) || compare(a.rule, b.rule) || compare(a.message, b.message));

/** Problems of a document as findings; `areDamage`: an error among them costs what depends on it, so the run cannot answer for everything. */
function* tellProblems(
  contract: LoadedContract,
  problems: readonly ContractProblem[],
  areDamage: boolean,
  options: CheckOptions,
): Generator<CheckEvent> {
  for (const { rule, message, fix, location, severity: own } of problems) {
    const severity = options.severities?.[rule] ?? own;
    if (severity === 'off') continue;
    const finding: Finding = {
      rule,
      severity,
      side: 'contract',
      message,
      fix,
      contract: location,
      related: [],
      about: contract.id,
      fingerprint: fingerprintOf(rule, contract.id, '', location, undefined, message),
    };
    yield { kind: 'finding', finding: accept(finding, options), stopsJudging: areDamage && own === 'error' };
  }
}

type FileInput = Extract<EvidenceInput, { kind: 'file' }>;

/** Of the contracts that could not be read, those that an input may belong to: none, where it belongs to others. */
export const unreadFor = (input: EvidenceInput, { unread = [] }: Pick<CheckOptions, 'unread'>): readonly string[] =>
  input.kind === 'examples' || (input.contracts && input.contracts.length > 0) ? [] : unread;

function* checkFile(input: FileInput, judge: Judge, all: CheckOptions): Generator<CheckEvent> {
  const options = { ...all, unread: unreadFor(input, all), ...(input.collector && { collector: input.collector }) };
  let file: EvidenceFile;
  try {
    file = input.open();
  } catch (error) {
    yield { kind: 'file', uri: input.uri, format: 'unreadable', size: 0 };
    const { message, hint } = userError(error);
    yield fileFinding('evidence-file-malformed', message, undefined, input.uri, options, hint);
    return;
  }
  options.observer?.opened(file);
  const format = detectFormat(file);
  if (!format && input.isOptional) {
    yield { kind: 'skipped', uri: file.uri };
    return;
  }
  yield { kind: 'file', uri: file.uri, format: format?.id ?? 'unknown', size: file.size };
  if (!format) {
    yield fileFinding(
      'evidence-file-unchecked',
      explainUnknown(file),
      { message: '', location: { source: file.source(), pointer: '' } },
      file.uri,
      options,
    );
    return;
  }
  const problems: EvidenceProblem[] = [];
  let end: PartEnd | undefined;
  try {
    yield* judgeAll(
      readEvidence(file, { ...format, source: input.source ?? format.source }, input, options, {
        report: (problem) => void problems.push(problem),
        end: (reached) => void (end = reached),
      }),
      judge,
      options,
      input.contracts ?? options.contracts,
      input.source ?? format.source,
    );
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    yield fileFinding(
      'evidence-file-malformed',
      error.message,
      error.location && { message: '', location: error.location },
      file.uri,
      options,
    );
  }
  if (input.portion) yield { kind: 'part', start: input.portion.start, ...(end?.next !== undefined && { next: end.next }) };
  for (const problem of problems) yield fileFinding('evidence-file-malformed', problem.message, problem, file.uri, options);
}

function* judgeAll(
  exchanges: Iterable<Given>,
  judge: Judge,
  options: CheckOptions,
  contracts: readonly Contract[],
  source: SourceKind,
): Generator<CheckEvent> {
  for (const given of exchanges) {
    // What a worker found clean it counted as well.
    if ('outcome' in given) {
      options.observer?.examined(undefined);
      yield { kind: 'exchange', outcome: given.outcome, findings: [] };
      continue;
    }
    const exchange = 'recount' in given ? given.recount : given;
    const examination = exchange.problem ? undefined : examine(exchange, contracts, options.collector);
    const judged = examination ? judge.judgeExamined(examination, options.unread) : judge.judge(exchange, contracts);
    options.observer?.examined(exchange, examination?.match);
    if (options.select && !options.select(exchange, judged.outcome)) continue;
    if (examination) options.collector?.add(examination, judged.outcome.verdict, source);
    if (!('recount' in given)) yield { kind: 'exchange', ...judged };
  }
}

function fileFinding(
  rule: string,
  message: string,
  problem: EvidenceProblem | undefined,
  uri: string,
  options: CheckOptions,
  hint?: string,
): CheckEvent {
  const { severity, fix } = announcedRule(rule);
  const configured: Severity | 'off' = options.severities?.[rule] ?? severity;
  const finding: Finding = {
    rule,
    severity: configured === 'off' ? 'info' : configured,
    side: 'evidence',
    message,
    fix: hint ?? fix,
    ...(problem && { instance: problem.location }),
    related: [],
    about: uri,
    fingerprint: fingerprintOf(rule, '', '', undefined, problem?.location, uri),
  };
  return { kind: 'finding', finding: accept(finding, options), stopsJudging: true };
}

function accept(finding: Finding, options: CheckOptions): Finding {
  const accepted = options.accept?.(finding);
  return accepted ? { ...finding, accepted } : finding;
}

function userError(error: unknown): UserError {
  if (error instanceof UserError) return error;
  throw error;
}
