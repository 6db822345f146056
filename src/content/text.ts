// Text bodies (RFC 2046 §4.1): the value is the text itself, a scalar where the shape leaves no other choice.
import { textOf } from '../model/content.ts';
import type { ContentFormat, IsSecret, SecretLeaf } from '../model/content.ts';
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
  secrets(text, { shape }, isSecret) {
    const write = (value: string): string => value;
    if (!shape) return [...pairsOf(text, isSecret)];
    return isSecret(undefined, shape) && text !== ''
      ? [{ start: 0, end: text.length, name: undefined, shape, kind: 'string', value: text, write }]
      : [];
  },
  encode: (value) => (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')),
};
export default format;

const pair = /(?<![\w.-])([\w.-]{1,80})(["']?\s*[:=]\s*)("(?:[^"\\]|\\.)*"?|'[^']*'?|[^\s,;&<>{}[\]"']+)/g;

/** In text of which nobody says more, what looks like `name=value`, `name: value` or a member of JSON. */
function* pairsOf(text: string, isSecret: IsSecret): Generator<SecretLeaf> {
  for (const { index, 1: name = '', 2: between = '', 3: raw = '' } of text.matchAll(pair)) {
    if (!isSecret(name, undefined)) continue;
    const quote = /^["']/.exec(raw)?.[0] ?? '';
    const value = raw.slice(quote.length, quote !== '' && raw.length > 1 && raw.endsWith(quote) ? -1 : undefined);
    const start = index + name.length + between.length + quote.length;
    if (value !== '') yield { start, end: start + value.length, name, shape: undefined, kind: 'string', value, write: (other) => other };
  }
}
