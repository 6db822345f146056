// Text bodies (RFC 2046 §4.1): the value is the text itself, a scalar where the shape leaves no other choice.
import { textOf } from '../model/content.ts';
import type { ContentFormat } from '../model/content.ts';
import { kindsOf } from './kinds.ts';
import { jsonLexical, readScalar } from './scalar.ts';

const format: ContentFormat = {
  id: 'text',
  yields: 'scalar',
  matches: ({ type }) => type === 'text',
  decode(content, { mediaType, shape }) {
    const { text, notes } = textOf(content, mediaType);
    if (!shape) return { kind: 'value', value: text, notes };
    const kinds = kindsOf(shape);
    if ((kinds.object || kinds.array) && !kinds.string) {
      return { kind: 'unchecked', reason: `No reader makes an ${kinds.object ? 'object' : 'array'} of \`${mediaType.essence}\`` };
    }
    const value = readScalar(text, kinds, jsonLexical, (digits) =>
      notes.push({
        kind: 'lossy-number',
        severity: 'warning',
        message: `The number ${digits.slice(0, 60)} has more digits than a double holds`,
        pointer: '',
        digits,
      }),
    );
    return { kind: 'value', value, notes };
  },
  locate: (text, pointer) => (pointer === '' ? { start: 0, end: text.length } : undefined),
  encode: (value) => (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')),
};
export default format;
