// HTTP exchanges as they go over the wire (RFC 9112), one after the other or parted by `###` as clients in editors write them.
import type { EvidenceFormat } from '../model/evidence.ts';
import type { Exchange } from '../model/exchange.ts';
import { readEntry } from '../model/entry-reading.ts';
import { quote } from '../model/show.ts';
import { cutBlocks, lineAt } from './http/blocks.ts';
import { isRequestLine, isStatusLine } from './http/lines.ts';
import { readBlock } from './http/message.ts';

export default {
  id: 'http',
  title: 'raw HTTP exchanges',
  claim: 'observed',
  source: 'recording',
  detect({ head: start, uri }) {
    const head = start.replace(/^\ufeff/, '').replaceAll('\r\n', '\n');
    const [block] = cutBlocks(head);
    const message = block?.request ?? block?.response;
    const first = message && lineAt(head, message.start);
    if (first === undefined || !(isRequestLine(first) || isStatusLine(first))) return 0;
    const isNamed = /\.(http|rest)$/i.test(uri);
    if (isStatusLine(first)) return 0.2;
    const isSeveral = /^HTTP\/\d(\.\d)? [1-9]\d\d\b/m.test(head) || /^###/m.test(head);
    const isPlain = /^\S+ +https?:\/\/|HTTP\/\d(\.\d)? *$/.test(first);
    if (isSeveral && (isPlain || isNamed)) return 0.9;
    // A single request may also be a sample, whose name says more.
    return isPlain || isNamed ? 0.25 : 0;
  },
  *read(file): Generator<Exchange> {
    const bytes = file.bytes();
    // One character for each byte, so that offsets in the text are offsets in the file.
    const text = bytes instanceof Buffer ? bytes.toString('latin1') : Buffer.from(bytes).toString('latin1');
    const slices = file.slices();
    const variables = new Map<string, string>();
    let index = 0;
    for (const block of cutBlocks(text, variables)) {
      const { request, response, name } = block;
      const start = request?.start ?? response?.start ?? 0;
      const end = response?.end ?? request?.end ?? start;
      const source = slices.slice({ syntax: 'text', prefix: '', offset: start, length: end - start });
      const location = { source, pointer: '' };
      const label = name === undefined ? `exchange ${index}` : `exchange ${index} ${quote(name, 80)}`;
      yield readEntry({ evidence: file.uri, index, label, claim: 'observed', location }, () =>
        readBlock(block, { text, bytes, slices, location, variables }),
      );
      index++;
    }
  },
} satisfies EvidenceFormat;
