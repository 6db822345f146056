// A recording that is redacted while it grows: at every moment the file holds nothing that is known to be personal by then.
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Entry } from 'har-format';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { HarFile } from '../../src/record/har-file.ts';
import { RecordingRedactor } from '../../src/redact/recording.ts';
import { WrittenWords } from '../../src/redact/written-words.ts';
import { crm, type Draft, entriesOf, entry, folder } from './crm.ts';

afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;

async function startGrowing(secret = 'key') {
  const path = join(folder, `growing-${++files}.har`);
  const file = HarFile.open(path, { creator: { name: 'test', version: '1' } });
  const redactor = new RecordingRedactor([await crm()], file, secret);
  return {
    redactor,
    file,
    text: () => readFileSync(path, 'utf8'),
    entries: () => entriesOf(readFileSync(path, 'utf8')),
    add(draft: Draft): void {
      const kept = redactor.redact(entry(draft) as unknown as Entry);
      expect(kept && file.append(kept, redactor.slack)).toBe(true);
      redactor.wrote();
    },
    finish: () => redactor.finish(path),
  };
}

describe('a recording in progress', () => {
  it('is mended at once when a later entry makes an earlier value personal', async () => {
    const { add, text, entries, finish, file } = await startGrowing();
    add({
      path: '/elsewhere/Adele%20Lovelace',
      sent: '{"public":"asked by Adele Lovelace, \\u0041dele"}',
      got: `{"public":"${Buffer.from('hello from Adele Lovelace in Paris').toString('base64')}"}`,
      more: { comment: 'ADELE was here' },
    });
    add({ sent: '{"firstName":"Grace"}', got: '{"firstName":"Grace"}' });
    const between = text();
    expect(between).toContain('asked by Adele Lovelace');
    add({ sent: '{"firstName":"Adele","lastName":"Lovelace"}', got: '{"firstName":"Jo"}' });
    expect(text()).not.toMatch(/Adele|Lovelace|ADELE|\\u0041dele/);
    const [first, second, third] = entries();
    const person = JSON.parse(third?.request.postData.text ?? '') as Record<string, string>;
    const name = `${person['firstName']} ${person['lastName']}`;
    expect(JSON.parse(first?.request.postData.text ?? '')).toEqual({ public: `asked by ${name}, ${person['firstName']}` });
    expect(decodeURIComponent(first?.request.url ?? '')).toContain(`/elsewhere/${name}`);
    expect(first?.comment).toBe(`${person['firstName']?.toUpperCase()} was here`);
    expect(Buffer.from((JSON.parse(first?.response.content.text ?? '') as { public: string }).public, 'base64').toString()).toBe(
      `hello from ${name} in Paris`,
    );
    // Entries stay where they were.
    expect(text().indexOf(JSON.stringify(second).slice(0, 60))).toBe(between.indexOf(JSON.stringify(second).slice(0, 60)));
    expect(finish()).toMatchObject({ exchanges: 3, same: 3, found: 0, failures: [], left: [] });
    file.close();
  });

  it('grows into the blanks, and is left out when they do not suffice', async () => {
    const { add, text, finish, file } = await startGrowing();
    const few = '10.20.30.40 and 10.20.30.40';
    const many = Array.from({ length: 99 }, () => '10.20.30.40').join(' ');
    add({ sent: JSON.stringify({ firstName: 'Jo', public: few }), got: '{"firstName":"Jo"}' });
    add({ sent: JSON.stringify({ firstName: 'Jo', public: many }), got: '{"firstName":"Jo"}' });
    add({ headers: [{ name: 'X-Forwarded-For', value: '10.20.30.40' }], sent: '{"firstName":"Jo"}', got: '{"firstName":"Jo"}' });
    expect(text()).not.toContain('10.20.30.40');
    const report = finish();
    expect(report).toMatchObject({ exchanges: 3, same: 2, found: 0, failures: [] });
    expect(report.left).toEqual(['entry 1 is left out: what is personal in it was known too late to be replaced']);
    file.close();
  });

  it('keeps a pseudonym that is written, and leaves out what it does not fit', async () => {
    const { add, entries, finish, redactor, file } = await startGrowing();
    // `notes` takes any text, `badge` wants EMP- and four digits.
    for (let number = 1000; number < 1030; number++) {
      add({ sent: JSON.stringify({ firstName: 'Jo', notes: `EMP-${number}` }), got: '{"firstName":"Jo"}' });
      add({ sent: JSON.stringify({ firstName: 'Jo', badge: `EMP-${number}` }), got: '{"firstName":"Jo"}' });
    }
    const written = entries().map(({ request }) => (JSON.parse(request.postData.text || '{}') as Record<string, string>)['notes']);
    expect(new Set(written.filter((note) => note !== undefined)).size).toBe(30);
    const report = finish();
    expect(report).toMatchObject({ exchanges: 60, found: 0, failures: [] });
    expect(report.same).toBe(60 - report.left.length);
    expect(redactor.hidden).toBe(0);
    file.close();
  });

  it('counts a violation that nobody can see any more', async () => {
    const { add, redactor, finish, file } = await startGrowing();
    const many = Array.from({ length: 99 }, () => '10.20.30.40').join(' ');
    // The second one breaks the contract: `firstName` is required.
    add({ sent: JSON.stringify({ public: many, email: 'x' }), got: '{}' });
    expect(redactor.hidden).toBe(0);
    add({ headers: [{ name: 'X-Forwarded-For', value: '10.20.30.40' }], sent: '{"firstName":"Jo"}', got: '{"firstName":"Jo"}' });
    expect(redactor.hidden).toBe(1);
    expect(finish().failures).toEqual([]);
    file.close();
  });

  it('holds nothing personal at any moment, whatever comes', async () => {
    const people = [
      'Adele Lovelace',
      'Grace Hopper',
      'Zoë Ångström',
      'Анна Петрова',
      'Jean-Luc O’Neil',
      'adele@lovelace.test',
      '+31 612 345 678',
    ];
    const text = fc.array(fc.constantFrom(...people, 'met', '%41dele', '&#65;dele', '"', '\\', '\u0000', '\ud800', '{"a":'), {
      maxLength: 5,
    });
    const draft = fc.record({
      person: fc.option(fc.constantFrom(...people), { nil: undefined }),
      public: text,
      comment: text,
      wire: fc.constantFrom('application/json', 'application/xml', 'text/plain', 'image/png'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(draft, { minLength: 2, maxLength: 8 }), async (drafts) => {
        const { add, text: written, finish, file } = await startGrowing();
        const known = new Set<string>();
        for (const { person, public: said, comment, wire } of drafts) {
          const [first = '', ...rest] = person?.split(' ') ?? ['Jo'];
          const got = said.join(' ');
          const sent = { firstName: first, ...(rest.length > 0 && { lastName: rest.join(' ') }), public: got };
          add({ sent: JSON.stringify(sent), gotType: wire, got, more: { comment: comment.join(' ') } });
          for (const word of person?.split(/[ -]/) ?? []) if (word.length > 3 && !/^\d+$/.test(word)) known.add(word);
          const now = written();
          const seen = now + now.replaceAll('%41', 'A').replaceAll('&#65;', 'A');
          for (const word of known) expect(seen).not.toContain(word);
        }
        const report = finish();
        expect(report.failures).toEqual([]);
        expect(report.same).toBe(report.exchanges - new Set(report.left.map((sentence) => /entry \d+/.exec(sentence)?.[0])).size);
        file.close();
      }),
      { numRuns: Number(process.env['FUZZ_RUNS'] ?? 40) },
    );
  }, 120_000);
});

describe('words that are written', () => {
  it('are never missed, and seldom seen where they are not', () => {
    const words = new WrittenWords();
    const texts = Array.from({ length: 200 }, (_, entry) => Array.from({ length: 50 }, (__, at) => `w${entry}x${at}`));
    for (const [index, text] of texts.entries()) words.put(index, `{"a":"${text.join('\\n')}"}`);
    let wrong = 0;
    for (const [index, text] of texts.entries()) {
      for (const word of text) expect(words.holding([word])).toContain(index);
      // Stands in the next entry alone.
      wrong += words.holding([`w${(index + 1) % 200}x7`]).length - 1;
      expect(words.holding([`absent${index}`])).toEqual([]);
    }
    expect(wrong / 200 / 200).toBeLessThan(0.06);
  });
});
