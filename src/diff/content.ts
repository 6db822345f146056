// Media types of a request or response compared (OpenAPI 3.1.1 Media Type Object, Encoding Object).
import type { MediaTypeEntry, SchemaHandle } from '../model/contract.ts';
import { isEqual } from '../model/json-value.ts';
import type { Location } from '../model/location.ts';
import { covers } from '../model/media-type.ts';
import { asKey } from './key-place.ts';
import type { SchemaComparison } from './schema/comparison.ts';
import { isAnything } from './schema/node.ts';
import type { Context, Recorder } from './recorder.ts';

/** `holders`: the places to name where a side has no entry. */
export function compareContent(
  old: readonly MediaTypeEntry[],
  new_: readonly MediaTypeEntry[],
  holders: { readonly old: Location; readonly new: Location },
  context: Context,
  schemas: SchemaComparison,
  recorder: Recorder,
): void {
  const { side } = context;
  const met = new Set<MediaTypeEntry>();
  for (const entry of old) {
    const twin = twinOf(entry, new_);
    if (!twin) {
      const message = `the media type \`${entry.range}\` is gone`;
      recorder.add({ id: `${side}-media-type-removed`, message, old: asKey(entry.location), new: holders.new }, side, context);
      continue;
    }
    met.add(twin);
    compareEntry(entry, twin, context, schemas, recorder);
  }
  for (const entry of new_) {
    if (met.has(entry)) continue;
    const twin = twinOf(entry, old);
    if (twin) compareEntry(twin, entry, context, schemas, recorder);
    else {
      const message = `the media type \`${entry.range}\` is new`;
      recorder.add({ id: `${side}-media-type-added`, message, old: holders.old, new: asKey(entry.location) }, side, context);
    }
  }
}

/** The same media type, else the narrowest range that covers it. */
function twinOf({ range, mediaType }: MediaTypeEntry, others: readonly MediaTypeEntry[]): MediaTypeEntry | undefined {
  const plainly = (text: string): string => text.toLowerCase().replace(/\s+/g, '');
  const same = others.find((other) => plainly(other.range) === plainly(range));
  if (same || !mediaType) return same;
  let best: MediaTypeEntry | undefined;
  let bestCover = 0;
  for (const other of others) {
    const cover = other.mediaType ? covers(other.mediaType, mediaType) : 0;
    if (cover > bestCover) [best, bestCover] = [other, cover];
  }
  return best;
}

function compareEntry(old: MediaTypeEntry, new_: MediaTypeEntry, context: Context, schemas: SchemaComparison, recorder: Recorder): void {
  const isXml = /[/+]xml\b/i.test(new_.range);
  compareSchemas(old.schema, new_.schema, { old: old.location, new: new_.location }, { ...context, isXml }, schemas, recorder);
  const isForm = /^(multipart\/|application\/x-www-form-urlencoded)/i.test(new_.range);
  if (isForm && !isEqual(Object.fromEntries(old.encoding), Object.fromEntries(new_.encoding)))
    recorder.add(
      {
        id: `${context.side}-encoding-changed`,
        message: `the encoding of \`${new_.range}\` has changed`,
        reason: 'what `encoding` comes to on the wire is not compared',
        old: old.location,
        new: new_.location,
      },
      context.side,
      context,
    );
}

export function compareSchemas(
  old: SchemaHandle | undefined,
  new_: SchemaHandle | undefined,
  holders: { readonly old: Location; readonly new: Location },
  context: Context,
  schemas: SchemaComparison,
  recorder: Recorder,
): void {
  const { side, part } = context;
  const subject = part && part.kind !== 'body' ? part.name : 'the body';
  if (old && new_) recorder.addSchema(schemas.compare(old.domain(side), new_.domain(side)), context);
  else if (new_ && !isAnything(new_.domain(side)))
    recorder.add(
      { id: `${side}-schema-added`, message: `${subject} has a schema now`, old: holders.old, new: new_.location },
      side,
      context,
    );
  else if (old && !isAnything(old.domain(side)))
    recorder.add(
      { id: `${side}-schema-removed`, message: `${subject} has no schema any more`, old: old.location, new: holders.new },
      side,
      context,
    );
}
