// Every other body: bytes, whose presence is all a schema can be held to (OpenAPI 3.1.1, Considerations for File Uploads).
import type { ContentFormat } from '../model/content.ts';
import { kindsOf } from './kinds.ts';

const format: ContentFormat = {
  id: 'binary',
  yields: 'bytes',
  matches: () => true,
  decode(content, { mediaType, shape }) {
    const kinds = shape && kindsOf(shape);
    if (kinds && (kinds.object || kinds.array)) {
      return { kind: 'unchecked', reason: `No reader makes an ${kinds.object ? 'object' : 'array'} of \`${mediaType.essence}\`` };
    }
    const value = content.text ?? Buffer.from(content.bytes.buffer, content.bytes.byteOffset, content.bytes.byteLength).toString('latin1');
    return { kind: 'value', value, notes: [], skip: [''] };
  },
  encode: (value) =>
    value instanceof Uint8Array ? value : Buffer.from(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''), 'latin1'),
};
export default format;
