// What counts as personal: what the contract marks, then formats, then names; and the hint each of them gives about the value.
import type { IsSecret } from '../model/content.ts';
import type { Shape } from '../model/shape.ts';
import { type Hint, hintOf } from './personal-names.ts';

const personalFormats: ReadonlyMap<string, Hint> = new Map([
  ['email', 'email'],
  ['idn-email', 'email'],
  ['ipv4', 'network'],
  ['ipv6', 'network'],
]);

/**
 * `x-personal-data` decides, also when it says false. Without it a format or a name does, the name only where one value stands: what a
 * contract describes member by member is asked member by member.
 */
export const isPersonal: IsSecret = (name, shape) => {
  if (!shape) return name !== undefined && hintOf(name) !== undefined;
  if (shape.personalData !== undefined) return shape.personalData;
  if (shape.format !== undefined && personalFormats.has(shape.format)) return true;
  return name !== undefined && hintOf(name) !== undefined && isPlain(shape);
};

const plain = new WeakMap<Shape, boolean>();

function isPlain(shape: Shape): boolean {
  let answer = plain.get(shape);
  if (answer === undefined) {
    plain.set(shape, true);
    answer = shape.properties.size === 0 && (shape.items === undefined || isPlain(shape.items));
    plain.set(shape, answer);
  }
  return answer;
}

/** What is known beforehand about a personal value. */
export function hintFor(name: string | undefined, shape: Shape | undefined): Hint {
  const format = shape?.format;
  if (format !== undefined) {
    if (/^(date|http-date)/.test(format)) return 'date';
    const told = personalFormats.get(format);
    if (told) return told;
  }
  return (name === undefined ? undefined : hintOf(name)) ?? 'text';
}

/** Listed values identify nobody. */
export const isListed = (shape: Shape | undefined, value: string): boolean =>
  shape?.values.some((listed) => String(listed) === value) ?? false;

/** Does the contract say so itself? Then nothing of it may pass where it cannot be replaced. */
export const isMarkedPersonal: IsSecret = (_, shape) => shape?.personalData === true;
