// What was found in one file of evidence, or in the examples of one contract, and what it rests on: whether it still holds can be told without judging.
import { type CheckEvent, type CheckOptions, type EvidenceInput, judgeInput, unreadFor } from '../check.ts';
import type { Judge } from '../judge/judge.ts';
import { Collector } from '../matrix/collector.ts';
import { type Sightings, writeSightings } from '../matrix/sightings.ts';
import type { LoadedContract } from '../openapi/load.ts';
import { stampOf, stampSince } from '../source/stamp.ts';
import { contractsBehind, isRoutedAlike, type Route, routeKey, routeOf } from './route.ts';

export class JudgedUnit {
  readonly events: readonly CheckEvent[];
  /** What it shows for the evidence matrix; absent where nobody counts. */
  readonly sightings: Sightings | undefined;
  /** Contracts its verdicts rest on. */
  readonly behind: ReadonlySet<LoadedContract>;
  /** Files it was read from, or looked for in vain, with their state before the reading. */
  readonly stamps: ReadonlyMap<string, string>;
  /** Undefined: a worker chose, and did not say among what. */
  readonly #routes: readonly Route[] | undefined;
  #choice: readonly LoadedContract[];
  #unread: readonly string[];

  constructor(parts: {
    readonly events: readonly CheckEvent[];
    readonly sightings: Sightings | undefined;
    readonly behind: ReadonlySet<LoadedContract>;
    readonly stamps: ReadonlyMap<string, string>;
    readonly routes: readonly Route[] | undefined;
    readonly choice: readonly LoadedContract[];
    readonly unread: readonly string[];
  }) {
    this.events = parts.events;
    this.sightings = parts.sightings;
    this.behind = parts.behind;
    this.stamps = parts.stamps;
    this.#routes = parts.routes;
    this.#choice = parts.choice;
    this.#unread = parts.unread;
  }

  /** Exchanges that count. */
  get exchanges(): number {
    return this.events.reduce((sum, { kind }) => sum + (kind === 'exchange' ? 1 : 0), 0);
  }

  /** True when judging it again, with these contracts to choose among and these that cannot be read, would find the same. */
  holds(choice: readonly LoadedContract[], unread: readonly string[]): boolean {
    if (!isSame(unread, this.#unread) && this.#hasHomeless) return false;
    for (const [path, stamp] of this.stamps) if (stampOf(path) !== stamp) return false;
    this.#unread = unread;
    if (isSame(choice, this.#choice)) return true;
    for (const contract of this.behind) if (!choice.includes(contract)) return false;
    if (!this.#routes?.every((route) => isRoutedAlike(route, choice))) return false;
    this.#choice = choice;
    return true;
  }

  /** An exchange no contract covers may belong to one that cannot be read. */
  get #hasHomeless(): boolean {
    return this.events.some((event) => event.kind === 'exchange' && !event.outcome.operation);
  }
}

const isSame = (a: readonly unknown[], b: readonly unknown[]): boolean => a.length === b.length && a.every((one, at) => one === b[at]);

/** The contracts an input may be held against. */
export const choiceOf = (input: EvidenceInput, all: readonly LoadedContract[]): readonly LoadedContract[] => {
  if (input.kind === 'examples') return [input.contract];
  const { contracts } = input;
  return contracts ? all.filter((contract) => contracts.includes(contract)) : all;
};

/** Judges one input, step by step so that whoever drives it may stop in between. */
export function* judgeUnit(input: EvidenceInput, judge: Judge, options: CheckOptions): Generator<CheckEvent, JudgedUnit> {
  const choice = choiceOf(input, options.contracts);
  const { collector: _, ...rest } = options;
  const collector = options.collector && new Collector();
  const since = Date.now();
  const stamps = new Map<string, string>();
  const behind = new Set<LoadedContract>(input.kind === 'examples' ? [input.contract] : []);
  const routes = new Map<string, Route>();
  const events: CheckEvent[] = [];
  let beside: ReadonlySet<string> = new Set();
  let isRouted = true;
  // Before the reading: what changes meanwhile is noticed the next time.
  if (input.kind === 'file' && input.path !== undefined) stamps.set(input.path, stampOf(input.path));
  const seen: CheckOptions = {
    ...rest,
    ...(collector && { collector }),
    observer: {
      opened: (file) => void (beside = file.beside),
      examined(exchange, match) {
        if (!exchange) isRouted = false;
        if (!exchange || !match) return;
        for (const contract of contractsBehind(match, choice)) behind.add(contract);
        const key = routeKey(exchange);
        if (!routes.has(key)) routes.set(key, routeOf(exchange, choice));
      },
    },
  };
  for (const event of judgeInput(input, judge, seen)) {
    events.push(event);
    yield event;
  }
  // A worker tells the operation with the outcome.
  if (!isRouted) for (const contract of contractsTold(events, choice)) behind.add(contract);
  // Nobody knew before that they would be read.
  for (const path of beside) stamps.set(path, stampSince(path, since));
  return new JudgedUnit({
    events,
    sightings: collector && writeSightings(collector, choice),
    behind,
    stamps,
    routes: isRouted ? [...routes.values()] : undefined,
    choice,
    unread: unreadFor(input, options),
  });
}

function contractsTold(events: readonly CheckEvent[], choice: readonly LoadedContract[]): readonly LoadedContract[] {
  const ids = new Set(events.flatMap((event) => (event.kind === 'exchange' ? (event.outcome.operation?.contract ?? []) : [])));
  return choice.filter(({ id }) => ids.has(id));
}
