// Derives, from a Schema Object, the JSON Schema 2020-12 that one view is judged by: a lean copy whose `$ref`s stay `$ref`s; in one piece, because every keyword is copied by one walk.
import type { ContractProblem, View } from '../model/contract.ts';
import { quote, show } from '../model/show.ts';
import type { Pointer } from '../model/pointer.ts';
import type { Shape } from '../model/shape.ts';
import { assertions, isPattern } from './assertions.ts';
import { choosesBranch, discriminatorProperty, discriminatorTargets } from './discriminator.ts';
import { type Documents, entriesOf, isObject, type JsonObject, locationOf, type Place, sameKey, step } from './documents.ts';
import { annotationFormats, formats } from './formats.ts';
import type { Shapes } from './shape.ts';
import { lists, named, singles } from './subschemas.ts';
import type { Version } from './versions/index.ts';

export type Schema = JsonObject | boolean;

/** A reference target or a use site, derived on its own and handed to ajv under `id`. */
export interface Unit {
  readonly id: string;
  readonly schema: Schema;
  /** Ids of the units it refers to. */
  readonly references: ReadonlySet<string>;
  /** First reason why it cannot be judged by; its own or none. */
  readonly broken?: string;
}

interface Underived {
  readonly id: string;
  readonly place: Place;
  readonly plain: boolean;
}

/** `false` under these makes the keyword itself fail; under any other the boolean does, which must be an object to have an address. */
const namedByParent: ReadonlySet<string> = new Set(['additionalProperties', 'items', 'unevaluatedItems', 'unevaluatedProperties']);

export class Derivation {
  readonly origins = new WeakMap<object, Place>();
  readonly problems: ContractProblem[] = [];
  readonly #seen = new Set<string>();
  readonly #units = new Map<string, Unit>();
  readonly #ids = new Map<string, string>();
  readonly #documents: Documents;
  readonly #shapes: Shapes;
  readonly #version: Version;
  readonly #isDirected: boolean;
  readonly #shapeOfPlace = new WeakMap<Place, Shape>();

  constructor(documents: Documents, shapes: Shapes, version: Version) {
    this.#documents = documents;
    this.#shapes = shapes;
    this.#version = version;
    this.#isDirected = documents.hasDirectedRequirements;
  }

  /** The unit for a place in a view. `plain`: without the subclasses its discriminator may select (as a part of an allOf). */
  unit(place: Place, view: View, plain = false): Unit {
    const id = this.#idOf(place, view, plain);
    // What a unit refers to comes after it, not inside it: chains of references are as long as their authors like.
    const pending: Underived[] = [{ id, place, plain }];
    for (let next = pending.pop(); next; next = pending.pop())
      if (!this.#units.has(next.id)) pending.push(...this.#derive(next, view).toReversed());
    return this.#units.get(id) as Unit;
  }

  unitById(id: string): Unit | undefined {
    return this.#units.get(id);
  }

  #idOf(place: Place, view: View, plain: boolean): string {
    // Where direction makes no difference both directions share what is compiled.
    const meant = view === 'response' && !this.#isDirected ? 'request' : view;
    const key = `${meant} ${plain} ${sameKey(place)}`;
    let id = this.#ids.get(key);
    if (!id) this.#ids.set(key, (id = `truce://schema/${this.#ids.size}`));
    return id;
  }

  /** Answers with what the unit refers to. */
  #derive({ id, place, plain }: Underived, view: View): Underived[] {
    const references = new Set<string>();
    const pending: Underived[] = [];
    let broken: string | undefined;

    const refer = (target: Place, asPart: boolean): JsonObject => {
      const part = asPart && discriminatorProperty(target) !== undefined;
      const targetId = this.#idOf(target, view, part);
      references.add(targetId);
      pending.push({ id: targetId, place: target, plain: part });
      return { $ref: targetId };
    };
    const malformed = (at: Place, message: string, fix: string): void => {
      this.#problem(at, 'contract-schema-malformed', 'error', message, fix);
      broken ??= `${message} (${at.document.uri}#${at.pointer})`;
    };

