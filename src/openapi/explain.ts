// From ajv's errors to one mismatch per question: missing names gathered, a failed oneOf told by its nearest branch, each with its place in the document.
import type { Mismatch } from '../model/contract.ts';
import { child, tokensOf, type Pointer } from '../model/pointer.ts';
import { isSecretName, list, show } from '../model/show.ts';
import type { Shape } from '../model/shape.ts';
import type { Schema } from './derive.ts';
import { locationOf, step, type Place } from './documents.ts';
import { isSecret } from './secrecy.ts';
import { expectation, fixFor, nameExpectation } from './expectation.ts';
import { absence, alternatives, composites, distance, heads, isAbsence, isSurplus, isTag, type SchemaError } from './schema-error.ts';

export interface ExplainTools {
  readonly origin: (schema: object) => Place | undefined;
  /** All errors of one branch; pointers start at the value given. */
  readonly run: (schema: Schema, value: unknown) => SchemaError[];
  readonly shape: (origin: Place) => Shape;
  /** Of the whole value. */
  readonly root: Shape;
}

/** More than this of one value says nothing new. */
const mostMismatches = 100;

export function explainErrors(errors: readonly SchemaError[], subject: string, tools: ExplainTools): Mismatch[] {
  return new Explanation(subject, tools).explain(errors).slice(0, mostMismatches);
}

class Explanation {
  readonly #subject: string;
  readonly #tools: ExplainTools;

  constructor(subject: string, tools: ExplainTools) {
    this.#subject = subject;
    this.#tools = tools;
  }

