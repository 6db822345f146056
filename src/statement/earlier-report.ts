// The JSON report of an earlier run (schemas/report.schema.json), as far as a comparison needs it.
import { readFileSync } from 'node:fs';
import { type Severity, severities } from '../model/finding.ts';
import { isRecord } from '../model/json-value.ts';
import type { TriedCase } from '../model/report.ts';
import { plain, quote, show } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';
import { explainErrno } from '../source/read.ts';

export interface EarlierFinding {
  readonly fingerprint: string;
  readonly severity: Severity;
  readonly rule: string;
  readonly side: string;
  readonly about: string;
  readonly message: string;
  readonly operation: string | undefined;
  /** The exchange it is about. */
  readonly exchange: string | undefined;
  readonly isAccepted: boolean;
}

export interface EarlierOutcome {
  readonly exchange: string;
  readonly operation: string | undefined;
  /** Absent in reports of other commands, and for steps of workflows. */
  readonly tried: TriedCase | undefined;
}

export interface EarlierReport {
  /** As it was given. */
  readonly uri: string;
  readonly truce: string;
  readonly contracts: readonly { readonly id: string; readonly version: string }[];
  readonly findings: readonly EarlierFinding[];
  readonly outcomes: readonly EarlierOutcome[];
}

const wayOut = 'Write one with `truce probe … --reporter json:last.json` and give that file';

/** Throws a UserError for a file that cannot be read, or is no JSON report of Truce. */
export function readEarlierReport(path: string, uri: string): EarlierReport {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UserError(`The earlier report ${quote(uri, 200)} cannot be read: ${explainErrno(error)}`, { hint: wayOut, cause: error });
  }
  return parseEarlierReport(text, uri);
}

export function parseEarlierReport(text: string, uri: string): EarlierReport {
  const refuse = (why: string): never => {
    throw new UserError(`${quote(uri, 200)} is no JSON report of Truce: ${why}`, { hint: wayOut });
  };
  let report: unknown;
  try {
    report = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    return refuse(`it cannot be parsed (${plain(error instanceof Error ? error.message : String(error), 120)})`);
  }
  if (!isRecord(report)) return refuse(`it holds ${show(report)}`);
  const { tool, version, findings, outcomes, contracts } = report;
  if (!isRecord(tool) || tool['name'] !== 'truce') return refuse('`tool.name` is not `truce`');
  if (version !== 1) return refuse(`its shape is version ${show(version)}, and this Truce reads version 1`);
  const items = (name: string, list: unknown): readonly Record<string, unknown>[] => {
    if (!Array.isArray(list) || !list.every(isRecord)) return refuse(`\`${name}\` is no list of objects`);
    return list;
  };
  return {
    uri,
    truce: textOf(tool['version']),
    contracts: items('contracts', contracts).map(({ id, version: own }) => ({ id: textOf(id), version: textOf(own) })),
    findings: items('findings', findings).map((finding, at) => readFinding(finding, at, refuse)),
    outcomes: items('outcomes', outcomes).map((outcome) => ({
      exchange: exchangeOf(outcome),
      operation: optional(outcome['operation']),
      tried: readTried(outcome['tried']),
    })),
  };
}

function readFinding(finding: Record<string, unknown>, at: number, refuse: (why: string) => never): EarlierFinding {
  const { fingerprint, severity, rule, side, about, message, operation, index, accepted } = finding;
  const known = severities.find((one) => one === severity);
  if (typeof fingerprint !== 'string' || fingerprint === '') return refuse(`\`findings/${at}\` has no fingerprint`);
  if (!known) return refuse(`\`findings/${at}\` has the severity ${show(severity)}`);
  return {
    fingerprint,
    severity: known,
    rule: textOf(rule),
    side: textOf(side),
    about: textOf(about),
    message: textOf(message),
    operation: optional(operation),
    exchange: typeof index === 'number' ? exchangeOf(finding) : undefined,
    isAccepted: isRecord(accepted),
  };
}

function readTried(value: unknown): TriedCase | undefined {
  if (!isRecord(value)) return undefined;
  const { operation, check, case: name } = value;
  return typeof operation === 'string' && typeof check === 'string' && typeof name === 'string'
    ? { operation, check, case: name }
    : undefined;
}

const exchangeOf = ({ evidence, index }: Record<string, unknown>): string => `${String(index)} ${textOf(evidence)}`;
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const optional = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
