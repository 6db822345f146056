// @pactflow/openapi-pact-comparator: the same traffic as one pact file; it ignores `required` in responses, by pact semantics.
import { loadPeer } from '../load-peer.ts';
import { makePact } from '../pact.ts';
import type { Peer } from '../peer.ts';

interface Found {
  type?: string;
  mockDetails?: { interactionDescription?: string };
}
interface Comparator {
  compare(pact: object): AsyncIterable<Found>;
}

const peer: Peer = {
  start: () => () => false,
  judgeAll: async ({ twin, server }, entries) => {
    const { Comparator } = loadPeer<{ Comparator: new (document: object) => Comparator }>('@pactflow/openapi-pact-comparator');
    const flagged = new Set<number>();
    for await (const found of new Comparator({ oas: { ...twin, servers: [{ url: '/' }] } }).compare(makePact(entries, server))) {
      const description = found.mockDetails?.interactionDescription;
      if (found.type === 'error' && description !== undefined) flagged.add(Number(description));
    }
    return [...flagged];
  },
};
export default peer;
