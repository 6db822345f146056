// Reads a blob: checks that it is whole, and makes its places places again.
import { createHash } from 'node:crypto';
import type { BlobLine, HeadLine, PlaceNumber, StoredEvent, StoredFinding } from '../model/blob.ts';
import { blobMark, blobVersion } from '../model/blob.ts';
import type { Finding } from '../model/finding.ts';
import type { Location } from '../model/location.ts';
import type { Matrix } from '../model/matrix.ts';
import type { Counted, RunEvent, Stretch } from '../model/run-record.ts';
import { quote } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';
import { StoredSource } from '../source/stored.ts';

export interface Blob {
  /** The path as the user gave it. */
  readonly uri: string;
  readonly head: HeadLine;
  readonly stretches: readonly Stretch[];
  readonly counts: readonly Counted[];
}

/** Throws a UserError when the text is no blob, not a whole one, or one of another version. */
export function readBlob(uri: string, text: string, version: string): Blob {
  const shown = quote(uri, 200);
  if (!text.startsWith(blobMark))
    throw new UserError(`${shown} is no blob`, { hint: '`truce merge` takes what `truce check --reporter blob` wrote' });
  const head = parseLine(text.slice(0, text.indexOf('\n')), shown) as HeadLine;
  if (head.tool?.version !== version)
    throw new UserError(`${shown} was written by Truce ${String(head.tool?.version)}, and this is Truce ${version}`, {
      hint: 'Use one version on all machines',
    });
  if (head.version !== blobVersion)
    throw new UserError(`${shown} is a blob of version ${String(head.version)}; this Truce reads ${blobVersion}`);
  refuseDamage(text, shown);
  const reader = new Reader();
  for (const line of text.trimEnd().split('\n').slice(1, -1)) reader.read(parseLine(line, shown));
  return { uri, head, stretches: reader.stretches, counts: reader.counts };
}

function refuseDamage(text: string, shown: string): void {
  const begin = text.lastIndexOf('\n', text.length - 2) + 1;
  const last = text.slice(begin);
  const hint = 'Run that shard again, or fetch its artifact again';
  if (!text.endsWith('\n') || !last.startsWith('{"end":')) throw new UserError(`${shown} is cut off: its last line is missing`, { hint });
  const { hash } = parseLine(last, shown) as { hash: string };
  if (createHash('sha256').update(text.slice(0, begin)).digest('hex') !== hash)
    throw new UserError(`${shown} is damaged: its text is not what was written`, { hint });
}

function parseLine(line: string, shown: string): BlobLine {
  try {
    return JSON.parse(line) as BlobLine;
  } catch {
    throw new UserError(`${shown} is damaged: a line is no JSON`, { hint: 'Run that shard again, or fetch its artifact again' });
  }
}

class Reader {
  readonly stretches: (Stretch & { readonly events: RunEvent[] })[] = [];
  readonly counts: Counted[] = [];
  readonly #sources = new Map<number, StoredSource>();
  readonly #places = new Map<PlaceNumber, Location & { readonly source: StoredSource }>();

  read(line: BlobLine): void {
    if ('source' in line) {
      const { source, uri, syntax, within } = line;
      this.#sources.set(source, new StoredSource(uri, syntax, within === undefined ? undefined : this.#place(within)));
    } else if ('place' in line) {
      const { place, in: home, pointer, at, position } = line;
      const source = this.#sources.get(home);
      if (!source) throw new Error(`the blob has no source ${home}`);
      this.#places.set(place, { ...source.addPlace(pointer, at, position), source });
    } else if ('frame' in line) {
      const { source, pointer, at } = this.#place(line.frame);
      source.addFrame(pointer, at, line.code);
    } else if ('stretch' in line) this.stretches.push({ of: line.stretch, events: [], ...(line.part && { part: line.part }) });
    else if ('event' in line) this.stretches.at(-1)?.events.push(this.#event(line.event));
    else if ('matrix' in line) this.counts.push({ matrix: this.#restore(line.matrix) as Matrix, ...(line.part && { part: line.part }) });
  }

  #event(event: StoredEvent): RunEvent {
    if (event.kind === 'finding') return { ...event, finding: this.#finding(event.finding) };
    if (event.kind === 'exchange') return { ...event, findings: event.findings.map((finding) => this.#finding(finding)) };
    return event;
  }

  #restore(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => this.#restore(item));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [
        key,
        key === 'contract' && typeof member === 'number' ? this.#place(member) : this.#restore(member),
      ]),
    );
  }

  #finding({ instance, contract, related, ...rest }: StoredFinding): Finding {
    return {
      ...rest,
      ...(instance !== undefined && { instance: this.#place(instance) }),
      ...(contract !== undefined && { contract: this.#place(contract) }),
      related: related.map(({ message, location }) => ({ message, location: this.#place(location) })),
    };
  }

  #place(number: PlaceNumber): Location & { readonly source: StoredSource } {
    const place = this.#places.get(number);
    if (!place) throw new Error(`the blob has no place ${number}`);
    return place;
  }
}
