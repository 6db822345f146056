// Kinds of values, values and bounds in words, for the sentences of changes.
import { type Bound, type Kind, typeOfKind } from '../../model/domain.ts';
import { show } from '../../model/show.ts';

/** `string or null`, `anything`, `nothing`. */
export function showKinds(kinds: ReadonlySet<Kind>): string {
  if (kinds.size === 0) return 'nothing at all';
  if (kinds.size === 7) return 'anything';
  const order: readonly Kind[] = ['boolean', 'integer', 'fraction', 'string', 'array', 'object', 'null'];
  const shown = order.filter((kind) => kinds.has(kind) && !(kind === 'integer' && kinds.has('fraction'))).map(typeOfKind);
  return joinOr(shown);
}

const joinOr = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} or ${parts.at(-1)}`;

const mostValues = 8;

/** `"a", "b" and 3 more`. */
export function showValues(values: readonly unknown[]): string {
  const shown = values.slice(0, mostValues).map((value) => show(value, 40));
  return values.length > mostValues ? `${shown.join(', ')} and ${values.length - mostValues} more` : shown.join(', ');
}

export const showNumber = (value: number): string => (Number.isFinite(value) ? show(value) : 'none');

/** `10`, `10 (excluded)`. */
export const showBound = ({ value, exclusive }: Bound): string => `${showNumber(value)}${exclusive ? ' (excluded)' : ''}`;
