// Text of parameters and forms becomes JSON values as the shape allows (OpenAPI 3.1.1 §4.8.12.5: serialisation has no types of its own).
import type { Shape } from '../model/shape.ts';

const integer = /^-?(0|[1-9]\d*)$/;
const number = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

/** A scalar typed by the shape: the text itself wherever a string is allowed, so that the validator judges what was sent. */
export function coerceScalar(text: string, shape: Shape | undefined): unknown {
  const types = shape?.types;
  if (!shape || !types || types.size === 0) return coerceFree(text, shape);
  if (types.has('string')) return text;
  if ((types.has('integer') || types.has('number')) && (integer.test(text) || number.test(text))) return Number(text);
  if (types.has('boolean') && (text === 'true' || text === 'false')) return text === 'true';
  if (types.has('null') && (text === '' || text === 'null')) return null;
  return text;
}

/** No type is named: an `enum` of numbers or booleans still says what is meant. */
function coerceFree(text: string, shape: Shape | undefined): unknown {
  const values = shape?.values ?? [];
  return values.find((value) => typeof value !== 'string' && typeof value !== 'object' && String(value) === text) ?? text;
}

export const wantsArray = (shape: Shape | undefined): boolean =>
  shape?.types.has('array') === true && !shape.types.has('string') && !shape.types.has('object');
export const wantsObject = (shape: Shape | undefined): boolean =>
  shape?.types.has('object') === true || (shape !== undefined && shape.types.size === 0 && shape.properties.size > 0);
