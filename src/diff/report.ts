// What `truce diff` found, summed up: changes with whom they touch, what could not be judged, and the exit code.
import type { LoadedContract } from '../openapi/load.ts';
import { compareLevels, type Level, levels } from './catalogue.ts';
import type { Change, Touch } from './change.ts';
import type { Held, Witness } from './evidence.ts';
import { shapeOf } from './path-shape.ts';

/** `consumers`: only what breaks somebody whose evidence was given. */
export type DiffFailOn = 'breaking' | 'consumers' | 'none';

export interface TouchedChange extends Change {
  /** What it means with the evidence: a change that is harmless by direction and breaks somebody all the same is breaking. */
  readonly verdict: Level;
  readonly touches: readonly Touch[];
  /** Whose messages hold a value at its place. */
  readonly uses: readonly Witness[];
  /** Whose evidence calls an operation it is about. */
  readonly users: readonly Witness[];
}

export interface DiffReport {
  readonly old: ContractNote;
  readonly new: ContractNote;
  readonly changes: readonly TouchedChange[];
  readonly totals: Readonly<Record<Level, number>>;
  /** Absent where no evidence was given. */
  readonly evidence?: Pick<Held, 'judged' | 'witnesses' | 'stray' | 'unjudged'>;
  readonly failOn: DiffFailOn;
  readonly exitCode: 0 | 1 | 2;
  readonly couldNotCheck: readonly string[];
  readonly remarks: readonly string[];
}

export interface ContractNote {
  readonly uri: string;
  readonly title: string;
  readonly version: string;
}

export interface SumOptions {
  readonly old: LoadedContract;
  readonly new: LoadedContract;
  readonly changes: readonly Change[];
  readonly held?: Held;
  readonly failOn: DiffFailOn;
  readonly couldNotCheck: readonly string[];
  readonly remarks: readonly string[];
}

export function sumUp({ old, new: new_, changes, held, failOn, couldNotCheck, remarks }: SumOptions): DiffReport {
  const touched = changes
    .map((change): TouchedChange => {
      const touches = held?.touches.get(change) ?? [];
      return {
        ...change,
        touches,
        verdict: touches.some(({ effect }) => effect === 'breaks') ? 'breaking' : change.level,
        uses: held?.uses.get(change) ?? [],
        users: usersOf(change, held),
      };
    })
    .toSorted((a, b) => compareLevels(a.verdict, b.verdict));
  const totals = Object.fromEntries(levels.map((level) => [level, touched.filter(({ verdict }) => verdict === level).length]));
  const breaks = [...touched.flatMap(({ touches }) => touches), ...(held?.stray ?? [])].some(({ effect }) => effect === 'breaks');
  const isBroken = failOn === 'none' ? false : breaks || (failOn === 'breaking' && (totals['breaking'] ?? 0) > 0);
  return {
    old: noteOf(old),
    new: noteOf(new_),
    changes: touched,
    totals: totals as Record<Level, number>,
    ...(held && { evidence: held }),
    failOn,
    exitCode: couldNotCheck.length > 0 ? 2 : isBroken ? 1 : 0,
    couldNotCheck,
    remarks,
  };
}

const noteOf = ({ uri, title, version }: LoadedContract): ContractNote => ({ uri, title, version });

function usersOf({ sites }: Change, held: Held | undefined): Witness[] {
  const counts = new Map<string, number>();
  const shapes = new Set(sites.map(({ operation }) => shapeOf(`${operation.method} ${operation.path}`)));
  for (const [key, witnesses] of held?.users ?? [])
    if (shapes.has(shapeOf(key))) for (const { who, exchanges } of witnesses) counts.set(who, (counts.get(who) ?? 0) + exchanges);
  return [...counts].map(([who, exchanges]) => ({ who, exchanges }));
}

/** Those a change breaks or may break, each once. */
export const victimsOf = ({ touches }: Pick<TouchedChange, 'touches'>, effect: Touch['effect']): string[] => [
  ...new Set(touches.filter((touch) => touch.effect === effect).map(({ who }) => who)),
];