  explain(errors: readonly SchemaError[]): Mismatch[] {
    const live = new Set(errors);
    const index = Map.groupBy(errors, (error) => `${error.keyword} ${error.pointer}`);
    const composed: [SchemaError, SchemaError[][]][] = [];
    // ajv lists the errors of branches before the composite itself, so the outermost composite stands last.
    for (const error of errors.toReversed()) {
      if (!live.has(error) || !composites.has(error.keyword) || composed.length >= mostMismatches) continue;
      live.delete(error);
      const branches = this.#branchErrors(error);
      for (const branchError of branches.flat()) {
        const twin = index
          .get(`${branchError.keyword} ${branchError.pointer}`)
          ?.find((other) => live.has(other) && other.schema === branchError.schema);
        if (twin) live.delete(twin);
      }
      composed.push([error, branches]);
    }
    // A name that is missed outside the branches is no second question inside one.
    const told = new Set([...live].filter(isAbsence).map(absence));
    const mismatches = composed.flatMap(([error, branches]) => {
      const untold = branches.map((branch) => branch.filter((inner) => !isAbsence(inner) || !told.has(absence(inner))));
      return untold.some((branch, at) => branch.length === 0 && branches[at]?.length !== 0) ? [] : this.#composite(error, untold);
    });
    mismatches.push(...this.#plain([...live].filter((error) => error.keyword !== 'if' && error.keyword !== 'propertyNames')));
    return mismatches.toSorted((a, b) => (a.pointer < b.pointer ? -1 : a.pointer > b.pointer ? 1 : 0));
  }

  #branchErrors(error: SchemaError): SchemaError[][] {
    const under = (pointer: Pointer, list_: SchemaError[]): SchemaError[] =>
      // `if` itself only says that `then` or `else` failed, which stands beside it.
      list_.flatMap((inner) => (inner.keyword === 'if' ? [] : [{ ...inner, pointer: pointer + inner.pointer }]));
    if (error.keyword === 'contains') {
      const items = Array.isArray(error.value) ? error.value : [];
      return [
        items.flatMap((item, index) => under(child(error.pointer, index), this.#tools.run(error.schema['contains'] as Schema, item))),
      ];
    }
    return (error.schema[error.keyword] as Schema[]).map((branch) => under(error.pointer, this.#tools.run(branch, error.value)));
  }

  #composite(error: SchemaError, branches: SchemaError[][]): Mismatch[] {
    if (error.keyword === 'contains') return [this.#mismatch(error)];
    const schemas = error.schema[error.keyword] as Schema[];
    const passing = schemas.filter((_, index) => branches[index]?.length === 0);
    if (passing.length > 1) {
      const wanted = `to match exactly one of ${branches.length} alternatives, but it matches ${passing.length}`;
      const related = passing.flatMap((schema) => {
        const origin = typeof schema === 'object' ? this.#tools.origin(schema) : undefined;
        return origin ? [{ message: 'it matches this one', location: locationOf(origin) }] : [];
      });
      return [{ ...this.#sentence(error, wanted, false), related: related.slice(0, 6) }];
    }
    const here = (inner: SchemaError): boolean => inner.pointer === error.pointer;
    // A branch for another type (often null) or another tag was never meant.
    const meant = branches.filter(
      (branch) => !branch.some((inner) => here(inner) && inner.keyword === 'type') && !branch.some((inner) => isTag(inner, error.pointer)),
    );
    const unknownTag = meant.length > 0 ? undefined : this.#unknownTag(error, branches);
    if (unknownTag) return [unknownTag];
    const candidates = meant.length > 0 ? meant : branches;
    if (candidates.length === 1) return this.explain(candidates[0] ?? []);
    if (candidates.every((branch) => branch.every(here) && (branch.length === 1 || !branch.some(isAbsence)))) {
      const asked = candidates.flatMap((branch) => heads(branch));
      const wanted = [...new Set(asked.map((inner) => this.#wanted(inner)))];
      // What to do is better said of the keyword inside than of `anyOf`.
      const fix = fixFor(asked[0]?.keyword ?? error.keyword, this.#name(error.pointer));
      return [{ ...this.#sentence(error, alternatives(wanted)), fix }];
    }
    const explained = candidates.map((branch) => this.explain(branch)).toSorted((a, b) => distance(a) - distance(b));
    const [nearest = [], ...others] = explained;
    const [first, ...rest] = nearest;
    if (!first) return [this.#mismatch(error)];
    const related = [...rest, ...others.flatMap((other) => other.slice(0, 1))].map(({ message, contract }) => ({
      message,
      location: contract,
    }));
    return [
      {
        ...first,
        message: `${first.message} (nearest of ${branches.length} alternatives)`,
        related: [...first.related, ...related].slice(0, 6),
      },
    ];
  }

  /** Every branch wants another value of one property: the question is about that property, and all the values are the answer. */
  #unknownTag(error: SchemaError, branches: SchemaError[][]): Mismatch | undefined {
    const tags = branches.flatMap((branch) => branch.find((inner) => isTag(inner, error.pointer)) ?? []);
    const [first] = tags;
    if (!first || tags.length < branches.length || tags.some(({ pointer }) => pointer !== first.pointer)) return undefined;
    const values = tags.flatMap(({ keyword, schema }) => (keyword === 'const' ? [schema['const']] : (schema['enum'] as unknown[])));
    return { ...this.#sentence(first, expectation('enum', { enum: values }, {})), contract: this.#contract(error) };
  }

  #plain(all: SchemaError[]): Mismatch[] {
    const errors = all.filter(({ propertyName }) => propertyName === undefined);
    const mismatches = all.flatMap((error) => this.#badName(error) ?? []);
    for (const group of Map.groupBy(errors, (error) => error.pointer).values()) {
      const missing = group.filter(isAbsence);
      const surplus = group.filter((error) => isSurplus(error) && !this.#isDocumented(error));
      const others = group.filter((error) => !missing.includes(error) && !isSurplus(error));
      if (missing.length > 0) mismatches.push(this.#missing(missing));
      for (const error of surplus) mismatches.push(this.#surplus(error));
      const type = others.find((error) => error.keyword === 'type');
      const [first, ...rest] = type ? [type] : others;
      if (first)
        mismatches.push({
          ...this.#mismatch(first),
          related: rest.map((error) => ({ message: this.#mismatch(error).message, location: this.#contract(error) })),
        });
    }
    return mismatches;
  }

  #missing(errors: readonly SchemaError[]): Mismatch {
    const first = errors[0] as SchemaError;
    const names = [...new Set(errors.map((error) => String(error.params['missingProperty'])))].map((name) => `\`${name}\``);
    const places = [...new Map(errors.map((error) => [this.#contract(error).pointer, this.#contract(error)])).values()];
    return {
      pointer: first.pointer,
      contract: this.#contract(first),
      message: `Expected ${this.#name(first.pointer)} to have ${list(names, 10)}, ${names.length === 1 ? 'it is' : 'they are'} missing`,
      fix: fixFor('required', ''),
      keyword: 'required',
      related: places.slice(1).map((location) => ({ message: 'also required here', location })),
    };
  }

  #surplus(error: SchemaError): Mismatch {
    const name = String(error.params['additionalProperty'] ?? error.params['unevaluatedProperty'] ?? error.params['propertyName']);
    const pointer = child(error.pointer, name);
    return {
      pointer,
      at: 'key',
      contract: this.#contract(error),
      message: `Expected ${this.#name(error.pointer)} to have no property \`${name.slice(0, 80)}\`, only the documented ones are allowed`,
      fix: fixFor('additionalProperties', ''),
      keyword: error.keyword,
      related: [],
    };
  }

  #badName(error: SchemaError): Mismatch | undefined {
    const { propertyName } = error;
    if (propertyName === undefined) return undefined;
    return {
      pointer: child(error.pointer, propertyName),
      at: 'key',
      contract: this.#contract(error),
      message: `Expected ${nameExpectation(this.#name(error.pointer), error)}, got ${show(propertyName)}`,
      fix: fixFor(error.keyword, this.#name(error.pointer)),
      keyword: error.keyword,
      related: [],
    };
  }

  /** `unevaluatedProperties` also fails for documented properties whose own value failed; that is no question of its own. */
  #isDocumented(error: SchemaError): boolean {
    const origin = this.#tools.origin(error.schema);
    const name = error.params['unevaluatedProperty'];
    return (
      error.keyword === 'unevaluatedProperties' &&
      typeof name === 'string' &&
      origin !== undefined &&
      this.#tools.shape(origin).properties.has(name)
    );
  }

  #mismatch(error: SchemaError): Mismatch {
    return this.#sentence(error, this.#wanted(error));
  }

  #wanted(error: SchemaError): string {
    return expectation(error.keyword, error.schema, error.params);
  }

  #sentence(error: SchemaError, wanted: string, withValue = true): Mismatch {
    const name = this.#name(error.pointer);
    const seen = this.#seen(error);
    return {
      pointer: error.pointer,
      contract: this.#contract(error),
      message: `Expected ${name} ${wanted}${withValue ? `, got ${seen}` : ''}`,
      fix: fixFor(error.keyword, name),
      keyword: error.keyword,
      related: [],
    };
  }

  #seen(error: SchemaError): string {
    if (isSecretName(this.#subject) || isSecret(this.#tools.root, error.pointer, error.value))
      return 'a value that is not shown, because it is marked as secret';
    if (error.keyword === 'minLength' || error.keyword === 'maxLength')
      return `${show(error.value, 40)} with ${[...String(error.value)].length}`;
    if (error.keyword === 'minItems' || error.keyword === 'maxItems') return String((error.value as unknown[]).length);
    return show(error.value);
  }

  #contract(error: SchemaError): Mismatch['contract'] {
    const origin = this.#tools.origin(error.schema);
    if (!origin) throw new Error(`no origin for a schema with ${Object.keys(error.schema).join(', ')}`);
    return locationOf(step(origin, error.keyword) ?? origin);
  }

  #name(pointer: Pointer): string {
    if (pointer === '') return this.#subject;
    const path = tokensOf(pointer)
      .map((token) => (/^\d+$/.test(token) ? `[${token}]` : `.${token}`))
      .join('')
      .replace(/^\./, '');
    const name = `\`${path.length > 120 ? `…${path.slice(-119)}` : path}\``;
    return this.#subject === 'the body' ? name : `${name} of ${this.#subject}`;
  }
}
