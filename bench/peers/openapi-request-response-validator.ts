// openapi-request-validator and openapi-response-validator, one instance per operation, formats handed to both.
import { listOperations } from '../contract.ts';
import type { BenchOperation } from '../contract.ts';
import { stringFormats } from '../formats.ts';
import { dereference, objectAt, textOf } from '../json.ts';
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
      const found = operationOf(operations, entry.request.method, target.path);
      const pair = found && validators.get(found.operation);
      if (!found || !pair) return true;
      const body: unknown = entry.request.postData && JSON.parse(entry.request.postData.text);
      const params = coerceParameters(found.operation, 'path', found.params);
      const query = coerceParameters(found.operation, 'query', target.query);
      const request = { headers: readHeaders(entry.request.headers), params, query, body };
      if (pair.request.validateRequest(request) !== undefined) return true;
      const { text } = entry.response.content;
      return pair.response.validateResponse(entry.response.status, text === undefined ? undefined : JSON.parse(text)) !== undefined;
    };
  },
};

// It expects parameters to have been coerced before, by a package of its own.
function coerceParameters(operation: BenchOperation, place: string, values: Record<string, string>): Record<string, unknown> {
  const coerced: Record<string, unknown> = { ...values };
  for (const parameter of operation.parameters) {
    const value = values[textOf(parameter['name'])];
    if (parameter['in'] !== place || value === undefined) continue;
    const { type } = objectAt(parameter, 'schema');
    if (type === 'integer') coerced[textOf(parameter['name'])] = Number(value);
    if (type === 'array') coerced[textOf(parameter['name'])] = value.split(',');
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
    customFormats: stringFormats,
  };
}
export default peer;
