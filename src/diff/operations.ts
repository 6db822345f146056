// Which operation of the old contract is which of the new one, and what became of each.
import type { Operation } from '../model/contract.ts';
import type { Location } from '../model/location.ts';
import { list, quote } from '../model/show.ts';
import { entriesOf, step, type Place } from '../openapi/documents.ts';
import type { LoadedContract } from '../openapi/load.ts';
import { compareContent } from './content.ts';
import { asKey, placeOf } from './places.ts';
import { compareParameters } from './parameters.ts';
import { shapeOf } from './path-shape.ts';
import type { Context, Recorder } from './recorder.ts';
import { compareResponses } from './responses.ts';
import { compareSecurity } from './security.ts';
import type { Tools } from './tools.ts';

/** Pairs by method and path, whatever path parameters are called; then by operationId, for those that moved. */
function pairOperations(old: LoadedContract, new_: LoadedContract): ReadonlyMap<Operation, Operation> {
  const pairs = new Map<Operation, Operation>();
  const free = new Set(new_.operations);
  const pairBy = (keyOf: (operation: Operation) => string | undefined): void => {
    const byKey = new Map<string, Operation>();
    for (const operation of free) {
      const key = keyOf(operation);
      if (key !== undefined && !byKey.has(key)) byKey.set(key, operation);
    }
    for (const operation of old.operations) {
      if (pairs.has(operation)) continue;
      const key = keyOf(operation);
      const twin = key === undefined ? undefined : byKey.get(key);
      if (!twin || !free.delete(twin)) continue;
      pairs.set(operation, twin);
    }
  };
  pairBy(({ method, path }) => `${method} ${path}`);
  pairBy(({ method, path }) => `${method} ${shapeOf(path)}`);
  pairBy((operation) => (hasOwnId(operation) ? operation.id : undefined));
  return pairs;
}

const hasOwnId = ({ id, method, path }: Operation): boolean => id !== `${method} ${path}`;

export function compareOperations(old: LoadedContract, new_: LoadedContract, tools: Tools): void {
  const { recorder } = tools;
  const pairs = pairOperations(old, new_);
  const paths = (contract: LoadedContract): Location => asKey({ source: contract.location.source, pointer: '/paths' });
  for (const operation of old.operations) {
    const twin = pairs.get(operation);
    if (twin) compareOperation({ contract: old, operation }, { contract: new_, operation: twin }, tools);
    else
      recorder.add(
        {
          id: 'operation-removed',
          message: 'the operation is gone',
          old: asKey(operation.location),
          new: paths(new_),
        },
        'operation',
        { operation, side: 'request' },
      );
  }
  const known = new Set(pairs.values());
  for (const operation of new_.operations)
    if (!known.has(operation))
      recorder.add(
        { id: 'operation-added', message: 'the operation is new', old: paths(old), new: asKey(operation.location) },
        'operation',
        { operation, side: 'request' },
      );
}

interface Whole {
  readonly contract: LoadedContract;
  readonly operation: Operation;
}

function compareOperation(old: Whole, new_: Whole, tools: Tools): void {
  const [was, is] = [old.operation, new_.operation];
  const context: Context = { operation: is, side: 'request' };
  compareIdentity(old, new_, context, tools);
  compareSecurity(old, new_, context, tools.recorder);
  compareParameters(was, is, context, tools);
  compareRequestBody(was, is, context, tools);
  compareResponses(was, is, { operation: is, side: 'response' }, tools);
}

