// XML bodies (XML 1.0, RFC 7303) read and written by the XML Object of the contract (OpenAPI 3.1.1).
import { textOf } from '../model/content.ts';
import type { ContentFormat, RawContent } from '../model/content.ts';
import type { MediaType } from '../model/media-type.ts';
import { decodeElement } from './xml-decode.ts';
import { encodeXml } from './xml-encode.ts';
import { locateXml } from './xml-locate.ts';
import { secretsOfXml } from './xml-secrets.ts';
import { parseXml } from './xml-tree.ts';

const format: ContentFormat = {
  id: 'xml',
  yields: 'value',
  addressing: 'xml',
  matches: ({ subtype, suffix }) => subtype === 'xml' || suffix === 'xml',
  decode(content, { mediaType, shape }) {
    const { text, notes } = textOf(content, withCharset(content, mediaType));
    const reading = parseXml(text);
    if (reading.kind !== 'tree') return reading;
    const { value, notes: found } = decodeElement(reading.root, shape);
    return { kind: 'value', value, notes: notes.length > 0 ? [...notes, ...found] : found };
  },
  locate: (text, pointer, at, { shape }) => locateXml(text, pointer, at, shape),
  secrets: (text, { shape }, isSecret) => secretsOfXml(text, shape, isSecret),
  encode: (value, { shape }) => encodeXml(value, shape),
};
export default format;

/** RFC 7303 §3: a byte order mark decides, then the charset parameter, then the XML declaration. */
function withCharset({ bytes }: RawContent, mediaType: MediaType): MediaType {
  if (!bytes) return mediaType;
  const charset = markedCharset(bytes) ?? (mediaType.parameters.has('charset') ? undefined : declaredCharset(bytes));
  return charset === undefined ? mediaType : { ...mediaType, parameters: new Map([...mediaType.parameters, ['charset', charset]]) };
}

function markedCharset([first, second]: Uint8Array): string | undefined {
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return first === 0xff && second === 0xfe ? 'utf-16le' : undefined;
}

function declaredCharset(bytes: Uint8Array): string | undefined {
  const head = String.fromCharCode(...bytes.subarray(0, 120));
  const declared = /^(?:\u00EF\u00BB\u00BF)?<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z][\w.-]*)["']/.exec(head)?.[1];
  // A declaration that can be read byte by byte is not UTF-16, whatever it says.
  return declared === undefined || /^(?:utf|ucs)-?(?:16|32|2|4)/i.test(declared) ? undefined : declared;
}
