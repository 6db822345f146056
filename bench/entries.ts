// Reads traffic as the yardstick does: NDJSON lines, or the entries of the bench's own pretty HAR, cut at their known borders.
import { closeSync, openSync, readSync } from 'node:fs';

const chunkSize = 1 << 20;
// How generate.ts indents: the text between two entries of its HAR.
const harSeparator = Buffer.from('\n      },\n      {\n');

/** HAR entry (HAR 1.2), as far as a validator looks at it. */
export interface HarEntry {
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: readonly HarField[];
    readonly postData?: { readonly mimeType: string; readonly text: string };
  };
  readonly response: {
    readonly status: number;
    readonly headers: readonly HarField[];
    readonly content: { readonly mimeType: string; readonly text?: string };
  };
}
export interface HarField {
  readonly name: string;
  readonly value: string;
}

/** The bodies' texts, one after the other. */
export const bodyTexts = (entry: HarEntry): string[] =>
  [entry.request.postData?.text, entry.response.content.text].filter((text) => text !== undefined);

export function* readEntries(file: string, limit = Infinity): Generator<HarEntry> {
  const pieces = file.endsWith('.har') ? readHarPieces(file) : cut(file, Buffer.from('\n'));
  let index = 0;
  for (const text of pieces) {
    if (index++ >= limit) return;
    yield JSON.parse(text) as HarEntry;
  }
}

function* readHarPieces(file: string): Generator<string> {
  let isFirst = true;
  for (const piece of cut(file, harSeparator)) {
    const start = isFirst ? piece.slice(piece.indexOf('"entries": [') + '"entries": ['.length) : `{${piece}`;
    isFirst = false;
    const end = start.lastIndexOf('\n    ]\n  }\n}');
    yield end < 0 ? `${start}}` : start.slice(0, end);
  }
}

function* cut(file: string, separator: Buffer): Generator<string> {
  const descriptor = openSync(file, 'r');
  let rest: Buffer = Buffer.alloc(0);
  try {
    for (;;) {
      const chunk = Buffer.allocUnsafe(chunkSize);
      const length = readSync(descriptor, chunk);
      if (length === 0) break;
      rest = rest.length === 0 ? chunk.subarray(0, length) : Buffer.concat([rest, chunk.subarray(0, length)]);
      let start = 0;
      for (let end = rest.indexOf(separator); end >= 0; end = rest.indexOf(separator, start)) {
        yield rest.toString('utf8', start, end);
        start = end + separator.length;
      }
      rest = rest.subarray(start);
    }
  } finally {
    closeSync(descriptor);
  }
  if (rest.length > 0) yield rest.toString('utf8');
}
