// The place of a message that exists only on the wire: it has a name and no lines.
import type { Source } from '../model/location.ts';

export const wireSource = (uri: string): Source => ({ uri, syntax: 'binary', position: () => ({ line: 1, column: 1 }), lines: () => [] });
