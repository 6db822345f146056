// Bodies without their secrets: members the contract marks `x-sensitive` are replaced in the text itself, so that everything else stays as sent.
import { holdsSecret } from '../content/form-secrets.ts';
import { contentFor } from '../content/index.ts';
import { findEntry } from '../judge/body.ts';
import type { ContentFormat, DecodeContext, SecretLeaf } from '../model/content.ts';
import type { MediaTypeEntry, SchemaHandle, View } from '../model/contract.ts';
import { type MediaType, parseMediaType } from '../model/media-type.ts';
import type { Shape } from '../model/shape.ts';
import { isMarked, secretMembers } from './secret-names.ts';
import { standIn, ways } from './stand-in.ts';

/** How a body is described: by its Media Type Object, where there is one. */
export interface BodyDescription {
  readonly mediaType: MediaType | undefined;
  readonly entry: MediaTypeEntry | undefined;
  readonly view: View;
  /** Members that are secret wherever they stand. */
  readonly names: ReadonlySet<string>;
}

/** The same choice the judge makes. */
export function describeBody(
  contentType: string | undefined,
  entries: readonly MediaTypeEntry[],
  view: View,
  names: ReadonlySet<string>,
): BodyDescription {
  const sent = contentType === undefined ? undefined : parseMediaType(contentType);
  const entry = sent ? findEntry(entries, sent) : contentType === undefined ? entries[0] : undefined;
  return { mediaType: sent ?? entry?.mediaType, entry, view, names };
}

/** `lost`: a secret is in it that cannot be replaced, so nothing of the body may be kept; the words say why. */
export type Redacted = { readonly text: string } | { readonly lost: string };

const plainContext: DecodeContext = { mediaType: parseMediaType('text/plain') as MediaType, encoding: new Map() };
const plainText = contentFor(plainContext.mediaType);
/** Characters that are judged in search of what may stand for the secrets of one body. */
const mostJudged = 1 << 26;
const suspicious = /pass|secret|token|key|auth|credential|jwt|otp|sid|sig|pwd|assertion/i;

/** Does the contract mark anything in this body? */
export const holdsSensitive = ({ entry }: BodyDescription): boolean => holdsMark(entry?.schema?.shape);

/** Does something in a text that is not to be read as anything else look like a secret? */
export const looksSecret = (text: string, { names }: BodyDescription): boolean => secretPairs(text, names).length > 0;

const secretPairs = (text: string, names: ReadonlySet<string>): readonly SecretLeaf[] =>
  plainText.secrets?.(text, plainContext, secretMembers(names)) ?? [];

/** Pictures, archives and the like, in which a name is none. */
const areBytes = (text: string): boolean => /[\u0000-\u0008\u000e-\u001a]/.test(text);

/** `text`: the decoded body, one unit for each byte in multipart bodies. */
export function redactBody(text: string, description: BodyDescription): Redacted {
  const { entry, names } = description;
  const isDescribed = holdsSensitive(description);
  if (!isDescribed && !suspicious.test(text) && !names.values().some((name) => text.includes(name))) return { text };
  const mediaType = description.mediaType ?? plainContext.mediaType;
  const format = contentFor(mediaType);
  if (!format.secrets) {
    if (isDescribed) return { lost: 'it is of a kind in which nothing can be replaced' };
    return { text: areBytes(text) ? text : write(text, secretPairs(text, names), () => 0) };
  }
  const schema = entry?.schema;
  const context: DecodeContext = { mediaType, encoding: entry?.encoding ?? new Map(), ...(schema && { shape: schema.shape }) };
  const isSecret = secretMembers(names);
  try {
    const { kind } = format.decode(rawOf(text, format), context);
    if (kind !== 'value') {
      const lost = { lost: `it cannot be read as ${mediaType.essence}` };
      if (isDescribed) return lost;
      const written = write(text, secretPairs(text, names), () => 0);
      // Damage is told by the contract only where it has a schema, and must stay.
      return !schema || format.decode(rawOf(written, format), context).kind === kind ? { text: written } : lost;
    }
    const leaves = format.secrets(text, context, isSecret);
    if (!leaves) return { lost: 'what is secret in it cannot be told from the rest' };
    return leaves.length === 0 ? { text } : replaceAll(text, leaves, format, context, schema, description.view);
  } catch (error) {
    if (error instanceof RangeError) return { lost: 'it is nested too deeply' };
    throw error;
  }
}

