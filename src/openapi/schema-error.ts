// One error of ajv, and the questions that decide how several of them become one sentence.
import type { Mismatch } from '../model/contract.ts';
import { tokensOf, type Pointer } from '../model/pointer.ts';
import { list } from '../model/show.ts';
import { isObject } from './documents.ts';

export interface SchemaError {
  readonly pointer: Pointer;
  readonly keyword: string;
  readonly params: Record<string, unknown>;
  readonly value: unknown;
  /** Set when the value is the name of a property (`propertyNames`). */
  readonly propertyName?: string;
  /** The derived schema whose keyword failed. */
  readonly schema: Record<string, unknown>;
}

export const composites: ReadonlySet<string> = new Set(['oneOf', 'anyOf', 'contains']);

export const isSurplus = (error: SchemaError): boolean =>
  error.keyword === 'additionalProperties' || error.keyword === 'unevaluatedProperties';

export const isAbsence = (error: SchemaError): boolean => error.keyword === 'required' || error.keyword === 'dependentRequired';

/** Which name is missed where. */
export const absence = ({ pointer, params }: SchemaError): string => `${pointer} ${String(params['missingProperty'])}`;

/** What a branch asked for first; of a branch that has alternatives itself, what each of those asked for. */
export const heads = (branch: readonly SchemaError[]): readonly SchemaError[] =>
  branch.some(({ keyword }) => composites.has(keyword)) ? branch.filter(({ keyword }) => !composites.has(keyword)) : branch.slice(0, 1);

/** `to be a string, a number or null`: what begins alike says so once. */
export function alternatives(wanted: readonly string[]): string {
  const opening = (text: string | undefined): string => /^to (be|have|match) /.exec(text ?? '')?.[0] ?? '';
  const words = wanted.map((text, index) => (opening(text) === opening(wanted[index - 1]) ? text.slice(opening(text).length) : text));
  return list(words, 6, 'or');
}

/** A `const` or single `enum` on a direct property: what tells branches apart. */
export function isTag(error: SchemaError, at: Pointer): boolean {
  if (error.keyword !== 'const' && error.keyword !== 'enum') return false;
  const rest = error.pointer.slice(at.length + 1);
  return rest !== '' && !rest.includes('/') && isObject(error.schema);
}

/** Fewer and deeper disagreements are nearer. */
export const distance = (mismatches: readonly Mismatch[]): number =>
  mismatches.length * 100 - Math.max(0, ...mismatches.map(({ pointer }) => tokensOf(pointer).length));
