// Laws: whatever bytes contracts and evidence hold, nothing is thrown but sentences for the user, and no intact exchange is lost.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { check, gather, type LoadedContract, loadContract, openEvidence, type Report, UserError } from '../../src/index.ts';
import { bad, contract, good, har, interaction, odd, pact } from '../cli/fixtures.ts';
import { folderWith } from '../cli/folder.ts';

let cwd = '';
let notes: LoadedContract;
let superoffice: LoadedContract;
const root = join(import.meta.dirname, '../..');
beforeAll(async () => {
  cwd = folderWith({ 'api.yaml': contract });
  notes = await loadContract('api.yaml', { cwd });
  superoffice = await loadContract('contracts/superoffice/openapi.yaml', { cwd: root });
});

/** Judges files, each by name, and prints every place, since places are computed late. */
function judge(contracts: readonly LoadedContract[], files: Readonly<Record<string, Uint8Array | string>>): Report {
  for (const [name, content] of Object.entries(files)) writeFileSync(join(cwd, name), content);
  const evidence = Object.keys(files).map((uri) => ({ kind: 'file' as const, uri, open: () => openEvidence(join(cwd, uri), uri) }));
  const report = gather(check({ contracts, evidence }), { contracts, failOn: 'error' });
  for (const { instance, contract: place } of report.findings.slice(0, 20)) {
    for (const location of [instance, place]) {
      const position = location?.source.position(location.pointer, location.at);
      if (position) expect(position.line).toBeGreaterThan(0);
    }
  }
  return report;
}

const verdictsIn = (report: Report, uri: string): string[] =>
  report.outcomes.filter(({ exchange }) => exchange.evidence === uri).map(({ verdict }) => verdict);

interface Edit {
  readonly at: number;
  readonly remove: number;
  readonly insert: Uint8Array;
}

const pieces = [
  '"',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '\\',
  'null',
  '-1e999',
  '"__proto__":',
  '\0',
  '\ud800',
  '<',
  '&',
  '%',
  '!!js/function ',
  '*a',
  '&a ',
];
const edits = fc.array(
  fc.record<Edit>({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    remove: fc.integer({ min: 0, max: 40 }),
    insert: fc.oneof(
      fc.uint8Array({ maxLength: 8 }),
      fc.constantFrom(...pieces).map((piece) => Buffer.from(piece)),
    ),
  }),
  { minLength: 1, maxLength: 5 },
);

const mutate = (original: Uint8Array, list: readonly Edit[]): Uint8Array =>
  list.reduce((bytes, { at, remove, insert }) => {
    const place = Math.floor(at * bytes.length);
    return Buffer.concat([bytes.subarray(0, place), insert, bytes.subarray(place + remove)]);
  }, original);

const read = (path: string): Uint8Array => readFileSync(join(root, 'contracts/superoffice', path));
const originals: Readonly<Record<string, Uint8Array>> = {
  'x.har': Buffer.from(har(good, bad, odd)),
  'x.json': Buffer.from(pact(interaction({ id: 1 }), interaction({ id: 'x' }))),
  'putContactEntity.200.document.json': read('samples/putContactEntity.200.document.json'),
  'putContactEntity.request.document.http': read('samples/putContactEntity.request.document.http'),
};
const intact = har(good, bad);

it('random bytes and mutated evidence break nothing, and the file beside them is judged', () => {
  const content = (name: string): fc.Arbitrary<Uint8Array> =>
    fc.oneof(
      { weight: 5, arbitrary: edits.map((list) => mutate(originals[name] ?? new Uint8Array(), list)) },
      { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }) },
    );
  const named = fc.constantFrom(...Object.keys(originals)).chain((name) => content(name).map((bytes) => [name, bytes] as const));
  fc.assert(
    fc.property(named, ([name, bytes]) => {
      const report = judge([notes, superoffice], { [name]: bytes, 'intact.har': intact });
      expect(verdictsIn(report, 'intact.har')).toEqual(['conforms', 'violates']);
      expect(report.evidence.map(({ uri }) => uri)).toEqual([name, 'intact.har']);
      const { exchanges, verdicts } = report.totals;
      expect(verdicts.conforms + verdicts.violates + verdicts.unmatched + verdicts.unchecked).toBe(exchanges);
    }),
    { numRuns: 400 },
  );
});

it('a mutated contract is judged by, or refused in a sentence', async () => {
  const original = Buffer.from(contract);
  await fc.assert(
    fc.asyncProperty(edits, async (list) => {
      writeFileSync(join(cwd, 'mutant.yaml'), mutate(original, list));
      try {
        const mutant = await loadContract('mutant.yaml', { cwd });
        expect(judge([mutant], { 'intact.har': intact }).outcomes).toHaveLength(2);
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        expect(error.message).not.toContain(cwd);
      }
    }),
    { numRuns: 400 },
  );
});

it('an entry or interaction that is any JSON costs only itself', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue({ maxDepth: 3 }), { maxLength: 4 }), (values) => {
      const report = judge([notes], {
        'x.har': har(good, ...values.flatMap((value) => [value, bad]), good),
        'x.json': pact(interaction({ id: 1 }), ...values.flatMap((value) => [value, interaction({ id: 'x' })])),
      });
      const entries = verdictsIn(report, 'x.har');
      expect(entries).toHaveLength(2 * values.length + 2);
      expect(entries.filter((_, index) => index % 2 === 0).slice(1, values.length + 1)).toEqual(values.map(() => 'violates'));
      expect([entries[0], entries.at(-1)]).toEqual(['conforms', 'conforms']);
      const interactions = verdictsIn(report, 'x.json');
      expect(interactions).toHaveLength(2 * values.length + 1);
      expect(interactions.filter((_, index) => index % 2 === 0)).toEqual(['conforms', ...values.map(() => 'violates')]);
    }),
    { numRuns: 200 },
  );
});

it('a body of any text is judged', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.json(),
    edits.map((list) => Buffer.from(mutate(Buffer.from('{"id": 7, "title": "x"}'), list)).toString()),
  );
  const types = fc.constantFrom(
    'application/json',
    'application/xml',
    'text/plain',
    'multipart/form-data; boundary=x',
    'application/x-www-form-urlencoded',
    'x',
    '',
  );
  fc.assert(
    fc.property(text, types, (body, mimeType) => {
      const odds = { ...good, response: { status: 200, headers: [], content: { mimeType, text: body } } };
      expect(verdictsIn(judge([notes], { 'x.har': har(odds, good) }), 'x.har')).toHaveLength(2);
    }),
    { numRuns: 300 },
  );
});
