// Schema Objects (OpenAPI 3.0 to 3.2, JSON Schema 2020-12) as TypeScript types, in one view: what a request or what a response may hold.
// `not`, conditions (`if`, `dependentSchemas`), lengths, patterns and formats have no counterpart and are left to the validator.
import { choosesBranch, discriminatorProperty, discriminatorTargets } from '../openapi/discriminator.ts';
import { type Documents, entriesOf, isObject, type JsonObject, type Place, sameKey, step } from '../openapi/documents.ts';
import type { Shapes } from '../openapi/shape.ts';
import type { Version } from '../openapi/versions/index.ts';
import { isComponent, literal, type Names } from './names.ts';
import { literalType, typeOfValues } from './literal-type.ts';
import { objectType } from './object-type.ts';
import { anyObject, type Doc, intersection, type NamedType, never, type TypeNode, union, unknown, word } from './type-node.ts';

export interface Reading {
  readonly documents: Documents;
  readonly version: Version;
  readonly shapes: Shapes;
  readonly names: Names;
}

const composites = ['$ref', '$dynamicRef', 'allOf', 'anyOf', 'oneOf'];
const inner = [...composites, 'properties', 'patternProperties', 'additionalProperties', 'items', 'prefixItems', 'required'];

export class SchemaTypes {
  readonly #reading: Reading;
  readonly #view: 'request' | 'response';
  readonly #named = new Map<string, NamedType>();
  readonly #pending: (() => void)[] = [];

  constructor(reading: Reading, view: 'request' | 'response') {
    this.#reading = reading;
    this.#view = view;
  }

