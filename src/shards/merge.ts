// Puts the blobs of all machines together as the events of one run, and refuses those that do not belong together.
import { mergeMatrices } from '../matrix/merge.ts';
import type { Finding } from '../model/finding.ts';
import type { Matrix } from '../model/matrix.ts';
import { comparePlaces } from '../model/place.ts';
import type { Counted, Permission, RunEvent, RunRecord, Stretch } from '../model/run-record.ts';
import type { HeadLine } from '../model/blob.ts';
import { count, list, quote } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';
import type { Blob } from './read-blob.ts';

export interface Merged {
  readonly head: HeadLine;
  readonly events: readonly RunEvent[];
  readonly record: RunRecord;
  readonly matrix?: Matrix;
}

/** Throws a UserError when a shard is missing or there twice, or when the shards did not judge the same contracts by the same options. */
export function mergeBlobs(blobs: readonly Blob[], { ignoreFailOn = false }: { ignoreFailOn?: boolean } = {}): Merged {
  const sorted = blobs.toSorted((a, b) => a.head.shard.index - b.head.shard.index);
  const [first] = sorted;
  if (!first)
    throw new UserError('There is no blob to merge', { hint: 'Name the files or the folder that `truce check --reporter blob` wrote' });
  const { head } = first;
  for (const blob of sorted.slice(1)) refuseStranger(first, blob, ignoreFailOn);
  refuseGaps(sorted);
  const permissions = mergePermissions(sorted);
  const units = head.units.flatMap((_, at) => chainParts(sorted.flatMap((blob) => blob.stretches.filter(({ of }) => of === at))));
  const isOfWhole = ({ part }: Counted): boolean => !part || units.some((one) => one.of === part.of && one.part?.start === part.start);
  const matrix = mergeMatrices(sorted.flatMap(({ counts }) => counts.filter(isOfWhole).map((counted) => counted.matrix)));
  const stretches = [
    ...sorted.flatMap((blob) => blob.stretches.filter(({ of }) => of === 'start')).slice(0, 1),
    ...joinParts(units),
    { of: 'documents' as const, events: mergeDocuments(sorted) },
  ];
  return {
    head,
    events: stretches.flatMap(({ events }) => events),
    record: {
      shard: { index: 1, total: 1 },
      units: head.units,
      options: head.options,
      coverage: head.coverage,
      contracts: head.contracts.map(({ id, hash, isLarge }) => ({ id, hash, isLarge })),
      ...(permissions && { permissions }),
      stretches,
    },
    ...(matrix && { matrix }),
  };
}

/**
 * The parts of one unit that follow on each other, from the first. The borders were guessed by everybody alike: where a part does not end at
 * the next border its machine has read on to the end, and what the others took for parts is none.
 */
function chainParts(stretches: readonly Stretch[]): readonly Stretch[] {
  const byStart = new Map(stretches.map((stretch) => [stretch.part?.start ?? 0, stretch]));
  const chain: Stretch[] = [];
  for (let next: number | undefined = 0; next !== undefined;) {
    const stretch: Stretch | undefined = byStart.get(next);
    if (!stretch) break;
    chain.push(stretch);
    next = stretch.part?.next;
  }
  return chain;
}

/** A unit begins once, whatever it was judged in. */
const joinParts = (stretches: readonly Stretch[]): readonly Stretch[] =>
  [...Map.groupBy(stretches, ({ of }) => of)].map(([of, parts]) => ({
    of,
    events: parts.flatMap(({ events }, at) => (at === 0 ? events : events.filter(({ kind }) => kind !== 'file'))),
  }));

const nameOf = ({ uri, head: { shard } }: Blob): string => `shard ${shard.index}/${shard.total} (${quote(uri, 200)})`;