    // `outer`: the outermost schema at the same place of the instance: `required` may name properties another branch describes.
    const walk = (at: Place, outer: Place, isPart = false): Schema => {
      if (typeof at.value === 'boolean') return this.#register(at.value ? {} : { not: {} }, at);
      if (!isObject(at.value)) {
        malformed(at, `Expected a schema to be an object, got ${show(at.value)}`, 'Write a Schema Object, or `true`');
        return {};
      }
      const source = this.#version.editSchema(at.value);
      const out: JsonObject = {};
      this.#register(out, at);

      for (const keyword of Object.keys(source)) {
        const assertion = assertions.get(keyword);
        if (!assertion) continue;
        const [check, wanted] = assertion;
        const value = source[keyword];
        if (check(value)) out[keyword] = value;
        else malformed(step(at, keyword) ?? at, `Expected \`${keyword}\` to be ${wanted}, got ${show(value)}`, `Correct \`${keyword}\``);
      }
      this.#editAssertions(out, source, at, view, outer);

      if (typeof source['$ref'] === 'string' || typeof source['$dynamicRef'] === 'string') {
        const text = (source['$ref'] ?? source['$dynamicRef']) as string;
        const target = this.#documents.resolve(at, text);
        if (target && this.#documents.follow(target)) out['$ref'] = refer(target, isPart)['$ref'];
        else broken ??= `the reference ${quote(text)} leads nowhere (${at.document.uri}#${at.pointer})`;
      }
      for (const keyword of lists) {
        const list = step(at, keyword);
        if (!list) continue;
        if (!Array.isArray(list.value) || (keyword !== 'prefixItems' && list.value.length === 0))
          malformed(list, `Expected \`${keyword}\` to be a list of schemas, got ${show(list.value)}`, `Correct \`${keyword}\``);
        else
          out[keyword] = entriesOf(list).map(([, branch]) => walk(branch, keyword === 'prefixItems' ? branch : outer, keyword === 'allOf'));
      }
      for (const keyword of named) {
        const map = step(at, keyword);
        if (!map) continue;
        if (!isObject(map.value)) {
          malformed(map, `Expected \`${keyword}\` to be a map of schemas, got ${show(map.value)}`, `Correct \`${keyword}\``);
          continue;
        }
        const schemas: JsonObject = {};
        for (const [name, inner] of entriesOf(map)) {
          if (keyword === 'patternProperties' && !isPattern(name))
            malformed(inner, `Expected the name ${quote(name)} to be a regular expression (ECMA-262)`, 'Correct the pattern');
          else
            Object.defineProperty(schemas, name, {
              value: walk(inner, keyword === 'dependentSchemas' ? outer : inner),
              enumerable: true,
              configurable: true,
              writable: true,
            });
        }
        out[keyword] = schemas;
      }
      replacePrototypeName(out);
      for (const keyword of singles) {
        const inner = step(at, keyword);
        if (!inner) continue;
        if (typeof inner.value === 'boolean' && namedByParent.has(keyword)) out[keyword] = inner.value;
        else if (keyword === 'not' || keyword === 'if') out[keyword] = walk(inner, at);
        else if (keyword === 'then' || keyword === 'else') out[keyword] = walk(inner, outer);
        else out[keyword] = walk(inner, inner);
      }
      // ajv blames the list for its length only beside a prefix; without one it blames each item, by a schema that has no address.
      if (out['items'] === false) out['prefixItems'] ??= [];
      if (!(plain && at === place) || choosesBranch(at)) this.#discriminate(out, at, refer);
      return this.#version.admitsNull(at.value) ? this.#register({ anyOf: [this.#register({ type: 'null' }, at), out] }, at) : out;
    };

    const schema = walk(place, place, false);
    const unit: Unit = { id, schema, references, ...(broken !== undefined && { broken }) };
    this.#units.set(id, unit);
    return pending;
  }

