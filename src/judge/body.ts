// Judges content: is there a body, is its media type documented, can it be read, does it fit the schema, what does nobody describe.
import type { ContentFormat, Decoded, DecodeContext, DecodeNote, RawContent } from '../model/content.ts';
import type { MediaTypeEntry, Mismatch } from '../model/contract.ts';
import type { BodyExamination, BodyState } from '../model/examination.ts';
import type { Content } from '../model/exchange.ts';
import type { At, Location, Source } from '../model/location.ts';
import type { MatchingRule } from '../model/matching.ts';
import { covers, parseMediaType, type MediaType } from '../model/media-type.ts';
import type { Pointer } from '../model/pointer.ts';
import { contentFor } from '../content/index.ts';
import type { Addressing } from '../pacts/need.ts';
import { bodySource } from '../source/text-source.ts';
import { addressingOf, isLeftEmpty, judgeExpected, judgeReach } from './consumer.ts';
import { judgeDigits } from './exact-integers.ts';
import { nothingTold, walkProperties } from './undocumented.ts';

export interface BodyQuestion {
  readonly content: Content | undefined;
  /** Content-Type as sent. */
  readonly contentType: string | undefined;
  readonly entries: readonly MediaTypeEntry[];
  /** The place to name when there is no Media Type Object. */
  readonly contract: Location;
  readonly message: Location;
  readonly direction: 'request' | 'response';
  /** True when the media type was guessed or may be left out by the evidence: `.xml` stands for any documented kind of XML. */
  readonly isInferred: boolean;
  /** Why HTTP allows no body here, such as `a 204 response has no body (RFC 9110 §15.3.5)`. */
  readonly forbidden?: string;
  /** True when the contract says nothing at all about content here. */
  readonly isUncalledFor: boolean;
  /** Set when a consumer wrote the message down: its rules let the body vary. */
  readonly consumer?: { readonly rules: readonly MatchingRule[] };
  /** Looks at a body that is about to be judged; true when it holds nothing undocumented or misdirected. */
  readonly watch: ((value: unknown, entry: MediaTypeEntry) => boolean) | undefined;
  /** False when the evidence need not show a body that the contract documents (a consumer relies on less). */
  readonly isExpected: boolean;
}

interface Answer {
  states?: BodyState[];
  entry?: MediaTypeEntry;
  mismatches?: readonly Mismatch[];
  undocumented?: BodyExamination['undocumented'];
  misdirected?: BodyExamination['misdirected'];
  gaps?: BodyExamination['gaps'];
  notes?: readonly DecodeNote[];
  value?: unknown;
  at?: BodyExamination['at'];
}

/** Judges one body. Never throws for anything the evidence holds. */
export function examineBody(question: BodyQuestion): BodyExamination {
  const { content, contract, message } = question;
  const instance = content?.location ?? message;
  const answer = judge(question);
  return {
    states: answer.states ?? [{ kind: 'judged' }],
    instance,
    contract: answer.entry?.location ?? contract,
    ...(answer.entry && { entry: answer.entry }),
    mismatches: answer.mismatches ?? [],
    undocumented: answer.undocumented ?? [],
    misdirected: answer.misdirected ?? [],
    gaps: answer.gaps ?? [],
    notes: answer.notes ?? [],
    value: answer.value,
    at: answer.at ?? (() => instance),
  };
}

