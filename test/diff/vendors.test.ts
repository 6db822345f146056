// The vendors' contracts with changes made by hand, held against the pacts and recordings that ship with them.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { diffContracts } from '../../src/diff/diff.ts';
import { holdEvidence } from '../../src/diff/evidence.ts';
import { sumUp, type DiffReport } from '../../src/diff/report.ts';
import { detectFormat } from '../../src/evidence/index.ts';
import { loadContract } from '../../src/openapi/load.ts';
import { openEvidence } from '../../src/source/read.ts';

type Json = any; // oxlint-disable-line typescript/no-explicit-any -- documents are edited freely here

const root = new URL('../../', import.meta.url).pathname;

function* exchangesIn(vendor: string) {
  for (const folder of ['pacts', 'recordings', 'samples'])
    for (const name of readdirSync(join(root, 'contracts', vendor, folder)).toSorted()) {
      const file = openEvidence(join(root, 'contracts', vendor, folder, name), `${folder}/${name}`);
      const format = detectFormat(file);
      if (format) yield* format.read(file, () => undefined);
    }
}

async function compare(vendor: string, edit: (document: Json) => void): Promise<DiffReport> {
  const path = `contracts/${vendor}/openapi.yaml`;
  const changed = (value: unknown): unknown => {
    const copy = structuredClone(value);
    edit(copy);
    return copy;
  };
  const [old, new_] = [await loadContract(path, { cwd: root }), await loadContract(path, { cwd: root, edit: changed })];
  const changes = diffContracts(old, new_);
  const held = holdEvidence({ old, new: new_, changes, exchanges: exchangesIn(vendor) });
  return sumUp({ old, new: new_, changes, held, failOn: 'consumers', couldNotCheck: [], remarks: [] });
}

/** `id: effect who`, each once. */
const told = ({ changes, evidence }: DiffReport): string[] =>
  [
    ...new Set([
      ...changes.flatMap(({ id, touches }) =>
        touches.length === 0 ? [`${id}: nobody`] : touches.map(({ effect, who }) => `${id}: ${effect} ${who}`),
      ),
      ...(evidence?.stray ?? []).map(({ effect, who, rule }) => `unexplained ${rule}: ${effect} ${who}`),
    ]),
  ].toSorted();

it('every exchange that ships is judged by both, and nothing is found where nothing changed', async () => {
  for (const vendor of ['superoffice', 'onlyoffice', 'odyssee']) {
    const report = await compare(vendor, () => undefined);
    expect(told(report), vendor).toEqual([]);
    expect(report.exitCode).toBe(0);
    expect(report.evidence?.judged).toBeGreaterThan(10);
  }
});

it('SuperOffice: a property nobody promises any more, and a status a consumer waits for', async () => {
  const report = await compare('superoffice', (d) => {
    delete d.components.schemas.ContactEntityBase.properties.Department;
    delete d.paths['/api/v1/Contact/{id}'].put.responses['412'];
  });
  const lines = told(report);
  expect(lines).toContain('response-property-removed: may break contact-form');
  expect(lines).toContain('request-property-removed: may break contact-form');
  expect(lines).toContain('response-error-status-removed: breaks contact-form');
  expect(lines).toContain('response-error-status-removed: contradicts recordings/rest.har');
  expect(lines.filter((line) => line.startsWith('unexplained'))).toEqual([]);
  expect(report.exitCode).toBe(1);
  expect(report.changes.find(({ id }) => id === 'response-error-status-removed')).toMatchObject({
    level: 'non-breaking',
    verdict: 'breaking',
  });
});

it('ONLYOFFICE: a media type that is gone, and a parameter that must be there', async () => {
  const report = await compare('onlyoffice', (d) => {
    const { post } = d.paths['/api/2.0/crm/contact/person'];
    delete post.requestBody.content['application/x-www-form-urlencoded'];
    post.parameters = [...(post.parameters ?? []), { name: 'tenant', in: 'query', required: true, schema: { type: 'string' } }];
  });
  const lines = told(report);
  expect(lines).toContain('request-media-type-removed: breaks crm-sync');
  expect(lines).toContain('request-parameter-added-required: breaks crm-sync');
  expect(lines.filter((line) => line.startsWith('unexplained'))).toEqual([]);
});

it('Odyssee: another type of an answer, and another way to authenticate', async () => {
  const report = await compare('odyssee', (d) => {
    const { post } = d.paths['/api/Contact/Save'];
    d.components.schemas.Contact.properties.id = { type: 'integer' };
    d.components.securitySchemes = { token: { type: 'http', scheme: 'bearer' } };
    post.security = [{ token: [] }];
    d.security = [{ token: [] }];
  });
  const lines = told(report);
  expect(lines).toContain('request-type-changed: breaks erp-connector');
  expect(lines).toContain('response-type-changed: may break erp-connector');
  expect(lines.filter((line) => line.startsWith('response-type-changed: contradicts recordings/')).length).toBeGreaterThan(0);
  expect(lines).toContain('request-security-narrowed: breaks erp-connector');
  expect(lines.filter((line) => line.startsWith('unexplained'))).toEqual([]);
});
