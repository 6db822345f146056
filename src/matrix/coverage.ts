// The vacuity guard: how much of what is promised has to be proved, and what is missing.
import type { Matrix, PromiseKind } from '../model/matrix.ts';
import { promiseKinds } from '../model/matrix.ts';
import type { Shortfall } from '../model/report.ts';
import { list, quote } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';
import { promisesOf } from './totals.ts';

/** Percent from 0 to 100 by kind. */
export type MinCoverage = Readonly<Partial<Record<PromiseKind, number>>>;

const isKind = (text: string): text is PromiseKind => (promiseKinds as readonly string[]).includes(text);

/** Reads `status=100,field=80`. Throws a UserError for an unknown kind or a number that is no percentage. */
export function parseMinCoverage(text: string): MinCoverage {
  const wanted: Partial<Record<PromiseKind, number>> = {};
  for (const part of text.split(',')) {
    const [name = '', percent = '', ...rest] = part.split('=').map((word) => word.trim());
    if (!isKind(name))
      throw new UserError(`\`--min-coverage\` knows no ${quote(name, 40)}`, { hint: `Choose among ${list(promiseKinds, 20, 'or')}` });
    if (rest.length > 0 || !/^\d{1,3}(\.\d+)?$/.test(percent) || Number(percent) > 100)
      throw new UserError(`\`--min-coverage ${name}=…\` takes a percentage from 0 to 100, got ${quote(percent, 40)}`);
    wanted[name] = Number(percent);
  }
  return wanted;
}

/** Names shown of what is missing. */
const mostMissing = 5;

export function findShortfalls(matrix: Matrix, wanted: MinCoverage): Shortfall[] {
  return promiseKinds.flatMap((kind): Shortfall[] => {
    const least = wanted[kind];
    const { promised, proved } = matrix.totals[kind];
    if (least === undefined || proved * 100 >= least * promised) return [];
    const missing: string[] = [];
    for (const { operations } of matrix.contracts)
      for (const operation of operations)
        for (const promise of missing.length < mostMissing ? promisesOf(operation) : [])
          if (promise.kind === kind && promise.row.state !== 'proved' && missing.length < mostMissing)
            missing.push(`${operation.operation.method} ${operation.operation.path} ${promise.where}`.trim());
    return [{ kind, wanted: least, promised, proved, missing }];
  });
}
