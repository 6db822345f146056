// Makes a failing request as small as it can be while it still fails, by sending smaller ones; greedy, and within a budget.
import { contentFor } from '../content/index.ts';
import { isRecord } from '../model/json-value.ts';
import type { Parameter } from '../model/contract.ts';
import { pointerOf } from '../model/pointer.ts';
import { changed, removed } from './generate/change.ts';
import { bodyPlace, parameterPlace, touches } from './generate/places.ts';
import { judgeRequest } from './judge-request.ts';
import type { RequestValues } from './request-values.ts';
import { writeRequest } from './write-request.ts';

export interface ShrinkOptions {
  /** Requests that may be sent. */
  readonly budget: number;
  /** Places that stay as they are, such as `path.id` and `body#/ContactId`. */
  readonly fixed?: readonly string[];
}

export interface Shrunk {
  readonly values: RequestValues;
  /** Requests that were sent. */
  readonly sent: number;
  /** Smaller requests that failed too, each made of the one before. */
  readonly steps: number;
  /** False when the budget was spent before everything was tried. */
  readonly isSmallest: boolean;
}

/**
 * The smallest request found that still fails. Each candidate is as right or as wrong by the contract as `values` are, so that a request
 * the contract allows never becomes one that may be refused. `values` themselves are not sent again. What `isFailing` throws is thrown on.
 */
export async function shrinkFailure(
  values: RequestValues,
  isFailing: (values: RequestValues) => Promise<boolean>,
  { budget, fixed = [] }: ShrinkOptions,
): Promise<Shrunk> {
  const kind = verdictOf(values);
  const tried = new Set<string>([keyOf(values)]);
  let current = values;
  let [sent, steps] = [0, 0];
  for (let isSmaller = true; isSmaller;) {
    isSmaller = false;
    for (const candidate of smaller(current, fixed)) {
      const key = keyOf(candidate);
      if (tried.has(key)) continue;
      tried.add(key);
      if (verdictOf(candidate) !== kind) continue;
      if (sent >= budget) return { values: current, sent, steps, isSmallest: false };
      sent++;
      if (!(await isFailing(candidate))) continue;
      current = candidate;
      steps++;
      isSmaller = true;
      break;
    }
  }
  return { values: current, sent, steps, isSmallest: true };
}

/** The same request on the wire is the same request; what cannot be written is never sent. */
function keyOf(values: RequestValues): string {
  const request = writeRequest(values);
  if ('unwritable' in request) return '';
  return `${request.target}\n${JSON.stringify(request.fields)}\n${Buffer.from(request.body ?? []).toString('latin1')}`;
}

/** Which rules refuse it, or that none does. */
function verdictOf(values: RequestValues): string {
  const request = writeRequest(values);
  if ('unwritable' in request) return 'unwritable';
  const verdict = judgeRequest(values.operation, request);
  if (verdict.kind !== 'refused') return verdict.kind;
  return [...new Set(verdict.findings.map(({ rule }) => rule))].toSorted().join(' ');
}

/** Requests that are smaller in one place, those that leave most out first. */
function* smaller(values: RequestValues, fixed: readonly string[]): Generator<RequestValues> {
  const { operation, parameters, body } = values;
  const isFree = (place: string): boolean => !fixed.some((other) => touches(other, place));
  // Everything that is not required at once, as often only one thing matters.
  const required = parameters.filter(({ parameter }) => isNeeded(parameter) || !isFree(parameterPlace(parameter)));
  if (required.length < parameters.length - 1) yield { ...values, parameters: required };
  for (const { parameter } of parameters)
    if (!isNeeded(parameter) && isFree(parameterPlace(parameter)))
      yield { ...values, parameters: parameters.filter((choice) => choice.parameter !== parameter) };
  if (body && operation.requestBody?.required !== true && isFree('body')) {
    const { body: _, ...rest } = values;
    yield rest;
  }
  if (body && isStructured(body))
    for (const value of smallerValues(body.value, [], (tokens) => isFree(bodyPlace(pointerOf(...tokens)))))
      yield { ...values, body: { ...body, value } };
  for (const [index, { parameter, value }] of parameters.entries()) {
    const others = smallerValues(value, [], (tokens) => isFree(parameterPlace(parameter, pointerOf(...tokens))));
    for (const other of others) yield { ...values, parameters: parameters.with(index, { parameter, value: other }) };
  }
}

const isNeeded = ({ required, in: where }: Parameter): boolean => required || where === 'path';

/** Bytes have no smaller bytes that mean anything. */
const isStructured = ({ entry, value }: NonNullable<RequestValues['body']>): boolean =>
  !(value instanceof Uint8Array) && entry.mediaType !== undefined && contentFor(entry.mediaType).yields !== 'bytes';

/** Copies of `root` that are smaller in one place: members and items left out, then texts and numbers made plainer. */
function* smallerValues(root: unknown, tokens: readonly string[], isFree: (tokens: readonly string[]) => boolean): Generator<unknown> {
  let value = root;
  for (const token of tokens) value = (value as Record<string, unknown>)[token];
  if (Array.isArray(value)) {
    yield* shorterLists(value, tokens, isFree, root);
    for (const index of value.keys()) yield* smallerValues(root, [...tokens, String(index)], isFree);
  } else if (isRecord(value)) {
    const free = Object.keys(value).filter((name) => isFree([...tokens, name]));
    // Halves first: of two hundred properties one may matter.
    for (let size = free.length; size > 1; size = Math.ceil(size / 2)) {
      for (let start = 0; start < free.length; start += size) {
        const left = new Set(free.slice(start, start + size));
        yield changed(root, tokens, Object.fromEntries(Object.entries(value).filter(([name]) => !left.has(name))));
      }
    }
    for (const name of free) yield changed(root, [...tokens, name], removed);
    for (const name of Object.keys(value)) yield* smallerValues(root, [...tokens, name], isFree);
  } else if (isFree(tokens)) for (const scalar of smallerScalars(value)) yield changed(root, tokens, scalar);
}

function* shorterLists(
  list: readonly unknown[],
  tokens: readonly string[],
  isFree: (tokens: readonly string[]) => boolean,
  root: unknown,
): Generator<unknown> {
  if (!isFree(tokens)) return;
  for (let size = list.length; size > 0; size = size === 1 ? 0 : Math.ceil(size / 2))
    for (let start = 0; start < list.length; start += size)
      yield changed(root, tokens, [...list.slice(0, start), ...list.slice(start + size)]);
}

function* smallerScalars(value: unknown): Generator<unknown> {
  if (typeof value === 'string' && value !== '') {
    const chars = [...value];
    yield '';
    for (let size = Math.floor(chars.length / 2); size > 0; size = Math.floor(size / 2)) {
      yield chars.slice(0, size).join('');
      yield chars.slice(chars.length - size).join('');
    }
    if (chars.length > 1) {
      yield chars.slice(0, -1).join('');
      yield chars.slice(1).join('');
    }
    const plain = chars.map((char) => (/[A-Za-z0-9]/.test(char) ? 'a' : char)).join('');
    if (plain !== value) yield plain;
  }
  if (typeof value === 'number' && value !== 0) {
    yield 0;
    if (!Number.isInteger(value)) yield Math.trunc(value);
    const half = Math.trunc(value / 2);
    if (half !== 0 && half !== value) yield half;
    if (Math.abs(value) > 1) yield value - Math.sign(value);
  }
  if (value === true) yield false;
}