function judge(question: BodyQuestion): Answer {
  const { content, contentType, entries } = question;
  if (!content || isEmpty(content))
    return { states: [{ kind: 'absent', isExpected: question.isExpected && entries.length > 0 && !question.forbidden }] };
  if (question.forbidden !== undefined)
    return content.form === 'unknown'
      ? { states: [] }
      : { states: [{ kind: 'uncalled-for', reason: question.forbidden, byHttp: true, size: sizeOf(content) }] };
  if (question.isUncalledFor)
    return { states: [{ kind: 'uncalled-for', reason: 'the contract documents no content here', byHttp: false, size: sizeOf(content) }] };
  if (entries.length === 0) return { states: [{ kind: 'judged' }] };

  const states: BodyState[] = [];
  const mediaType = contentType === undefined ? undefined : parseMediaType(contentType);
  if (contentType === undefined && !question.isInferred) states.push({ kind: 'media-type-missing' });
  if (contentType !== undefined && !mediaType) return { states: [{ kind: 'media-type-malformed', seen: contentType }] };
  const entry = mediaType ? (findEntry(entries, mediaType) ?? (question.isInferred ? findKin(entries, mediaType) : undefined)) : entries[0];
  if (!entry)
    return { states: [{ kind: 'media-type-undocumented', seen: contentType ?? '', documented: entries.map(({ range }) => range) }] };
  if (content.form === 'unknown')
    return {
      entry,
      states: content.isMalformed
        ? [...states, { kind: 'malformed', message: content.reason }]
        : [{ kind: 'unchecked', reason: content.reason }],
    };
  const effective = mediaType ?? entry.mediaType;
  if (!effective) return { entry, states: [...states, { kind: 'unchecked', reason: `\`${entry.range}\` is not a media type` }] };
  return { entry, ...judgeContent(content, entry, effective, question, states) };
}

function judgeContent(
  content: Exclude<Content, { form: 'unknown' }>,
  entry: MediaTypeEntry,
  mediaType: MediaType,
  question: BodyQuestion,
  states: BodyState[],
): Answer {
  const { schema } = entry;
  const format = contentFor(mediaType);
  const context: DecodeContext = { mediaType, encoding: entry.encoding, ...(schema && { shape: schema.shape }) };
  const decoded = decode(content, format, context);
  const at = placesOf(content, format, context);
  if (decoded.kind === 'malformed')
    return { states: [...states, { kind: 'malformed', message: decoded.message }], at: () => offsetPlace(content, decoded.offset) };
  if (decoded.kind === 'unchecked') return { states: [...states, { kind: 'unchecked', reason: decoded.reason }], at };
  const { notes, value } = decoded;
  if (!schema) return { states: [...states, { kind: 'judged' }], notes, value, at };
  try {
    return { ...judgeValue(decoded, entry, question, states, () => addressingOf(format, content, schema.shape)), notes, value, at };
  } catch (error) {
    if (error instanceof RangeError)
      return { states: [...states, { kind: 'unchecked', reason: 'the body is nested too deeply to be judged' }], at };
    throw error;
  }
}

function judgeValue(
  decoded: Extract<Decoded, { kind: 'value' }>,
  entry: MediaTypeEntry,
  question: BodyQuestion,
  states: BodyState[],
  addressing: () => Addressing,
): Answer {
  const schema = entry.schema as NonNullable<MediaTypeEntry['schema']>;
  const { value, notes, skip = [] } = decoded;
  const { undocumented, misdirected } =
    question.watch?.(value, entry) === true ? nothingTold : walkProperties(value, schema.shape, question.direction);
  const skipped = (pointer: Pointer): boolean => skip.some((place) => pointer === place || pointer.startsWith(`${place}/`));
  const { consumer } = question;
  if (consumer && question.direction === 'response') {
    const expected = judgeExpected(value, schema, consumer.rules, addressing(), skip.length > 0 ? skipped : undefined);
    const mismatches = judgeDigits(expected.mismatches, notes, schema.shape);
    const unchecked = expected.unchecked.map((reason): BodyState => ({ kind: 'unchecked', reason }));
    return {
      states: [...states, ...unchecked, { kind: 'judged' }],
      mismatches,
      undocumented: expected.undocumented,
      misdirected,
      gaps: expected.gaps,
    };
  }
  const excess = consumer && consumer.rules.length > 0 ? judgeReach(value, schema, consumer.rules, addressing()) : [];
  if (skip.includes('') || schema.accepts(value, question.direction))
    return { states: [...states, { kind: 'judged' }], mismatches: judgeDigits(excess, notes, schema.shape), undocumented, misdirected };
  const judgement = schema.judge(value, question.direction);
  if (judgement.kind === 'unchecked')
    return { states: [...states, { kind: 'unchecked', reason: judgement.reason }], undocumented, misdirected };
  const mismatches = judgement.mismatches.filter(
    ({ pointer }) => !skipped(pointer) && !(consumer && isLeftEmpty(value, consumer.rules, addressing(), pointer)),
  );
  return {
    states: [...states, { kind: 'judged' }],
    mismatches: judgeDigits([...mismatches, ...excess], notes, schema.shape),
    undocumented,
    misdirected,
  };
}

