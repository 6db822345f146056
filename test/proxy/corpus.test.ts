// What `npm run corpus` recorded of the vendors' mocks: every exchange is judged, conforms, and holds no credential.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import har from '../../src/evidence/har.ts';
import { Judge } from '../../src/judge/judge.ts';
import { loadContract } from '../../src/openapi/load.ts';
import { openEvidence } from '../../src/source/read.ts';

const root = new URL('../../', import.meta.url).pathname;

describe.each(['superoffice', 'onlyoffice', 'odyssee'])('the corpus of %s', (vendor) => {
  const path = `${root}test/evidence/har/ok-recorder-${vendor}/input.har`;

  it('conforms, in JSON and in XML', async () => {
    const judge = new Judge([await loadContract(`${root}contracts/${vendor}/openapi.yaml`)], {});
    const exchanges = [...har.read(openEvidence(path, 'input.har'), () => expect.fail('the file is damaged'))];
    const outcomes = exchanges.map((exchange) => judge.judge(exchange).outcome);
    expect(outcomes.filter(({ verdict }) => verdict !== 'conforms')).toEqual([]);
    const kinds = new Set(
      exchanges.flatMap(({ response }) =>
        response?.fields.flatMap(([name, value]) => (/^content-type$/i.test(name) ? [value.split(';')[0]] : [])),
      ),
    );
    expect(kinds).toContain('application/json');
    expect([...kinds].some((kind) => kind?.endsWith('/xml'))).toBe(true);
    expect(new Set(outcomes.map(({ status }) => status)).size).toBeGreaterThan(1);
  });

  it('holds no credential', () => {
    const text = readFileSync(path, 'utf8');
    expect(text).not.toMatch(/dTpw|corpus-cookie/);
    expect(text).toContain('REDACTED');
  });
});
