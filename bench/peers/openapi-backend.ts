// openapi-backend: its router and both validators, ajv-formats added (without that it prints "unknown format ignored").
import ajvFormats from 'ajv-formats';
import { dateTimeLocal } from '../formats.ts';
import { loadPeer } from '../load-peer.ts';
import type { Peer } from '../peer.ts';
import { readHeaders } from '../target.ts';

interface Ajv {
  addFormat(name: string, format: RegExp): unknown;
}
interface Result {
  valid?: boolean;
}
interface Backend {
  init(): Promise<unknown>;
  matchOperation(request: object): object | undefined;
  validator: {
    validateRequest(request: object, operation: object): Result;
    validateResponse(body: unknown, operation: object, status: number): Result;
  };
}

const peer: Peer = {
  start: async ({ twin, server }) => {
    const { OpenAPIBackend } = loadPeer<{ OpenAPIBackend: new (options: object) => Backend }>('openapi-backend');
    const addFormats = ajvFormats.default;
    const customizeAjv = (ajv: Ajv): Ajv => {
      addFormats(ajv as unknown as Parameters<typeof addFormats>[0]);
      ajv.addFormat('date-time-local', dateTimeLocal);
      return ajv;
    };
    const backend = new OpenAPIBackend({ definition: twin, apiRoot: new URL(server).pathname, customizeAjv, quick: true, validate: true });
    await backend.init();
    return (entry) => {
      const { pathname, search } = new URL(entry.request.url);
      const body: unknown = entry.request.postData && JSON.parse(entry.request.postData.text);
      const request = {
        method: entry.request.method,
        path: pathname,
        query: search.slice(1),
        headers: readHeaders(entry.request.headers),
        body,
      };
      const operation = backend.matchOperation(request);
      if (!operation || backend.validator.validateRequest(request, operation).valid !== true) return true;
      const { text } = entry.response.content;
      return text !== undefined && backend.validator.validateResponse(JSON.parse(text), operation, entry.response.status).valid !== true;
    };
  },
};
export default peer;