  #editAssertions(out: JsonObject, source: JsonObject, at: Place, view: View, outer: Place): void {
    const format = source['format'];
    if (typeof format === 'string' && !Object.hasOwn(formats, format)) {
      delete out['format'];
      if (!annotationFormats.has(format))
        this.#problem(
          step(at, 'format') ?? at,
          'contract-format-unchecked',
          'info',
          `The format ${quote(format)} is not one Truce knows, so it is not checked`,
          'Use a format of the OpenAPI format registry, or a `pattern`',
        );
    }
    if (source['contentEncoding'] === 'base64' && out['format'] === undefined) out['format'] = 'byte';
    const required = Array.isArray(out['required']) ? (out['required'] as string[]) : [];
    if (!required.some((name) => this.#documents.isDirected(name))) return;
    const shapes = [this.#shapeOf(outer), this.#shapeOf(at)];
    out['required'] = required.filter(
      (name) =>
        !shapes.some(({ properties }) => {
          const property = properties.get(name);
          return view === 'request' ? property?.readOnly : property?.writeOnly;
        }),
    );
  }

  /** All parts of an allOf ask for the schema around them. */
  #shapeOf(place: Place): Shape {
    let shape = this.#shapeOfPlace.get(place);
    if (!shape) this.#shapeOfPlace.set(place, (shape = this.#shapes.of([place])));
    return shape;
  }

  /** Turns a discriminator into conditions, so that the value it names decides and the errors are those of that schema alone. */
  #discriminate(out: JsonObject, at: Place, refer: (target: Place, asPart: boolean) => JsonObject): void {
    const property = discriminatorProperty(at);
    const targets = property === undefined ? [] : discriminatorTargets(at, this.#documents);
    if (property === undefined || targets.length === 0) return;
    const origin = step(at, 'discriminator') ?? at;
    const make = (schema: JsonObject): JsonObject => this.#register(schema, origin);
    const conditions = targets.map(({ value, target }) =>
      make({
        if: make({ type: 'object', required: [property], properties: { [property]: make({ const: value }) } }),
        then: this.#register(refer(target, false), target),
      }),
    );
    if (!choosesBranch(at)) {
      out['allOf'] = [...((out['allOf'] as Schema[] | undefined) ?? []), ...conditions];
      return;
    }
    const branches = out['oneOf'] ? 'oneOf' : 'anyOf';
    const tagged = make({
      properties: { [property]: make({ enum: targets.map(({ value }) => value) }) },
      allOf: conditions,
    });
    // Without the property there is nothing to choose by: the schema means what it would mean without a discriminator.
    const untagged = this.#register({ [branches]: out[branches] }, at);
    delete out[branches];
    const hasTag = make({ type: 'object', required: [property] });
    out['allOf'] = [...((out['allOf'] as Schema[] | undefined) ?? []), make({ if: hasTag, then: tagged, else: untagged })];
  }

  #register(schema: JsonObject, origin: Place): JsonObject {
    this.origins.set(schema, origin);
    return schema;
  }

  #problem(place: Place, rule: string, severity: ContractProblem['severity'], message: string, fix: string): void {
    const key = `${rule} ${sameKey(place)}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    this.problems.push({ rule, severity, message, fix, location: locationOf(place) });
  }
}

/** Where a keyword of a derived schema stands in the document: the keyword itself if the author wrote it, else the schema. */
export function keywordPlace(origin: Place, keyword: string): { place: Place; pointer: Pointer } {
  const own = step(origin, keyword);
  return own ? { place: own, pointer: own.pointer } : { place: origin, pointer: origin.pointer };
}

/** ajv passes over a property called `__proto__`; a pattern for that name means the same and is judged. */
function replacePrototypeName(out: JsonObject): void {
  const { properties, patternProperties } = out;
  const own = isObject(properties) ? Object.getOwnPropertyDescriptor(properties, '__proto__') : undefined;
  if (!own || !isObject(properties)) return;
  delete properties['__proto__'];
  out['patternProperties'] = { ...(isObject(patternProperties) ? patternProperties : {}), '^__proto__$': own.value as unknown };
}
