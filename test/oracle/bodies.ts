// Bodies that conform to a schema, made without Truce: candidates from every keyword and branch, of which plain ajv keeps the valid ones.
import type { AnySchema, ValidateFunction } from 'ajv';
import ajv2020 from 'ajv/dist/2020.js';
import ajvFormats from 'ajv-formats';
import type { Random } from '../../bench/random.ts';
import { formatted, patterns, scalars, type Schema } from './schemas.ts';

export type Json = unknown;
type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): readonly Schema[] => (Array.isArray(value) ? (value as Schema[]) : []);

/** Plain ajv, with formats; undefined for a schema ajv refuses. */
export function compileSchema(schema: Schema): ValidateFunction | undefined {
  const ajv = new ajv2020.default({ strict: false, validateFormats: true, logger: false });
  ajvFormats.default(ajv);
  try {
    return ajv.compile(schema as AnySchema);
  } catch {
    return undefined;
  }
}

const bounds = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'];
const most = 60;

/** Candidates of one schema; many of them may be invalid. */
class Maker {
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  make(schema: Schema | undefined, depth: number): Json[] {
    if (schema === false || depth > 6) return [];
    if (schema === undefined || schema === true || Object.keys(schema).length === 0)
      return [this.#random.pick(scalars), 'x', 1, null, [], { a: 1 }, {}];
    const found: Json[] = [...listed(schema)];
    const types = schema['type'] === undefined ? typesMeant(schema) : [schema['type']].flat();
    for (const type of types) found.push(...this.#ofType(String(type), schema, depth));
    const branches = ['allOf', 'anyOf', 'oneOf'].flatMap((keyword) => listOf(schema[keyword]));
    for (const keyword of ['if', 'then', 'else']) if (isFields(schema[keyword])) branches.push(schema[keyword]);
    const groups = branches.map((branch) => this.make(branch, depth + 1));
    found.push(...groups.flat());
    // Conjunctions want the members of several branches at once.
    const objects = [found, ...groups].map((group) => group.filter(isFields));
    for (let round = 0; round < 12 && branches.length > 0; round++) {
      const picked = objects.filter((group) => group.length > 0 && this.#random.chance(0.7)).map((group) => this.#random.pick(group));
      if (picked.length > 1) found.push(Object.assign({}, ...picked));
    }
    return this.#thin(found);
  }

  #ofType(type: string, schema: Fields, depth: number): Json[] {
    switch (type) {
      case 'null':
        return [null];
      case 'boolean':
        return [true, false];
      case 'integer':
      case 'number': {
        const near = bounds.flatMap((key) => (typeof schema[key] === 'number' ? [schema[key]] : []));
        const numbers = [0, 1, -1, 12, 1.5, 0.25, 100_000, ...near.flatMap((at) => [at, at + 1, at - 1, at + 0.5, at - 0.5, at * 2])];
        return type === 'integer' ? numbers.filter(Number.isInteger) : numbers;
      }
      case 'string':
        return texts(schema);
      case 'array':
        return this.#lists(schema, depth);
      case 'object':
        return this.#objects(schema, depth);
      default:
        return [];
    }
  }

  #lists(schema: Fields, depth: number): Json[] {
    const prefix = listOf(schema['prefixItems']);
    const items = this.make(schema['items'] as Schema | undefined, depth + 1);
    const contained = 'contains' in schema ? this.make(schema['contains'] as Schema, depth + 1) : [];
    const lists: Json[] = [[], ...items.map((item) => [item]), ...contained.map((item) => [item])];
    const at = (index: number): Json => {
      const own = prefix[index] === undefined ? items : this.make(prefix[index], depth + 1);
      return own.length > 0 ? this.#random.pick(own) : null;
    };
    for (let length = 1; length <= 5; length++)
      for (let round = 0; round < 3; round++) lists.push(Array.from({ length }, (_, index) => at(index)));
    for (const item of contained) lists.push([...(items.length > 0 ? [this.#random.pick(items)] : []), item]);
    return lists;
  }

  #objects(schema: Fields, depth: number): Json[] {
    const properties = Object.entries(isFields(schema['properties']) ? schema['properties'] : {}) as [string, Schema][];
    const named = Object.entries(isFields(schema['patternProperties']) ? schema['patternProperties'] : {}) as [string, Schema][];
    const members = properties.map(([name, inner]): [string, Json[]] => [name, this.make(inner, depth + 1)]);
    for (const [pattern, inner] of named) members.push([`${pattern.slice(1)}1`, this.make(inner, depth + 1)]);
    const further = schema['additionalProperties'];
    if (further !== false && (isFields(further) || this.#random.chance(0.3)))
      for (const name of ['z', 'a', 'b'])
        if (!members.some(([known]) => known === name)) members.push([name, this.make(further as Schema | undefined, depth + 1)]);
    const required = new Set([schema['required']].flat().map(String));
    const usable = members.filter(([, values]) => values.length > 0);
    const build = (keeps: (name: string) => boolean): Record<string, Json> =>
      Object.fromEntries(usable.filter(([name]) => keeps(name)).map(([name, values]) => [name, this.#random.pick(values)]));
    const objects: Json[] = [{}, build((name) => required.has(name)), build(() => true)];
    for (const [name, values] of usable) {
      objects.push(build((other) => other !== name));
      for (const value of values.slice(0, 10))
        objects.push({ ...build(() => true), [name]: value }, { ...build((other) => required.has(other)), [name]: value });
    }
    for (let round = 0; round < 6; round++) objects.push(build((name) => required.has(name) || this.#random.chance(0.5)));
    for (const name of required)
      if (!usable.some(([known]) => known === name))
        for (const body of objects.slice()) objects.push({ ...(body as Fields), [name]: this.#random.pick(scalars) });
    return objects;
  }

  #thin(values: readonly Json[]): Json[] {
    const distinct = [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
    while (distinct.length > most) distinct.splice(this.#random.between(0, distinct.length - 1), 1);
    return distinct;
  }
}

const listed = (schema: Fields): Json[] => [
  ...(Array.isArray(schema['enum']) ? (schema['enum'] as Json[]) : []),
  ...('const' in schema ? [schema['const']] : []),
];

/** Types a schema without `type` seems to be about. */
function typesMeant(schema: Fields): string[] {
  const said = Object.keys(schema);
  if (said.includes('enum') || said.includes('const')) return [];
  if (
    said.some((keyword) => ['properties', 'required', 'additionalProperties', 'patternProperties', 'dependentRequired'].includes(keyword))
  )
    return ['object', 'string'];
  if (said.some((keyword) => ['items', 'prefixItems', 'contains'].includes(keyword))) return ['array', 'string'];
  return said.some((keyword) => ['allOf', 'anyOf', 'oneOf'].includes(keyword)) ? [] : ['string', 'integer'];
}

function texts(schema: Fields): string[] {
  const lengths = ['minLength', 'maxLength'].flatMap((key) =>
    typeof schema[key] === 'number' ? [schema[key], schema[key] + 1, Math.max(0, schema[key] - 1)] : [],
  );
  return [
    ...(formatted[String(schema['format'])] ?? []),
    ...(patterns[String(schema['pattern'])] ?? []),
    '',
    'a',
    'x',
    'A',
    'Zz',
    '12',
    'true',
    'a b',
    'ä',
    '2024-02-29',
    ...lengths.flatMap((length) => ['q'.repeat(length), '1'.repeat(length)]),
  ];
}

/** Conforming bodies, at most `count`, in random order. `wished` are tried, too. */
export function makeBodies(schema: Schema, accepts: ValidateFunction, random: Random, count: number, wished: readonly Json[] = []): Json[] {
  const maker = new Maker(random);
  const found = new Map<string, Json>();
  for (let round = 0; round < 3; round++)
    for (const body of [...(round === 0 ? wished : []), ...maker.make(schema, 0)]) if (accepts(body)) found.set(JSON.stringify(body), body);
  const bodies = [...found.values()];
  const chosen: Json[] = [];
  while (bodies.length > 0 && chosen.length < count) chosen.push(...bodies.splice(random.between(0, bodies.length - 1), 1));
  return chosen;
}
