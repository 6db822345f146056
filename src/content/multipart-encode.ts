// Writes multipart/form-data (RFC 7578) by the Encoding Object (OpenAPI 3.1.1 §4.8.15.2): objects are JSON parts, arrays repeat their name.
import type { DecodeContext, Encoding } from '../model/content.ts';
import { flatten } from './form-encode.ts';

const crlf = '\r\n';

/** The boundary is that of the media type; without one a fixed one, which only content made for the purpose could contain. */
export const defaultBoundary = 'truce-7MA4YWxkTrZu0gW';

export function encodeMultipart(value: unknown, { mediaType, encoding }: DecodeContext): Uint8Array {
  const boundary = mediaType.parameters.get('boundary') ?? defaultBoundary;
  const chunks: Uint8Array[] = [];
  const members = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
  for (const [name, member] of members) {
    const how = encoding.get(name);
    for (const [own, item] of partsOf(name, member, how)) {
      if (item === undefined) continue;
      chunks.push(
        Buffer.from(`--${boundary}${crlf}${headOf(own, item, how?.contentType)}${crlf}${crlf}`),
        bytesOf(item),
        Buffer.from(crlf),
      );
    }
  }
  chunks.push(Buffer.from(`--${boundary}--${crlf}`));
  return Buffer.concat(chunks);
}

function partsOf(name: string, member: unknown, encoding: Encoding | undefined): (readonly [name: string, item: unknown])[] {
  if (encoding?.style === 'deepObject') return flatten(name, member);
  return Array.isArray(member) ? member.map((item: unknown) => [name, item]) : [[name, member]];
}

function headOf(name: string, item: unknown, declared: string | undefined): string {
  const quoted = name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  const isFile = item instanceof Uint8Array;
  const concrete = declared?.split(',')[0]?.trim();
  const type =
    concrete !== undefined && !concrete.includes('*')
      ? concrete
      : isFile
        ? 'application/octet-stream'
        : typeof item === 'object' && item !== null
          ? 'application/json'
          : undefined;
  const disposition = `Content-Disposition: form-data; name="${quoted}"${isFile ? '; filename="file"' : ''}`;
  return type === undefined ? disposition : `${disposition}${crlf}Content-Type: ${type}`;
}

function bytesOf(item: unknown): Uint8Array {
  if (item instanceof Uint8Array) return item;
  if (item === null) return Buffer.alloc(0);
  return Buffer.from(typeof item === 'object' ? JSON.stringify(item) : String(item));
}
