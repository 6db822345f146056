// The only importer of Prism: negotiation, examples, generation and problem documents of prism-http 5.16, one operation at a time.
import { createRequire } from 'node:module';
import type { getHttpOperationsFromSpec, IHttpConfig, IHttpRequest } from '@stoplight/prism-http';
import { plain } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';
import { isObject } from '../openapi/documents.ts';
import type { LoadedContract } from '../openapi/load.ts';

/** Why a request is refused: 401 and 415 steer which documented error answers, everything else is 422 or 400. */
export interface Refusal {
  readonly code: 401 | 415 | 422;
  readonly message: string;
  readonly path: readonly string[];
}

export interface EngineRequest {
  readonly method: string;
  /** Template path of the operation. */
  readonly path: string;
  readonly refusals: readonly Refusal[];
  /** Media types in order of preference; empty: whatever is documented first. */
  readonly accept: readonly string[];
  readonly code?: number;
  readonly example?: string;
  readonly dynamic: boolean;
  readonly seed?: string;
}

export interface EngineAnswer {
  readonly status: number;
  readonly fields: readonly (readonly [string, string])[];
  /** The value of an example or a generated one; undefined: no body. */
  readonly body: unknown;
  /** True for a problem document of Prism's own, not one of the contract. */
  readonly isProblem: boolean;
}

export interface Engine {
  answer(request: EngineRequest): Promise<EngineAnswer>;
}

type Operations = Awaited<ReturnType<typeof getHttpOperationsFromSpec>>;

const silent = (): void => undefined;
const logger = {
  trace: silent,
  debug: silent,
  info: silent,
  warn: silent,
  error: silent,
  fatal: silent,
  success: silent,
  child: () => logger,
};

interface Prism extends Pick<
  typeof import('@stoplight/prism-http'),
  'createInstance' | 'getHttpOperationsFromSpec' | 'resetJSONSchemaGenerator'
> {
  /** Seeds the generator of `x-faker` values; without a number by chance again. */
  readonly seedFaker: (seed?: number) => void;
}

/** Throws a UserError when Prism is not installed; cheap, so that a start can ask before anything is loaded. */
export function requirePrism(): void {
  try {
    import.meta.resolve('@stoplight/prism-http');
  } catch (cause) {
    throw new UserError('The mock needs Prism, which is not installed', {
      hint: 'Run `npm install @stoplight/prism-http@5.16.0`',
      cause,
    });
  }
}

let loading: Promise<Prism> | undefined;
/** Prism is large, so it is loaded once and not before it is wanted. */
const loadPrism = (): Promise<Prism> => (loading ??= importPrism());

async function importPrism(): Promise<Prism> {
  const prism = await import('@stoplight/prism-http');
  // The very copy Prism uses: another one would be seeded in vain.
  const require = createRequire(import.meta.resolve('@stoplight/prism-http'));
  const { faker } = require('@faker-js/faker') as { faker: { seed: (seed?: number) => number } };
  return { ...prism, seedFaker: (seed) => void faker.seed(seed) };
}

/**
 * Reads the contract's document once more, the way Prism wants it. Callbacks are dropped: a mock must not call addresses out of requests.
 * Rejects with a UserError when Prism cannot read it.
 */
export async function createEngine(contract: LoadedContract): Promise<Engine> {
  const prism = await loadPrism();
  const operations = new Map<string, Operations[number]>();
  for (const operation of await readOperations(prism, contract)) {
    const { callbacks: _, ...rest } = operation as Operations[number] & { callbacks?: unknown };
    operations.set(`${operation.method.toUpperCase()} ${operation.path}`, rest as Operations[number]);
  }
  return {
    answer: (request) => (request.dynamic ? inTurn(() => answerSeeded(prism, operations, request)) : answer(prism, operations, request)),
  };
}

async function readOperations(prism: Prism, contract: LoadedContract): Promise<Operations> {
  try {
    return await prism.getHttpOperationsFromSpec(documentOf(contract));
  } catch (cause) {
    throw new UserError(`Prism cannot read ${contract.uri}: ${plain(cause instanceof Error ? cause.message : String(cause))}`, {
      location: contract.location,
      hint: 'Truce accepts the document, its mock engine does not; write what it names in another way',
      cause,
    });
  }
}

/**
 * What was loaded, so that both see the same text; a document in several files is read again. Prism changes what it is given.
 * It never looks at requests, which are judged here, so it need not prepare their schemas either.
 */
