// Compiles the units of a schema on first use, once to answer yes or no and once to list what is wrong.
import type { Ajv2020, ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import type { Judgement, SchemaHandle, View } from '../model/contract.ts';
import type { Domain } from '../model/domain.ts';
import type { Location } from '../model/location.ts';
import { plain } from '../model/show.ts';
import type { Shape } from '../model/shape.ts';
import type { Derivation, Schema, Unit } from './derive.ts';
import type { Domains } from './domain.ts';
import { type Documents, isObject, locationOf, type Place, sameKey } from './documents.ts';
import { createAjv } from './engine.ts';
import { explainErrors } from './explain.ts';
import { createNameSearch, inheritedNames, unevaluatedKeywords } from './name-search.ts';
import { PatternTimeout } from './patterns.ts';
import { quicken } from './quicken.ts';
import type { SchemaError } from './schema-error.ts';
import type { Shapes } from './shape.ts';

/** Compiles and runs the schemas of one contract. */
export class Validator {
  readonly #derivation: Derivation;
  readonly #documents: Documents;
  readonly #shapes: Shapes;
  readonly #domains: Domains;
  readonly #ajv = new Map<string, Ajv2020>();
  readonly #compiled = new WeakMap<object, ValidateFunction>();
  readonly #leaves = new Map<string, ValidateFunction>();
  readonly #hasInheritedNames: (unit: Unit) => boolean;
  readonly #hasUnevaluated: (unit: Unit) => boolean;
  readonly #handles = new Map<string, SchemaHandle>();

  constructor(derivation: Derivation, documents: Documents, shapes: Shapes, domains: Domains) {
    this.#derivation = derivation;
    this.#domains = domains;
    this.#documents = documents;
    this.#shapes = shapes;
    this.#hasInheritedNames = createNameSearch(inheritedNames, (id) => derivation.unitById(id));
    this.#hasUnevaluated = createNameSearch(unevaluatedKeywords, (id) => derivation.unitById(id));
  }

  /** The handle of the schema at a place; bare `$ref`s are followed, so that every use of a component shares one. */
  handle(place: Place): SchemaHandle {
    const target = this.#pastBareReferences(place);
    const key = sameKey(target);
    let handle = this.#handles.get(key);
    if (!handle) this.#handles.set(key, (handle = new Handle(this, target, () => this.#shapes.of([target]))));
    return handle;
  }

  /** One reference at a time: a component that is a reference with siblings says more than what it refers to. */
  #pastBareReferences(place: Place): Place {
    let target = place;
    for (let hops = 0; hops < 100; hops++) {
      const reference = isObject(target.value) && Object.keys(target.value).length === 1 ? target.value['$ref'] : undefined;
      if (typeof reference !== 'string') return target;
      const next = this.#documents.resolve(target, reference);
      if (!next) return place;
      target = next;
    }
    return place;
  }

  domain(place: Place, view: View): Domain {
    return this.#domains.of([place], view);
  }

  /** Why a schema cannot be judged by; undefined when it can. */
  whyBroken(place: Place, view: View): string | undefined {
    const pending = [this.#derivation.unit(place, view)];
    const seen = new Set<string>();
    for (let unit = pending.pop(); unit; unit = pending.pop()) {
      if (seen.has(unit.id)) continue;
      seen.add(unit.id);
      if (unit.broken !== undefined) return unit.broken;
      for (const id of unit.references) {
        const next = this.#derivation.unitById(id);
        if (next) pending.push(next);
      }
    }
    return undefined;
  }

  /** The yes/no function. Schemas that refer to nothing are compiled once for each text: `{"type":"string"}` stands everywhere. */
  fast(place: Place, view: View): ValidateFunction {
    const unit = this.#derivation.unit(place, view);
    if (unit.references.size > 0) return this.#compile(unit, false);
    const text = JSON.stringify(unit.schema);
    let validate = this.#leaves.get(text);
    if (!validate) this.#leaves.set(text, (validate = this.#compile(unit, false)));
    return validate;
  }

  /** Every disagreement; composites are explained by their nearest branch. */
  explain(place: Place, view: View, value: unknown, subject: string): Judgement {
    const unit = this.#derivation.unit(place, view);
    const mismatches = explainErrors(this.#run(this.#compile(unit, true), value), subject, {
      origin: (schema) => this.#derivation.origins.get(schema),
      run: (schema, inner) => this.#run(this.#compileSchema(schema, unit), inner),
      shape: (origin) => this.#shapes.of([origin]),
      root: this.#shapes.of([place]),
    });
    return { kind: 'judged', mismatches };
  }

  #run(validate: ValidateFunction, value: unknown): SchemaError[] {
    if (validate(value)) return [];
    return (validate.errors ?? []).map((error: ErrorObject) => ({
      pointer: error.instancePath,
      keyword: error.keyword,
      params: error.params as Record<string, unknown>,
      value: error.data,
      ...(error.propertyName !== undefined && { propertyName: error.propertyName }),
      schema: error.parentSchema as Record<string, unknown>,
    }));
  }

  #compile(unit: Unit, allErrors: boolean): ValidateFunction {
    const ajv = this.#instance(allErrors, unit);
    const known = ajv.getSchema(unit.id);
    if (known) return known as ValidateFunction;
    const added = this.#add(ajv, unit, allErrors);
    // ajv compiles what a schema refers to inside it; the last first, so that a chain of references costs no stack.
    for (const { id } of added) ajv.getSchema(id);
    return ajv.getSchema(unit.id) as ValidateFunction;
  }

  /** Answers with the units that are new to the instance, each after those it refers to, as far as they refer to each other in no circle. */
  #add(ajv: Ajv2020, unit: Unit, allErrors: boolean): Unit[] {
    const added: Unit[] = [];
    const pending: { readonly unit: Unit; readonly isDone: boolean }[] = [{ unit, isDone: false }];
    for (let next = pending.pop(); next; next = pending.pop()) {
      if (next.isDone) added.push(next.unit);
      if (next.isDone || ajv.schemas[next.unit.id] !== undefined) continue;
      ajv.addSchema((allErrors ? next.unit.schema : this.#quicken(next.unit.schema, ajv)) as object, next.unit.id);
      pending.push({ unit: next.unit, isDone: true });
      for (const id of next.unit.references) {
        const reference = this.#derivation.unitById(id);
        if (reference) pending.push({ unit: reference, isDone: false });
      }
    }
    return added;
  }

  #quicken(schema: Schema, ajv: Ajv2020): Schema {
    return quicken(schema, {
      unitById: (id) => this.#derivation.unitById(id),
      addFormat: (name, validate) => ajv.addFormat(name, { type: 'string', validate }),
    });
  }

  /** Branches of a composite are compiled on their own; their references are already known to the instance. */
  #compileSchema(schema: Schema, unit: Unit): ValidateFunction {
    if (typeof schema === 'boolean') return this.#instance(true, unit).compile(schema);
    let validate = this.#compiled.get(schema);
    if (!validate) this.#compiled.set(schema, (validate = this.#instance(true, unit).compile(schema)));
    return validate;
  }

  #instance(allErrors: boolean, unit: Unit): Ajv2020 {
    const traits = { allErrors, ownProperties: this.#hasInheritedNames(unit), unevaluated: this.#hasUnevaluated(unit) };
    const key = Object.values(traits).join(' ');
    let ajv = this.#ajv.get(key);
    if (!ajv) this.#ajv.set(key, (ajv = createAjv(traits)));
    return ajv;
  }
}