function replaceAll(
  text: string,
  leaves: readonly SecretLeaf[],
  format: ContentFormat,
  context: DecodeContext,
  schema: SchemaHandle | undefined,
  view: View,
): Redacted {
  if (!schema) return { text: write(text, leaves, () => 0) };
  const wanted = opinion(text, format, context, schema, view);
  let patience = mostJudged;
  const agrees = (candidate: string): boolean =>
    (patience -= candidate.length) > 0 && opinion(candidate, format, context, schema, view) === wanted;
  const plainest = write(text, leaves, () => 0);
  if (agrees(plainest)) return { text: plainest };
  const chosen = new Map<Shape | undefined, number>();
  for (const shape of new Set(leaves.map((leaf) => leaf.shape))) {
    const own = leaves.filter((leaf) => leaf.shape === shape);
    for (let way = 0; way < ways && !chosen.has(shape); way++)
      if (own.every((leaf) => standIn(leaf, way) !== undefined) && agrees(write(text, own, () => way))) chosen.set(shape, way);
    if (!chosen.has(shape)) return { lost: 'nothing that could stand for what is secret in it would be judged alike' };
  }
  const combined = write(text, leaves, (leaf) => chosen.get(leaf.shape) ?? 0);
  return agrees(combined) ? { text: combined } : { lost: 'nothing that could stand for what is secret in it would be judged alike' };
}

function write(text: string, leaves: readonly SecretLeaf[], wayOf: (leaf: SecretLeaf) => number): string {
  const pieces: string[] = [];
  let end = 0;
  for (const leaf of leaves) {
    pieces.push(text.slice(end, leaf.start), leaf.write(standIn(leaf, wayOf(leaf)) ?? ''));
    end = leaf.end;
  }
  return pieces.join('') + text.slice(end);
}

const rawOf = (text: string, { id }: ContentFormat): { text: string } | { bytes: Uint8Array } =>
  id === 'multipart' ? { bytes: Buffer.from(text, 'latin1') } : { text };

/** What the contract has to say of a body, without the values it says it of. */
function opinion(text: string, format: ContentFormat, context: DecodeContext, schema: SchemaHandle, view: View): string {
  const decoded = format.decode(rawOf(text, format), context);
  if (decoded.kind !== 'value') return decoded.kind;
  // Digits lost in a secret number are gone with it.
  const notes = decoded.notes.filter(({ kind }) => kind !== 'lossy-number').map(({ kind, pointer }) => `${kind} ${pointer}`);
  const judged = schema.accepts(decoded.value, view) ? undefined : schema.judge(decoded.value, view);
  const mismatches =
    judged?.kind === 'judged'
      ? judged.mismatches.map(({ pointer, keyword, contract }) => `${keyword} ${pointer} ${contract.pointer}`).toSorted()
      : [judged?.reason ?? ''];
  return [...notes, ...mismatches].join('\n');
}

const marked = new WeakMap<Shape, boolean>();

function holdsMark(shape: Shape | undefined): boolean {
  if (!shape) return false;
  let answer = marked.get(shape);
  if (answer === undefined) {
    const visited = new Set<Shape>();
    answer = holdsSecret(shape, isMarked, visited);
    marked.set(shape, answer);
    // Without a mark anywhere, nothing on the way to it has one either.
    if (!answer) for (const inner of visited) marked.set(inner, false);
  }
  return answer;
}
