// Cassettes of VCR.py, Ruby VCR, Betamax, php-vcr and go-vcr (YAML or JSON): what a test suite recorded of a real provider.
import { readEntry } from '../model/entry-reading.ts';
import type { EvidenceFormat } from '../model/evidence.ts';
import type { Exchange } from '../model/exchange.ts';
import { memberNames } from '../model/json-scan.ts';
import { isRecord } from '../model/json-value.ts';
import { child } from '../model/pointer.ts';
import { readInteraction } from './vcr/interaction.ts';

/** YAML in which the first item of a list is a request, as each of the recorders writes it. */
const yamlLists =
  /^(?:[ \t]*(?:#.*)?\n|---.*\n|%.*\n|(?:version|recorded_with|http_interactions|interactions):.*\n)*\s*-\s+(?:id: .*\n\s+)?(?:request|response|recorded_at):/;

export default {
  id: 'vcr',
  title: 'VCR cassette',
  claim: 'observed',
  source: 'recording',
  detect({ head: start }) {
    const head = start.replace(/^\ufeff/, '').replaceAll('\r\n', '\n');
    const first = /\S/.exec(head)?.[0];
    if (first === '{') {
      const names = memberNames(head);
      if (names.includes('http_interactions')) return 1;
      const isPact = names.includes('consumer') || names.includes('provider') || names.includes('metadata');
      return names.includes('interactions') && !isPact && (names.includes('version') || names.includes('recorded_with')) ? 1 : 0;
    }
    if (first === '[') {
      const item = head.slice(head.indexOf('[') + 1);
      const request = memberNames(item, 'request');
      return memberNames(item).includes('response') && request.includes('method') && (request.includes('url') || request.includes('uri'))
        ? 0.9
        : 0;
    }
    if (/^(?:http_)?interactions:\s*(?:#.*)?$/m.test(head) && /^(?:version|recorded_with|http_interactions):/m.test(head)) return 1;
    return yamlLists.test(head) && /^\s+(?:uri|url): ?/m.test(head) ? 1 : 0;
  },
  *read(file, report): Generator<Exchange> {
    const document = file.document();
    const { value, source, problem } = document;
    if (problem) report(problem);
    const names = isRecord(value) ? ['interactions', 'http_interactions'].filter((name) => value[name] !== undefined) : [''];
    if (value !== undefined && (names.length === 0 || (names[0] === '' && !Array.isArray(value))))
      report({ message: `\`${file.uri}\` holds no list of interactions`, location: { source, pointer: '' } });
    let index = 0;
    for (const name of names) {
      const list = isRecord(value) ? value[name] : value;
      const home = name === '' ? '' : child('', name);
      if (!Array.isArray(list)) {
        if (name !== '') report({ message: `Expected \`${name}\` to be a list`, location: { source, pointer: home } });
        continue;
      }
      for (const [position, interaction] of (list as unknown[]).entries()) {
        const location = { source, pointer: child(home, position) };
        if (document.isCut(location.pointer)) continue;
        yield readEntry({ evidence: file.uri, index, label: `interaction ${index}`, claim: 'observed', location }, () =>
          readInteraction(interaction, document, location),
        );
        index++;
      }
    }
  },
} satisfies EvidenceFormat;
