// Places in a request, as `path.id`, `query.fields` or `body#/contact/name`: read, and written into a copy (RFC 6901 behind `#`).
import type { Parameter, ParameterIn } from '../model/contract.ts';
import { resolvePointer, tokensOf } from '../model/pointer.ts';
import { UserError } from '../model/user-error.ts';
import { quote } from '../model/show.ts';
import { coerceScalar } from '../openapi/coerce.ts';
import type { RequestValues } from './request-values.ts';

export type RequestPlace =
  | { readonly kind: 'parameter'; readonly in: ParameterIn; readonly name: string }
  | { readonly kind: 'body'; readonly pointer: string };

/** Looks it like a place, and not like a runtime expression? */
export const isPlace = (text: string): boolean => /^(path|query|header|cookie)\.|^body#/.test(text);

/** Throws a UserError for what is no place. */
export function parsePlace(text: string): RequestPlace {
  const body = /^body#((?:\/.*)?)$/s.exec(text);
  if (body) return { kind: 'body', pointer: body[1] ?? '' };
  const [, where, name] = /^(path|query|header|cookie)\.(.+)$/s.exec(text) ?? [];
  if (where !== undefined && name !== undefined) return { kind: 'parameter', in: where as ParameterIn, name };
  throw new UserError(`${quote(text, 100)} is no place in a request`, {
    hint: 'Write `path.id`, `query.name`, `header.Name`, `cookie.name` or `body#/pointer`',
  });
}

export function valueAt(values: RequestValues, place: RequestPlace): unknown {
  if (place.kind === 'parameter')
    return values.parameters.find(({ parameter }) => parameter.in === place.in && parameter.name === place.name)?.value;
  return resolvePointer(values.body?.value, place.pointer);
}

/** A scalar as the parameter has it: what an answer gives as a number may be text in a path, and the other way round. */
export const fitted = (value: unknown, { schema }: Parameter): unknown =>
  schema && /^(string|number|boolean)$/.test(typeof value) ? coerceScalar(String(value), schema.shape) : value;

/** A copy with the value there; objects on the way are made where they are missing. Unchanged where the operation has no such place. */
export function withValue(values: RequestValues, place: RequestPlace, value: unknown): RequestValues {
  if (place.kind === 'body') {
    const { body } = values;
    return body ? { ...values, body: { ...body, value: setIn(body.value, tokensOf(place.pointer), value) } } : values;
  }
  const is = (one: { readonly in: ParameterIn; readonly name: string }): boolean => one.in === place.in && one.name === place.name;
  const parameter = values.operation.parameters.find(is);
  if (!parameter) return values;
  const kept = values.parameters.filter((choice) => !is(choice.parameter));
  const order = (choice: { readonly parameter: typeof parameter }): number => values.operation.parameters.indexOf(choice.parameter);
  return { ...values, parameters: [...kept, { parameter, value: fitted(value, parameter) }].toSorted((a, b) => order(a) - order(b)) };
}

/** A copy of a value with another one at a path; objects on the way are made. */
export function setIn(target: unknown, [token, ...rest]: readonly string[], value: unknown): unknown {
  if (token === undefined) return value;
  if (Array.isArray(target)) return target.map((item, at) => (String(at) === token ? setIn(item, rest, value) : item));
  const object = typeof target === 'object' && target !== null ? (target as Record<string, unknown>) : {};
  const set = setIn(Object.hasOwn(object, token) ? object[token] : undefined, rest, value);
  // As an own member whatever it is called, in the place it had.
  return Object.fromEntries([
    ...Object.entries(object)
      .filter(([name]) => name !== token || Object.hasOwn(object, token))
      .map(([name, old]) => [name, name === token ? set : old] as const),
    ...(Object.hasOwn(object, token) ? [] : [[token, set] as const]),
  ]);
}
