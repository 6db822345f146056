// One body without personal data: members by contract and name, known values in what is left, edited in the text itself.
import { holdsSecret } from '../content/form-secrets.ts';
import { contentFor } from '../content/index.ts';
import type { ContentFormat, DecodeContext, SecretLeaf } from '../model/content.ts';
import { type MediaType, parseMediaType } from '../model/media-type.ts';
import type { Shape } from '../model/shape.ts';
import { type BodyDescription, redactBody } from '../record/redact-body.ts';
import { respellWhole } from './decoded-view.ts';
import { type Edit, settle } from './edits.ts';
import type { LeafPlan } from './leaf-plan.ts';
import { isMarkedPersonal, isPersonal } from './personal.ts';
import { isFamilyName, isGivenName } from './personal-names.ts';
import type { Rewriter } from './rewriter.ts';

/** `text` is without credentials; the edits are still to be made. */
export interface Rewritten {
  readonly text: string;
  readonly edits: readonly Edit[];
}

const plainContext: DecodeContext = { mediaType: parseMediaType('text/plain') as MediaType, encoding: new Map() };
const plainText = contentFor(plainContext.mediaType);

/** `text`: the decoded body; `areBytes`: each unit of it is a byte, because it is not text in UTF-8. */
export function rewriteBody(text: string, areBytes: boolean, description: BodyDescription, rewriter: Rewriter): Rewritten {
  const bare = redactBody(text, description);
  const leaves = 'lost' in bare ? undefined : leavesOf(bare.text, areBytes, description);
  // Damage is told by the build of a text: with other words it is the same damage.
  if ('lost' in bare || leaves === undefined) return { text: rewriter.veil(text), edits: [] };
  const edits: Edit[] = [];
  if (rewriter.mode !== 'mend')
    for (const [at, leaf] of leaves.entries()) {
      const written = rewriteLeaf(leaf, bare.text, areBytes, rewriter);
      if (written !== undefined) edits.push({ start: leaf.start, end: leaf.end, text: written });
      const next = leaves[at + 1];
      if (next?.kind === 'string' && leaf.kind === 'string' && isGivenName(leaf.name) && isFamilyName(next.name))
        rewriter.together(leaf.value, next.value);
    }
  const done = settle(edits);
  return { text: bare.text, edits: settle(done.concat(rewriter.edits(bare.text, 0, done))) };
}

/** Is the whole body, whatever it is, personal by its schema? */
export const isWhollyPersonal = ({ entry }: BodyDescription): boolean => entry?.schema?.shape.personalData === true;

/** Undefined: something the contract marks is in it that cannot be told from the rest. */
function leavesOf(text: string, areBytes: boolean, { mediaType, entry }: BodyDescription): readonly SecretLeaf[] | undefined {
  const shape = entry?.schema?.shape;
  const format = contentFor(mediaType ?? plainContext.mediaType);
  // What cannot be taken apart is searched for what looks like names and values.
  const pairs = (): readonly SecretLeaf[] | undefined =>
    isMarked(shape) ? undefined : plainText.secrets?.(text, plainContext, isPersonal)?.map((leaf) => unquoted(text, leaf));
  if (!format.secrets) return areBytes && !isMarked(shape) ? [] : pairs();
  const context: DecodeContext = {
    mediaType: mediaType ?? plainContext.mediaType,
    encoding: entry?.encoding ?? new Map(),
    ...(shape && { shape }),
  };
  try {
    return (canRead(text, areBytes, format, context) ? format.secrets(text, context, isPersonal) : undefined) ?? pairs();
  } catch (error) {
    // Nested too deeply to be walked.
    if (error instanceof RangeError) return pairs();
    throw error;
  }
}

/** In damaged JSON a value is still spelt as JSON spells it. */
function unquoted(text: string, leaf: SecretLeaf): SecretLeaf {
  if (text[leaf.start - 1] !== '"' || !leaf.value.includes('\\')) return leaf;
  try {
    return { ...leaf, value: String(JSON.parse(`"${leaf.value}"`)), write: (value) => JSON.stringify(value).slice(1, -1) };
  } catch {
    return leaf;
  }
}

