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
import { divideText } from './pact/long-lists.ts';

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

const lists = ['interactions', 'messages'] as const;

interface Reading {
  /** With the lists empty, where they could be divided. */
  readonly pact: Record<string, unknown>;
  /** Items of a list, parsed one by one. Throws a SyntaxError where one is damaged. */
  items(list: string): Iterable<unknown>;
  tellDamage(): void;
}

function parse(file: EvidenceFile, report: (problem: EvidenceProblem) => void): Reading | undefined {
  const original = file.text();
  const text = original.startsWith('\ufeff') ? original.slice(1) : original;
  const tellDamage = (): void => {
    const { offset, message } = diagnoseJson(text) ?? { offset: 0, message: 'the text is not JSON' };
    report({ message: `\`${file.uri}\` is not JSON: ${message}`, location: fixedPlace(file.source(), indexLines(text).at(offset)) });
  };
  const divided = divideText(text, lists);
  let pact: unknown;
  try {
    pact = JSON.parse(divided?.rest ?? text);
  } catch {
    tellDamage();
    return undefined;
  }
  if (!isRecord(pact)) {
    report({ message: `Expected a pact file to hold an object, got something else`, location: { source: file.source(), pointer: '' } });
    return undefined;
  }
  const whole = pact;
  return {
    pact,
    tellDamage,
    *items(list) {
      const own = whole[list];
      const spans = divided?.lists.get(list) ?? [];
      if (Array.isArray(own) && own.length > 0) yield* own;
      else for (const { start, end } of spans) yield JSON.parse(text.slice(start, end));
    },
  };
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
    const reading = parse(file, report);
    if (!reading) return;
    const { pact } = reading;
    const version = readVersion(pact);
    const source = file.source();
    const named = isRecord(pact['consumer']) ? pact['consumer']['name'] : undefined;
    const consumer = typeof named === 'string' && named !== '' ? plain(named, 80) : undefined;
    let index = 0;
    for (const list of lists) {
      if (pact[list] === undefined) continue;
      if (!Array.isArray(pact[list])) {
        report({ message: `Expected \`${list}\` to be an array`, location: { source, pointer: `/${list}` } });
        continue;
      }
      const items = reading.items(list)[Symbol.iterator]();
      for (let position = 0; ; position++) {
        let next: IteratorResult<unknown>;
        try {
          next = items.next();
        } catch {
          reading.tellDamage();
          return;
        }
        if (next.done) break;
        yield readInteraction(next.value, {
          version,
          evidence: file.uri,
          index: index++,
          location: { source, pointer: `/${list}/${position}` },
          ...(consumer !== undefined && { consumer }),
          isMessage: list === 'messages',
        });
      }
    }
  },
} satisfies EvidenceFormat;