class Handle implements SchemaHandle {
  readonly #validator: Validator;
  readonly #place: Place;
  readonly #makeShape: () => Shape;
  readonly #fast = new Map<View, ValidateFunction | string>();
  readonly #domains = new Map<View, Domain>();
  #shape: Shape | undefined;

  constructor(validator: Validator, place: Place, makeShape: () => Shape) {
    this.#validator = validator;
    this.#place = place;
    this.#makeShape = makeShape;
  }

  get location(): Location {
    return locationOf(this.#place);
  }

  get shape(): Shape {
    return (this.#shape ??= this.#makeShape());
  }

  domain(view: View): Domain {
    let domain = this.#domains.get(view);
    if (!domain) this.#domains.set(view, (domain = this.#validator.domain(this.#place, view)));
    return domain;
  }

  accepts(value: unknown, view: View): boolean {
    const validate = this.#function(view);
    if (typeof validate === 'string') return false;
    try {
      return validate(value);
    } catch {
      return false; // `judge` runs again and says why
    }
  }

  judge(value: unknown, view: View, subject = 'the body'): Judgement {
    const validate = this.#function(view);
    if (typeof validate === 'string') return { kind: 'unchecked', reason: validate };
    try {
      return this.#validator.explain(this.#place, view, value, subject);
    } catch (error) {
      if (error instanceof PatternTimeout) return { kind: 'unchecked', reason: error.message };
      if (error instanceof RangeError)
        return { kind: 'unchecked', reason: 'the value, or the chain of its schemas, is too deep to be judged' };
      throw error;
    }
  }

  verify(view: View): string | undefined {
    return this.#validator.whyBroken(this.#place, view);
  }

  #function(view: View): ValidateFunction | string {
    let known = this.#fast.get(view);
    if (known === undefined) this.#fast.set(view, (known = this.#prepare(view)));
    return known;
  }

  #prepare(view: View): ValidateFunction | string {
    const broken = this.#validator.whyBroken(this.#place, view);
    if (broken !== undefined) return `the schema cannot be used: ${broken}`;
    try {
      return this.#validator.fast(this.#place, view);
    } catch (error) {
      if (error instanceof RangeError) return 'the schema cannot be compiled: too many schemas refer to each other in one circle';
      return `the schema cannot be compiled: ${plain(error instanceof Error ? error.message : String(error))}`;
    }
  }
}
