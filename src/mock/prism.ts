// The only importer of Prism: negotiation, examples, generation and problem documents of prism-http 5.16, one operation at a time.
import { createInstance, getHttpOperationsFromSpec, type IHttpConfig, type IHttpRequest } from '@stoplight/prism-http';
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

/** Reads the contract's document once more, the way Prism wants it. Callbacks are dropped: a mock must not call addresses out of requests. */
export async function createEngine(contract: LoadedContract): Promise<Engine> {
  const operations = new Map<string, Operations[number]>();
  for (const operation of await getHttpOperationsFromSpec(contract.path)) {
    const { callbacks: _, ...rest } = operation as Operations[number] & { callbacks?: unknown };
    operations.set(`${operation.method.toUpperCase()} ${operation.path}`, rest as Operations[number]);
  }
  return { answer: (request) => answer(operations, request) };
}

async function answer(operations: ReadonlyMap<string, Operations[number]>, request: EngineRequest): Promise<EngineAnswer> {
  const operation = operations.get(`${request.method} ${request.path}`);
  if (!operation) throw new Error(`Prism does not know ${request.method} ${request.path}`);
  const diagnostics = request.refusals.map(({ code, message, path }) => ({ code, message, path: [...path], severity: 0 }));
  const instance = createInstance(configFor(request), {
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
  return { status: statusCode, fields: Object.entries(headers).map(([name, value]) => [name, String(value)]), body };
}

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
  return { status, fields: [['Content-Type', 'application/problem+json']], body: { type, title, status, detail, ...additional } };
}
