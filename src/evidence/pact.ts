// Pact files, specification versions 1 to 4: what a consumer relies on, with the matching rules that say how much of it may vary.
import type { EvidenceFile, EvidenceFormat } from '../model/evidence.ts';
import type { EvidenceProblem, Exchange } from '../model/exchange.ts';
import { fixedPlace } from '../model/fixed-place.ts';
import { memberNames } from '../model/json-scan.ts';
import { diagnoseJson } from '../model/json-text.ts';
import { isRecord } from '../model/json-value.ts';
import { indexLines } from '../model/line-index.ts';
import { plain } from '../model/show.ts';
import { readInteraction } from './pact/interaction.ts';

/** The major version of the specification a file names; 2 when it names none, as the tools of that time did not. */
function readVersion(pact: Record<string, unknown>): number {
  const metadata = isRecord(pact['metadata']) ? pact['metadata'] : {};
  for (const key of ['pactSpecification', 'pact-specification', 'pactSpecificationVersion']) {
    const entry = metadata[key];
    const major = Number.parseInt(String(isRecord(entry) ? entry['version'] : entry), 10);
    if (major >= 1 && major <= 4) return major;
  }
  return 2;
}

function parse(file: EvidenceFile, report: (problem: EvidenceProblem) => void): Record<string, unknown> | undefined {
  const original = file.text();
  const text = original.startsWith('\ufeff') ? original.slice(1) : original;
  let pact: unknown;
  try {
    pact = JSON.parse(text);
  } catch {
    const { offset, message } = diagnoseJson(text) ?? { offset: 0, message: 'the text is not JSON' };
    report({ message: `\`${file.uri}\` is not JSON: ${message}`, location: fixedPlace(file.source(), indexLines(text).at(offset)) });
    return undefined;
  }
  if (isRecord(pact)) return pact;
  report({ message: `Expected a pact file to hold an object, got something else`, location: { source: file.source(), pointer: '' } });
  return undefined;
}

export default {
  id: 'pact',
  title: 'pact (specification 1 to 4)',
  claim: 'expected',
  unconvertible: 'a pact says what a consumer expects, not what happened',
  source: 'pact',
  detect({ head }) {
    const names = memberNames(head);
    const parties = Number(names.includes('consumer')) + Number(names.includes('provider'));
    if (names.includes('interactions') || names.includes('messages')) return parties > 0 || names.includes('metadata') ? 1 : 0.5;
    return parties === 2 ? 0.7 : 0;
  },
  *read(file, report): Generator<Exchange> {
    const pact = parse(file, report);
    if (!pact) return;
    const version = readVersion(pact);
    const source = file.source();
    const named = isRecord(pact['consumer']) ? pact['consumer']['name'] : undefined;
    const consumer = typeof named === 'string' && named !== '' ? plain(named, 80) : undefined;
    let index = 0;
    for (const list of ['interactions', 'messages'] as const) {
      const interactions = pact[list];
      if (interactions === undefined) continue;
      if (!Array.isArray(interactions)) {
        report({ message: `Expected \`${list}\` to be an array`, location: { source, pointer: `/${list}` } });
        continue;
      }
      for (const [position, interaction] of (interactions as unknown[]).entries()) {
        const location = { source, pointer: `/${list}/${position}` };
        // Nobody comes back to it: of a large pact only what is still to come is kept.
        interactions[position] = undefined;
        yield readInteraction(interaction, {
          version,
          evidence: file.uri,
          index: index++,
          location,
          ...(consumer !== undefined && { consumer }),
          isMessage: list === 'messages',
        });
      }
    }
  },
} satisfies EvidenceFormat;