function refuseStranger(first: Blob, other: Blob, ignoreFailOn: boolean): void {
  const [a, b] = [first.head, other.head];
  const refuse = (what: string, hint: string): never => {
    throw new UserError(`${nameOf(other)} does not belong to ${nameOf(first)}: ${what}`, { hint });
  };
  if (a.shard.total !== b.shard.total)
    refuse(
      `one is of ${count(a.shard.total, 'shard')}, the other of ${count(b.shard.total, 'shard')}`,
      'Merge the blobs of one run; older ones may lie in the folder',
    );
  const commit = 'Run all shards on the same commit';
  for (const { id, uri, hash } of a.contracts) {
    const twin = b.contracts.find((contract) => contract.id === id);
    if (twin && twin.hash !== hash) refuse(`the contract \`${id}\` (${uri}) is not the same text`, commit);
  }
  if (a.contracts.length !== b.contracts.length || a.contracts.some(({ id }, at) => b.contracts[at]?.id !== id))
    refuse('the contracts are not the same', commit);
  for (const [name, value] of Object.entries(a.options))
    if (b.options[name] !== value) refuse(`\`${name}\` was not the same`, 'Give all shards the same options and the same config');
  if (JSON.stringify(a.coverage) !== JSON.stringify(b.coverage))
    refuse('`--matrix` or `--min-coverage` was not the same', 'Give all shards the same options and the same config');
  if (JSON.stringify(a.units) !== JSON.stringify(b.units))
    refuse('the evidence is not the same', 'Run all shards on the same files, with the same arguments');
  if (JSON.stringify(a.permissions?.map(withoutUse)) !== JSON.stringify(b.permissions?.map(withoutUse)))
    refuse('the waivers or the baseline are not the same', commit);
  if (!ignoreFailOn && a.failOn !== b.failOn) refuse('`--fail-on` was not the same', 'Give `truce merge` a `--fail-on` of its own');
}

const withoutUse = (permission: Permission): object => ({ ...permission, isUsed: false, isExpired: false });

function refuseGaps(sorted: readonly Blob[]): void {
  const total = sorted[0]?.head.shard.total ?? 0;
  for (const [at, blob] of sorted.entries()) {
    const before = sorted[at - 1];
    if (before?.head.shard.index === blob.head.shard.index)
      throw new UserError(`Shard ${blob.head.shard.index}/${total} is there twice: ${quote(before.uri, 200)} and ${quote(blob.uri, 200)}`, {
        hint: 'Merge the blobs of one run; older ones may lie in the folder',
      });
  }
  const there = new Set(sorted.map(({ head }) => head.shard.index));
  const missing = Array.from({ length: total }, (_, at) => at + 1).filter((index) => !there.has(index));
  if (missing.length > 0)
    throw new UserError(
      `${missing.length === 1 ? 'Shard' : 'Shards'} ${list(missing.map(String))} of ${total} ${missing.length === 1 ? 'is' : 'are'} missing`,
      {
        hint: 'What nobody judged cannot pass: look why that machine wrote no blob, or whether its artifact was fetched',
      },
    );
}

/** A permission is used when it was used anywhere, and expired when a machine said so. */
function mergePermissions(blobs: readonly Blob[]): readonly Permission[] | undefined {
  return blobs[0]?.head.permissions?.map((permission, at) => {
    const all = blobs.flatMap(({ head }) => head.permissions?.[at] ?? []);
    const isUsed = all.some((one) => one.isUsed);
    return permission.by === 'waiver'
      ? { ...permission, isUsed, isExpired: all.some((one) => one.by === 'waiver' && one.isExpired) }
      : { ...permission, isUsed };
  });
}

type FindingEvent = Extract<RunEvent, { kind: 'finding' }>;

/** Every machine found the problems of the documents it came upon: each problem once, in the order of the contracts and of their text. */
function mergeDocuments(blobs: readonly Blob[]): RunEvent[] {
  const merged = new Map<string, FindingEvent>();
  for (const blob of blobs) {
    const seen = new Map<string, number>();
    for (const event of blob.stretches.filter(({ of }) => of === 'documents').flatMap(({ events }) => events)) {
      if (event.kind !== 'finding') continue;
      const { rule, about, message, contract } = event.finding;
      const same = JSON.stringify([rule, about, message, contract?.source.uri, contract?.pointer]);
      const times = (seen.get(same) ?? 0) + 1;
      seen.set(same, times);
      const key = `${times} ${same}`;
      if (!merged.has(key)) merged.set(key, event);
    }
  }
  const order = new Map((blobs[0]?.head.contracts ?? []).map(({ id }, at) => [id, at]));
  const compare = (a: Finding, b: Finding): number =>
    (order.get(a.about) ?? 0) - (order.get(b.about) ?? 0) || (a.contract && b.contract ? compareProblems(a.contract, b.contract, a, b) : 0);
  return [{ kind: 'documents' }, ...[...merged.values()].toSorted((a, b) => compare(a.finding, b.finding))];
}

const compareProblems = (left: NonNullable<Finding['contract']>, right: NonNullable<Finding['contract']>, a: Finding, b: Finding): number =>
  comparePlaces(left, right) || compareTexts(a.rule, b.rule) || compareTexts(a.message, b.message);

const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
