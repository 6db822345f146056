// The pipeline on one screen: contracts and evidence go in, one verdict per exchange comes out, and at the end a report.
import type { Contract, ContractProblem } from './model/contract.ts';
import type { EvidenceFile, EvidenceFormat, Part } from './model/evidence.ts';
import type { EvidenceProblem, Exchange } from './model/exchange.ts';
import type { Finding, Severity } from './model/finding.ts';
import type { Outcome } from './model/report.ts';
import { list } from './model/show.ts';
import { UserError } from './model/user-error.ts';
import { detectFormat, evidenceFormats } from './evidence/index.ts';
import { announcedRule, fingerprintOf, Judge, type Judged, type JudgeOptions } from './judge/judge.ts';
import { findExampleProblems } from './openapi/example-problems.ts';
import { readExamples } from './openapi/examples.ts';
import type { LoadedContract } from './openapi/load.ts';
import type { Assignment } from './parallel/messages.ts';
import { readInParts, smallestPart } from './parallel/read-in-parts.ts';

/** A file to judge, or a contract's own examples; `contracts` when it belongs to only some of them. */
export type EvidenceInput =
  | {
      readonly kind: 'file';
      readonly uri: string;
      readonly open: () => EvidenceFile;
      /** Found in a folder: passed over when it is no evidence. */ readonly isOptional?: boolean;
      readonly contracts?: readonly Contract[];
    }
  | { readonly kind: 'examples'; readonly contract: LoadedContract };

export interface CheckOptions extends JudgeOptions {
  readonly contracts: readonly LoadedContract[];
  readonly evidence: readonly EvidenceInput[];
  /** Threads for one large file, this one included; 1 unless said otherwise. */
  readonly workers?: number;
  /** Only exchanges for which this is true; the others are not counted at all. */
  readonly select?: (exchange: Exchange, outcome: Outcome) => boolean;
}

/** What happened, in order: a file begins, an exchange was judged, something was found that belongs to no exchange. */
export type CheckEvent =
  | { readonly kind: 'file'; readonly uri: string; readonly format: string; readonly size: number }
  | { readonly kind: 'skipped'; readonly uri: string }
  | ({ readonly kind: 'exchange' } & Judged)
  | { readonly kind: 'finding'; readonly finding: Finding; readonly stopsJudging: boolean };

/** Judges everything. Findings about files and documents come as events; nothing is thrown for what evidence holds. */
export function* check(options: CheckOptions): Generator<CheckEvent> {
  const judge = new Judge(options.contracts, options);
  for (const input of options.evidence) {
    if (input.kind === 'examples') {
      yield { kind: 'file', uri: input.contract.uri, format: 'examples', size: 0 };
      yield* judgeAll(readExamples(input.contract), judge, options, [input.contract]);
      if (!input.contract.isLarge) yield* tellProblems(input.contract, findExampleProblems(input.contract), false, options);
    } else yield* checkFile(input, judge, options);
  }
  for (const contract of options.contracts) {
    contract.verify();
    yield* tellProblems(contract, contract.problems(), true, options);
  }
}

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

function* checkFile(input: Extract<EvidenceInput, { kind: 'file' }>, judge: Judge, options: CheckOptions): Generator<CheckEvent> {
  let file: EvidenceFile;
  try {
    file = input.open();
  } catch (error) {
    yield { kind: 'file', uri: input.uri, format: 'unreadable', size: 0 };
    const { message, hint } = userError(error);
    yield fileFinding('evidence-file-malformed', message, undefined, input.uri, options, hint);
    return;
  }
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
  try {
    yield* judgeAll(
      readAll(file, format, input.contracts, options, (problem) => problems.push(problem)),
      judge,
      options,
      input.contracts,
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
  for (const problem of problems) yield fileFinding('evidence-file-malformed', problem.message, problem, file.uri, options);
}

/** Why no format knows a file: a sentence that lists those there are. */
export function explainUnknown({ uri, size }: EvidenceFile): string {
  const titles = list(
    evidenceFormats.map(({ title }) => title),
    evidenceFormats.length,
    'or',
  );
  const what = size === 0 ? 'the file is empty' : `it is none of these: ${titles}`;
  return `The format of \`${uri}\` is not known: ${what}`;
}

/** Large files of formats that can be divided are shared among threads; what a worker found clean arrives judged. */
function readAll(
  file: EvidenceFile,
  format: EvidenceFormat,
  narrowed: readonly Contract[] | undefined,
  options: CheckOptions,
  report: (problem: EvidenceProblem) => void,
): Iterable<Exchange | { readonly outcome: Outcome }> {
  const { workers = 1, select, severities = {}, strict = false, strictUnmatched = false } = options;
  if (!format.division || workers < 2 || select || file.size < 2 * smallestPart) return format.read(file, report);
  const contracts = options.contracts
    .filter((contract) => narrowed?.includes(contract) ?? true)
    .map((contract) => ({ path: contract.path, options: contract.options }));
  const { division } = format;
  const assign = (part: Part): Assignment => ({
    contracts,
    judge: { severities, strict, strictUnmatched },
    file: { path: file.path, uri: file.uri },
    part,
  });
  return readInParts({ file, division, workers, report, assign });
}

function* judgeAll(
  exchanges: Iterable<Exchange | { readonly outcome: Outcome }>,
  judge: Judge,
  options: CheckOptions,
  contracts: readonly Contract[] | undefined,
): Generator<CheckEvent> {
  for (const exchange of exchanges) {
    const judged = 'outcome' in exchange ? { outcome: exchange.outcome, findings: [] } : judge.judge(exchange, contracts);
    if (!options.select || 'outcome' in exchange || options.select(exchange, judged.outcome)) yield { kind: 'exchange', ...judged };
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
