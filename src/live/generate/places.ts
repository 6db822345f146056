// Names of places in a request: `path.id`, `query.limit`, `body#/name`; which of them touch each other, and which the validator complains of.
import type { Parameter } from '../../model/contract.ts';
import type { Examination } from '../../model/examination.ts';
import { type Pointer, tokensOf } from '../../model/pointer.ts';
import type { RequestValues } from '../request-values.ts';

export const parameterPlace = ({ in: where, name }: Parameter, pointer: Pointer = ''): string =>
  `${where}.${where === 'header' ? name.toLowerCase() : name}${pointer === '' ? '' : `#${pointer}`}`;

export const bodyPlace = (pointer: Pointer): string => (pointer === '' ? 'body' : `body#${pointer}`);

const settled = (place: string): string =>
  (place.startsWith('header.') ? place.replace(/^[^#]*/, (name) => name.toLowerCase()) : place).replace(/#$/, '');

const isWithin = (inner: string, outer: string): boolean =>
  inner === outer || inner.startsWith(`${outer}/`) || inner.startsWith(`${outer}#`);

/** True when one of the two places stands in the other. */
export const touches = (a: string, b: string): boolean => isWithin(settled(a), settled(b)) || isWithin(settled(b), settled(a));

/** The fixed places that a pointer into a value concerns; `root` is `body` or `query.limit`. */
export const fixedPointers = (fixed: readonly string[], root: string): readonly Pointer[] =>
  fixed.flatMap((place) => {
    const own = settled(place);
    if (own === root) return [''];
    return own.startsWith(`${root}#`) ? [own.slice(root.length + 1)] : [];
  });

/** The value at a fixed place of a request; undefined when it has none. */
export function valueAt({ parameters, body }: RequestValues, place: string): unknown {
  const [root = '', pointer = ''] = settled(place).split('#', 2);
  let value = root === 'body' ? body?.value : parameters.find(({ parameter }) => parameterPlace(parameter) === root)?.value;
  for (const token of tokensOf(pointer)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, token)) return undefined;
    value = (value as Record<string, unknown>)[token];
  }
  return value;
}

/** Every place of a request the validator complains of as an error. */
export function refusedPlaces({ request }: Examination): readonly string[] {
  if (!request) return [];
  const { parameters, body } = request;
  const places = parameters
    .filter(({ result }) => result.kind !== 'unchecked')
    .flatMap(({ parameter, result }) =>
      result.kind === 'mismatch'
        ? result.mismatches.filter(isError).map(({ pointer }) => parameterPlace(parameter, pointer))
        : [parameterPlace(parameter)],
    );
  for (const state of body.states) {
    if (state.kind === 'absent' && !state.isExpected) continue;
    if (state.kind !== 'judged' && state.kind !== 'unchecked' && state.kind !== 'media-type-missing') places.push('body');
  }
  places.push(...body.mismatches.filter(isError).map(({ pointer }) => bodyPlace(pointer)));
  places.push(...body.notes.filter(({ severity }) => severity === 'error').map(({ pointer }) => bodyPlace(pointer)));
  return places;
}

const isError = ({ severity }: { readonly severity?: string }): boolean => severity === undefined;