const canRead = (text: string, areBytes: boolean, format: ContentFormat, context: DecodeContext): boolean =>
  format.decode(areBytes ? { bytes: Buffer.from(text, 'latin1') } : { text }, context).kind === 'value';

const marked = new WeakMap<Shape, boolean>();

function isMarked(shape: Shape | undefined): boolean {
  if (!shape) return false;
  let answer = marked.get(shape);
  if (answer === undefined) marked.set(shape, (answer = holdsSecret(shape, isMarkedPersonal)));
  return answer;
}

function rewriteLeaf(leaf: SecretLeaf, text: string, areBytes: boolean, rewriter: Rewriter): string | undefined {
  const { kind, shape, name } = leaf;
  if (kind === 'boolean') return undefined;
  const plan = rewriter.dictionary.memory.planFor(shape, name, rewriter.dictionary.edition);
  if (plan.listed.has(leaf.value)) return undefined;
  if (areBytes) return rewriteScalar(leaf, plan, undefined, rewriter);
  const raw = text.slice(leaf.start, leaf.end);
  if (rewriter.mode === 'learn') return plan.learn(raw) ? undefined : rewriteScalar(leaf, plan, raw, rewriter);
  const before = plan.written.get(raw);
  if (before) return before.text !== undefined && rewriter.again(before.parts) ? before.text : undefined;
  const written = rewriteScalar(leaf, plan, raw, rewriter);
  const parts = rewriter.only ? [] : rewriter.dictionary.partsOf(leaf.value.trim());
  // Bytes have none.
  if (parts.length > 0) plan.remember(raw, { text: written, parts });
  return written;
}

/** `raw`: how the value is spelt; undefined where each unit of it is a byte. */
function rewriteScalar(
  { kind, value: held, write }: SecretLeaf,
  plan: LeafPlan,
  raw: string | undefined,
  rewriter: Rewriter,
): string | undefined {
  const areBytes = raw === undefined;
  if (kind === 'string') {
    const binary = rewriteBinary(held, plan, areBytes, rewriter);
    if (binary !== 'text') return binary === undefined ? undefined : write(binary);
  }
  const value = areBytes && kind === 'string' ? Buffer.from(held, 'latin1').toString('utf8') : held;
  const written = rewriter.value(value, plan.hint, kind === 'number');
  if (written === undefined) return undefined;
  const inPlace = areBytes ? undefined : respellWhole(raw, value, written);
  return inPlace ?? write(areBytes && kind === 'string' ? Buffer.from(written, 'utf8').toString('latin1') : written);
}

const dataUrl = /^data:[^,]{0,200};base64,/;

/** `text`: it is no binary value. Undefined: it stays. */
function rewriteBinary(value: string, { contentEncoding }: LeafPlan, areBytes: boolean, rewriter: Rewriter): string | undefined {
  const head = dataUrl.exec(value)?.[0] ?? '';
  const encoded = value.slice(head.length);
  const coding = contentEncoding === 'base64url' ? 'base64url' : 'base64';
  if (head !== '' || contentEncoding === coding) {
    const bytes = Buffer.from(encoded, coding);
    // Only what is base64 to the letter can be written as such again.
    if (encoded === '' || bytes.toString(coding) !== encoded) return 'text';
    const written = rewriter.bytes(bytes);
    return written && head + written.toString(coding);
  }
  if (!/[\u0000-\u0008\u000e-\u001a]/.test(value) && !(areBytes && /[\u0080-\u00ff]/.test(value) && !isUtf8Text(value))) return 'text';
  if (/[^\u0000-\u00ff]/.test(value)) return 'text';
  return rewriter.bytes(Buffer.from(value, 'latin1'))?.toString('latin1');
}

const isUtf8Text = (units: string): boolean => !Buffer.from(units, 'latin1').toString('utf8').includes('\uFFFD');
