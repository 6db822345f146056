// The run of one machine for `truce merge`: one JSON value a line, places and code frames resolved, secrets hidden.
import { createHash } from 'node:crypto';
import { type BlobLine, blobVersion, type HeadLine, type StoredEvent, type StoredFinding } from '../model/blob.ts';
import { frameOf } from '../model/code-frame.ts';
import type { Finding } from '../model/finding.ts';
import type { Location, Source } from '../model/location.ts';
import { reasonOf } from '../model/outcome-reason.ts';
import type { Report } from '../model/report.ts';
import { stringify } from '../model/report-values.ts';
import type { Reporter } from '../model/reporter.ts';
import type { RunEvent, RunRecord } from '../model/run-record.ts';
import { UserError } from '../model/user-error.ts';

const reporter: Reporter = {
  id: 'blob',
  title: 'The run of one machine, for `truce merge`',
  pathOf: ({ record }) => `blobs/shard-${record?.shard.index ?? 1}-of-${record?.shard.total ?? 1}.ndjson`,
  announcement: 'Blob',
  wantsHashes: true,
  usesMatrix: true,
  *render(report) {
    const { record } = report;
    if (!record) throw new UserError('There is no blob of this run: only `truce check` without `--broker` and `truce merge` write one');
    const hash = createHash('sha256');
    let lines = 0;
    for (const line of linesOf(report, record)) {
      const text = `${stringify(line)}\n`;
      hash.update(text);
      lines++;
      yield text;
    }
    yield `${stringify({ end: lines, hash: hash.digest('hex') } satisfies BlobLine)}\n`;
  },
};
export default reporter;

function* linesOf(report: Report, record: RunRecord): Iterable<BlobLine> {
  yield headOf(report, record);
  const writer = new Writer();
  for (const { of, events, part } of record.stretches) {
    yield { stretch: of, ...(part && { part }) };
    for (const event of events) {
      const stored = writer.store(event);
      yield* writer.take();
      yield { event: stored };
    }
  }
  const counts = record.counts ?? (report.matrix ? [{ matrix: report.matrix }] : []);
  for (const counted of counts) {
    const matrix = writer.storeMatrix(counted.matrix);
    yield* writer.take();
    yield { matrix, ...(counted.part && { part: counted.part }) };
  }
}

function headOf(
  { tool, failOn, contracts }: Report,
  { shard, units, options, coverage, permissions, contracts: facts }: RunRecord,
): HeadLine {
  return {
    truce: 'blob',
    version: blobVersion,
    tool,
    shard,
    failOn,
    options,
    coverage,
    contracts: contracts.map((contract, at) => ({ ...contract, hash: facts[at]?.hash ?? '', isLarge: facts[at]?.isLarge ?? false })),
    units,
    ...(permissions && { permissions }),
  };
}

const isLocation = (value: unknown): value is Location =>
  typeof value === 'object' && value !== null && 'source' in value && 'pointer' in value;

/** Numbers sources and places, and keeps the lines that introduce them until they are taken. */
class Writer {
  readonly #sources = new Map<Source, { readonly number: number; readonly places: Map<string, number> }>();
  readonly #framed = new Set<number>();
  #places = 0;
  #pending: BlobLine[] = [];

  take(): readonly BlobLine[] {
    const lines = this.#pending;
    this.#pending = [];
    return lines;
  }

  store(event: RunEvent): StoredEvent {
    if (event.kind === 'finding') return { ...event, finding: this.#finding(event.finding) };
    if (event.kind !== 'exchange') return event;
    const { outcome, findings } = event;
    const reason = reasonOf(outcome);
    return {
      kind: 'exchange',
      outcome: { ...outcome, ...(reason !== undefined && { reason }) },
      findings: findings.map((finding) => this.#finding(finding)),
    };
  }

  /** Rows hold rows to any depth, and every row that has a place has it under the name `contract`. */
  storeMatrix(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => this.storeMatrix(item));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [key, isLocation(member) ? this.#place(member) : this.storeMatrix(member)]),
    );
  }

  #finding({ instance, contract, related, ...rest }: Finding): StoredFinding {
    return {
      ...rest,
      ...(instance && { instance: this.#framedPlace(instance) }),
      ...(contract && { contract: this.#framedPlace(contract) }),
      related: related.map(({ message, location }) => ({ message, location: this.#place(location) })),
    };
  }

  #framedPlace(location: Location): number {
    const number = this.#place(location);
    if (this.#framed.has(number)) return number;
    this.#framed.add(number);
    const code = frameOf(location);
    if (code) this.#pending.push({ frame: number, code });
    return number;
  }

  #place(location: Location): number {
    const { source, pointer, at } = location;
    const { number: home, places } = this.#source(source);
    const key = `${at ?? ''} ${pointer}`;
    const known = places.get(key);
    if (known !== undefined) return known;
    const number = this.#places++;
    places.set(key, number);
    this.#pending.push({ place: number, in: home, pointer, ...(at && { at }), position: source.position(pointer, at) });
    return number;
  }

  #source(source: Source): { readonly number: number; readonly places: Map<string, number> } {
    const known = this.#sources.get(source);
    if (known) return known;
    const within = source.within && this.#place(source.within);
    const entry = { number: this.#sources.size, places: new Map<string, number>() };
    this.#sources.set(source, entry);
    this.#pending.push({ source: entry.number, uri: source.uri, syntax: source.syntax, ...(within !== undefined && { within }) });
    return entry;
  }
}
