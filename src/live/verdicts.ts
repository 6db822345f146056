// What checks ask about answers: whether one says anything at all, what it holds, and where two of them differ.
import { findResponse } from '../model/contract.ts';
import { isEqual, isRecord } from '../model/json-value.ts';
import { child, generalise } from '../model/pointer.ts';
import { propertyShape, type Shape } from '../model/shape.ts';
import { show } from '../model/show.ts';
import { type Attempt, isSuccess } from './case.ts';
import { bodyOf } from './exchanged.ts';
import { isOwnFailure } from './failure.ts';

/** Why an answer says nothing about what was asked: the instance was busy to the end, or did not take the credentials. */
export function excuseOf({ status, send, failure }: Attempt): string | undefined {
  if (isOwnFailure(failure)) return failure?.message;
  if (status === 429 || status === 503) return `the instance answered ${status} to the end: it was busy`;
  if (send.credentials === undefined && (status === 401 || status === 403)) return `the credentials were not accepted (${status})`;
  const isNamed = send.values.operation.parameters.some(({ in: where }) => where === 'path');
  if ((status === 404 || status === 410) && isNamed && !send.isAboutOwn)
    return `the thing it names is not there (${status}), and nothing says how to make one: \`x-truce.operations\` of an Arazzo document can`;
  return undefined;
}

/** Refusals for what a schema cannot say: a thing that is not there, or is there already (RFC 9110 §15.5.5, §15.5.10, §15.5.21). */
const refusalsByState: ReadonlySet<number> = new Set([404, 409, 410, 422]);

/** It was refused for the state of things, as the contract says. */
export const isRefusedByState = ({ status, send }: Attempt): boolean =>
  refusalsByState.has(status) && findResponse(send.values.operation, status) !== undefined;

/** A redirect, or 304 to a condition, that the contract promises by name; `default` promises errors. */
export const isPromisedRedirect = ({ status, send }: Attempt): boolean =>
  status >= 300 && status < 400 && !/^(default|undefined)$/.test(String(findResponse(send.values.operation, status)?.key));

export const showStatus = ({ status, exchange }: Attempt): string => {
  const location = exchange?.response?.fields.find(([name]) => name.toLowerCase() === 'location');
  return status >= 300 && status < 400 && location ? `${status} (a redirect, which is not followed)` : String(status);
};

export const valueOf = (attempt: Attempt): unknown => (isSuccess(attempt.status) ? bodyOf(attempt) : undefined);

/** Names of members that say when or how, not what: read-only dates and times by the contract. */
export function volatileNames({ examination }: Attempt): ReadonlySet<string> {
  const names = new Set<string>();
  collect(examination?.response?.body.entry?.schema?.shape, names, new Set());
  return names;
}

function collect(shape: Shape | undefined, names: Set<string>, visited: Set<Shape>): void {
  if (!shape || visited.has(shape) || visited.size > 5000) return;
  visited.add(shape);
  for (const [name, property] of shape.properties) {
    if (property.format === 'date-time' || property.format === 'time') names.add(name);
    collect(property, names, visited);
  }
  for (const inner of [
    ...shape.prefixItems,
    shape.items,
    typeof shape.additional === 'object' ? shape.additional : undefined,
    propertyShape(shape, ''),
  ])
    collect(inner, names, visited);
}

export interface Difference {
  readonly pointer: string;
  /** `/name was "a" and is "b"`. */
  readonly message: string;
}

const mostDifferences = 10;

/** Where two values differ, names in `without` aside; at most ten. Across media types what one of them cannot say is no difference. */
export function differences(
  before: unknown,
  after: unknown,
  without: ReadonlySet<string>,
  { isAcrossMediaTypes = false } = {},
): readonly Difference[] {
  const found: Difference[] = [];
  walk(before, after, '', { without, isAcrossMediaTypes, most: mostDifferences }, found);
  return found;
}

export const differingPointers = (before: unknown, after: unknown): readonly string[] => {
  const found: Difference[] = [];
  walk(before, after, '', { without: new Set(), isAcrossMediaTypes: false, most: 10_000 }, found);
  return found.map(({ pointer }) => pointer);
};

function walk(
  before: unknown,
  after: unknown,
  pointer: string,
  options: { readonly without: ReadonlySet<string>; readonly isAcrossMediaTypes: boolean; readonly most: number },
  found: Difference[],
): void {
  if (found.length >= options.most || isEqual(before, after)) return;
  if (options.isAcrossMediaTypes && isNothing(before) && isNothing(after)) return;
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    for (const [at, item] of before.entries()) walk(item, after[at], child(pointer, at), options, found);
    return;
  }
  if (isRecord(before) && isRecord(after)) {
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)]))
      if (!options.without.has(name) && (!options.isAcrossMediaTypes || isElementName(name)))
        walk(before[name], after[name], child(pointer, name), options, found);
    return;
  }
  found.push({
    pointer: generalise(pointer),
    message: `\`${pointer === '' ? 'the body' : pointer}\` was ${show(before)} and is ${show(after)}`,
  });
}

/** XML and forms have one way to say nothing. */
const isNothing = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  (Array.isArray(value) && value.length === 0) ||
  (isRecord(value) && Object.entries(value).every(([name, inner]) => isNothing(inner) || !isElementName(name)));

/** A name without a colon that an element can have (Namespaces in XML 1.0, NCName, as far as ASCII goes): other members have no XML. */
const isElementName = (name: string): boolean => /^[A-Za-z_\u0080-\uffff][\w.\-\u0080-\uffff]*$/.test(name);
