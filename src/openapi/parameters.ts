// Serialised parameters back to values: every `in`, `style` and `explode` (OpenAPI 3.1.1 §4.8.12.3–6, RFC 6570, RFC 6265).
import type { Parameter } from '../model/contract.ts';
import { itemShape, propertyShape, type Shape } from '../model/shape.ts';
import { coerceScalar, wantsArray, wantsObject } from './coerce.ts';

/** Query or cookie pairs in order, still percent-encoded. */
export type RawPairs = readonly (readonly [name: string, value: string])[];

/** The text of a parameter as it was sent, or its value already taken apart. */
export type Found =
  | { readonly kind: 'absent' }
  /** Sent without a value, which `allowEmptyValue` permits. */
  | { readonly kind: 'empty' }
  | { readonly kind: 'value'; readonly value: unknown; readonly text: string }
  | { readonly kind: 'malformed'; readonly reason: string; readonly text: string };

const absent: Found = { kind: 'absent' };

/** Percent-decoding that never throws: what is no valid escape stays as it is. `+` is a space in queries. */
export function decodePercent(text: string, plusIsSpace = false): string {
  const spaced = plusIsSpace ? text.replaceAll('+', ' ') : text;
  if (!spaced.includes('%')) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
      try {
        return decodeURIComponent(run);
      } catch {
        return run;
      }
    });
  }
}

/** Splits the query of a target into raw pairs. */
export function queryPairs(target: string): RawPairs {
  const start = target.indexOf('?');
  if (start < 0) return [];
  const end = target.indexOf('#', start);
  const query = target.slice(start + 1, end < 0 ? undefined : end);
  return query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      return equals < 0 ? ([pair, ''] as const) : ([pair.slice(0, equals), pair.slice(equals + 1)] as const);
    });
}

/** The pairs of all Cookie fields (RFC 6265 §4.2.1). */
export function cookiePairs(fields: readonly string[]): RawPairs {
  return fields.flatMap((field) =>
    field.split(';').flatMap((pair) => {
      const equals = pair.indexOf('=');
      return equals < 0
        ? []
        : [
            [
              pair.slice(0, equals).trim(),
              pair
                .slice(equals + 1)
                .trim()
                .replace(/^"(.*)"$/, '$1'),
            ] as const,
          ];
    }),
  );
}

const nameOf = (raw: string): string => decodePercent(raw, true);

/** The query names a parameter answers for, so that the others can be called undocumented. */
export function claimsQueryName(parameter: Parameter, name: string): boolean {
  const shape = parameter.schema?.shape;
  if (parameter.style === 'deepObject') return name === parameter.name || name.startsWith(`${parameter.name}[`);
  if (parameter.style === 'form' && parameter.explode && wantsObject(shape))
    return (
      name === parameter.name ||
      (shape !== undefined && (shape.properties.has(name) || propertyShape(shape, name) !== undefined || shape.additional === 'open'))
    );
  return name === parameter.name || name === `${parameter.name}[]`;
}

/** Path variables: `simple`, `label` (`.a.b`) and `matrix` (`;id=5`). */
export function readPathParameter(parameter: Parameter, raw: string): Found {
  if (raw === '') return absent;
  const { style, name, explode } = parameter;
  if (style === 'label')
    return raw.startsWith('.')
      ? simple(parameter, raw.slice(1), explode ? '.' : ',', raw, true)
      : malformed(`a label begins with a full stop`, raw);
  if (style === 'matrix') {
    if (!raw.startsWith(';')) return malformed('a matrix parameter begins with a semicolon', raw);
    const pairs = raw
      .slice(1)
      .split(';')
      .map((pair) => [pair.split('=', 1)[0] ?? '', pair.slice(pair.indexOf('=') + 1)] as const);
    const shape = parameter.schema?.shape;
    if (explode && wantsObject(shape)) return found(objectOf(pairs, shape, true), raw);
    if (explode && wantsArray(shape))
      return found(
        pairs.filter(([key]) => key === name).map(([, value], index) => scalar(value, shape && itemShape(shape, index))),
        raw,
      );
    const own = pairs.find(([key]) => key === name);
    return own ? simple(parameter, own[1], ',', raw, true) : malformed(`a matrix parameter is written \`;${name}=…\``, raw);
  }
  return simple(parameter, raw, ',', raw, true);
}

/** Header fields: `simple`; repeated fields are one list (RFC 9110 §5.2). */
export function readHeaderParameter(parameter: Parameter, values: readonly string[]): Found {
  if (values.length === 0) return absent;
  const text = values.join(', ');
  return simple(parameter, text, ',', text, false);
}

/** Cookies: `form`, where only scalars and unexploded lists have a defined meaning. */
export function readCookieParameter(parameter: Parameter, pairs: RawPairs): Found {
  const own = pairs.filter(([name]) => name === parameter.name);
  const last = own.at(-1);
  if (!last) return absent;
  return simple(parameter, last[1], ',', last[1], true);
}

