// The content codings (RFC 9110 §8.4.1) of clients that hand a body over as it travelled.
import { constants } from 'node:buffer';
import { undoCodings } from '../model/content-coding.ts';
import { type Field, fieldValues } from '../model/exchange.ts';
import { plain } from '../model/show.ts';
import type { Body } from './client.ts';

/** The body without its codings; `unknown` with the reason when one is not known or broken. */
export function unpack(bytes: Uint8Array, fields: readonly Field[]): Body {
  if (bytes.length === 0) return { kind: 'none' };
  const undone = undoCodings(bytes, fieldValues(fields, 'content-encoding').join(), constants.MAX_LENGTH);
  if (undone.kind === 'bytes') return undone;
  if (undone.kind === 'unknown') return { kind: 'unknown', reason: `its Content-Encoding \`${plain(undone.coding, 40)}\` is not known` };
  const why = undone.kind === 'broken' ? plain(undone.message) : 'it is too large';
  return { kind: 'unknown', reason: `it cannot be read as \`${undone.coding}\`: ${why}` };
}
