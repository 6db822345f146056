// Exchanges as newline-delimited JSON, one on a line (schemas/exchange.schema.json): what a few lines of code in any proxy or test can write.
import { isUtf8 } from 'node:buffer';
import { closeSync, openSync, readSync } from 'node:fs';
import { Unreadable, readEntry } from '../model/entry-reading.ts';
import type { EvidenceFile, EvidenceFormat, Part, PartEnd } from '../model/evidence.ts';
import type { Exchange } from '../model/exchange.ts';
import { memberNames } from '../model/json-scan.ts';
import { diagnoseJson } from '../model/json-text.ts';
import { isRecord } from '../model/json-value.ts';
import { show } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';
import { readExchange } from './ndjson/exchange.ts';
import { type Line, readLines } from './ndjson/lines.ts';

/** Lines at the start of a file that are looked at, and the size from which the first one may be cut off. */
const mostLooked = 20;
const longestLooked = 60_000;
/** Members that only stubs have beside request and response. */
const stubMembers = ['mappings', 'priority', 'scenarioName', 'uuid', 'id', 'name', 'persistent', 'metadata', 'requiredScenarioState'];

function* readRange(file: EvidenceFile, { start, end, index: first }: Part, chunk?: number): Generator<Exchange, PartEnd> {
  const slices = file.slices();
  const descriptor = open(file);
  let index = first;
  try {
    const lines = readLines(descriptor, { from: start, end, chunk: chunk ?? (end - start < 1 << 16 ? 1 << 16 : 1 << 20) });
    for (;;) {
      const step = lines.next();
      if (step.done) return { next: step.value, index };
      const { offset, bytes } = step.value;
      const source = slices.slice({ syntax: 'json', prefix: '', offset, length: bytes?.length ?? 0 });
      const location = { source, pointer: '' };
      yield readEntry({ evidence: file.uri, index, label: `exchange ${index}`, claim: 'observed', location, offset }, () => {
        const text = textOf(step.value);
        return readExchange(parse(text), text, location);
      });
      index++;
    }
  } finally {
    closeSync(descriptor);
  }
}

function textOf({ bytes }: Line): string {
  if (!bytes) throw new Unreadable('stands on a line longer than 256 MB');
  const text = bytes.toString('utf8');
  // Only text that holds the replacement character can have lost bytes.
  if (text.includes('\ufffd') && !isUtf8(bytes)) throw new Unreadable('is not valid UTF-8');
  return text;
}

function parse(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Unreadable(`is not JSON: ${diagnoseJson(text)?.message ?? 'it cannot be read'}`);
  }
  if (!isRecord(value)) throw new Unreadable(`is no object but ${show(value)}`);
  return value;
}

function open(file: EvidenceFile): number {
  try {
    return openSync(file.path, 'r');
  } catch (error) {
    throw new UserError(`Cannot read \`${file.uri}\`: it could be opened before and no longer can`, { cause: error });
  }
}

/** Borders are line ends, so that every plan holds; lines are counted, not parsed. */
function planRanges({ path, size }: EvidenceFile, parts: number): Part[] {
  const descriptor = openSync(path, 'r');
  try {
    const starts: Part[] = [];
    const buffer = Buffer.allocUnsafe(1 << 20);
    let [index, isBlank] = [0, true];
    for (let base = 0; starts.length < parts - 1;) {
      const block = buffer.subarray(0, readSync(descriptor, buffer, 0, buffer.length, base));
      if (block.length === 0) break;
      for (let at = 0; at < block.length;) {
        const found = block.indexOf(10, at);
        const stop = found < 0 ? block.length : found;
        isBlank &&= /^[ \t\r]*$/.test(block.toString('latin1', at, Math.min(stop, at + 64))) && stop - at <= 64;
        if (found < 0) break;
        if (!isBlank) index++;
        isBlank = true;
        at = found + 1;
        if (starts.length < parts - 1 && base + at >= (size * (starts.length + 1)) / parts && base + at < size)
          starts.push({ start: base + at, index, end: 0 });
      }
      base += block.length;
    }
    const all = [{ start: 0, index: 0, end: 0 }, ...starts];
    return all.map((part, i) => ({ ...part, end: all[i + 1]?.start ?? Number.POSITIVE_INFINITY }));
  } finally {
    closeSync(descriptor);
  }
}

export default {
  id: 'ndjson',
  title: 'exchanges as NDJSON',
  claim: 'observed',
  source: 'recording',
  detect({ head: start, uri }) {
    const head = start.replace(/^\ufeff?\s*/, '');
    if (!head.startsWith('{')) return 0;
    const lines = head
      .split('\n', mostLooked)
      .map((line) => line.trim())
      .filter((line) => line !== '');
    const [first = ''] = lines;
    if (lines.length === 1 && first.length < longestLooked) return parses(first) && isExchange(first) ? certaintyOf(first, uri) : 0;
    if (lines.length === 1) return isExchange(first) ? 0.5 : 0;
    // One object over several lines is something else.
    if (!isExchange(first) && !parses(first)) return 0;
    return lines.some((line) => line.startsWith('{') && isExchange(line) && parses(line)) ? 1 : 0;
  },
  division: { plan: planRanges, read: (file, part) => readRange(file, part) },
  *read(file) {
    yield* readRange(file, { start: 0, end: Number.POSITIVE_INFINITY, index: 0 });
  },
} satisfies EvidenceFormat;

function isExchange(line: string): boolean {
  const request = memberNames(line, 'request');
  return request.includes('method') && request.includes('url');
}

/** A single line may also be a stub: those look alike. */
function certaintyOf(line: string, uri: string): number {
  const names = memberNames(line);
  if (names.some((name) => stubMembers.includes(name))) return 0.3;
  const isPlain = names.includes('startedAt') || names.includes('duration') || /"url"\s*:\s*"https?:/.test(line);
  return isPlain || /\.(ndjson|jsonl)$/i.test(uri) ? 0.9 : 0.4;
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
