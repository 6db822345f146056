// A consumer's side of a body: what it expects of a response, and what it may send beyond its example, held against a schema.
import type { ContentFormat } from '../model/content.ts';
import type { Mismatch, SchemaHandle } from '../model/contract.ts';
import type { Gap, UndocumentedProperty } from '../model/examination.ts';
import type { Content } from '../model/exchange.ts';
import type { MatchingRule } from '../model/matching.ts';
import { type Pointer, tokensOf } from '../model/pointer.ts';
import type { Shape } from '../model/shape.ts';
import { compare } from '../pacts/compare.ts';
import { type Addressing, isLiteral, jsonAddressing, type Need, readNeed, textAddressing } from '../pacts/need.ts';
import { findExcess } from '../pacts/reach.ts';
import { xmlAddressing } from '../pacts/xml-addressing.ts';

export interface ExpectedBody {
  readonly mismatches: readonly Mismatch[];
  readonly undocumented: readonly UndocumentedProperty[];
  readonly gaps: readonly Gap[];
  /** Why some places were not judged. */
  readonly unchecked: readonly string[];
}

/** More than this of one body says nothing new. */
const most = 100;

/** Compares what a consumer expects with what the contract allows. */
export function judgeExpected(
  value: unknown,
  schema: SchemaHandle,
  rules: readonly MatchingRule[],
  addressing: Addressing,
  skipped: ((pointer: Pointer) => boolean) | undefined,
): ExpectedBody {
  const { clashes, unknown, gaps } = compare(readNeed(value, rules, addressing), schema.domain('response'));
  const unchecked = gaps.filter(({ kind }) => kind === 'unchecked');
  const known = unchecked.length > 0 || skipped ? gaps.filter(({ kind, pointer }) => kind !== 'unchecked' && !skipped?.(pointer)) : gaps;
  // The walk looks only where the consumer does; deriving the schema reports what is wrong with it, once and with its place.
  if (unchecked.length > 0) schema.verify('response');
  return {
    mismatches: clashes
      .filter(({ pointer }) => !skipped?.(pointer))
      .slice(0, most)
      .map((clash) => ({ ...clash, related: [] })),
    undocumented: unknown.slice(0, most),
    gaps: known.length > most ? known.slice(0, most) : known,
    unchecked: [...new Set(unchecked.map(({ text }) => text))],
  };
}

/** Matchers of a request that are wider than the contract, as warnings. */
export function judgeReach(value: unknown, schema: SchemaHandle, rules: readonly MatchingRule[], addressing: Addressing): Mismatch[] {
  return findExcess(readNeed(value, rules, addressing), schema.domain('request'))
    .slice(0, most)
    .map(({ severity, pointer, message, contract }) => ({
      severity,
      pointer,
      message,
      contract,
      keyword: 'matcher',
      fix: narrow,
      related: [],
    }));
}

/** True for a text that a writer of pacts left empty under a matcher: what will be sent is not the example (pact-js does so in XML). */
export function isLeftEmpty(value: unknown, rules: readonly MatchingRule[], addressing: Addressing, pointer: Pointer): boolean {
  if (!addressing.isText || rules.length === 0) return false;
  let need: Need | undefined = readNeed(value, rules, addressing);
  for (const token of tokensOf(pointer)) need = need?.members?.get(token) ?? need?.items?.[Number(token)];
  return need !== undefined && need.example === '' && !isLiteral(need);
}

export const narrow = 'Narrow the matcher to what the contract allows, or document what the consumer may send';

/** How the rules of a pact address the values of a body. */
export function addressingOf({ addressing }: ContentFormat, content: Content, shape: Shape): Addressing {
  if (addressing === 'json') return jsonAddressing;
  if (addressing !== 'xml') return textAddressing;
  const text =
    content.form === 'bytes'
      ? Buffer.from(content.bytes).toString('latin1')
      : content.form === 'text'
        ? content.text
        : String(content.form === 'value' ? content.value : '');
  return xmlAddressing(shape, /<([^\s/>!?]+)/.exec(text)?.[1] ?? '');
}
