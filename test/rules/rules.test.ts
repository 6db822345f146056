// A folder is a test: test/rules/<rule-id>/<case>/ holds a contract and evidence and says in findings.json what must be found.
// `ok-*` must yield nothing of the rule, every other case something; UPDATE_CASES=1 rewrites findings.json.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Location } from '../../src/model/location.ts';
import { tokensOf } from '../../src/model/pointer.ts';
import { rules } from '../../src/rules/index.ts';
import { describeFinding, runCase } from './run-case.ts';

const root = new URL('.', import.meta.url).pathname;
const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());

/** `rule claim` and `ok rule claim` for everything a case has shown. */
const shown = new Set<string>();

/** Into base64 and a body given as its parameters no position leads: the place of the whole has to do. */
const hasOnePlace = (location: Location): boolean => {
  const outer = location.source.within;
  if (!outer) return false;
  if (outer.pointer.endsWith('/postData/params')) return true;
  const { line, end } = outer.source.position(outer.pointer.slice(0, outer.pointer.lastIndexOf('/')));
  return outer.source.lines(line, end?.line ?? line).some((text) => text.includes('"encoding": "base64"'));
};

/** A pointer resolves when the place it answers is not just the nearest one above it. */
function resolves(location: Location): boolean {
  const tokens = tokensOf(location.pointer);
  // Entries of a HAR and interactions of a pact are read one by one: what stands above one has no place in its text.
  if (tokens.length === 0 || hasOnePlace(location) || /^\/(log\/entries|interactions|messages)\/\d+$/.test(location.pointer)) return true;
  const own = location.source.position(location.pointer, location.at);
  // A part of a form has one place, whatever is read from it.
  const above = location.source.syntax === 'text' ? '' : location.pointer.slice(0, location.pointer.lastIndexOf('/'));
  const parent = location.source.position(above);
  return (
    own.line !== parent.line || own.column !== parent.column || own.end?.column !== parent.end?.column || own.end?.line !== parent.end?.line
  );
}

for (const { name: rule } of folders) {
  describe(`${rule}`, () => {
    it('is a rule', () => expect(rules.map(({ id }) => id)).toContain(rule));
    for (const { name } of readdirSync(join(root, rule), { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
      it(`${name}`, async () => {
        const folder = join(root, rule, name);
        const report = await runCase(folder);
        const found = report.findings.map(describeFinding);
        const own = report.findings.filter((finding) => finding.rule === rule);
        if (name.startsWith('ok-')) expect(own.map(({ message }) => message)).toEqual([]);
        else expect(own.length).toBeGreaterThan(0);
        if (name.startsWith('ok-')) for (const { exchange } of report.outcomes) shown.add(`ok ${rule} ${exchange.claim}`);
        else for (const { exchange } of own) shown.add(`${rule} ${exchange?.claim}`);

        const file = join(folder, 'findings.json');
        if (process.env['UPDATE_CASES']) writeFileSync(file, `${JSON.stringify(found, undefined, 2)}\n`);
        expect(found).toEqual(JSON.parse(readFileSync(file, 'utf8')));

        for (const { instance, contract, related, message } of report.findings) {
          for (const location of [instance, contract, ...related.map((other) => other.location)])
            if (location) expect(resolves(location), `${message}: ${location.source.uri}#${location.pointer}`).toBe(true);
        }
        const text = JSON.stringify(found);
        expect(text).not.toContain(root);
        expect(text).not.toMatch(/s3cr3t|hunter2/);

        const again = (await runCase(folder, true)).findings.map(describeFinding);
        const sorted = (list: typeof found) => list.map((entry) => JSON.stringify(entry)).toSorted();
        expect(sorted(again)).toEqual(sorted(found));
      });
    }
  });
}

it('every rule id is side, part and one of six problems', () => {
  const form = /^(request|response|operation|contract|evidence)(-[a-z]+)*-(undocumented|mismatch|missing|malformed|unchecked|unpromised)$/;
  expect(rules.map(({ id }) => id).filter((id) => !form.test(id))).toEqual([]);
});

it('every rule has a failing case and an ok case, for each claim it judges', () => {
  const names = (rule: string): string[] => (existsSync(join(root, rule)) ? readdirSync(join(root, rule)) : []);
  const lacking = rules.flatMap(({ id, claims }) => [
    ...(names(id).every((name) => name.startsWith('ok-')) ? [`${id} failing`] : []),
    ...(names(id).some((name) => name.startsWith('ok-')) ? [] : [`${id} ok`]),
    ...claims.filter((claim) => !shown.has(`${id} ${claim}`)).map((claim) => `${id} failing ${claim}`),
    ...claims.filter((claim) => !shown.has(`ok ${id} ${claim}`)).map((claim) => `${id} ok ${claim}`),
  ]);
  expect(lacking).toEqual([]);
});
