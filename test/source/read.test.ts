// Opening evidence: what cannot be read is a sentence; standard input can be read twice.
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { explainErrno, openEvidence, spoolStdin } from '../../src/source/read.ts';

const folder = mkdtempSync(join(tmpdir(), 'truce-read-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('openEvidence', () => {
  it('reads the head at once and the rest on demand', () => {
    const path = join(folder, 'a.json');
    writeFileSync(path, `{"a": "${'é'.repeat(70_000)}"}`);
    const file = openEvidence(path, 'x/a.json');
    expect(file.size).toBe(140_009);
    expect(file.head.length).toBeLessThan(70_000);
    expect(file.text()).toHaveLength(70_009);
    expect(file.bytes()).toHaveLength(140_009);
    expect(file.source().uri).toBe('x/a.json');
    expect(file.source()).toBe(file.source());
    expect(file.source().syntax).toBe('json');
  });

  it('says in words why it cannot', () => {
    expect(() => openEvidence(join(folder, 'none'), 'none')).toThrow('Cannot read `none`: there is no such file');
    expect(() => openEvidence(folder, 'dir')).toThrow('Cannot read `dir`: it is a folder');
    expect(() => openEvidence('/dev/null', 'null')).toThrow('Cannot read `null`: it is no regular file');
    expect(explainErrno(Object.assign(new Error(), { code: 'EACCES' }))).toBe('permission denied');
    expect(explainErrno(Object.assign(new Error(), { code: 'EWHAT' }))).toBe('EWHAT');
    const path = join(folder, 'gone');
    writeFileSync(path, 'x');
    const file = openEvidence(path, 'gone');
    rmSync(path);
    expect(() => file.text()).toThrow('Cannot read `gone`: there is no such file');
    expect(file.source().position('')).toMatchObject({ line: 1, column: 1 });
  });
});

describe('spoolStdin', () => {
  it('copies everything to a private file and removes it', () => {
    const path = join(folder, 'in');
    const bytes = Buffer.alloc(3_000_000, 'abc');
    writeFileSync(path, bytes);
    const descriptor = openSync(path, 'r');
    const spooled = spoolStdin(descriptor);
    closeSync(descriptor);
    expect(readFileSync(spooled.path).equals(bytes)).toBe(true);
    spooled.dispose();
    expect(existsSync(spooled.path)).toBe(false);
  });
});
