// Traffic as a pact file (Pact specification 2), for peers that compare pacts with documents.
import type { HarEntry } from './entries.ts';
import { readHeaders, readTarget } from './target.ts';

/** One interaction per entry; its description is the index, paths are relative to the server. */
export function makePact(entries: readonly HarEntry[], server: string): object {
  const interactions = entries.map(({ request, response }, index) => {
    const { path, query } = readTarget(request.url, server);
    const search = new URLSearchParams(query).toString();
    const body: unknown = request.postData && JSON.parse(request.postData.text);
    const text = response.content.text;
    return {
      description: String(index),
      request: { method: request.method, path, ...(search ? { query: search } : {}), headers: readHeaders(request.headers), body },
      response: {
        status: response.status,
        headers: readHeaders(response.headers),
        ...(text === undefined ? {} : { body: JSON.parse(text) as unknown }),
      },
    };
  });
  return { consumer: { name: 'bench' }, provider: { name: 'crm' }, interactions, metadata: { pactSpecification: { version: '2.0.0' } } };
}
