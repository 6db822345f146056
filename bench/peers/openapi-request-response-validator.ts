// openapi-request-validator and openapi-response-validator, one instance per operation, formats handed to both.
import { listOperations } from '../contract.ts';
import type { BenchOperation } from '../contract.ts';
import { formatChecks } from '../formats.ts';
import { dereference, objectAt } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Peer } from '../peer.ts';
import { loadPeer } from '../load-peer.ts';
import { operationOf, readHeaders, readTarget } from '../target.ts';

interface RequestValidator {
  validateRequest(request: object): { errors: unknown[] } | undefined;
}
interface ResponseValidator {
  validateResponse(status: number, body: unknown): { errors?: unknown[] } | undefined;
}
type Make<T> = { default: new (options: object) => T };

const peer: Peer = {
  title: 'openapi-request+response-validator',
  packages: ['openapi-request-validator', 'openapi-response-validator'],
  start: ({ twin, server }) => {
    const { default: OpenAPIRequestValidator } = loadPeer<Make<RequestValidator>>('openapi-request-validator');
    const { default: OpenAPIResponseValidator } = loadPeer<Make<ResponseValidator>>('openapi-response-validator');
    const operations = listOperations(twin);
    const validators = new Map(
      operations.map((operation) => {
        const parts = partsOf(twin, operation);
        return [operation, { request: new OpenAPIRequestValidator(parts), response: new OpenAPIResponseValidator(parts) }];
      }),
    );
    return (entry) => {
      const target = readTarget(entry.request.url, server);
      const operation = operationOf(operations, entry.request.method, target.path);
      const pair = operation && validators.get(operation.operation);
      if (!operation || !pair) return true;
      const body: unknown = entry.request.postData && JSON.parse(entry.request.postData.text);
      const request = { headers: readHeaders(entry.request.headers), params: coerceParams(operation), query: target.query, body };
      if (pair.request.validateRequest(request) !== undefined) return true;
      const { text } = entry.response.content;
      return pair.response.validateResponse(entry.response.status, text === undefined ? undefined : JSON.parse(text)) !== undefined;
    };
  },
};

// It expects path parameters to have been coerced before, by a package of its own.
function coerceParams({ operation, params }: NonNullable<ReturnType<typeof operationOf>>): Record<string, unknown> {
  const coerced: Record<string, unknown> = { ...params };
  for (const { name, schema } of operation.parameters) {
    const key = String(name);
    if (key in params && objectAt({ schema: schema ?? null }, 'schema')['type'] === 'integer') coerced[key] = Number(params[key]);
  }
  return coerced;
}

function partsOf(twin: JsonObject, operation: BenchOperation): object {
  const found = objectAt(objectAt(objectAt(twin, 'paths'), operation.path), operation.method.toLowerCase());
  const responses: Record<string, Json> = {};
  for (const [status, response] of Object.entries(objectAt(found, 'responses'))) responses[status] = dereference(twin, response);
  return {
    parameters: operation.parameters,
    requestBody: dereference(twin, found['requestBody']),
    responses,
    components: twin['components'],
    componentSchemas: objectAt(objectAt(twin, 'components'), 'schemas'),
    customFormats: formatChecks,
  };
}
export default peer;
