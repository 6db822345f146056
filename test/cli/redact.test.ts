// `truce redact` as a process: what it prints, what it writes, what it refuses.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { document, entry, harOf } from '../redact/crm.ts';
import { truce } from './run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'truce-cli-redact-'));
afterAll(() => rmSync(folder, { recursive: true }));
const body = JSON.stringify({ firstName: 'Ada', lastName: 'Byron', email: 'ada@byron.test' });

beforeAll(() => {
  writeFileSync(join(folder, 'crm.yaml'), document);
  writeFileSync(join(folder, 'in.har'), harOf([entry({ sent: body, got: body }), entry({ sent: '{"firstName":1}', got: body })]));
});

const redact = (args: readonly string[], env: Record<string, string> = {}) =>
  truce(['redact', '-c', 'crm.yaml', ...args], { cwd: folder, env });

describe('truce redact', () => {
  it('prints the proof and writes the copy', async () => {
    const { code, stdout } = await redact(['in.har', 'out.har'], { TRUCE_REDACT_KEY: 'a very secret key' });
    expect(stdout).toBe(
      'verdicts: 2 of 2 the same\noriginals: 5 values searched in the output, 0 found\nnot searched: 3 of 8, short, common or bytes; replaced in place\n✓ Wrote out.har\n',
    );
    expect(code).toBe(0);
    const text = readFileSync(join(folder, 'out.har'), 'utf8');
    expect(text).not.toMatch(/Ada|Byron|secret key/);
    expect((await truce(['check', '-c', 'crm.yaml', 'out.har'], { cwd: folder })).stdout).toContain(
      'exchanges 2 · 1 conforms · 1 violates',
    );
    expect(readdirSync(folder).filter((file) => file.endsWith('.part'))).toEqual([]);
  });

  it('is the same for the same key and another without one', async () => {
    const texts: string[] = [];
    for (const key of ['k', 'k', '']) {
      await redact(['in.har', 'again.har'], { TRUCE_REDACT_KEY: key });
      texts.push(readFileSync(join(folder, 'again.har'), 'utf8'));
    }
    expect(texts[0]).toBe(texts[1]);
    expect(texts[2]).not.toBe(texts[0]);
  });

  it.each([
    ['the same file', ['in.har', 'in.har'], 'are the same file'],
    ['what is no HAR', ['crm.yaml', 'no.har'], 'is no HAR'],
    ['what is not there', ['nowhere.har', 'no.har'], 'there is no such file'],
    ['a folder that is not there', ['in.har', 'none/no.har'], 'Cannot write `none/no.har`: its folder does not exist'],
    ['a folder as target', ['in.har', '.'], 'is no file'],
  ])('refuses %s', async (_, args, sentence) => {
    const { code, stdout, stderr } = await redact(args);
    expect(stderr).toContain(sentence);
    expect([code, stdout]).toEqual([2, '']);
    expect(existsSync(join(folder, 'no.har'))).toBe(false);
  });

  it('keeps nothing when a value is still in the copy, and says which way out there is', async () => {
    const hidden = Array.from({ length: 9 }).reduce<string>((text) => encodeURIComponent(JSON.stringify(text)), 'é ada@byron.test');
    writeFileSync(join(folder, 'hidden.har'), harOf([entry({ sent: body, got: body, more: { comment: hidden } })]));
    const { code, stdout } = await redact(['hidden.har', 'no.har']);
    expect(stdout).toContain(
      '  entry 0 still holds 1 original\n✗ Nothing is written to no.har\n  Take these entries out of the recording, or mark what is personal in them with x-personal-data\n',
    );
    expect(code).toBe(1);
    expect(readdirSync(folder).filter((file) => file.startsWith('no.har'))).toEqual([]);
  });

  it('says what is left out, and of how many entries', async () => {
    writeFileSync(join(folder, 'torn.har'), harOf([entry({ sent: body, got: body })]).replace('\n]}}', ',{"a":,}]}}'));
    const { code, stdout } = await redact(['torn.har', 'torn-out.har']);
    expect(stdout).toContain('verdicts: 1 of 2 the same; of 1 entry something is left out\n');
    expect(stdout).toContain('  entry 1 is left out: it is not JSON: unexpected `,`');
    expect(code).toBe(0);
  });

  it('says what a truncated recording lacks', async () => {
    writeFileSync(join(folder, 'cut.har'), readFileSync(join(folder, 'in.har')).subarray(0, -100));
    const { code, stdout } = await redact(['cut.har', 'cut-out.har']);
    expect(code).toBe(0);
    expect(stdout).toContain('verdicts: 1 of 1 the same');
    expect(stdout).toContain('The file ends inside entry 1');
    expect(JSON.parse(readFileSync(join(folder, 'cut-out.har'), 'utf8'))).toHaveProperty('log.entries.length', 1);
  });
});