function documentOf({ documents, root, path }: LoadedContract): string | object {
  if (documents.all.length !== 1) return path;
  const { paths, ...rest } = structuredClone(root.value as Record<string, unknown>);
  for (const item of Object.values(isObject(paths) ? paths : {})) {
    if (!isObject(item)) continue;
    for (const operation of Object.values(item)) if (isObject(operation)) for (const part of ofRequests) delete operation[part];
  }
  return { ...rest, ...(paths !== undefined && { paths }) };
}

const ofRequests = ['requestBody', 'parameters', 'callbacks'];

let turn: Promise<unknown> = Promise.resolve();
/** Prism's generators are global: nobody may draw from them between seeding and generating. */
function inTurn<T>(action: () => Promise<T>): Promise<T> {
  const next = turn.then(action);
  turn = next.catch(() => undefined);
  return next;
}

async function answerSeeded(
  prism: Prism,
  operations: ReadonlyMap<string, Operations[number]>,
  request: EngineRequest,
): Promise<EngineAnswer> {
  if (request.seed === undefined) return answer(prism, operations, request);
  prism.seedFaker([...request.seed].reduce((hash, char) => (Math.imul(hash, 31) + (char.codePointAt(0) ?? 0)) >>> 0, 7));
  try {
    return await answer(prism, operations, request);
  } finally {
    prism.seedFaker();
    prism.resetJSONSchemaGenerator();
  }
}

async function answer(prism: Prism, operations: ReadonlyMap<string, Operations[number]>, request: EngineRequest): Promise<EngineAnswer> {
  const operation = operations.get(`${request.method} ${request.path}`);
  if (!operation) throw new Error(`Prism does not know ${request.method} ${request.path}`);
  const diagnostics = request.refusals.map(({ code, message, path }) => ({ code, message, path: [...path], severity: 0 }));
  const instance = prism.createInstance(configFor(request), {
    logger: logger as never,
    // Validation and routing are Truce's; Prism is told what they found.
    route: () => ({ _tag: 'Right', right: operation }),
    validateInput: ({ element }) =>
      diagnostics.length > 0 ? { _tag: 'Left', left: diagnostics as never } : { _tag: 'Right', right: element },
    validateSecurity: ({ element }) => ({ _tag: 'Right', right: element }),
    validateOutput: ({ element }) => ({ _tag: 'Right', right: element }),
  });
  const input: IHttpRequest = { method: request.method.toLowerCase() as IHttpRequest['method'], url: { path: request.path }, headers: {} };
  const result = await instance.request(input, [operation], configFor(request))();
  if (result._tag === 'Left') return problemOf(result.left);
  const { statusCode, headers = {}, body } = result.right.output;
  return { status: statusCode, fields: Object.entries(headers).flatMap(fieldsOf), body, isProblem: false };
}

/** A header documented without a usable value is left out, a list is sent once for each item (Set-Cookie), a boolean as its word. */
function fieldsOf([name, value]: [string, unknown]): (readonly [string, string])[] {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return value.map((item) => [name, textOf(item)] as const);
  return [[name, textOf(value)]];
}

/** Field values carry no line ends and nothing beyond Latin-1 (RFC 9110 §5.5). */
const textOf = (value: unknown): string =>
  (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).replace(/[^\t\x20-\x7e\x80-\xff]/g, '?');

/** Made anew for every call: Prism writes what it negotiated into the object. */
const configFor = ({ accept, code, example, dynamic, seed }: EngineRequest): IHttpConfig => ({
  isProxy: false,
  errors: false,
  checkSecurity: false,
  validateRequest: true,
  validateResponse: false,
  upstreamProxy: undefined,
  mock: {
    dynamic,
    ...(code !== undefined && { code }),
    ...(example !== undefined && { exampleKey: example }),
    ...(seed !== undefined && { seed }),
    ...(accept.length > 0 && { mediaTypes: [...accept] }),
  },
});

/** Prism's errors carry what a problem document needs (RFC 9457). */
function problemOf(error: Error & { status?: number; detail?: string; additional?: Record<string, unknown> }): EngineAnswer {
  const { name: type, message: title, status = 500, detail = '', additional = {} } = error;
  return {
    status,
    fields: [['Content-Type', 'application/problem+json']],
    body: { type, title, status, detail, ...additional },
    isProblem: true,
  };
}
