// `--statement` and `--compare` at imitated vendors: a correct instance, then one with faults; and what cannot be written is said before anything is sent.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { credentials, runProbe } from './run-probe.ts';
import { probeTiny, tinyContract } from './tiny-instance.ts';

const folder = mkdtempSync(join(tmpdir(), 'truce-statement-'));
afterAll(() => rmSync(folder, { recursive: true }));

const few = ['--operation', 'saveContactEntity', '--generate', '2'];
const last = join(folder, 'last.json');

/** A secret, and what it becomes on the wire. */
const forms = Object.values(credentials).flatMap((value) => [
  value.replace(/^[^:]*:/, ''),
  Buffer.from(value).toString('base64').replace(/=+$/, ''),
]);

describe('a statement', () => {
  it('of a correct instance says so, and what it does not say', async () => {
    const { textOf, code, err } = await runProbe('superoffice', { arguments: [...few, '--statement', 'out/statement.md'] });
    expect(code).toBe(0);
    expect(err).toContain('conformance statement: out/statement.md');
    writeFileSync(last, textOf('report.json'));
    const text = textOf('out/statement.md');
    expect(text).toContain('# Conformance statement: SuperOffice WebAPI');
    expect(text).toContain('✅ **Conforms.** The instance kept to the contract in ');
    expect(text).toContain(`- Run: ${/Run (\w+) at/.exec(err)?.[1]}, recorded in probe.har`);
    expect(text).toMatch(/\| POST \/api\/v1\/Agents\/Contact\/SaveContactEntity \| accept-honoured \| (\d) \| \1 \| 0 \| 0 \|/);
    expect(text).toContain('Only 1 of the 2 operations of the contract were asked for.');
    expect(text).toMatch(/Nothing\. \d+ things made by the run were removed again\./);
  });

  it('of a faulty one shows deviation, exchange and how to see it again, without a secret; the comparison shows the fault as new', async () => {
    const { textOf, out, code, findings } = await runProbe('superoffice', {
      faults: ['echo-credentials', 'error-500'],
      arguments: [...few, '--statement', 'statement.html', '--compare', last],
    });
    expect(code).toBe(1);
    const html = textOf('statement.html');
    for (const secret of forms) expect(html.includes(secret)).toBe(false);
    expect(html).toContain('<strong>Deviates.</strong>');
    expect(html).toContain('An answer holds the credentials of the request');
    expect(html).toContain('X-Debug-Authorization: Basic REDACTED');
    expect(html).toMatch(/POST \/api\/v1\/Agents\/Contact\/SaveContactEntity HTTP\/1\.1\nHost: 127/);
    expect(html).toMatch(/<code>[^<]*contracts\/superoffice\/openapi\.yaml:\d+:\d+<\/code> <code>\/paths/);
    expect(html).toMatch(/# the request\ncurl[\s\S]*# the case with Truce\ntruce probe .* --write --generate 2 --only &#39;superoffice\//);
    expect(out).toMatch(/since \/.*last\.json: \d+ new findings/);
    expect(out).toMatch(/new:\n {4}error credentials-kept-secret /);
    for (const { fingerprint } of findings.filter(({ rule }) => rule === 'credentials-kept-secret')) expect(html).toContain(fingerprint);
    expect(html).toContain('What has changed');
  });

  it('never shows the password of a sign-in, not even in the line that repeats it', async () => {
    const { textOf, out } = await runProbe('onlyoffice', {
      faults: ['slow=20'],
      arguments: [
        '--generate',
        '1',
        '--time-budget',
        '1',
        '--operation',
        'createPerson',
        '--checks',
        'response-time,valid-request-accepted',
        '--statement',
        's.md',
      ],
    });
    const text = textOf('s.md');
    expect(text).toContain('POST /api/2.0/authentication HTTP/1.1');
    for (const shown of [text, out, textOf('report.json')]) expect(shown).not.toContain('imitation');
  });

  it('says gone what is mended, and not gone what was not asked again', async () => {
    const faulty = await runProbe('superoffice', { faults: ['error-500'], arguments: few });
    const path = join(folder, 'faulty.json');
    writeFileSync(path, faulty.textOf('report.json'));
    const mended = await runProbe('superoffice', { arguments: [...few, '--compare', path] });
    expect(mended.out).toMatch(/gone:\n {4}error invalid-request-refused /);
    expect(mended.out).not.toContain('not judged again');
    const less = await runProbe('superoffice', { arguments: [...few, '--compare', path, '--exclude-checks', 'invalid-request-refused'] });
    expect(less.out).toMatch(/not judged again, so nobody knows:\n {4}error invalid-request-refused /);
    expect(less.out).toMatch(/tried then and not now:\n {4}saveContactEntity, invalid-request-refused/);
    expect(less.code).toBe(0);
  });

  it('counts what was not tried where the run ends early', async () => {
    const { textOf, code } = await runProbe('superoffice', { arguments: [...few, '--statement', 's.md', '--max-requests', '3'] });
    expect(code).toBe(2);
    const text = textOf('s.md');
    expect(text).toContain('⚠️ **Open: not everything could be tried or judged.**');
    expect(text).toMatch(/## What was not tried or judged\n\n- .*3 requests/);
  });
});

describe('an instance that never answers', () => {
  it('is not said to deviate', async () => {
    const { textOf, code } = await runProbe('superoffice', {
      arguments: [...few, '--statement', 's.md', '--target', 'http://127.0.0.1:1'],
    });
    expect(code).toBe(2);
    expect(textOf('s.md')).toMatch(/⚠️ \*\*Open: [^\n]*No answer came to any of \d requests: this says nothing about/);
  });
});

describe('before anything is sent', () => {
  it.each([
    [['--statement', 'statement.pdf'], 'A statement is written as .md or .html, and "statement.pdf" is neither'],
    [['--statement', '/proc/truce/statement.md'], 'The statement cannot be written to "/proc/truce/statement.md"'],
    [['--statement', '/dev/null/statement.md'], 'a part of the path is not a folder'],
    [['--compare', 'nothing.json'], 'The earlier report "nothing.json" cannot be read: there is no such file'],
    [
      ['--compare', join(import.meta.dirname, '../../contracts/superoffice/openapi.yaml')],
      'is no JSON report of Truce: it cannot be parsed',
    ],
  ])('%s is refused', async (named, sentence) => {
    const { code, err, files, instance } = await runProbe('superoffice', { arguments: [...few, ...named] });
    expect(code).toBe(2);
    expect(err).toContain(sentence);
    expect(files).toEqual([]);
    expect(instance.log()).toEqual([]);
  });
});

it('a line that tries a case again is one word for each argument, whatever the address holds', async () => {
  const contract = tinyContract({ '/a': { get: { operationId: 'a', responses: { '200': { description: 'x' } } } } });
  const { out } = await probeTiny({ contract, base: '/x&y;(z)', answer: () => 500 });
  expect(out).toMatch(/truce probe tiny\.json --target 'http:\/\/127\.0\.0\.1:\d+\/x&y;\(z\)' --only 'tiny\//);
});
