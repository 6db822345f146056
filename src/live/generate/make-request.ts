// A whole request made from its operation: what is required, and as much more as asked for; fixed places are kept from another request.
import type { MediaTypeEntry, Operation, Parameter } from '../../model/contract.ts';
import { propertyShape, type Shape } from '../../model/shape.ts';
import { isRecord } from '../../model/json-value.ts';
import { child, type Pointer, tokensOf } from '../../model/pointer.ts';
import { concreteType } from '../media-types.ts';
import { knownBodies, knownParameterValues } from '../known-values.ts';
import type { ParameterChoice, RequestValues } from '../request-values.ts';
import { changed } from './change.ts';
import { Impossible } from './impossible.ts';
import { type Maker, makeValue } from './make-value.ts';
import { fixedPointers, parameterPlace, touches, valueAt } from './places.ts';

export const schemaOf = ({ schema, content }: Parameter): Parameter['schema'] => schema ?? content?.schema;

/** Throws Impossible. */
export function makeParameter(parameter: Parameter, maker: Maker): unknown {
  const known = knownParameterValues(maker.contract, parameter);
  if (known.length > 0 && (maker.fullness === 0 || maker.chance.isLikely(0.3)))
    return maker.fullness === 0 ? known[0]?.value : maker.chance.pick(known).value;
  const schema = schemaOf(parameter);
  if (!schema) return 'text';
  const own = { ...maker, isAscii: parameter.in === 'header' };
  try {
    // An empty text or list is often one that cannot be sent.
    for (let tries = 0; tries < 6; tries++) {
      const value = makeValue(schema.domain('request'), schema.shape, tries === 0 ? own : { ...own, fullness: 1 });
      if (value !== '' && !(Array.isArray(value) && value.length === 0)) return value;
    }
    return makeValue(schema.domain('request'), schema.shape, own);
  } catch (error) {
    if (error instanceof Impossible)
      throw new Impossible(`the ${parameter.in} parameter \`${parameter.name}\` cannot be made: ${error.message}`);
    throw error;
  }
}

/** Throws Impossible. */
export function makeBody(entry: MediaTypeEntry, maker: Maker): NonNullable<RequestValues['body']> {
  const mediaType = concreteType(entry);
  if (mediaType === undefined) throw new Impossible(`\`${entry.range}\` is no media type`);
  const known = maker.fullness === 0 ? knownBodies(maker.contract, entry)[0] : undefined;
  if (known) return { entry, mediaType, value: withoutReadOnly(known.value, entry.schema?.shape, []) };
  if (!entry.schema) return { entry, mediaType, value: 'text' };
  try {
    return { entry, mediaType, value: makeValue(entry.schema.domain('request'), entry.schema.shape, maker) };
  } catch (error) {
    if (error instanceof Impossible) throw new Impossible(`the body as \`${entry.range}\` cannot be made: ${error.message}`);
    throw error;
  }
}

/** Throws Impossible when something required cannot be made. */
export function makeRequest(operation: Operation, maker: Maker, base?: RequestValues, fixed: readonly string[] = []): RequestValues {
  const { chance, fullness } = maker;
  const parameters = operation.parameters.flatMap((parameter): ParameterChoice[] => {
    const place = parameterPlace(parameter);
    const own = base?.parameters.find((choice) => choice.parameter === parameter);
    if (fixed.some((other) => touches(other, place)) || (own && fullness === 0)) return own ? [own] : [];
    if (!parameter.required && !chance.isLikely(fullness / 2)) return [];
    try {
      return [{ parameter, value: makeParameter(parameter, maker) }];
    } catch (error) {
      if (error instanceof Impossible && !parameter.required) return [];
      // Where none can be made, the known one is still right.
      if (error instanceof Impossible && own) return [own];
      throw error;
    }
  });
  const body = makeBodyOf(operation, maker, base, fixed);
  return { operation, parameters, ...(body && { body }) };
}

function makeBodyOf(
  { requestBody }: Operation,
  maker: Maker,
  base: RequestValues | undefined,
  fixed: readonly string[],
): RequestValues['body'] {
  if (!requestBody || requestBody.content.length === 0) return undefined;
  const { chance, fullness } = maker;
  const pointers = fixedPointers(fixed, 'body');
  if (base?.body && (fullness === 0 || pointers.includes(''))) return base.body;
  const isKept = base?.body && pointers.length > 0;
  if (!requestBody.required && !isKept && !chance.isLikely(Math.max(fullness, 0.2)) && fullness > 0) return undefined;
  const entries = isKept ? [base.body.entry] : fullness === 0 ? requestBody.content : shuffled(requestBody.content, maker);
  let failure: Impossible | undefined;
  for (const entry of entries) {
    try {
      const body = makeBody(entry, maker);
      return base && isKept ? keepFixed(body, base, pointers) : body;
    } catch (error) {
      if (!(error instanceof Impossible)) throw error;
      failure ??= error;
    }
  }
  if (requestBody.required && failure) throw failure;
  return undefined;
}

const shuffled = <T>(list: readonly T[], { chance }: Maker): readonly T[] => {
  const start = chance.between(0, list.length - 1);
  return [...list.slice(start), ...list.slice(0, start)];
};

function keepFixed(
  body: NonNullable<RequestValues['body']>,
  base: RequestValues,
  pointers: readonly Pointer[],
): NonNullable<RequestValues['body']> {
  let { value } = body;
  for (const pointer of pointers) {
    const own = valueAt(base, `body#${pointer}`);
    if (own !== undefined) value = changed(value, tokensOf(pointer), own);
  }
  return { ...body, mediaType: base.body?.mediaType ?? body.mediaType, value };
}

/** Without the properties that only a provider sends, those at `kept` excepted (OpenAPI 3.1.1 §4.8.24). */
export function withoutReadOnly(value: unknown, shape: Shape | undefined, kept: readonly Pointer[], at: Pointer = ''): unknown {
  if (!shape) return value;
  if (Array.isArray(value))
    return value.map((item, index) => withoutReadOnly(item, shape.prefixItems[index] ?? shape.items, kept, child(at, index)));
  if (!isRecord(value) || value instanceof Uint8Array) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => {
      const inner = propertyShape(shape, name);
      const own = child(at, name);
      if (inner?.readOnly && !kept.some((pointer) => pointer === own || pointer.startsWith(`${own}/`))) return [];
      return [[name, withoutReadOnly(member, inner, kept, own)] as const];
    }),
  );
}
