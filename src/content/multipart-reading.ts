// The parts of a multipart body as one object (OpenAPI 3.1.1 §4.8.15.2, RFC 7578 §4): text, JSON and XML are values, file parts are not validated beyond presence.
import type { DecodeContext, DecodeNote, Encoding, RawContent } from '../model/content.ts';
import { covers, parseMediaType } from '../model/media-type.ts';
import type { MediaType } from '../model/media-type.ts';
import { pointerOf } from '../model/pointer.ts';
import type { Pointer } from '../model/pointer.ts';
import type { Shape } from '../model/shape.ts';
import { plain } from '../model/show.ts';
import { parseDisposition } from './disposition.ts';
import { growTree } from './form-tree.ts';
import { FormReader } from './form-value.ts';
import type { Path } from './form-value.ts';
import { readJsonOr } from './json-part.ts';
import { kindsOf } from './kinds.ts';
import type { Part } from './multipart-split.ts';
import { jsonLexical, readScalar } from './scalar.ts';
import xml from './xml.ts';

const maximumNotes = 100;

interface NamedPart extends Part {
  readonly name: string;
  readonly isFile: boolean;
  readonly mediaType: MediaType | undefined;
}

export class MultipartReading {
  readonly notes: DecodeNote[] = [];
  readonly skip: Pointer[] = [];
  readonly #context: DecodeContext;
  readonly #isText: boolean;

  constructor(content: RawContent, context: DecodeContext) {
    this.#context = context;
    this.#isText = content.text !== undefined;
  }

  note(kind: DecodeNote['kind'], severity: DecodeNote['severity'], message: string, path: Path = []): void {
    this.#add({ kind, severity, message, pointer: pointerOf(...path) });
  }

  #add(note: DecodeNote): void {
    // A part that cannot be read is one question; what its schema says of the raw text is none.
    if (note.kind === 'not-well-formed' && note.pointer !== '') this.skip.push(note.pointer);
    if (this.notes.length < maximumNotes) this.notes.push(note);
  }

  value(parts: readonly Part[]): Record<string, unknown> {
    const { shape, encoding } = this.#context;
    const named: (readonly [string, NamedPart])[] = [];
    for (const [index, part] of parts.entries()) {
      const own = this.#name(part, index + 1);
      if (own) named.push([own.name, own]);
    }
    const reader = new FormReader<NamedPart>(
      {
        textOf: (part) => (part.isFile ? '' : part.body),
        spread: () => undefined,
        read: (part, described, how, path) => this.#read(part, described, how, path),
      },
      (added) => this.#add(added),
    );
    return reader.object(growTree(named, shape), shape, (name) => encoding.get(name), []);
  }

  #name(part: Part, number: number): NamedPart | undefined {
    const { name, filename } = parseDisposition(this.#decode(part.fields.get('content-disposition') ?? '', []));
    const type = part.fields.get('content-type');
    if (name === undefined) {
      this.note('not-well-formed', 'error', `Expected part ${number} to have a name in its Content-Disposition, got none`);
      return undefined;
    }
    const mediaType = type === undefined ? undefined : parseMediaType(type);
    const isReadable =
      mediaType === undefined ||
      mediaType.type === 'text' ||
      isJson(mediaType) ||
      isXml(mediaType) ||
      mediaType.essence === 'application/x-www-form-urlencoded';
    return { ...part, name, isFile: filename !== undefined || !isReadable, mediaType };
  }

  #read(part: NamedPart, shape: Shape | undefined, encoding: Encoding | undefined, path: Path): unknown {
    const kinds = shape && kindsOf(shape);
    this.#checkType(part, encoding, path);
    const isStructured = kinds !== undefined && (kinds.object || kinds.array) && !kinds.string;
    // A JSON file is a document where the schema describes its members, and a file where it does not.
    if (part.isFile && !(isStructured && part.mediaType && (isJson(part.mediaType) || isXml(part.mediaType)))) {
      this.skip.push(pointerOf(...path));
      return part.body;
    }
    const text = this.#decode(part.body, path);
    const wanted = parseMediaType(encoding?.contentType ?? '');
    const type = part.mediaType ?? wanted;
    if (shape && type && isXml(type) && isStructured) return this.#readXml(text, type, shape, path);
    const looksLikeJson = isStructured && ((kinds.object && text.startsWith('{')) || (kinds.array && text.startsWith('[')));
    if ((type && isJson(type)) || looksLikeJson) return readJsonOr(text, path, (added) => this.#add(added));
    if (!kinds) return text;
    if (text === '' && kinds.nullable && !kinds.string) return null;
    return readScalar(text, kinds, jsonLexical, (digits) =>
      this.#add({
        kind: 'lossy-number',
        severity: 'warning',
        message: `The number ${plain(digits, 60)} has more digits than a double holds`,
        pointer: pointerOf(...path),
        digits,
      }),
    );
  }

  #readXml(text: string, mediaType: MediaType, shape: Shape, path: Path): unknown {
    const decoded = xml.decode({ text }, { mediaType, shape, encoding: new Map() });
    if (decoded.kind !== 'value') {
      const problem = decoded.kind === 'malformed' ? decoded.message : decoded.reason;
      this.note('not-well-formed', 'error', `Expected \`${plain(path.join('.'), 60)}\` to be readable as XML: ${problem}`, path);
      return text;
    }
    for (const inner of decoded.notes) this.#add({ ...inner, pointer: pointerOf(...path) + inner.pointer });
    return decoded.value;
  }

  #checkType({ mediaType, isFile }: NamedPart, encoding: Encoding | undefined, path: Path): void {
    const wanted = encoding?.contentType?.split(',').map((range) => range.trim());
    if (!wanted || (mediaType === undefined && !isFile)) return;
    const seen = mediaType ?? parseMediaType('application/octet-stream');
    const isCovered = wanted.some((range) => {
      const parsed = parseMediaType(range);
      return parsed !== undefined && seen !== undefined && covers(parsed, seen) > 0;
    });
    if (!isCovered)
      this.note(
        'unexpected-type',
        'error',
        `Expected the part \`${plain(String(path[0]), 60)}\` to be ${wanted.map((range) => `\`${range}\``).join(' or ')}, got ${mediaType ? `\`${mediaType.essence}\`` : 'no Content-Type'}`,
        path,
      );
  }

  /** Parts are UTF-8 unless they say otherwise (RFC 7578 §5.1.2); text evidence is decoded already. */
  #decode(raw: string, path: Path): string {
    if (this.#isText || !/[\u0080-\u00FF]/.test(raw)) return raw;
    const bytes = Buffer.from(raw, 'latin1');
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      this.note('invalid-encoding', 'error', 'The part is not valid UTF-8', path);
      return bytes.toString('utf8');
    }
  }
}

const isJson = ({ subtype, suffix }: MediaType): boolean => subtype === 'json' || suffix === 'json';
const isXml = ({ subtype, suffix }: MediaType): boolean => subtype === 'xml' || suffix === 'xml';
