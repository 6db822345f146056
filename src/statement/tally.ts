// How many cases of each check for each operation were tried, conform and deviate.
import type { Case, Tried } from '../live/case.ts';
import type { RunResult } from '../live/run.ts';
import type { Finding } from '../model/finding.ts';
import { counts } from '../model/finding.ts';
import type { Operation } from '../model/contract.ts';
import type { Report } from '../model/report.ts';
import type { Row } from './statement.ts';

/** What an instance has to answer for: not what is accepted, and not what we sent or wrote ourselves. */
export const isDeviation = (finding: Finding): boolean => counts(finding) && finding.side === 'response';

export interface TallyInput {
  readonly result: RunResult;
  readonly report: Report;
  /** Ids of checks in the order of the rows. */
  readonly checks: readonly string[];
  readonly operations: readonly Operation[];
  /** Workflows that were to run for their own sake. */
  readonly workflows: readonly string[];
}

interface Cells {
  conforms: number;
  deviates: number;
  untried: number;
}

export function tally({ result, report, checks, operations, workflows }: TallyInput): readonly Row[] {
  const bad = new Set(report.findings.filter((one) => isDeviation(one) && one.severity !== 'info').map(({ exchange }) => exchange?.index));
  // Of a random request a smaller one is told, which belongs to no attempt of its case.
  const badCases = new Set(result.found.flatMap(({ attempt, case: own }) => (own && bad.has(attempt.index) ? [own.id] : [])));
  const unjudged = new Set(report.outcomes.filter(({ verdict }) => verdict === 'unchecked').map(({ exchange }) => exchange.index));
  const excused = new Set(result.untried.map(({ what }) => what));
  const rows = new Map<string, Cells>();
  const cellsOf = (operation: string, check: string): Cells => {
    const key = `${operation}\n${check}`;
    let cells = rows.get(key);
    if (!cells) rows.set(key, (cells = { conforms: 0, deviates: 0, untried: 0 }));
    return cells;
  };
  const sent = new Set<string>();
  for (const { case: one, attempts } of result.tried) {
    sent.add(nameOf(one));
    const standing = badCases.has(one.id) ? 'deviates' : standingOf(one, attempts, bad, unjudged, excused);
    cellsOf(one.operation.id, one.check)[standing]++;
  }
  for (const { what, operation } of result.untried) {
    const check = operation && checks.find((id) => what.startsWith(`${operation.id}, ${id}: `));
    if (operation && check !== undefined && !sent.has(what)) cellsOf(operation.id, check).untried++;
  }
  return [
    ...operations.flatMap((operation) => {
      const own = checks.flatMap((check) => rowOf(operation, check, rows.get(`${operation.id}\n${check}`)));
      const isUntried = result.untried.some((one) => one.operation === operation);
      return own.length === 0 && isUntried ? rowOf(operation, '', { conforms: 0, deviates: 0, untried: 1 }) : own;
    }),
    ...workflows.map((id) => workflowRow(id, result)),
  ];
}

/** As a run names a case that it did not try. */
const nameOf = ({ operation, check, name }: Case): string => `${operation.id}, ${check}: ${name}`;

function standingOf(
  one: Case,
  attempts: Tried['attempts'],
  bad: ReadonlySet<number | undefined>,
  unjudged: ReadonlySet<number>,
  excused: ReadonlySet<string>,
): keyof Cells {
  if (attempts.some(({ index }) => bad.has(index))) return 'deviates';
  return excused.has(nameOf(one)) || attempts.some(({ index }) => unjudged.has(index)) ? 'untried' : 'conforms';
}

function rowOf(operation: Operation, check: string, cells: Cells | undefined): Row[] {
  if (!cells) return [];
  const name = `${operation.method.toUpperCase()} ${operation.path}`;
  return [{ operation: name, check, tried: cells.conforms + cells.deviates, ...cells }];
}

function workflowRow(id: string, { found, untried }: RunResult): Row {
  const isUntried = untried.some(({ what }) => what === `workflow ${id}`);
  const deviates = found.some(({ check, key }) => check.id === 'workflow-succeeds' && key?.startsWith(`${id}/`)) ? 1 : 0;
  const tried = isUntried ? 0 : 1;
  return { operation: `workflow ${id}`, check: 'workflow-succeeds', tried, conforms: tried - deviates, deviates, untried: 1 - tried };
}
