// The object keywords of a schema (JSON Schema 2020-12 §10.3.2, Validation §6.5.3) as an object type with an index signature TypeScript accepts.
import { entriesOf, isObject, type Place, step } from '../openapi/documents.ts';
import { anyObject, type Doc, type Member, never, nothing, type TypeNode, union, unknown, word } from './type-node.ts';

type ObjectNode = Extract<TypeNode, { kind: 'object' }>;

export interface ObjectReading {
  readonly typeOf: (place: Place) => TypeNode;
  readonly docOf: (place: Place) => Doc;
  readonly required: ReadonlySet<string>;
}

/** Whatever it is, it is there. */
const present: TypeNode = { kind: 'union', parts: [{ kind: 'object', members: [] }, word('null')] };

export function objectType(at: Place, { typeOf, docOf, required }: ObjectReading): ObjectNode {
  const members: Member[] = entriesOf(step(at, 'properties')).map(([name, place]) => ({
    name,
    type: typeOf(place),
    isOptional: !required.has(name),
    doc: docOf(place),
  }));
  const described = new Set(members.map(({ name }) => name));
  // Another branch, or nobody, describes them.
  for (const name of required) if (!described.has(name)) members.push({ name, type: present, isOptional: false });
  const index = indexOf(at, typeOf);
  if (index) return { kind: 'object', members, index: fitting(index, members) };
  if (members.length > 0) return { kind: 'object', members };
  const isClosed = [step(at, 'additionalProperties'), step(at, 'unevaluatedProperties')].some((place) => place?.value === false);
  return isClosed ? { kind: 'object', members, index: never } : (anyObject as ObjectNode);
}

/** The type of the members that have no name in the schema; undefined where it does not speak of any. */
function indexOf(at: Place, typeOf: (place: Place) => TypeNode): TypeNode | undefined {
  const patterns = entriesOf(step(at, 'patternProperties')).map(([, place]) => typeOf(place));
  const additional = step(at, 'additionalProperties');
  const place = additional ?? step(at, 'unevaluatedProperties');
  if (place && (place.value === true || isObject(place.value))) {
    // What the branches describe is not held against `unevaluatedProperties`, but would be against an index signature.
    const isLoose = !additional && ['$ref', 'allOf', 'anyOf', 'oneOf'].some((keyword) => step(at, keyword));
    patterns.push(isLoose ? unknown : typeOf(place));
  }
  return patterns.length > 0 ? union(patterns) : undefined;
}

/** TypeScript holds named properties against the index signature as well, so it has to take them in. */
function fitting(index: TypeNode, members: readonly Member[]): TypeNode {
  if (members.length === 0) return index;
  const types = members.map(({ type }) => type);
  if (types.some(({ kind }) => kind === 'object' || kind === 'intersection')) return unknown;
  const fits = union([index, ...types, ...(members.some(({ isOptional }) => isOptional) ? [nothing] : [])]);
  return fits.kind === 'union' && fits.parts.length > 6 ? unknown : fits;
}
