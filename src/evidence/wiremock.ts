// Stub mappings of WireMock (2 and 3): one in a file, or a list of them; what somebody says a provider answers.
import { needEntry, needRecord, readEntry } from '../model/entry-reading.ts';
import type { EvidenceFormat } from '../model/evidence.ts';
import type { Exchange } from '../model/exchange.ts';
import { memberNames } from '../model/json-scan.ts';
import { isRecord } from '../model/json-value.ts';
import { child } from '../model/pointer.ts';
import { quote } from '../model/show.ts';
import { readRequest } from './wiremock/request.ts';
import { readResponse } from './wiremock/response.ts';

const urlMembers = [
  'urlPattern',
  'urlPath',
  'urlPathPattern',
  'urlPathTemplate',
  'bodyPatterns',
  'queryParameters',
  'basicAuthCredentials',
];
const responseMembers = ['jsonBody', 'base64Body', 'bodyFileName', 'transformers', 'fault', 'proxyBaseUrl', 'fixedDelayMilliseconds'];
const stubMembers = ['priority', 'scenarioName', 'uuid', 'persistent', 'requiredScenarioState', 'newScenarioState', 'metadata'];

function certaintyOf(text: string): number {
  const names = memberNames(text);
  if (!names.includes('request') && !names.includes('response')) return 0;
  const request = memberNames(text, 'request');
  const response = memberNames(text, 'response');
  const isMarked =
    urlMembers.some((name) => request.includes(name)) ||
    responseMembers.some((name) => response.includes(name)) ||
    stubMembers.some((name) => names.includes(name));
  const isWhole = names.includes('request') && names.includes('response');
  if (isWhole && isMarked) return 0.95;
  const isPlain = request.includes('url') && response.includes('status') && !/"url"\s*:\s*"https?:/.test(text);
  return isPlain ? 0.5 : isMarked ? 0.4 : 0;
}

export default {
  id: 'wiremock',
  title: 'WireMock mappings',
  claim: 'example',
  source: 'sample',
  detect({ head: start }) {
    const head = start.replace(/^\ufeff/, '');
    if (memberNames(head).includes('mappings')) {
      const [, first] = /"mappings"\s*:\s*\[\s*(\{[^]*)$/.exec(head) ?? [];
      return first === undefined ? 0.6 : certaintyOf(first) > 0 ? 1 : 0.5;
    }
    return certaintyOf(head);
  },
  *read(file, report): Generator<Exchange> {
    const document = file.document();
    const { value, source, problem } = document;
    if (problem) report(problem);
    if (!isRecord(value)) return;
    const { mappings } = value;
    if (mappings !== undefined && !Array.isArray(mappings)) {
      report({ message: 'Expected `mappings` to be a list', location: { source, pointer: '/mappings' } });
      return;
    }
    for (const [index, mapping] of (mappings ?? [value]).entries()) {
      const location = { source, pointer: mappings ? child('/mappings', index) : '' };
      if (document.isCut(location.pointer)) continue;
      const name = isRecord(mapping) ? mapping['name'] : undefined;
      const label = typeof name === 'string' && name !== '' ? `stub ${quote(name, 120)}` : `stub ${index}`;
      yield readEntry({ evidence: file.uri, index, label, claim: 'example', location }, () => {
        const held = needEntry(mapping);
        const pattern = needRecord(held['request'], 'request');
        const { request, unmatched } = readRequest(pattern, document, { source, pointer: `${location.pointer}/request` });
        const response = readResponse(needRecord(held['response'], 'response'), document, file, {
          source,
          pointer: `${location.pointer}/response`,
        });
        return { request, response, ...(unmatched !== undefined && { unmatched }) };
      });
    }
  },
} satisfies EvidenceFormat;
