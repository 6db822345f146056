// HTTP Archive (HAR) 1.2: what a provider really answered, streamed entry by entry.
import { closeSync, openSync } from 'node:fs';
import type { EvidenceFile, EvidenceFormat, Part, PartEnd } from '../model/evidence.ts';
import type { EvidenceProblem, Exchange } from '../model/exchange.ts';
import { fixedPlace } from '../model/fixed-place.ts';
import { memberNames } from '../model/json-scan.ts';
import { UserError } from '../model/user-error.ts';
import { cutEntries, findEntries } from './har/cutter.ts';
import { readEntry } from './har/entry.ts';
import { planBorders } from './har/plan.ts';
import { ByteWindow } from '../model/byte-window.ts';

export { readEntry };
export { readEntryLine } from './har/entry-line.ts';

interface Options {
  /** Bytes read at a time. */
  readonly chunk?: number;
}

type Report = (problem: EvidenceProblem) => void;

// One entry that a worker leaves to the main thread should not cost a megabyte.
const chunkFor = ({ start, end }: Part): number => (end - start < 1 << 16 ? 1 << 16 : 1 << 20);

/** An exchange beside the bytes and the value it was read from. */
export interface EntryCut {
  readonly exchange: Exchange;
  readonly offset: number;
  readonly length: number;
  /** Undefined when the entry is not JSON. */
  readonly value: unknown;
}

/** Reads the entries that begin in a range; one with `start` 0 begins with the first entry. */
export function* readRange(file: EvidenceFile, range: Part, report: Report, options: Options = {}): Generator<Exchange, PartEnd> {
  const cuts = readCuts(file, range, report, options);
  for (;;) {
    const step = cuts.next();
    if (step.done) return step.value;
    yield step.value.exchange;
  }
}

/** The same with what stands in the file; its bytes must be read before the next step. */
export function* readCuts(file: EvidenceFile, range: Part, report: Report, { chunk }: Options = {}): Generator<EntryCut, PartEnd> {
  const slices = file.slices();
  const lines = slices.slice({ syntax: 'json', prefix: '', offset: 0, length: 0 });
  const tell = (message: string, offset: number): void => report({ message, location: fixedPlace(lines, slices.at(offset)) });
  let index = range.index;
  const descriptor = open(file);
  try {
    const window = new ByteWindow(descriptor, { from: range.start, chunk: chunk ?? chunkFor(range) });
    const stuck = range.start === 0 ? findEntries(window) : undefined;
    if (stuck) {
      tell(`\`${file.uri}\` cannot be read as a HAR: ${lowerFirst(stuck.message)}`, window.offset);
      return { next: undefined, index };
    }
    const cuts = cutEntries(window, range.end, range.flaw);
    for (;;) {
      const step = cuts.next();
      if (step.done) {
        if (step.value.kind === 'broken') tell(describeBreak(step.value.message, index, step.value.offset), step.value.offset);
        if (step.value.kind !== 'stopped') return { next: undefined, index };
        const { next, flaw } = step.value;
        return { next, index, ...(flaw && { flaw }) };
      }
      const { offset, length, value, problem } = step.value;
      const pointer = `/log/entries/${index}`;
      const source = slices.slice({ syntax: 'json', prefix: pointer, offset, length });
      const location = { source, pointer };
      const exchange: Exchange =
        problem === undefined
          ? readEntry(value, file.uri, index, location, offset)
          : {
              evidence: file.uri,
              index,
              label: `entry ${index}`,
              claim: 'observed',
              location,
              problem: { message: `Entry ${index} ${problem}`, location },
            };
      yield { exchange, offset, length, value };
      index++;
    }
  } finally {
    closeSync(descriptor);
  }
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

function describeBreak(where: string, index: number, offset: number): string {
  const before =
    index === 0 ? 'no entry was read' : index === 1 ? 'the entry before it was read' : `the ${index} entries before it were read`;
  if (where === 'inside') return `The file ends inside entry ${index}, at byte ${offset}; ${before}`;
  if (where === 'is not JSON after') return `The file is not JSON after entry ${index - 1}, at byte ${offset}; ${before}`;
  if (where.startsWith('a ')) return `The file is not JSON: ${where} between entries, at byte ${offset}; all ${index} entries were read`;
  if (where.startsWith('inside `')) return `The file ends ${where} before entry ${index}, at byte ${offset}; ${before}`;
  if (where.startsWith('after')) return `The file ends ${where} at byte ${offset}, before \`log\` is closed; ${before}`;
  return `Reading stops ${where} entry ${index}, at byte ${offset}; ${before}`;
}

function open(file: EvidenceFile): number {
  try {
    return openSync(file.path, 'r');
  } catch (error) {
    throw new UserError(`Cannot read \`${file.uri}\`: it could be opened before and no longer can`, { cause: error });
  }
}

/**
 * Divides a file for `parts` workers by looking for borders without parsing; the last range is open-ended. The plan is a guess:
 * it holds if every range ends with `next` and `index` equal to `start` and `index` of the range after it.
 */
export function planRanges(file: EvidenceFile, parts: number, { chunk }: Options = {}): Part[] {
  const descriptor = open(file);
  try {
    const window = new ByteWindow(descriptor, { ...(chunk !== undefined && { chunk }) });
    const whole: Part[] = [{ start: 0, end: Number.POSITIVE_INFINITY, index: 0 }];
    if (findEntries(window) || window.space() !== 0x7b) return whole;
    return planBorders(window, file.size, parts) ?? whole;
  } finally {
    closeSync(descriptor);
  }
}

export default {
  id: 'har',
  title: 'HAR',
  claim: 'observed',
  source: 'recording',
  detect({ head: start }) {
    // UTF-16 is recognised too, so that reading can say what is wrong with it.
    const head = start.includes('\0') ? start.replaceAll('\0', '').replace(/^\ufffd+/, '') : start;
    const names = memberNames(head);
    if (!names.includes('log')) return 0;
    const inner = memberNames(head, 'log');
    return inner.includes('entries') || (inner.includes('version') && inner.includes('creator')) ? 1 : 0.5;
  },
  division: { plan: planRanges, read: readRange },
  *read(file, report) {
    yield* readRange(file, { start: 0, end: Number.POSITIVE_INFINITY, index: 0 }, report);
  },
} satisfies EvidenceFormat;