/** Query parameters: `form`, `spaceDelimited`, `pipeDelimited` and `deepObject`. */
export function readQueryParameter(parameter: Parameter, pairs: RawPairs): Found {
  const { name, style, explode } = parameter;
  const shape = parameter.schema?.shape;
  if (style === 'deepObject') return deepObject(parameter, pairs);
  const own = pairs.filter(([key]) => nameOf(key) === name || (wantsArray(shape) && nameOf(key) === `${name}[]`));
  if (style === 'form' && explode && wantsObject(shape) && own.length === 0 && shape) {
    const members = pairs.filter(([key]) => claimsQueryName(parameter, nameOf(key)));
    return members.length === 0
      ? absent
      : found(
          objectOf(
            members.map(([key, value]) => [nameOf(key), value] as const),
            shape,
            true,
            true,
          ),
          join(members),
        );
  }
  const last = own.at(-1);
  if (!last) return absent;
  if (parameter.allowEmptyValue && own.every(([, value]) => value === '')) return { kind: 'empty' };
  const text = join(own);
  if (wantsArray(shape) || (shape?.types.has('array') && own.length > 1)) {
    const items = own.length > 1 || explode ? own.map(([, value]) => value) : splitList(last[1], style);
    // `ids=` is how an empty list is sent, unless an item may be an empty text.
    if (items.length === 1 && items[0] === '' && !(shape && mayBeText(itemShape(shape, 0)))) return found([], text);
    return found(
      items.map((value, index) => scalar(value, shape && itemShape(shape, index), true)),
      text,
    );
  }
  if (own.length > 1) return malformed(`the parameter is sent ${own.length} times, but it is not a list`, text);
  if (wantsObject(shape)) return found(objectOf(pairUp(splitList(last[1], style)), shape, true, true), text);
  return found(scalar(last[1], shape, true), text);
}

const mayBeText = (shape: Shape | undefined): boolean => !shape || shape.types.size === 0 || shape.types.has('string');

const delimiters: Readonly<Record<string, RegExp>> = { form: /,/, spaceDelimited: /%20|\+| /, pipeDelimited: /\||%7C/i };

/** The delimiter as it stands; where it never occurs bare, clients that encode it are understood too. */
function splitList(raw: string, style: string): string[] {
  const parts = raw.split(delimiters[style] ?? /,/);
  return parts.length === 1 && style === 'form' ? raw.split(/%2C/i) : parts;
}

function simple(parameter: Parameter, raw: string, delimiter: string, text: string, isEncoded: boolean): Found {
  const shape = parameter.schema?.shape;
  const trim = (part: string): string => (isEncoded ? part : part.trim());
  if (wantsArray(shape))
    return found(
      raw === '' ? [] : raw.split(delimiter).map((part, index) => scalar(trim(part), shape && itemShape(shape, index), false, isEncoded)),
      text,
    );
  if (wantsObject(shape) && !shape?.types.has('string')) {
    const parts = raw.split(delimiter).map(trim);
    const pairs = parameter.explode
      ? parts.map((part) => [part.split('=', 1)[0] ?? '', part.includes('=') ? part.slice(part.indexOf('=') + 1) : ''] as const)
      : pairUp(parts);
    return found(objectOf(pairs, shape, isEncoded), text);
  }
  return found(scalar(raw, shape, false, isEncoded), text);
}

function deepObject(parameter: Parameter, pairs: RawPairs): Found {
  const root: Record<string, unknown> = {};
  const members: (readonly [string, string])[] = [];
  for (const [key, value] of pairs) {
    const name = nameOf(key);
    if (!name.startsWith(`${parameter.name}[`) || !name.endsWith(']')) continue;
    members.push([key, value]);
    setDeep(root, name.slice(parameter.name.length + 1, -1).split(']['), decodePercent(value, true), parameter.schema?.shape);
  }
  return members.length === 0 ? absent : found(root, join(members));
}

function setDeep(target: Record<string, unknown>, path: readonly string[], text: string, shape: Shape | undefined): void {
  let current = target;
  let inner = shape;
  for (const [depth, name] of path.entries()) {
    inner = inner && (propertyShape(inner, name) ?? inner.items);
    const isLast = depth === path.length - 1 || (depth === path.length - 2 && path.at(-1) === '');
    const known: unknown = Object.hasOwn(current, name) ? current[name] : undefined;
    if (isLast && wantsArray(inner)) set(current, name, [...(Array.isArray(known) ? known : []), coerceScalar(text, inner?.items)]);
    else if (isLast) set(current, name, coerceScalar(text, inner));
    else if (typeof known !== 'object' || known === null) set(current, name, {});
    if (isLast) return;
    current = current[name] as Record<string, unknown>;
  }
}

function objectOf(pairs: RawPairs, shape: Shape | undefined, isEncoded: boolean, isQuery = false): Record<string, unknown> {
  const value: Record<string, unknown> = {};
  for (const [rawName, raw] of pairs) {
    const name = isEncoded ? decodePercent(rawName, isQuery) : rawName;
    const member = shape && propertyShape(shape, name);
    if (wantsArray(member))
      set(value, name, [
        ...((Object.hasOwn(value, name) ? (value[name] as unknown[]) : undefined) ?? []),
        scalar(raw, member?.items, isQuery, isEncoded),
      ]);
    else set(value, name, scalar(raw, member, isQuery, isEncoded));
  }
  return value;
}

function pairUp(parts: readonly string[]): (readonly [string, string])[] {
  const pairs: (readonly [string, string])[] = [];
  for (let index = 0; index < parts.length; index += 2) pairs.push([parts[index] ?? '', parts[index + 1] ?? '']);
  return pairs;
}

/** Own property whatever the name: `__proto__` is a name like any other here. */
function set(target: Record<string, unknown>, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
}

const scalar = (raw: string, shape: Shape | undefined, isQuery = false, isEncoded = true): unknown =>
  coerceScalar(isEncoded ? decodePercent(raw, isQuery) : raw, shape);
const join = (pairs: RawPairs): string => pairs.map(([name, value]) => `${name}=${value}`).join('&');
const found = (value: unknown, text: string): Found => ({ kind: 'value', value, text });
const malformed = (reason: string, text: string): Found => ({ kind: 'malformed', reason, text });
