// One precompiled ajv validator per body schema: the yardstick's whole knowledge, and the generator's proof that its truth is true.
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import ajvFormats from 'ajv-formats';
import type { BenchOperation } from './contract.ts';
import { dateTimeLocal } from './formats.ts';
import { textOf } from './json.ts';
import type { JsonObject } from './json.ts';

export type Accepts = (value: unknown) => boolean;
export interface OperationOracle {
  readonly operation: BenchOperation;
  readonly request?: Accepts;
  readonly response?: Accepts;
}

const addFormats = ajvFormats.default;

/**
 * Compiles the bodies of each operation; `$ref`s are left to ajv, the document is one schema of it.
 * `skipsBroken`: schemas ajv refuses have no validator, instead of throwing.
 */
export function compileOracles(document: JsonObject, operations: readonly BenchOperation[], skipsBroken = false): OperationOracle[] {
  const options = { strict: false, allErrors: false, validateSchema: false, inlineRefs: false } as const;
  const ajv = textOf(document['openapi']).startsWith('3.0') ? new Ajv(options) : new Ajv2020(options);
  addFormats(ajv, { mode: 'full' });
  ajv.addFormat('date-time-local', dateTimeLocal);
  ajv.addSchema(document, 'contract');
  const compile = (pointer: string | undefined): Accepts | undefined => {
    if (pointer === undefined) return undefined;
    try {
      const validate = ajv.compile({ $ref: `contract#${encodeURI(pointer)}` });
      return (value) => validate(value) === true;
    } catch (error) {
      if (!skipsBroken) throw error;
      return undefined;
    }
  };
  return operations.map((operation) => {
    const request = compile(operation.request);
    const response = compile(operation.response);
    return { operation, ...(request ? { request } : {}), ...(response ? { response } : {}) };
  });
}

/** Finds the operation of a request by method and path segments; a plain scan, three operations do not need more. */
export function routeTo(oracles: readonly OperationOracle[], server: string): (method: string, url: string) => OperationOracle | undefined {
  const base = new URL(server).pathname.replace(/\/$/, '').length;
  const patterns = oracles.map((oracle) => {
    const source = oracle.operation.path.split('/').map((part) => (part.startsWith('{') ? '[^/]+' : RegExp.escape(part)));
    return { oracle, pattern: new RegExp(`^${source.join('/')}$`) };
  });
  return (method, url) => {
    const start = url.indexOf('/', url.indexOf('//') + 2) + base;
    const query = url.indexOf('?', start);
    const path = url.slice(start, query < 0 ? undefined : query);
    return patterns.find(({ oracle, pattern }) => oracle.operation.method === method && pattern.test(path))?.oracle;
  };
}
