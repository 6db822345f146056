// Pact files, specification versions 1 to 4: what a consumer relies on, with the matching rules that say how much of it may vary.
import type { EvidenceFile, EvidenceFormat } from '../model/evidence.ts';
import type { EvidenceProblem, Exchange } from '../model/exchange.ts';
import { fixedPlace } from '../model/fixed-place.ts';
import { memberNames } from '../model/json-scan.ts';
import { diagnoseJson } from '../model/json-text.ts';
import { isRecord } from '../model/json-value.ts';
import { indexLines } from '../model/line-index.ts';
import type { Source } from '../model/location.ts';
import { plain } from '../model/show.ts';
import { readInteraction } from './pact/interaction.ts';
import { divideFile, readSpans, type Span } from './pact/long-lists.ts';

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

interface Item {
  readonly value: unknown;
  readonly source: Source;
}

interface Reading {
  /** With the lists empty, where they could be divided. */
  readonly pact: Record<string, unknown>;
  /** Items of a list, parsed one by one. Throws a SyntaxError where one is damaged. */
  items(list: string): Iterable<Item>;
}

/** Says where the file is no JSON; only then it is read whole. */
function tellDamage(file: EvidenceFile, report: (problem: EvidenceProblem) => void): void {
  const original = file.text();
  const text = original.startsWith('\ufeff') ? original.slice(1) : original;
  const { offset, message } = diagnoseJson(text) ?? { offset: 0, message: 'the text is not JSON' };
  report({ message: `\`${file.uri}\` is not JSON: ${message}`, location: fixedPlace(file.source(), indexLines(text).at(offset)) });
}

function parse(file: EvidenceFile, report: (problem: EvidenceProblem) => void): Reading | undefined {
  const divided = divideFile(file, lists);
  let pact: unknown;
  try {
    pact = JSON.parse(divided?.rest ?? file.text().replace(/^\ufeff/, ''));
  } catch {
    tellDamage(file, report);
    return undefined;
  }
  if (!isRecord(pact)) {
    report({ message: `Expected a pact file to hold an object, got something else`, location: { source: file.source(), pointer: '' } });
    return undefined;
  }
  const whole = pact;
  return {
    pact,
    *items(list) {
      const own = whole[list];
      if (Array.isArray(own) && own.length > 0) for (const value of own as unknown[]) yield { value, source: file.source() };
      else yield* readItems(file, list, divided?.lists.get(list) ?? []);
    },
  };
}

function* readItems(file: EvidenceFile, list: string, spans: readonly Span[]): Generator<Item> {
  let position = 0;
  for (const { span, text } of readSpans(file, spans)) {
    const source = file.slices().slice({ syntax: 'json', prefix: `/${list}/${position++}`, ...span });
    yield { value: JSON.parse(text), source };
  }
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
        let next: IteratorResult<Item>;
        try {
          next = items.next();
        } catch {
          tellDamage(file, report);
          return;
        }
        if (next.done) break;
        const { value, source: part } = next.value;
        yield readInteraction(value, {
          version,
          evidence: file.uri,
          index: index++,
          location: { source: part, pointer: `/${list}/${position}` },
          ...(consumer !== undefined && { consumer }),
          isMessage: list === 'messages',
        });
      }
    }
  },
} satisfies EvidenceFormat;
