// Remembers what was found in every piece of evidence, so that a round judges only what no longer holds; the report is that of a fresh check.
import { type CheckEvent, type CheckOptions, type EvidenceInput, tellDocuments, unreadFor } from '../check.ts';
import { Judge } from '../judge/judge.ts';
import { addSightings } from '../matrix/sightings.ts';
import type { LoadedContract } from '../openapi/load.ts';
import { choiceOf, type JudgedUnit, judgeUnit } from './judged-unit.ts';

export interface Judging {
  /** Called now and then; false: nobody wants the rest any more. */
  readonly goOn: () => Promise<boolean>;
  readonly onEvent?: (event: CheckEvent) => void;
}

/** Milliseconds of judging between two calls of `goOn`. */
const slice = 50;

export class Memory {
  #units = new Map<string, JudgedUnit>();

  /** Nothing that was found holds any more, because it was judged by other rules. */
  forget(): void {
    this.#units.clear();
  }

  /** Every file evidence was read from, or looked for, with its state before. */
  get stamps(): ReadonlyMap<string, string> {
    return new Map([...this.#units.values()].flatMap(({ stamps }) => [...stamps]));
  }

  /** Contracts behind what would be judged again, or is not among the evidence any more. */
  contractsToRecall(options: Pick<CheckOptions, 'contracts' | 'evidence' | 'unread'>): ReadonlySet<LoadedContract> {
    const kept = new Set<string>();
    for (const input of options.evidence) if (this.#held(input, options)) kept.add(keyOf(input));
    return new Set([...this.#units].flatMap(([key, unit]) => (kept.has(key) ? [] : [...unit.behind])));
  }

  /** Judges what does not hold; answers with the number of exchanges in it, undefined when it was stopped. */
  async judge(options: CheckOptions, { goOn, onEvent }: Judging): Promise<number | undefined> {
    const judge = new Judge(options.contracts, options);
    const units = new Map<string, JudgedUnit>();
    let judged = 0;
    let last = performance.now();
    for (const input of options.evidence) {
      const key = keyOf(input);
      const held = this.#held(input, options);
      if (held) {
        units.set(key, held);
        continue;
      }
      const steps = judgeUnit(input, judge, options);
      try {
        for (;;) {
          const step = steps.next();
          if (step.done) {
            units.set(key, step.value);
            // What was judged stays judged, whatever comes after it.
            this.#units.set(key, step.value);
            judged += step.value.exchanges;
            break;
          }
          onEvent?.(step.value);
          if (performance.now() - last < slice) continue;
          if (!(await goOn())) return undefined;
          last = performance.now();
        }
      } finally {
        steps.return(undefined as never);
      }
    }
    this.#units = units;
    return judged;
  }

  /** The events of a fresh check. Everything has to be judged before. */
  *tell(options: CheckOptions): Generator<CheckEvent> {
    for (const input of options.evidence) {
      const unit = this.#units.get(keyOf(input));
      if (!unit) throw new Error(`${keyOf(input)} was not judged`);
      for (const event of unit.events) {
        // Nothing is accepted again, but every permission is told that it was used.
        if (event.kind === 'finding') options.accept?.(event.finding);
        else if (event.kind === 'exchange') for (const finding of event.findings) options.accept?.(finding);
        yield event;
      }
      if (unit.sightings && options.collector) addSightings(options.collector, options.contracts, unit.sightings);
    }
    yield* tellDocuments(options);
  }

  #held(input: EvidenceInput, options: Pick<CheckOptions, 'contracts' | 'unread'>): JudgedUnit | undefined {
    const unit = this.#units.get(keyOf(input));
    return unit?.holds(choiceOf(input, options.contracts), unreadFor(input, options)) ? unit : undefined;
  }
}

const keyOf = (input: EvidenceInput): string =>
  input.kind === 'examples'
    ? `examples\n${input.contract.id}`
    : ['file', input.path ?? input.uri, ...(input.contracts ?? []).map(({ id }) => id)].join('\n');
