// Reads a file of evidence in the way its size asks for: in one go, in parts by several threads, or only the part of this machine.
import type { JudgeOptions } from '../judge/judge.ts';
import type { Collector } from '../matrix/collector.ts';
import { addSightings } from '../matrix/sightings.ts';
import type { Contract } from '../model/contract.ts';
import type { EvidenceFile, EvidenceFormat, Part, PartEnd, Portion } from '../model/evidence.ts';
import type { EvidenceProblem } from '../model/exchange.ts';
import type { LoadedContract } from '../openapi/load.ts';
import type { Assignment } from './messages.ts';
import { type Given, readInParts, smallestPart } from './read-in-parts.ts';

export interface ReadingOptions extends JudgeOptions {
  readonly contracts: readonly LoadedContract[];
  readonly workers?: number;
  readonly collector?: Collector;
  /** What is selected has to be seen here. */
  readonly select?: unknown;
}

export interface Reached {
  readonly report: (problem: EvidenceProblem) => void;
  /** Told where the parts of a file end. */
  readonly end: (end: PartEnd) => void;
}

/** Large files of formats that can be divided are shared among threads; what a worker found clean arrives judged. `contracts` narrows the choice. */
export function* readEvidence(
  file: EvidenceFile,
  format: EvidenceFormat,
  { contracts: narrowed, portion }: { readonly contracts?: readonly Contract[]; readonly portion?: Portion },
  options: ReadingOptions,
  { report, end }: Reached,
): Generator<Given> {
  const { workers = 1, select, severities = {}, strict = false, strictUnmatched = false, unread = [], collector } = options;
  const { division } = format;
  const isAlone = workers < 2 || select !== undefined || file.size < 2 * smallestPart;
  if (!division || (isAlone && !portion)) return yield* format.read(file, report);
  const contracts = options.contracts
    .filter((contract) => narrowed?.includes(contract) ?? true)
    .map((contract) => ({ path: contract.path, options: contract.options }));
  const reached = yield* readInParts({
    file,
    division,
    workers: isAlone ? 1 : workers,
    report,
    ...(portion && { portion }),
    assign: (part: Part): Assignment => ({
      contracts,
      judge: { severities, strict, strictUnmatched, unread },
      source: format.source,
      isCounted: collector !== undefined,
      file: { path: file.path, uri: file.uri },
      part,
    }),
    ...(collector && { onSightings: (sightings) => addSightings(collector, options.contracts, sightings) }),
  });
  end(reached);
}
