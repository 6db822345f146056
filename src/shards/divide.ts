// Divides the evidence among machines: whole files, the largest first to the machine with the least, so that every machine finds the same division by itself.
import type { EvidenceInput } from '../check.ts';
import type { Shard, Unit } from '../model/run-record.ts';

/** What opening and detecting a file costs, in bytes judged. */
const base = 4096;

export interface Division {
  /** All of the evidence. */
  readonly units: readonly Unit[];
  /** Places in `units` of what is judged here, ascending. */
  readonly own: readonly number[];
}

/** The same inputs with the same sizes are divided in the same way; the machines need not know of each other. */
export function divideEvidence(inputs: readonly EvidenceInput[], { index, total }: Shard): Division {
  const units = inputs.map((input) => ({
    uri: input.kind === 'examples' ? input.contract.uri : input.uri,
    bytes: input.weigh?.() ?? 0,
  }));
  const loads = Array.from({ length: total }, () => 0);
  const own: number[] = [];
  const bySize = units.map(({ bytes }, at) => ({ at, bytes })).toSorted((a, b) => b.bytes - a.bytes || a.at - b.at);
  for (const { at, bytes } of bySize) {
    const lightest = loads.indexOf(Math.min(...loads));
    loads[lightest] = (loads[lightest] ?? 0) + bytes + base;
    if (lightest === index - 1) own.push(at);
  }
  return { units, own: own.toSorted((a, b) => a - b) };
}
