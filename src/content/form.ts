// application/x-www-form-urlencoded (URL Standard §5.1) read by shape and Encoding Object (OpenAPI 3.1.1 §4.8.15).
import { textOf } from '../model/content.ts';
import type { ContentFormat, DecodeNote, Encoding } from '../model/content.ts';
import { parseMediaType } from '../model/media-type.ts';
import { pointerOf, type Pointer } from '../model/pointer.ts';
import type { Shape } from '../model/shape.ts';
import { plain } from '../model/show.ts';
import { encodeForm } from './form-encode.ts';
import { decodePercent } from './form-percent.ts';
import { locateNamed } from './form-locate.ts';
import { secretsOfNamed } from './form-secrets.ts';
import { growTree, tokensOfName } from './form-tree.ts';
import { FormReader } from './form-value.ts';
import type { Path } from './form-value.ts';
import { readJsonOr } from './json-part.ts';
import { kindsOf } from './kinds.ts';
import { jsonLexical, readScalar } from './scalar.ts';

const maximumNotes = 100;

const format: ContentFormat = {
  id: 'form',
  yields: 'members',
  matches: ({ essence }) => essence === 'application/x-www-form-urlencoded',
  decode(content, { mediaType, shape, encoding }) {
    const { text, notes } = textOf(content, mediaType);
    const skip: Pointer[] = [];
    const note = (added: DecodeNote): void => {
      // A field that cannot be read is one question; what its schema says of the raw text is none.
      if (added.kind === 'not-well-formed') skip.push(added.pointer);
      if (notes.length < maximumNotes) notes.push(added);
    };
    const decode = (raw: string, path: Path): string => {
      const { text: decoded, problem } = decodePercent(raw);
      if (problem)
        note({
          kind: 'invalid-encoding',
          severity: problem === 'escape' ? 'warning' : 'error',
          message: messages[problem](raw),
          pointer: pointerOf(...path),
        });
      return decoded;
    };
    const reader = new FormReader<string>(
      {
        textOf: (raw) => decodePercent(raw).text,
        spread: (raw, described, how) => spread(raw, described, how),
        read: (raw, described, how, path) => readText(decode(raw, path), described, how, path, note),
      },
      note,
    );
    const pairs = [...pairsOf(text, (raw) => decode(raw, []))].map(([name, value]) => [name, value] as const);
    const tree = growTree(pairs, shape);
    return { kind: 'value', value: reader.object(tree, shape, (name) => encoding.get(name), []), notes, ...(skip.length > 0 && { skip }) };
  },
  locate(text, pointer, at, { shape }) {
    const spans = [...pairsOf(text, (raw) => decodePercent(raw).text)].map(([name, value, start]) => {
      const end = text.indexOf('&', start) < 0 ? text.length : text.indexOf('&', start);
      return {
        tokens: tokensOfName(name, shape),
        span: at === 'key' ? { start, end: end - value.length } : { start: end - value.length, end },
      };
    });
    return locateNamed(spans, pointer);
  },
  secrets(text, { shape }, isSecret) {
    const parts = [...pairsOf(text, (raw) => decodePercent(raw).text)].map(([name, value, start]) => {
      const next = text.indexOf('&', start);
      const end = next < 0 ? text.length : next;
      return { name, start: end - value.length, end, value: decodePercent(value).text };
    });
    return secretsOfNamed(parts, shape, isSecret, encodeURIComponent);
  },
  encode: (value, context) => encodeForm(value, context),
};
export default format;

const messages = {
  escape: (raw: string): string => `Expected two hexadecimal digits after each \`%\`, got \`${plain(raw, 60)}\``,
  utf8: (): string => 'The percent-encoded bytes are not valid UTF-8',
};

/** Names decoded, values raw: what separates the items of an array must be found before the escapes are gone. */
function* pairsOf(text: string, decode: (raw: string) => string): Generator<readonly [name: string, value: string, start: number]> {
  for (let start = 0; start < text.length;) {
    let end = text.indexOf('&', start);
    if (end < 0) end = text.length;
    if (end > start) {
      const pair = text.slice(start, end);
      const equals = pair.indexOf('=');
      yield equals < 0 ? [decode(pair), '', start] : [decode(pair.slice(0, equals)), pair.slice(equals + 1), start];
    }
    start = end + 1;
  }
}

const separators: Readonly<Record<string, RegExp>> = { form: /,/, spaceDelimited: /%20|\+/, pipeDelimited: /\||%7c/i };

function spread(raw: string, shape: Shape, encoding: Encoding | undefined): string[] | undefined {
  const style = encoding?.style ?? (encoding?.explode === undefined ? undefined : 'form');
  const explode = encoding?.explode ?? style === 'form';
  if (style === undefined || explode) return undefined;
  const separator = separators[style];
  if (!separator) return undefined;
  return raw === '' && kindsOf(shape).array ? [] : raw.split(separator);
}

function readText(
  text: string,
  shape: Shape | undefined,
  encoding: Encoding | undefined,
  path: Path,
  note: (note: DecodeNote) => void,
): unknown {
  const kinds = shape && kindsOf(shape);
  const declared =
    encoding?.style === undefined && encoding?.explode === undefined ? parseMediaType(encoding?.contentType ?? '') : undefined;
  const isJson = declared?.subtype === 'json' || declared?.suffix === 'json';
  const looksLikeJson =
    kinds !== undefined && !kinds.string && ((kinds.object && text.startsWith('{')) || (kinds.array && text.startsWith('[')));
  if (isJson || looksLikeJson) return readJsonOr(text, path, note);
  if (!kinds) return text;
  if (text === '' && kinds.nullable && !kinds.string) return null;
  return readScalar(text, kinds, jsonLexical, (digits) =>
    note({
      kind: 'lossy-number',
      severity: 'warning',
      message: `The number ${plain(digits, 60)} has more digits than a double holds`,
      pointer: pointerOf(...path),
      digits,
    }),
  );
}
