// The JSON of a diff keeps the promise of its published schema, with and without evidence.
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/diff/catalogue.ts';
import { diffContracts } from '../../src/diff/diff.ts';
import { holdEvidence } from '../../src/diff/evidence.ts';
import { sumUp } from '../../src/diff/report.ts';
import { renderJson } from '../../src/diff/reports/json.ts';
import { detectFormat } from '../../src/evidence/index.ts';
import { loadContract } from '../../src/openapi/load.ts';
import { openEvidence } from '../../src/source/read.ts';

type Json = any; // oxlint-disable-line typescript/no-explicit-any -- documents are edited freely here

const root = new URL('../../', import.meta.url).pathname;
const schema: Json = JSON.parse(readFileSync(`${root}schemas/diff.schema.json`, 'utf8'));
// `strictRequired` cannot see properties that stand behind a reference.
const validate = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true }).compile(schema);

function* exchanges() {
  for (const name of ['pacts/contact-form-superoffice.json', 'recordings/rest.har']) {
    const path = `${root}contracts/superoffice/${name}`;
    const file = openEvidence(path, name);
    yield* detectFormat(file)?.read(file, () => undefined) ?? [];
  }
}

/** SuperOffice's contract beside an edited one, as a program reads it. */
async function report(edit: (document: Json) => void, isHeld: boolean): Promise<Json> {
  const changed = (value: unknown): unknown => {
    const copy = structuredClone(value);
    edit(copy);
    return copy;
  };
  const path = 'contracts/superoffice/openapi.yaml';
  const [old, new_] = [await loadContract(path, { cwd: root }), await loadContract(path, { cwd: root, edit: changed })];
  const changes = diffContracts(old, new_);
  const held = isHeld ? { held: holdEvidence({ old, new: new_, changes, exchanges: exchanges() }) } : {};
  const summed = sumUp({ old, new: new_, changes, ...held, failOn: 'breaking', couldNotCheck: [], remarks: ['x'] });
  return JSON.parse([...renderJson(summed)].join(''));
}

const edit = (d: Json): void => {
  d.info.version = '99';
  delete d.components.schemas.ContactEntityBase.properties.Department;
  delete d.paths['/api/v1/Contact/{id}'].put.responses['412'];
  d.components.schemas.ContactEntityBase.properties.Name.pattern = '^x';
};

describe('the JSON of a diff', () => {
  it.each([
    ['no changes', () => undefined, false],
    ['changes', edit, false],
    ['changes and evidence', edit, true],
  ])('%s', async (_, own, isHeld) => {
    const value = await report(own, isHeld);
    expect(validate(value), JSON.stringify(validate.errors)).toBe(true);
  });

  it('has a touch in a recording, at its place in the file and in the body', async () => {
    const { changes } = await report(edit, true);
    const touches: Json[] = changes.flatMap((change: Json) => change.for.touches);
    expect(touches.map(({ effect }) => effect)).toEqual(expect.arrayContaining(['breaks', 'may break', 'contradicts']));
    expect(touches.some(({ location }) => location?.within !== undefined)).toBe(true);
  });
});

describe('the schema', () => {
  it('refuses what is no diff', async () => {
    const good = await report(edit, true);
    const [change] = good.changes;
    for (const bad of [
      { ...good, version: 2 },
      { ...good, more: 1 },
      { ...good, evidence: [] },
      { ...good, changes: [{ ...change, breaking: true }] },
      { ...good, changes: [{ ...change, old: undefined }].map((value) => JSON.parse(JSON.stringify(value))) },
      { ...good, changes: [{ ...change, id: 'type-changed' }] },
    ])
      expect(validate(bad)).toBe(false);
  });

  it('takes every kind of change', () => {
    const { pattern } = schema.$defs.change.properties.id;
    expect(catalogue().filter(({ id }) => !new RegExp(pattern).test(id))).toEqual([]);
  });
});