function compareIdentity(old: Whole, new_: Whole, context: Context, { recorder, trees }: Tools): void {
  const [was, is] = [old.operation, new_.operation];
  const places = { old: asKey(was.location), new: asKey(is.location) };
  if (was.method === is.method && shapeOf(was.path) === shapeOf(is.path)) compareSuffixes(old, new_, context, recorder);
  else
    recorder.add(
      { id: 'operation-moved', message: `${was.method} ${was.path} is ${is.method} ${is.path} now`, ...places },
      'operation',
      context,
    );
  if (was.id !== is.id && (hasOwnId(was) || hasOwnId(is))) {
    const id = (operation: Operation): string => (hasOwnId(operation) ? `\`${operation.id}\`` : 'none');
    recorder.add({ id: 'operation-renamed', message: `the operationId was ${id(was)}, is ${id(is)}`, ...places }, 'operation', context);
  }
  const [before, after] = [placeOf(was.location, old.contract), placeOf(is.location, new_.contract)];
  const isDeprecated = (place: Place | undefined): boolean => step(place, 'deprecated')?.value === true;
  if (isDeprecated(before) !== isDeprecated(after)) {
    const message = isDeprecated(after) ? 'the operation is deprecated now' : 'the operation is no longer deprecated';
    recorder.add({ id: 'operation-deprecated', message, ...places }, 'operation', context);
  }
  if (!trees.isSameAt(serversHolder(old, before), serversHolder(new_, after), 'servers'))
    recorder.add({ id: 'operation-servers-changed', message: 'the operation has other servers', ...places }, 'operation', context);
  if (!trees.isSameAt(before, after, 'callbacks'))
    recorder.add(
      { id: 'operation-callbacks-changed', message: 'the callbacks have changed', reason: 'callbacks are not compared', ...places },
      'operation',
      context,
    );
}

const itemPlace = ({ operation: { location } }: Whole): Location => ({
  ...location,
  pointer: location.pointer.replace(/(\/additionalOperations)?\/[^/]*$/, ''),
});

const suffixesOf = (whole: Whole): string[] =>
  entriesOf(step(placeOf(itemPlace(whole), whole.contract), 'x-path-suffixes')).map(([, { value }]) => String(value));

function compareSuffixes(old: Whole, new_: Whole, context: Context, recorder: Recorder): void {
  const [were, are] = [suffixesOf(old), suffixesOf(new_)];
  const [gone, come] = [were.filter((suffix) => !are.includes(suffix)), are.filter((suffix) => !were.includes(suffix))];
  const places = { old: asKey(itemPlace(old)), new: asKey(itemPlace(new_)) };
  const show = (suffixes: readonly string[]): string => list(suffixes.map((suffix) => quote(suffix)));
  if (gone.length > 0)
    recorder.add(
      { id: 'operation-suffixes-removed', message: `the path no longer ends in ${show(gone)}`, ...places },
      'operation',
      context,
    );
  if (come.length > 0)
    recorder.add({ id: 'operation-suffixes-added', message: `the path may end in ${show(come)} now`, ...places }, 'operation', context);
}

/** Servers of an operation stand before those of its path item. */
const serversHolder = (whole: Whole, own: Place | undefined): Place | Location | undefined =>
  step(own, 'servers') ? own : itemPlace(whole);

function compareRequestBody(old: Operation, new_: Operation, given: Context, tools: Tools): void {
  const { recorder } = tools;
  const [was, is] = [old.requestBody, new_.requestBody];
  const context: Context = { ...given, part: { kind: 'body', name: 'the body' } };
  const places = { old: asKey(was?.location ?? old.location), new: asKey(is?.location ?? new_.location) };
  if (was && is) {
    if (!was.required && is.required)
      recorder.add(
        { id: 'request-body-became-required', message: 'the body could be left out and must be there now', ...places },
        'request',
        context,
      );
    if (was.required && !is.required)
      recorder.add({ id: 'request-body-became-optional', message: 'the body may be left out now', ...places }, 'request', context);
    compareContent(was.content, is.content, places, context, tools);
  } else if (is)
    recorder.add(
      is.required
        ? { id: 'request-body-added-required', message: 'a body is asked for now', ...places }
        : { id: 'request-body-added', message: 'a body may be sent now', ...places },
      'request',
      context,
    );
  else if (was) recorder.add({ id: 'request-body-removed', message: 'no body is asked for any more', ...places }, 'request', context);
}
