// express-openapi-validator: its middlewares called one after the other with the least of an Express request and response, no server.
import { stringFormats } from '../formats.ts';
import { loadPeer } from '../load-peer.ts';
import type { Peer } from '../peer.ts';
import { readHeaders } from '../target.ts';

type Next = (error?: unknown) => void;
type Middleware = (request: object, response: FakeResponse, next: Next) => unknown;
interface FakeResponse {
  statusCode: number;
  json: (body: unknown) => unknown;
  getHeaders: () => object;
  getHeader: (name: string) => string | undefined;
  [key: string]: unknown;
}

const runMiddleware = (middleware: Middleware, request: object, response: FakeResponse, onLater: () => void): Promise<unknown> =>
  new Promise((resolve) => {
    let isDone = false;
    const next: Next = (error) => {
      if (isDone && error !== undefined) onLater();
      isDone = true;
      resolve(error);
    };
    try {
      middleware(request, response, next);
    } catch (error) {
      next(error);
    }
  });

const peer: Peer = {
  start: ({ twin, server }) => {
    const { middleware } = loadPeer<{ middleware: (options: object) => Middleware[] }>('express-openapi-validator');
    const formats = Object.fromEntries(Object.entries(stringFormats).map(([name, validate]) => [name, { type: 'string', validate }]));
    const validateRequests = { allowUnknownQueryParameters: true };
    const chain = middleware({
      apiSpec: twin,
      validateApiSpec: false,
      validateRequests,
      validateResponses: true,
      validateSecurity: false,
      fileUploader: false,
      formats,
      ajvFormats: { mode: 'full' },
    });
    const app = { param: () => undefined, enabled: () => false };
    const base = new URL(server).pathname;
    return async (entry) => {
      const { pathname, search, searchParams } = new URL(entry.request.url);
      const body: unknown = entry.request.postData && JSON.parse(entry.request.postData.text);
      const headers = readHeaders(entry.request.headers);
      const get = (name: string): string | undefined => headers[name.toLowerCase()];
      const request = {
        app,
        method: entry.request.method,
        originalUrl: pathname + search,
        url: pathname + search,
        path: pathname,
        baseUrl: '',
        query: Object.fromEntries(searchParams),
        params: {},
        headers,
        cookies: {},
        body,
        get,
        header: get,
        base,
      };
      const response: FakeResponse = {
        statusCode: entry.response.status,
        json: () => response,
        getHeaders: () => ({}),
        getHeader: (name) => (name.toLowerCase() === 'content-type' ? entry.response.content.mimeType : undefined),
      };
      let isRejected = false;
      for (const each of chain) {
        const error = await runMiddleware(each, request, response, () => (isRejected = true));
        if (error !== undefined) return true;
      }
      const { text } = entry.response.content;
      if (text === undefined) return false;
      response.json(JSON.parse(text));
      // What is wrong with a body the response middleware tells through the last `next` it was given.
      return isRejected;
    };
  },
};
export default peer;