function decode(content: Exclude<Content, { form: 'unknown' }>, format: ContentFormat, context: DecodeContext): Decoded {
  if (content.form === 'value') {
    // A JSON value stands for a body of its own media type; a string in it may be the text of another one.
    if (typeof content.value !== 'string' || format.id === 'json') return { kind: 'value', value: content.value, notes: [] };
    return format.decode({ text: content.value }, context);
  }
  return format.decode(rawOf(content), context);
}

const rawOf = (content: Exclude<Content, { form: 'unknown' | 'value' }>): RawContent =>
  content.form === 'text' ? { text: content.text } : { bytes: content.bytes };

function placesOf(
  content: Exclude<Content, { form: 'unknown' }>,
  format: ContentFormat,
  context: DecodeContext,
): (pointer: Pointer, at?: At) => Location {
  if (content.form === 'value' && (typeof content.value !== 'string' || format.id === 'json')) return below(content.location);
  const syntax = format.id === 'json' ? 'json' : format.id === 'xml' ? 'xml' : 'text';
  return within(bodySource({ content, syntax, locate: locatorOf(format, context) }));
}

// Functions of their own, so that a finding's place keeps nothing of the body alive.
const below =
  ({ source, pointer: home }: Location) =>
  (pointer: Pointer, at?: At): Location => ({ source, pointer: home + pointer, ...(at && { at }) });
const within =
  (source: Source) =>
  (pointer: Pointer, at?: At): Location => ({ source, pointer, ...(at && { at }) });
const locatorOf =
  ({ locate }: ContentFormat, context: DecodeContext) =>
  (text: string, pointer: Pointer, at: At) =>
    locate?.(text, pointer, at, context);

/** Where reading stopped: a body source whose every pointer is that offset. */
function offsetPlace(content: Exclude<Content, { form: 'unknown' }>, offset: number | undefined): Location {
  if (offset === undefined || content.form === 'value') return content.location;
  const source = bodySource({ content, syntax: 'text', locate: () => ({ start: offset, end: offset + 1 }) });
  return { source, pointer: '' };
}

/** The entry that covers a media type best (RFC 9110 §12.5.1: the more specific range wins). */
export function findEntry(entries: readonly MediaTypeEntry[], mediaType: MediaType): MediaTypeEntry | undefined {
  let best: MediaTypeEntry | undefined;
  let bestCover = 0;
  for (const entry of entries) {
    const cover = entry.mediaType ? covers(entry.mediaType, mediaType) : 0;
    if (cover > bestCover) [best, bestCover] = [entry, cover];
  }
  return best;
}

/** The first entry that is read by the same decoder. */
function findKin(entries: readonly MediaTypeEntry[], mediaType: MediaType): MediaTypeEntry | undefined {
  const { id } = contentFor(mediaType);
  return entries.find((entry) => entry.mediaType && contentFor(entry.mediaType).id === id);
}

function isEmpty(content: Content): boolean {
  if (content.form === 'text') return content.text === '';
  return content.form === 'bytes' && content.bytes.length === 0;
}

function sizeOf(content: Content): string {
  if (content.form === 'text') return `${content.text.length} characters`;
  return content.form === 'bytes' ? `${content.bytes.length} bytes` : 'a value';
}
