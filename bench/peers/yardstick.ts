// The yardstick on the 3.0.3 twin: the (b) every ratio is taken against.
import type { Peer } from '../peer.ts';
import { startYardstick } from '../yardstick.ts';

const peer: Peer = { start: ({ twin, server }) => startYardstick(twin, server) };
export default peer;
