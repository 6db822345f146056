// Finds properties no schema mentions, and properties sent against their direction, by walking value and shape in step.
import type { MisdirectedProperty, UndocumentedProperty } from '../model/examination.ts';
import { child, type Pointer } from '../model/pointer.ts';
import { itemShape, propertyShape, type Shape } from '../model/shape.ts';

export interface PropertyWalk {
  readonly undocumented: UndocumentedProperty[];
  readonly misdirected: MisdirectedProperty[];
}

/** Enough to tell what is going on; a map mistaken for an object would otherwise flood the report. */
const most = 100;

/** `direction` decides which annotation is against it: `readOnly` in requests, `writeOnly` in responses. */
export function walkProperties(value: unknown, shape: Shape, direction: 'request' | 'response'): PropertyWalk {
  if (typeof value !== 'object' || value === null || isClean(value, shape, direction)) return nothingTold;
  const walk: PropertyWalk = { undocumented: [], misdirected: [] };
  visit(value, shape, '', direction, walk);
  return walk;
}

/** Of a body in which everything is described. */
export const nothingTold: PropertyWalk = { undocumented: [], misdirected: [] };

/** The same walk without pointers, for the many bodies that hold nothing to tell. */
function isClean(value: object, shape: Shape, direction: 'request' | 'response'): boolean {
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      const item: unknown = value[index];
      if (typeof item !== 'object' || item === null) continue;
      const described = itemShape(shape, index);
      if (described && !isClean(item, described, direction)) return false;
    }
    return true;
  }
  const { properties } = shape;
  for (const name in value) {
    const property = properties.get(name) ?? propertyShape(shape, name);
    if (!property) {
      if (isUndocumented(shape)) return false;
      continue;
    }
    if (direction === 'request' ? property.readOnly : property.writeOnly) return false;
    const inner = (value as Record<string, unknown>)[name];
    if (typeof inner === 'object' && inner !== null && !isClean(inner, property, direction)) return false;
  }
  return true;
}

/** An object of which nothing is said is free by design; `closed` is the validator's to report. */
const isUndocumented = ({ additional, properties, patterns }: Shape): boolean =>
  additional === 'unsaid' && (properties.size > 0 || patterns.length > 0);

function visit(value: unknown, shape: Shape, pointer: Pointer, direction: 'request' | 'response', walk: PropertyWalk): void {
  if (typeof value !== 'object' || value === null || walk.undocumented.length >= most) return;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      const item: unknown = value[index];
      if (typeof item !== 'object' || item === null) continue;
      const described = itemShape(shape, index);
      if (described) visit(item, described, child(pointer, index), direction, walk);
    }
    return;
  }
  const { properties } = shape;
  const object = value as Record<string, unknown>;
  for (const name of Object.keys(object)) {
    if (walk.undocumented.length >= most) return;
    const property = properties.get(name) ?? propertyShape(shape, name);
    if (!property) {
      // An object of which nothing is said is free by design; `closed` is the validator's to report.
      if (shape.additional === 'unsaid' && (properties.size > 0 || shape.patterns.length > 0))
        walk.undocumented.push({ pointer: child(pointer, name), contract: shape.location });
      continue;
    }
    if (direction === 'request' ? property.readOnly : property.writeOnly)
      walk.misdirected.push({ pointer: child(pointer, name), contract: property.location });
    const inner = object[name];
    if (typeof inner === 'object' && inner !== null) visit(inner, property, child(pointer, name), direction, walk);
  }
}
