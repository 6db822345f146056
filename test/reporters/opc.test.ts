// The NDJSON of openapi-pact-comparator: codes and places are those its version 2.3.1 printed for the same documents and pacts.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { reporterById } from '../../src/reporters/index.ts';
import { judgePact } from '../pacts/judge-pact.ts';
import { options } from './shared-report.ts';

interface Probe {
  readonly id: string;
  readonly oas: unknown;
  readonly pact: unknown;
}
const probes = JSON.parse(readFileSync(new URL('../pacts/probes/cases.json', import.meta.url), 'utf8')) as Probe[];

/** Measured on 2.3.1; a header it names in lower case is named as sent here. */
const measured: readonly [probe: string, type: string, code: string, location: string, pathName: string | null][] = [
  ['res-literal-outside-enum', 'error', 'response.body.incompatible', '[root].interactions[0].response.body.s', '/t'],
  ['q-unknown', 'warning', 'request.query.unknown', '[root].interactions[0].request.query.zz', '/t'],
  ['q-int-empty', 'error', 'request.query.incompatible', '[root].interactions[0].request.query.n', '/t'],
  ['p-suffix-bad', 'error', 'request.path-or-method.unknown', '[root].interactions[0].request.path', null],
  ['req-wrong-content-type', 'error', 'request.content-type.incompatible', '[root].interactions[0].request.headers.Content-Type', '/t'],
  ['s-default', 'warning', 'response.status.default', '[root].interactions[0].response.status', '/t'],
  ['res-accept-mismatch', 'error', 'request.accept.incompatible', '[root].interactions[0].request.headers.Accept', '/t'],
  ['h-res-type', 'error', 'response.header.incompatible', '[root].interactions[0].response.headers.X-Rate', '/t'],
  ['h-res-standard-undocumented', 'warning', 'response.header.undefined', '[root].interactions[0].response.headers.ETag', '/t'],
];

const render = async (id: string): Promise<string> => {
  const probe = probes.find((one) => one.id === id);
  if (!probe) throw new Error(id);
  return [...(reporterById('opc')?.render(await judgePact(probe.oas, probe.pact), options) ?? [])].join('');
};

describe('opc', () => {
  it.each(measured)('%s: %s %s at %s', async (id, type, code, location, pathName) => {
    const text = await render(id);
    expect(text.endsWith(']\n')).toBe(true);
    expect(text.trimEnd()).not.toContain('\n');
    const results = JSON.parse(text) as { type: string; code: string; mockDetails: object; specDetails: object }[];
    expect(results).toContainEqual(
      expect.objectContaining({
        type,
        code,
        mockDetails: { interactionDescription: 'i', interactionState: '[none]', location },
        specDetails: expect.objectContaining({ pathName }) as object,
      }),
    );
  });

  it('is an empty list for a pact of which there is nothing to tell', async () => {
    expect(await render('req-regex-equals-pattern')).toBe('[]\n');
  });
});
