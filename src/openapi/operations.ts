// Paths, Operation, Parameter, Request Body, Response, Media Type and Header Objects (OpenAPI 3.1.1 §4.8) read into the model.
import type { Contract, MediaTypeEntry, Operation, Parameter, ParameterIn, RequestBody, ResponseEntry } from '../model/contract.ts';
import type { Encoding } from '../model/content.ts';
import { parseMediaType } from '../model/media-type.ts';
import { type Documents, entriesOf, isObject, locationOf, type Place, step } from './documents.ts';
import type { Validator } from './schema.ts';
import { readSecurity } from './security.ts';

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query'];
const defaultStyles: Readonly<Record<ParameterIn, string>> = { path: 'simple', header: 'simple', query: 'form', cookie: 'form' };

export interface Reader {
  readonly documents: Documents;
  readonly validator: Validator;
  readonly root: Place;
}

export interface PathItem {
  readonly template: string;
  readonly place: Place;
  /** Extension `x-path-suffixes`: endings the server also accepts, such as `.json`. */
  readonly suffixes: readonly string[];
  readonly operations: ReadonlyMap<string, Operation>;
}

/** Reads every path; operations read their parts when they are first asked for them. */
export function readPaths(reader: Reader, contract: () => Contract): PathItem[] {
  return entriesOf(step(reader.root, 'paths'))
    .filter(([template]) => template.startsWith('/'))
    .map(([template, given]) => {
      const target = reader.documents.follow(given) ?? given;
      const operations = new Map<string, Operation>();
      for (const method of methods) {
        const place = step(given, method) ?? step(target, method);
        if (place && isObject(place.value))
          operations.set(method.toUpperCase(), new ReadOperation(reader, contract, template, method.toUpperCase(), target, place));
      }
      for (const [method, place] of entriesOf(step(target, 'additionalOperations')))
        operations.set(method.toUpperCase(), new ReadOperation(reader, contract, template, method.toUpperCase(), target, place));
      const suffixes = isObject(target.value) ? target.value['x-path-suffixes'] : undefined;
      return {
        template,
        place: given,
        suffixes: Array.isArray(suffixes) ? suffixes.filter((suffix) => typeof suffix === 'string') : [],
        operations,
      };
    });
}

