// What may stand at a place, reduced to the questions decoders of untyped text ask; answered once for each shape.
import type { Shape } from '../model/shape.ts';

export interface Kinds {
  /** No branch names a type and none describes properties or items. */
  readonly any: boolean;
  /** Arrays and nothing else but null. */
  readonly list: boolean;
  /** Arrays among others. */
  readonly array: boolean;
  readonly object: boolean;
  readonly string: boolean;
  readonly number: boolean;
  readonly integer: boolean;
  readonly boolean: boolean;
  readonly nullable: boolean;
  /** Numbers and booleans `enum` or `const` list, by their text, where no listed string has the same text. */
  readonly listed: ReadonlyMap<string, unknown> | undefined;
}

const made = new WeakMap<Shape, Kinds>();

export function kindsOf(shape: Shape): Kinds {
  let kinds = made.get(shape);
  if (!kinds) made.set(shape, (kinds = makeKinds(shape)));
  return kinds;
}

function makeKinds(shape: Shape): Kinds {
  const { types, values } = shape;
  const untyped = types.size === 0;
  const object =
    types.has('object') || (untyped && (shape.properties.size > 0 || shape.patterns.length > 0 || typeof shape.additional === 'object'));
  const items = untyped && !object && (shape.items !== undefined || shape.prefixItems.length > 0);
  const array = types.has('array') || items;
  const others = types.size - Number(types.has('array')) - Number(types.has('null'));
  const listed = new Map<string, unknown>();
  for (const value of values) {
    if ((typeof value === 'number' || typeof value === 'boolean') && !values.includes(String(value))) listed.set(String(value), value);
  }
  return {
    any: untyped && !object && !array,
    list: array && others === 0,
    array,
    object,
    string: types.has('string') || (untyped && !object && !array),
    number: types.has('number'),
    integer: types.has('integer'),
    boolean: types.has('boolean'),
    nullable: types.has('null'),
    listed: listed.size > 0 ? listed : undefined,
  };
}
