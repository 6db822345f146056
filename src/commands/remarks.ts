// What is said about a run itself, the same whether one machine ran it or several.
import { remarkOn } from '../config/accept.ts';
import type { ContractSummary, Remark } from '../model/report.ts';
import type { Permission, RunEvent, Shard } from '../model/run-record.ts';
import { count, grouped, list } from '../model/show.ts';

export interface RunFacts {
  /** Absent where only a part of the evidence was asked for or judged. */
  readonly permissions?: readonly Permission[];
  readonly skipped: readonly string[];
  /** Contracts that were not looked at in full. */
  readonly large: readonly Pick<ContractSummary, 'id' | 'operations'>[];
  /** Where other machines judge the rest. */
  readonly part?: { readonly shard: Shard; readonly own: number; readonly all: number };
}

export const skippedIn = (events: Iterable<RunEvent>): string[] =>
  [...events].flatMap((event) => (event.kind === 'skipped' ? [event.uri] : []));

export function remarksOn({ permissions = [], skipped, large, part }: RunFacts): Remark[] {
  return [
    ...remarkOn(permissions),
    ...remarkOnSkipped(skipped),
    ...large.map(({ id, operations }): Remark => ({
      severity: 'info',
      message: `${id} has ${grouped(operations)} operations: schemas that no evidence touched were not looked at`,
    })),
    ...(part ? [remarkOnPart(part)] : []),
  ];
}

const remarkOnPart = ({ shard, own, all }: NonNullable<RunFacts['part']>): Remark => ({
  severity: 'info',
  message: `Shard ${shard.index}/${shard.total} judged ${grouped(own)} of ${count(all, 'piece')} of evidence: \`truce merge\` with the blobs of all ${shard.total} says what the whole comes to`,
});

function remarkOnSkipped(skipped: readonly string[]): Remark[] {
  if (skipped.length === 0) return [];
  const [are, were] = skipped.length === 1 ? ['is', 'was'] : ['are', 'were'];
  return [
    {
      severity: 'info',
      message: `${count(skipped.length, 'file')} in the folders given ${are} no evidence and ${were} passed over: ${list(skipped, 5)}`,
    },
  ];
}
