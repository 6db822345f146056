// Media types of a request or response compared (OpenAPI 3.1.1 Media Type Object, Encoding Object).
import type { MediaTypeEntry, SchemaHandle } from '../model/contract.ts';
import type { Domain } from '../model/domain.ts';
import type { Location } from '../model/location.ts';
import { covers } from '../model/media-type.ts';
import { plain } from '../model/show.ts';
import { partsOf } from '../openapi/domain.ts';
import { asKey } from './places.ts';
import type { Context } from './recorder.ts';
import { isAnything, isUnrestrictedText } from './schema/node.ts';
import type { Tools } from './tools.ts';

/** `holders`: the places to name where a side has no entry. */
export function compareContent(
  old: readonly MediaTypeEntry[],
  new_: readonly MediaTypeEntry[],
  holders: { readonly old: Location; readonly new: Location },
  context: Context,
  tools: Tools,
): void {
  const { side } = context;
  const { recorder } = tools;
  const met = new Set<MediaTypeEntry>();
  for (const entry of old) {
    const twin = twinOf(entry, new_);
    if (!twin) {
      const message = `the media type \`${entry.range}\` is gone`;
      recorder.add({ id: `${side}-media-type-removed`, message, old: asKey(entry.location), new: holders.new }, side, context);
      continue;
    }
    met.add(twin);
    compareEntry(entry, twin, context, tools);
  }
  for (const entry of new_) {
    const twin = twinOf(entry, old);
    if (twin) {
      if (!met.has(entry)) compareEntry(twin, entry, context, tools);
    } else {
      // Also a range that covers what was there before: it is more.
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

function compareEntry(old: MediaTypeEntry, new_: MediaTypeEntry, context: Context, tools: Tools): void {
  const { recorder, trees } = tools;
  const places = { old: old.location, new: new_.location };
  const isXml = /[/+]xml\b/i.test(new_.range);
  const areBytes = isOpaque(new_.range) && [old, new_].every(({ schema }) => !schema || isAnyBytes(schema.domain(context.side)));
  if (!areBytes) compareSchemas(old.schema, new_.schema, places, { ...context, isXml }, tools);
  const [was, is] = [rootName(old), rootName(new_)];
  if (isXml && was !== undefined && is !== undefined && was !== is)
    recorder.add(
      {
        id: `${context.side}-xml-root-changed`,
        message: `the root element was \`${plain(was, 60)}\`, is \`${plain(is, 60)}\``,
        reason: 'where `xml` names no root element the component does, and not everybody keeps to that',
        ...places,
      },
      context.side,
      context,
    );
  if (!trees.isSameAt(old.location, new_.location, 'itemSchema'))
    recorder.add(
      {
        id: `${context.side}-item-schema-changed`,
        message: `the items of \`${new_.range}\` have another schema`,
        reason: 'schemas of items that are streamed are not compared',
        ...places,
      },
      context.side,
      context,
    );
  const isForm = /^(multipart\/|application\/x-www-form-urlencoded)/i.test(new_.range);
  if (isForm && !trees.isSameAt(old.location, new_.location, 'encoding'))
    recorder.add(
      {
        id: `${context.side}-encoding-changed`,
        message: `the encoding of \`${new_.range}\` has changed`,
        reason: 'what `encoding` comes to on the wire is not compared',
        ...places,
      },
      context.side,
      context,
    );
}

/** Of the component; names in `xml` are compared with the schemas. */
const rootName = ({ schema }: MediaTypeEntry): string | undefined =>
  schema?.shape.xml.name === undefined ? schema?.shape.name : undefined;

/** Of whose body nobody reads a structure. */
const isOpaque = (range: string): boolean => !/json|xml|yaml|csv|^text\/|^multipart\/|x-www-form-urlencoded|\*/i.test(range);

/** Any bytes at all: an empty schema, or the text of `format: binary` by which OpenAPI 3.0 said it. */
const isAnyBytes = (domain: Domain): boolean =>
  isAnything(domain) ||
  domain.alternatives.some(
    (alternative) => isUnrestrictedText(alternative) && partsOf(alternative).some(({ source }) => source['format'] === 'binary'),
  );

export function compareSchemas(
  old: SchemaHandle | undefined,
  new_: SchemaHandle | undefined,
  holders: { readonly old: Location; readonly new: Location },
  context: Context,
  tools: Tools,
): void {
  const { side, part } = context;
  const { recorder } = tools;
  const subject = part && part.kind !== 'body' ? part.name : 'the body';
  if (old && new_) recorder.addSchema(tools[side].compare(old.domain(side), new_.domain(side)), context);
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
