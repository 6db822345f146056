// Postman collections (format 2.0 and 2.1): saved responses with the requests that got them, and requests without any.
import { readEntry, Unreadable } from '../model/entry-reading.ts';
import type { EvidenceFormat } from '../model/evidence.ts';
import type { Exchange } from '../model/exchange.ts';
import { memberNames } from '../model/json-scan.ts';
import { isRecord } from '../model/json-value.ts';
import { child } from '../model/pointer.ts';
import { list, plain, quote, show } from '../model/show.ts';
import { walkItems } from './postman/items.ts';
import { readRequest } from './postman/request.ts';
import { isReal, readResponse } from './postman/response.ts';

/** Names of placeholders told in a label, at most. */
const mostTold = 3;

function labelOf(names: readonly string[], response: unknown, missing: readonly string[]): string {
  const example = isRecord(response) && typeof response['name'] === 'string' ? ` → ${plain(response['name'], 60)}` : '';
  const unset =
    missing.length === 0
      ? ''
      : ` (${list(
          missing.map((name) => plain(name, 30)),
          mostTold,
        )} not set)`;
  return `request ${quote(`${names.map((name) => plain(name, 60)).join(' / ')}${example}`, 200)}${unset}`;
}

export default {
  id: 'postman',
  title: 'Postman collection (2.0, 2.1)',
  claim: 'observed',
  source: 'recording',
  detect({ head: start }) {
    const head = start.replace(/^\ufeff/, '');
    const names = memberNames(head);
    if (names.includes('collection'))
      return memberNames(head, 'collection').includes('info') && /"(item|schema|_postman_id)"/.test(head) ? 0.95 : 0;
    const info = memberNames(head, 'info');
    if (names.includes('info') && (info.includes('_postman_id') || (info.includes('schema') && /\/collection\/v2|postman/i.test(head))))
      return 1;
    if (names.includes('info') && names.includes('item')) return 0.9;
    return names.includes('item') && /"request"\s*:/.test(head) && /"(_postman_id|originalRequest|header)"\s*:/.test(head) ? 0.8 : 0;
  },
  *read(file, report): Generator<Exchange> {
    const document = file.document();
    const { value, source, problem } = document;
    if (problem) report(problem);
    const isWrapped = isRecord(value) && isRecord(value['collection']) && value['item'] === undefined;
    const collection = isWrapped ? value['collection'] : value;
    const home = isWrapped ? '/collection' : '';
    if (!isRecord(collection) || !Array.isArray(collection['item'])) {
      if (!problem)
        report({ message: 'Expected `item` to be a list of requests and folders', location: { source, pointer: `${home}/item` } });
      return;
    }
    let index = 0;
    for (const item of walkItems(collection, home)) {
      const responses = Array.isArray(item.responses) ? (item.responses as unknown[]) : [];
      for (const [position, response] of responses.length === 0 ? [[-1, undefined] as const] : responses.entries()) {
        const pointer = position < 0 ? item.pointer : child(`${item.pointer}/response`, position);
        if (document.isCut(pointer)) continue;
        const saved = isRecord(response) ? response : undefined;
        const isOwn = saved?.['originalRequest'] === undefined || saved['originalRequest'] === null;
        const location = { source, pointer };
        // Whoever writes an example by hand has no time it took, and no Date.
        const claim = saved && isReal(saved) ? 'observed' : 'example';
        const missing: string[] = [];
        const exchange = readEntry({ evidence: file.uri, index, label: labelOf(item.names, response, []), claim, location }, () => {
          if (!Array.isArray(item.responses)) throw new Unreadable(`has a \`response\` that is no list but ${show(item.responses)}`);
          const at = isOwn ? `${item.pointer}/request` : `${pointer}/originalRequest`;
          const request = readRequest(isOwn ? item.request : saved?.['originalRequest'], item, { source, pointer: at }, missing);
          return position < 0 ? { request } : { request, ...readResponse(response, location) };
        });
        yield missing.length === 0 ? exchange : { ...exchange, label: labelOf(item.names, response, missing) };
        index++;
      }
    }
  },
} satisfies EvidenceFormat;