class ReadOperation implements Operation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly location;
  readonly #reader: Reader;
  readonly #contract: () => Contract;
  readonly #item: Place;
  readonly #place: Place;
  #parameters: readonly Parameter[] | undefined;
  #requestBody: RequestBody | undefined | null = null;
  #responses: readonly ResponseEntry[] | undefined;
  #security: Operation['security'] | null = null;

  constructor(reader: Reader, contract: () => Contract, path: string, method: string, item: Place, place: Place) {
    const id = step(place, 'operationId')?.value;
    this.id = typeof id === 'string' && id !== '' ? id : `${method} ${path}`;
    this.method = method;
    this.path = path;
    this.location = locationOf(place);
    this.#reader = reader;
    this.#contract = contract;
    this.#item = item;
    this.#place = place;
  }

  get contract(): Contract {
    return this.#contract();
  }

  get parameters(): readonly Parameter[] {
    if (!this.#parameters) {
      // An operation's parameter replaces the path item's of the same name and place.
      const byKey = new Map<string, Parameter>();
      for (const place of [...entriesOf(step(this.#item, 'parameters')), ...entriesOf(step(this.#place, 'parameters'))]) {
        const parameter = readParameter(this.#reader, place[1]);
        if (parameter) byKey.set(`${parameter.in} ${parameter.in === 'header' ? parameter.name.toLowerCase() : parameter.name}`, parameter);
      }
      // Header parameters of these names are ignored (OpenAPI 3.1.1 Parameter Object, `name`).
      this.#parameters = [...byKey.values()].filter(
        (parameter) => parameter.in !== 'header' || !/^(accept|content-type|authorization)$/i.test(parameter.name),
      );
    }
    return this.#parameters;
  }

  get requestBody(): RequestBody | undefined {
    if (this.#requestBody === null) {
      const place = this.#reader.documents.follow(step(this.#place, 'requestBody'));
      this.#requestBody = place && {
        required: step(place, 'required')?.value === true,
        content: readContent(this.#reader, step(place, 'content')),
        location: locationOf(place),
      };
    }
    return this.#requestBody;
  }

  get responses(): readonly ResponseEntry[] {
    this.#responses ??= entriesOf(step(this.#place, 'responses'))
      .filter(([key]) => /^([1-5]\d\d|[1-5]XX|default)$/i.test(key))
      .map(([key, given]) => new ReadResponse(this.#reader, key, given));
    return this.#responses;
  }

  get responsesLocation() {
    return locationOf(step(this.#place, 'responses') ?? this.#place);
  }

  get security(): Operation['security'] {
    if (this.#security === null)
      this.#security = readSecurity(this.#reader, step(this.#place, 'security') ?? step(this.#reader.root, 'security'));
    return this.#security;
  }
}

class ReadResponse implements ResponseEntry {
  readonly key: string;
  readonly #reader: Reader;
  readonly #place: Place;
  #headers: readonly Parameter[] | undefined;
  #content: readonly MediaTypeEntry[] | undefined;

  constructor(reader: Reader, key: string, given: Place) {
    this.key = key;
    this.#reader = reader;
    this.#place = reader.documents.follow(given) ?? given;
  }

  get location() {
    return locationOf(this.#place);
  }

  get headers(): readonly Parameter[] {
    this.#headers ??= entriesOf(step(this.#place, 'headers'))
      .filter(([name]) => name.toLowerCase() !== 'content-type')
      .flatMap(([name, place]) => readHeader(this.#reader, name, place) ?? []);
    return this.#headers;
  }

  get content(): readonly MediaTypeEntry[] {
    return (this.#content ??= readContent(this.#reader, step(this.#place, 'content')));
  }
}

function readParameter(reader: Reader, given: Place): Parameter | undefined {
  const place = reader.documents.follow(given);
  if (!place || !isObject(place.value)) return undefined;
  const { name, in: where } = place.value;
  if (where === 'querystring')
    return { ...readStyled(reader, place, typeof name === 'string' ? name : 'query', 'query'), isWholeQuery: true };
  if (typeof name !== 'string' || (where !== 'path' && where !== 'query' && where !== 'header' && where !== 'cookie')) return undefined;
  return readStyled(reader, place, name, where);
}

function readHeader(reader: Reader, name: string, given: Place): Parameter | undefined {
  const place = reader.documents.follow(given);
  return place && isObject(place.value) ? readStyled(reader, place, name, 'header') : undefined;
}

function readStyled(reader: Reader, place: Place, name: string, where: ParameterIn): Parameter {
  const { required, style, explode, allowEmptyValue, allowReserved } = place.value as Record<string, unknown>;
  const styled = typeof style === 'string' ? style : defaultStyles[where];
  const schema = step(place, 'schema');
  const [content] = readContent(reader, step(place, 'content'));
  return {
    name,
    in: where,
    required: required === true || where === 'path',
    style: styled,
    explode: typeof explode === 'boolean' ? explode : styled === 'form',
    location: locationOf(place),
    ...(where === 'query' && allowEmptyValue === true && { allowEmptyValue }),
    ...(where === 'query' && allowReserved === true && { allowReserved }),
    ...(schema && { schema: reader.validator.handle(schema) }),
    ...(content && !schema && { content }),
  };
}

function readContent(reader: Reader, place: Place | undefined): MediaTypeEntry[] {
  return entriesOf(place).map(([range, given]) => {
    const entry = reader.documents.follow(given) ?? given;
    const schema = step(entry, 'schema');
    const encoding = new Map<string, Encoding>(
      entriesOf(step(entry, 'encoding')).map(([name, { value }]) => [name, isObject(value) ? (value as Encoding) : {}]),
    );
    return {
      range,
      mediaType: parseMediaType(range),
      location: locationOf(entry),
      encoding,
      ...(schema && { schema: reader.validator.handle(schema) }),
    };
  });
}
