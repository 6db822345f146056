// @stoplight/prism-http: its router, validateInput and validateOutput, without the mock server around them.
import { loadPeer } from '../load-peer.ts';
import type { Peer } from '../peer.ts';
import { readHeaders } from '../target.ts';

type Either = { _tag: 'Left' | 'Right'; right: object };
interface Http {
  getHttpOperationsFromSpec(document: object): Promise<object[]>;
}
interface Validator {
  validateInput(input: { resource: object; element: object }): Either;
  validateOutput(output: { resource: object; element: object }): Either;
}
interface Router {
  default(input: { resources: object[]; input: object }): Either;
}

const peer: Peer = {
  start: async ({ twin, server }) => {
    const { getHttpOperationsFromSpec } = loadPeer<Http>('@stoplight/prism-http');
    const { validateInput, validateOutput } = loadPeer<Validator>('@stoplight/prism-http/dist/validator');
    const { default: route } = loadPeer<Router>('@stoplight/prism-http/dist/router');
    const resources = await getHttpOperationsFromSpec(twin);
    const { origin, pathname: base } = new URL(server);
    return (entry) => {
      const { pathname, searchParams } = new URL(entry.request.url);
      const url = { baseUrl: origin + base, path: pathname.slice(base.length), query: Object.fromEntries(searchParams) };
      const text = entry.request.postData?.text;
      const headers = { ...readHeaders(entry.request.headers), 'content-length': String(text?.length ?? 0) };
      const request = {
        method: entry.request.method.toLowerCase(),
        url,
        headers,
        body: text === undefined ? undefined : (JSON.parse(text) as unknown),
      };
      const found = route({ resources, input: request });
      if (found._tag === 'Left') return true;
      if (validateInput({ resource: found.right, element: request })._tag === 'Left') return true;
      const answer = entry.response.content.text;
      const response = {
        statusCode: entry.response.status,
        headers: readHeaders(entry.response.headers),
        body: answer === undefined ? undefined : (JSON.parse(answer) as unknown),
      };
      return validateOutput({ resource: found.right, element: response })._tag === 'Left';
    };
  },
};
export default peer;
