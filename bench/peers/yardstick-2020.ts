// The yardstick on the 3.1 document itself, with ajv's 2020-12 dialect.
import type { Peer } from '../peer.ts';
import { startYardstick } from '../yardstick.ts';

const peer: Peer = {
  start: ({ document, server }) => startYardstick(document, server),
};
export default peer;
