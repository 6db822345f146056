// The diff for programs: every change with both places, its sites and whom it touches; its shape is published as schemas/diff.schema.json.
import { type Place, createPlaceFinder } from '../../model/place.ts';
import type { Location } from '../../model/location.ts';
import { flatten, stringify } from '../../model/report-values.ts';
import { version as tool } from '../../version.ts';
import type { Touch } from '../change.ts';
import type { DiffReport, TouchedChange } from '../report.ts';
import { conclude } from './words.ts';

/** The version of the shape. */
const version = 1;

/** One change on a line. */
export function* renderJson(report: DiffReport): Iterable<string> {
  const { exitCode, failOn, totals, changes, evidence, couldNotCheck, remarks } = report;
  const find = createPlaceFinder();
  yield '{\n';
  const head = {
    version,
    tool: { name: 'truce', version: tool },
    exitCode,
    failOn,
    conclusion: conclude(report),
    old: report.old,
    new: report.new,
    totals,
  };
  for (const [key, value] of Object.entries(head)) yield `  "${key}": ${stringify(value)},\n`;
  yield* list(
    'changes',
    changes.map((change) => describeChange(change, find)),
  );
  yield ',\n';
  yield* list(
    'unexplained',
    (evidence?.stray ?? []).map((touch) => describeTouch(touch, find)),
  );
  const told = evidence && {
    judged: evidence.judged,
    witnesses: evidence.witnesses,
    unjudged: [...evidence.unjudged].map(([reason, exchanges]) => ({ reason, exchanges })),
  };
  yield `,\n  "evidence": ${stringify(told ?? null)},\n  "couldNotCheck": ${stringify(couldNotCheck)},\n  "remarks": ${stringify(remarks)}\n}\n`;
}

function* list(name: string, values: readonly object[]): Iterable<string> {
  yield `  "${name}": [`;
  for (const [at, value] of values.entries()) yield `${at > 0 ? ',' : ''}\n    ${stringify(value)}`;
  yield values.length > 0 ? '\n  ]' : ']';
}

type Find = (location: Location) => Place;

function describeChange(change: TouchedChange, find: Find): object {
  const { id, side, level, verdict, message, reason, sites, touches, uses, users } = change;
  return {
    id,
    side,
    breaking: verdict,
    byDirection: level,
    message,
    reason: reason ?? null,
    old: change.old ? flatten(find(change.old)) : null,
    new: change.new ? flatten(find(change.new)) : null,
    sites: sites.map(({ operation, status, part, path }) => ({
      operation: operation.id,
      method: operation.method,
      path: operation.path,
      status: status ?? null,
      part: part ?? null,
      pointer: path,
    })),
    for: { touches: touches.map((touch) => describeTouch(touch, find)), uses, users },
  };
}

function describeTouch({ location, ...told }: Touch, find: Find): object {
  return { ...told, location: location ? flatten(find(location)) : null };
}
