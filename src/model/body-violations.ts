// What both sides ask about a body, so that the request's rule and the response's rule differ only in their words.
import type { DecodeNote } from './content.ts';
import type { BodyExamination, BodyState, RuleProblem } from './examination.ts';
import { placeOf, type Request, type Response } from './exchange.ts';
import type { Location } from './location.ts';
import type { Severity } from './finding.ts';
import { list, plain, quote } from './show.ts';
import type { Violation } from './rule.ts';
import { tokensOf } from './pointer.ts';

export interface Sentence {
  readonly sentence: string;
}

type StateOf<Kind extends BodyState['kind']> = Extract<BodyState, { kind: Kind }>;

function* statesOf<Kind extends BodyState['kind']>(body: BodyExamination, kind: Kind): Iterable<StateOf<Kind>> {
  for (const state of body.states) if (state.kind === kind) yield state as StateOf<Kind>;
}

/** Readable in one way, and not as the contract says. */
const isOtherwise = ({ kind }: DecodeNote): boolean => kind === 'unexpected-name' || kind === 'unexpected-type';

/** Schema mismatches, names the media type has no place for, and properties against their direction (`direction` words it). */
function* tellBodyMismatches(
  body: BodyExamination,
  against: { severity: 'warning' | 'info'; words: string },
): Iterable<Violation<Sentence>> {
  for (const mismatch of body.mismatches) {
    yield {
      args: { sentence: mismatch.message },
      instance: body.at(mismatch.pointer, mismatch.at),
      contract: mismatch.contract,
      fix: mismatch.fix,
      related: mismatch.related,
      ...(mismatch.severity && { severity: mismatch.severity }),
    };
  }
  for (const note of body.notes) {
    if (isOtherwise(note))
      yield {
        args: { sentence: note.message },
        instance: body.at(note.pointer),
        contract: body.contract,
        severity: note.severity,
        fix:
          note.kind === 'unexpected-type'
            ? 'Send the part as the documented type, or change its `encoding` in the contract'
            : 'Send the documented name, or change the `xml` object in the contract',
      };
  }
  for (const { pointer, contract } of body.misdirected) {
    yield {
      args: { sentence: `Expected \`${tokensOf(pointer).at(-1) ?? ''}\` ${against.words}` },
      instance: body.at(pointer, 'key'),
      contract,
      severity: against.severity,
      fix: 'Leave the property out, or take the annotation out of the contract',
    };
  }
}

/** Not readable as what it says it is, or readable in two ways. */
function* tellBodyMalformations(body: BodyExamination): Iterable<Violation<Sentence>> {
  for (const { message } of statesOf(body, 'malformed'))
    yield {
      args: { sentence: `Expected the body to be readable as \`${body.entry?.range ?? 'its media type'}\`: ${message}` },
      instance: body.at(''),
      contract: body.contract,
    };
  for (const note of body.notes) {
    if (!isOtherwise(note))
      yield { args: { sentence: note.message }, instance: body.at(note.pointer), contract: body.contract, severity: note.severity };
  }
}

function* tellBodyUndocumented(body: BodyExamination, severity?: Severity): Iterable<Violation<Sentence>> {
  for (const { pointer, contract } of body.undocumented) {
    const name = plain(tokensOf(pointer).at(-1) ?? '', 80);
    yield {
      args: { sentence: `Expected only documented properties, got \`${name}\`` },
      instance: body.at(pointer, 'key'),
      contract,
      ...(severity && { severity }),
    };
  }
  for (const state of statesOf(body, 'uncalled-for')) {
    yield {
      args: { sentence: `Expected no body, because ${state.reason}, got ${state.size}` },
      instance: body.instance,
      contract: body.contract,
      ...(state.byHttp ? { severity: 'error' as const } : severity && { severity }),
    };
  }
}

function* tellBodyUnchecked(body: BodyExamination, problems: readonly RuleProblem[] = []): Iterable<Violation<Sentence>> {
  for (const { message, location } of problems)
    yield { args: { sentence: `A matching rule was not used: ${message}` }, instance: location, contract: body.contract };

  for (const { reason } of statesOf(body, 'unchecked'))
    yield { args: { sentence: `The body was not judged: ${reason}` }, instance: body.instance, contract: body.contract };
}

/** The field where the evidence has a place for it, the body otherwise. */
function placeOfType({ instance }: BodyExamination, message: Request | Response | undefined): Location {
  const place = message && placeOf(message, 'field', 'Content-Type');
  const isNone = place?.pointer === message?.location.pointer && place?.source === message?.location.source;
  return place && !isNone ? place : instance;
}

function* tellMediaTypeUndocumented(body: BodyExamination, message: Request | Response | undefined): Iterable<Violation<Sentence>> {
  for (const { seen, documented } of statesOf(body, 'media-type-undocumented'))
    yield {
      args: {
        sentence: `Expected Content-Type to be ${list(
          documented.map((range) => `\`${range}\``),
          8,
          'or',
        )}, got ${quote(seen)}`,
      },
      instance: placeOfType(body, message),
      contract: body.contract,
    };
}

function* tellMediaTypeMissing(body: BodyExamination): Iterable<Violation<Sentence>> {
  for (const _ of statesOf(body, 'media-type-missing'))
    yield {
      args: { sentence: `Expected a Content-Type field beside the body, got none; it was read as \`${body.entry?.range ?? 'unknown'}\`` },
      instance: body.instance,
      contract: body.contract,
    };
}

function* tellMediaTypeMalformed(body: BodyExamination, message: Request | Response | undefined): Iterable<Violation<Sentence>> {
  for (const { seen } of statesOf(body, 'media-type-malformed'))
    yield {
      args: { sentence: `Expected Content-Type to be a media type such as \`application/json\`, got ${quote(seen)}` },
      instance: placeOfType(body, message),
      contract: body.contract,
    };
}

function* tellBodyMissing(body: BodyExamination): Iterable<Violation<Sentence>> {
  for (const { isExpected } of statesOf(body, 'absent'))
    if (isExpected) yield { args: { sentence: 'Expected a body, got none' }, instance: body.instance, contract: body.contract };
}

const none: readonly never[] = [];

const unlessAbsent =
  <Rest extends unknown[], Args>(tell: (body: BodyExamination, ...rest: Rest) => Iterable<Violation<Args>>) =>
  (body: BodyExamination | undefined, ...rest: Rest): Iterable<Violation<Args>> =>
    body === undefined ? none : tell(body, ...rest);

export const bodyMismatches = unlessAbsent(tellBodyMismatches);
export const bodyMalformations = unlessAbsent(tellBodyMalformations);
export const bodyUndocumented = unlessAbsent(tellBodyUndocumented);
export const bodyUnchecked = unlessAbsent(tellBodyUnchecked);
export const mediaTypeUndocumented = unlessAbsent(tellMediaTypeUndocumented);
export const mediaTypeMissing = unlessAbsent(tellMediaTypeMissing);
export const mediaTypeMalformed = unlessAbsent(tellMediaTypeMalformed);
export const bodyMissing = unlessAbsent(tellBodyMissing);
