// Divides the evidence among machines: whole files, and large ones in parts, the largest first to the machine with the least, so that every machine finds the same division by itself.
import type { EvidenceInput } from '../check.ts';
import { detectFormat } from '../evidence/index.ts';
import type { Portion } from '../model/evidence.ts';
import type { Shard, Unit } from '../model/run-record.ts';
import { UserError } from '../model/user-error.ts';

/** What opening and detecting a file costs, in bytes judged. */
const base = 4096;
/** Files with fewer bytes are not worth dividing. */
const smallestDivided = 256 * 1024;

/** What one machine judges in one go: a unit, or a part of a large one. */
export interface Piece {
  /** Place of the unit in `units`. */
  readonly at: number;
  readonly input: EvidenceInput;
}

export interface Division {
  /** All of the evidence. */
  readonly units: readonly Unit[];
  /** What is judged here, in the order of the units. */
  readonly own: readonly Piece[];
  /** How many pieces there are on all machines. */
  readonly pieces: number;
}

/** The same inputs with the same sizes and content are divided in the same way; the machines need not know of each other. */
export function divideEvidence(inputs: readonly EvidenceInput[], { index, total }: Shard): Division {
  const bytes = inputs.map((input) => input.weigh?.() ?? 0);
  // A file that is more than one machine's share would keep the others waiting.
  const share = bytes.reduce((sum, n) => sum + n, 0) / total;
  const divided = inputs.map((input, at) => {
    const size = bytes[at] ?? 0;
    return total > 1 && size > share && size >= smallestDivided ? portionsOf(input, total) : [];
  });
  const units = inputs.map((input, at) => ({
    uri: input.kind === 'examples' ? input.contract.uri : input.uri,
    bytes: bytes[at] ?? 0,
    ...(divided[at]?.length && { parts: divided[at].map(({ start }) => start) }),
  }));
  const pieces = inputs.flatMap((input, at) => piecesOf(input, at, bytes[at] ?? 0, divided[at] ?? []));
  const loads = Array.from({ length: total }, () => 0);
  const own: number[] = [];
  const bySize = pieces.map((piece, place) => ({ ...piece, place })).toSorted((a, b) => b.weight - a.weight || a.place - b.place);
  for (const { weight, place } of bySize) {
    const lightest = loads.indexOf(Math.min(...loads));
    loads[lightest] = (loads[lightest] ?? 0) + weight + base;
    if (lightest === index - 1) own.push(place);
  }
  return { units, own: own.toSorted((a, b) => a - b).flatMap((place) => pieces[place] ?? []), pieces: pieces.length };
}

function piecesOf(input: EvidenceInput, at: number, bytes: number, portions: readonly Portion[]): (Piece & { readonly weight: number })[] {
  if (portions.length === 0 || input.kind === 'examples') return [{ at, input, weight: bytes }];
  return portions.map((portion) => ({
    at,
    input: { ...input, portion },
    weight: Math.min(portion.end, bytes) - portion.start,
  }));
}

/** The parts of a file; none where its format cannot be read from the middle, or where no borders are found. */
function portionsOf(input: EvidenceInput, total: number): Portion[] {
  if (input.kind === 'examples') return [];
  try {
    const file = input.open();
    const parts = detectFormat(file)?.division?.plan(file, total) ?? [];
    if (parts.length < 2) return [];
    return parts.map((part, at) => {
      const next = parts[at + 1];
      return { ...part, of: parts.length, ...(next && { nextIndex: next.index }) };
    });
  } catch (error) {
    // Whoever judges the file says what is wrong with it.
    if (error instanceof UserError) return [];
    throw error;
  }
}
