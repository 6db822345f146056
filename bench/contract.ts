// The contract the bench measures with: the SuperOffice document as JSON, its operations, and its 3.0.3 twin for the peers.
import { readFileSync } from 'node:fs';
import { parseDocument } from '../src/source/document.ts';
import { arrayOf, dereference, isObject, objectAt, textOf } from './json.ts';
import type { Json, JsonObject } from './json.ts';
import { makeTwin } from './twin.ts';

export interface BenchOperation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly JsonObject[];
  /** JSON Pointers of the two body schemas; absent where the operation has none in JSON. */
  readonly request?: string;
  readonly response?: string;
  readonly status: number;
}

export interface BenchContract {
  readonly document: JsonObject;
  readonly twin: JsonObject;
  /** Base of every request URL, its server variables filled in. */
  readonly server: string;
  readonly operations: readonly BenchOperation[];
}

const methods = ['get', 'put', 'post', 'patch', 'delete'];
const escapeToken = (token: string): string => token.replaceAll('~', '~0').replaceAll('/', '~1');

export function readContract(file: string): BenchContract {
  const text = readFileSync(file, 'utf8');
  const document = parseDocument(text, file).value as JsonObject;
  const server = fillServer(document);
  return { document, twin: makeTwin(document, server), server, operations: listOperations(document) };
}

function fillServer(document: JsonObject): string {
  const [first] = arrayOf(document['servers']);
  const variables = objectAt(first, 'variables');
  const url = isObject(first) ? textOf(first['url']) : '';
  const filled = url.replace(/\{(.*?)\}/g, (_, name: string) => String(objectAt(variables, name)['default'] ?? 'x')).replace(/\/$/, '');
  return filled.startsWith('http') ? filled : `https://crm.example${filled}`;
}

export function listOperations(document: JsonObject): BenchOperation[] {
  const found: BenchOperation[] = [];
  for (const [path, item] of Object.entries(objectAt(document, 'paths'))) {
    for (const method of methods) {
      const operation = isObject(item) ? item[method] : undefined;
      if (isObject(operation) && isObject(item)) found.push(readOperation(document, path, method, item, operation));
    }
  }
  return found;
}

function readOperation(document: JsonObject, path: string, method: string, item: JsonObject, operation: JsonObject): BenchOperation {
  const at = `/paths/${escapeToken(path)}/${method}`;
  const status = Object.keys(objectAt(operation, 'responses')).find((each) => each.startsWith('2')) ?? '200';
  const request = bodyPointer(document, operation['requestBody'], `${at}/requestBody`);
  const response = bodyPointer(document, objectAt(operation, 'responses')[status], `${at}/responses/${status}`);
  return {
    id: textOf(operation['operationId']) || `${method.toUpperCase()} ${path}`,
    method: method.toUpperCase(),
    path,
    parameters: [...arrayOf(item['parameters']), ...arrayOf(operation['parameters'])].map((each) => dereference(document, each)),
    ...(request === undefined ? {} : { request }),
    ...(response === undefined ? {} : { response }),
    status: /^\d+$/.test(status) ? Number(status) : 200,
  };
}

// A pointer into the document as written: where the body stands behind `$ref`, the reference is followed first.
function bodyPointer(document: JsonObject, body: Json | undefined, pointer: string): string | undefined {
  const reference = isObject(body) ? textOf(body['$ref']) : '';
  const media = objectAt(objectAt(dereference(document, body), 'content'), 'application/json');
  return 'schema' in media ? `${reference ? reference.slice(1) : pointer}/content/application~1json/schema` : undefined;
}