  /** The type of the schema at a place; by its name where it has one. */
  of(place: Place): TypeNode {
    const node = isComponent(place) ? this.#refer(place, false) : this.#walk(place, place, false);
    for (let run = this.#pending.pop(); run; run = this.#pending.pop()) run();
    return node;
  }

  /** The types that were used by name, so far. */
  get named(): NamedType[] {
    return [...this.#named.values()];
  }

  docOf(place: Place): Doc {
    const own = isObject(place.value) ? place.value : {};
    const description = typeof own['description'] === 'string' && own['description'].trim() !== '' ? own['description'] : undefined;
    const target = description === undefined && typeof own['$ref'] === 'string' ? this.#reading.documents.follow(place) : undefined;
    // What has a name is described there.
    const inherited = target && !this.#hasName(target) ? this.docOf(target) : {};
    return { ...inherited, ...(description !== undefined && { description }), ...(own['deprecated'] === true && { deprecated: true }) };
  }

  /** Scalars that something points at from elsewhere are written out; everything else would have to be written twice. */
  #hasName(place: Place): boolean {
    if (isComponent(place)) return true;
    const { value } = place;
    return isObject(value) && inner.some((keyword) => Object.hasOwn(value, keyword));
  }

  /** `isPart`: as a part of an allOf, where a discriminator does not bring in the schemas that inherit from this one. */
  #refer(target: Place, isPart: boolean): TypeNode {
    const own = this.#hasName(target) ? this.#name(target) : this.#walk(target, target, isPart);
    if (isPart || discriminatorProperty(target) === undefined || choosesBranch(target)) return own;
    return union([own, ...discriminatorTargets(target, this.#reading.documents).map((entry) => this.#refer(entry.target, true))]);
  }

  #name(place: Place): TypeNode {
    const key = sameKey(place);
    let type = this.#named.get(key);
    if (!type) {
      const made: NamedType = { name: this.#reading.names.of(place), doc: this.docOf(place), node: unknown };
      this.#named.set(key, (type = made));
      this.#pending.push(() => (made.node = this.#walk(place, place, false)));
    }
    return { kind: 'name', target: type };
  }

  /** `outer`: the outermost schema at the same place of the value, which may describe what a branch requires. */
  #walk(at: Place, outer: Place, isPart: boolean): TypeNode {
    if (!isObject(at.value)) return at.value === false ? never : unknown;
    const source = this.#reading.version.editSchema(at.value);
    const parts: TypeNode[] = [];
    const reference = source['$ref'] ?? source['$dynamicRef'];
    const target = typeof reference === 'string' ? this.#reading.documents.resolve(at, reference) : undefined;
    if (target) parts.push(this.#refer(target, isPart));
    for (const [, branch] of entriesOf(step(at, 'allOf'))) parts.push(this.#walk(branch, outer, true));
    parts.push(this.#own(source, at, outer));
    for (const keyword of ['anyOf', 'oneOf']) {
      const branches = entriesOf(step(at, keyword));
      if (branches.length > 0) parts.push(union(branches.map(([, branch]) => this.#branch(branch, at, outer))));
    }
    const node = intersection(parts);
    return this.#reading.version.admitsNull(at.value) ? union([node, word('null')]) : node;
  }

  /** A branch that a discriminator selects, with the values that select it. */
  #branch(branch: Place, at: Place, outer: Place): TypeNode {
    const node = this.#walk(branch, outer, false);
    const property = discriminatorProperty(at);
    const target = property === undefined ? undefined : this.#reading.documents.follow(branch);
    if (property === undefined || !target) return node;
    const values = discriminatorTargets(at, this.#reading.documents)
      .filter((entry) => sameKey(this.#reading.documents.follow(entry.target) ?? entry.target) === sameKey(target))
      .map(({ value }) => word(literal(value)));
    if (values.length === 0) return node;
    return intersection([node, { kind: 'object', members: [{ name: property, type: union(values), isOptional: true }] }]);
  }

  /** What the schema itself says, its references and branches apart. */
  #own(source: JsonObject, at: Place, outer: Place): TypeNode {
    const types = typesOf(source, at);
    if (Object.hasOwn(source, 'const')) return literalType(source['const']);
    if (Array.isArray(source['enum'])) return typeOfValues(source['enum'], types);
    return types.length === 0 ? unknown : union(types.map((type) => this.#ofType(type, source, at, outer)));
  }

  #ofType(type: string, source: JsonObject, at: Place, outer: Place): TypeNode {
    if (type === 'object') {
      const node = objectType(at, {
        typeOf: (place) => this.#walk(place, place, false),
        docOf: (place) => this.docOf(place),
        required: this.#required(source, at, outer),
      });
      const isComposed = composites.some((keyword) => Object.hasOwn(source, keyword));
      const saysNothing = node.members.length === 0 && (node === anyObject || node.index === never);
      return saysNothing && (isComposed || source['type'] === undefined) ? unknown : node;
    }
    if (type === 'array') return this.#array(source, at);
    if (type === 'integer') return word('number');
    return ['null', 'boolean', 'number', 'string'].includes(type) ? word(type) : unknown;
  }

  #array(source: JsonObject, at: Place): TypeNode {
    const items = step(at, 'items') ?? step(at, 'unevaluatedItems');
    const rest = items === undefined || Array.isArray(items.value) ? unknown : this.#walk(items, items, false);
    const prefix = entriesOf(step(at, 'prefixItems')).map(([, place]) => this.#walk(place, place, false));
    if (prefix.length === 0) return { kind: 'array', items: rest };
    const least = typeof source['minItems'] === 'number' ? source['minItems'] : 0;
    return { kind: 'tuple', items: prefix, required: Math.min(least, prefix.length), ...(rest !== never && { rest }) };
  }

  /** The names that have to be there in this view: a request owes nothing that is read-only, a response nothing that is write-only. */
  #required(source: JsonObject, at: Place, outer: Place): ReadonlySet<string> {
    const { required } = source;
    const names = Array.isArray(required) ? required.filter((name) => typeof name === 'string') : [];
    if (names.length === 0 || !this.#reading.documents.hasDirectedRequirements) return new Set(names);
    const { properties } = this.#reading.shapes.of([outer, at]);
    return new Set(names.filter((name) => !properties.get(name)?.[this.#view === 'request' ? 'readOnly' : 'writeOnly']));
  }
}

/** The declared types; where none is, those that the other keywords speak of. */
function typesOf(source: JsonObject, at: Place): string[] {
  const { type } = source;
  const declared = (Array.isArray(type) ? type : [type]).filter((name) => typeof name === 'string');
  if (declared.length > 0 || type !== undefined) return declared;
  const { additionalProperties } = source;
  const isObjectLike =
    ['properties', 'patternProperties', 'required'].some((keyword) => step(at, keyword) !== undefined) ||
    additionalProperties === true ||
    isObject(additionalProperties);
  return [...(isObjectLike ? ['object'] : []), ...(step(at, 'items') || step(at, 'prefixItems') ? ['array'] : [])];
}
