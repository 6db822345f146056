// The law of redaction under random schemas, values and wire forms, and what hostile recordings make of it.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { loadContract, openEvidence } from '../../src/index.ts';
import { isDateTime } from '../../src/openapi/formats.ts';
import { shiftDate } from '../../src/redact/calendar.ts';
import { redactFile } from '../../src/redact/redact-file.ts';
import { dress, fold } from '../../src/redact/scramble.ts';
import { crm, entriesOf, entry, folder, harOf, redactText } from './crm.ts';

afterAll(() => rmSync(folder, { recursive: true }));

const names = ['firstName', 'lastName', 'email', 'phone', 'birthday', 'remark', 'code', 'amount', 'iban', 'tags'];
const schema = fc.record(
  {
    type: fc.constantFrom('string', 'string', 'string', 'integer', 'number', 'boolean'),
    format: fc.constantFrom('email', 'date', 'date-time', 'uuid', 'ipv4', 'uri'),
    minLength: fc.integer({ min: 0, max: 6 }),
    maxLength: fc.integer({ min: 3, max: 30 }),
    pattern: fc.constantFrom('^[A-Z]', '^\\d+$', '^[^@]*$', '^[+]?[0-9 -]+$', '^\\p{L}+$', '[aeiou]$'),
    minimum: fc.integer({ min: -50, max: 50 }),
    maximum: fc.integer({ min: 51, max: 999 }),
    multipleOf: fc.constantFrom(1, 5, 0.5),
    enum: fc.constantFrom(['f', 'm'], [1, 2], ['Ada', 'Grace Hopper']),
    'x-personal-data': fc.boolean(),
  },
  { requiredKeys: [] },
);
const word = fc.constantFrom(
  'Ada',
  'Byron',
  'Grace Hopper',
  'GRACE',
  'zoë',
  'Ångström',
  'Анна',
  '李小龙',
  "O'Neil",
  'a&b <c>',
  'Jo',
  'x',
  '',
  ' ',
  '\u{1f600}',
);
const value = fc.oneof(
  word,
  fc.tuple(word, word).map((two) => two.join(' ')),
  fc.constantFrom('ada@byron.test', 'a@b.io', 'ADA@BYRON.TEST', '+31 612 345 678', '0612-345678', 'NL91ABNA0417164300', '4111111111111111'),
  fc.constantFrom(
    '1985-04-03',
    '2024-02-29',
    '2023-02-30',
    '0001-01-01',
    '1985-04-03T10:11:12.1234567+02:00',
    '3.4.1985',
    '10.0.0.1',
    '::1',
  ),
  fc.constantFrom('https://x.test/Ada?b=%C3%A9', '6f1d0c5e-2a4b-4c1e-9d57-3b8a1f0e4c21', 'true', '12', '007', '100%', 'a\\b"c\n'),
  fc.string({ maxLength: 20 }),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.integer(),
  fc.integer({ min: 0, max: 130 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
);
const body = fc.dictionary(fc.constantFrom(...names, 'undocumentedName', 'voornaam', '__proto__', 'ada@byron.test'), value, { maxKeys: 8 });
const escapeXml = (text: string): string =>
  text.replace(/[&<>]/g, (char) => `&#${char.charCodeAt(0)};`).replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd]/g, '');
const wires: Readonly<Record<string, (value: Record<string, unknown>) => string>> = {
  'application/json': (members) => JSON.stringify(members),
  'application/x-www-form-urlencoded': (members) =>
    Object.entries(members)
      .map(([name, one]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(one).toWellFormed())}`)
      .join('&'),
  'application/xml': (members) =>
    `<root>${Object.entries(members)
      .filter(([name]) => /^\w+$/.test(name))
      .map(([name, one]) => `<${name}>${escapeXml(String(one))}</${name}>`)
      .join('')}</root>`,
  'application/json; broken': (members) => JSON.stringify(members).slice(0, -1),
};
const exchange = fc.record({
  wire: fc.constantFrom(...Object.keys(wires)),
  sent: body,
  got: body,
  path: fc.constantFrom('/people', '/other'),
  query: value,
});

/** `FUZZ_RUNS=1500` for a long look. */
const runs = Number(process.env['FUZZ_RUNS'] ?? 60);
let files = 0;

describe('the law', () => {
  it(
    'holds: same findings, nothing left, equal stays equal, different stays different, the same key the same text',
    async () => {
      let raised = 0;
      await fc.assert(
        fc.asyncProperty(
          fc.dictionary(fc.constantFrom(...names), schema, { minKeys: 3, noNullPrototype: true }),
          fc.subarray(names, { maxLength: 2 }),
          fc.array(exchange, { minLength: 1, maxLength: 5 }),
          fc.string({ minLength: 1, maxLength: 5 }),
          async (properties, required, exchanges, secret) => {
            const number = ++files;
            const path = join(folder, `law-${number}.json`);
            const content = Object.fromEntries(
              ['application/json', 'application/xml', 'application/x-www-form-urlencoded'].map((type) => [
                type,
                { schema: { type: 'object', properties, required } },
              ]),
            );
            writeFileSync(
              path,
              JSON.stringify({
                openapi: '3.1.0',
                info: { title: 'law', version: '1' },
                paths: {
                  '/people': {
                    put: {
                      parameters: [{ name: 'email', in: 'query', schema: { type: 'string', format: 'email' } }],
                      requestBody: { content },
                      responses: { 200: { description: 'ok', content } },
                    },
                  },
                },
              }),
            );
            const entries = exchanges.map(({ wire, sent, got, path: target, query }) =>
              entry({
                path: target,
                query: `?email=${encodeURIComponent(String(query).toWellFormed())}`,
                type: wire.split(';')[0] ?? '',
                sent: wires[wire]?.(sent) ?? '',
                got: wires[wire]?.(got) ?? '',
              }),
            );
            const from = join(folder, `law-${number}.har`);
            writeFileSync(from, harOf(entries));
            const contracts = [await loadContract(path)];
            const run = (out: string) =>
              redactFile({ from: openEvidence(from, 'law.har'), to: join(folder, out), uri: 'law-out.har', contracts, secret });
            const report = run(`law-${number}-out.har`);
            expect(report.failures).toEqual([]);
            expect(report.found).toBe(0);
            expect(report.same).toBeGreaterThanOrEqual(report.exchanges - report.left.length);
            raised += report.left.length;
            const text = readFileSync(join(folder, `law-${number}-out.har`), 'utf8');
            run(`law-${number}-again.har`);
            expect(readFileSync(join(folder, `law-${number}-again.har`), 'utf8')).toBe(text);
            const forth = new Map<string, string>();
            const back = new Map<string, string>();
            for (const [at, one] of entriesOf(text).entries()) {
              if (exchanges[at]?.wire !== 'application/json' || one.comment !== undefined) continue;
              const written = Object.entries(JSON.parse(one.request.postData.text) as object);
              for (const [place, [, original]] of Object.entries(exchanges[at]?.sent ?? {}).entries()) {
                const other: unknown = written[place]?.[1];
                if (typeof original !== 'string' || other === original || typeof other !== 'string') continue;
                expect(forth.get(original) ?? other).toBe(other);
                expect(back.get(other) ?? original).toBe(original);
                forth.set(original, other);
                back.set(other, original);
                if (/^[\w @.-]{6,}$/.test(original) && /[a-z]{4}/i.test(original)) expect(text).not.toContain(`"${original}\\"`);
              }
            }
            for (const file of readdirSync(folder)) if (file.startsWith(`law-${number}`)) rmSync(join(folder, file));
          },
        ),
        { numRuns: runs },
      );
      // Leaving out is the last resort, not the way out.
      expect(raised).toBeLessThan(runs / 4);
    },
    Math.max(60_000, runs * 1000),
  );

  it('dates stay dates of the same form, in the same order, on the same day of the week', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
        fc.date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
        fc.integer({ min: -500, max: -1 }),
        (one, other, weeks) => {
          const [a, b] = [one, other].map((date) => shiftDate(fold(date.toISOString()), weeks * 7)?.toUpperCase() ?? '');
          expect(isDateTime(a ?? '')).toBe(true);
          expect(new Date(a ?? '').getTime() - new Date(b ?? '').getTime()).toBe(one.getTime() - other.getTime());
          expect(new Date(a ?? '').getUTCDay()).toBe(one.getUTCDay());
          expect(a?.slice(10)).toBe(one.toISOString().slice(10));
          const http = one.toUTCString();
          expect(dress(shiftDate(fold(http), weeks * 7) ?? '', http)).toBe(new Date(one.getTime() + weeks * 7 * 86_400_000).toUTCString());
        },
      ),
    );
  });
});

describe('hostile recordings', () => {
  it('survives long strings, deep nesting, names of prototypes and bytes that are no text', async () => {
    const long = 'Ada Byron '.repeat(1_000_000);
    const deep = `${'{"firstName":'.repeat(3000)}"Ada"${'}'.repeat(3000)}`;
    const trap = '{"__proto__":{"email":"ada@byron.test"},"constructor":"x","firstName":"Ada"}';
    const { report, text } = await redactText(
      harOf([
        entry({ sent: JSON.stringify({ firstName: 'Ada', notes: long }), got: trap }),
        entry({ path: '/other', sent: deep, got: '{"email":"ada@byron.test' }),
        {
          ...entry({ sent: trap, got: trap }),
          response: {
            status: 200,
            headers: [],
            content: { text: Buffer.from([0xff, 0xfe, 0x41, 0x64, 0x61]).toString('base64'), encoding: 'base64' },
          },
        },
      ]),
    );
    expect(report.failures).toEqual([]);
    expect(report.left).toEqual([]);
    expect(report.same).toBe(3);
    expect(text).not.toContain('Byron');
    expect(text).not.toContain('ada@byron');
    expect(({} as Record<string, unknown>)['email']).toBeUndefined();
  }, 120_000);

  it('copies of a truncated recording what is whole, and says what it leaves', async () => {
    const body = JSON.stringify({ firstName: 'Ada', lastName: 'Byron' });
    const whole = harOf([entry({ sent: body, got: body }), entry({ sent: body, got: body }), entry({ sent: body, got: body })]);
    const { report, text } = await redactText(whole.slice(0, -200));
    expect(report).toMatchObject({ exchanges: 2, same: 2, failures: [] });
    expect(report.left.join()).toMatch(/ends inside entry 2.*not copied/);
    expect(entriesOf(text)).toHaveLength(2);
    expect(text).not.toContain('Byron');
  });

  it('leaves out an entry that is not JSON or not UTF-8, and keeps the places of the others', async () => {
    const body = JSON.stringify({ firstName: 'Ada', lastName: 'Byron' });
    const good = JSON.stringify(entry({ sent: body, got: body }));
    const bytes = Buffer.concat([
      Buffer.from(`{"log":{"version":"1.2","creator":{"name":"t","version":"1"},"entries":[${good},`),
      Buffer.from(good.replace('"Ada', '"Ad').replace('crm.test', 'crm\u00ff.test'), 'latin1'),
      Buffer.from(`,{"request": Byron},${good}]}}`),
    ]);
    const { report, text } = await redactText(bytes);
    expect(report.failures).toEqual([]);
    expect(report.exchanges).toBe(4);
    expect(entriesOf(text)).toHaveLength(4);
    expect(report.left).toHaveLength(2);
    expect(text).not.toContain('Byron');
  });

  it('leaves no file when it is killed in the middle', async () => {
    const body = JSON.stringify({ firstName: 'Ada', lastName: 'Byron' });
    const from = join(folder, 'kill.har');
    writeFileSync(from, harOf(Array.from({ length: 4000 }, () => entry({ sent: body, got: body }))));
    await crm();
    const cli = new URL('../../src/cli.ts', import.meta.url).pathname;
    const child = spawn(process.execPath, [cli, 'redact', '-c', 'crm.yaml', 'kill.har', 'killed.har'], { cwd: folder, stdio: 'ignore' });
    for (let tries = 0; tries < 1000 && !readdirSync(folder).some((file) => file.startsWith('killed.har.')); tries++)
      await new Promise((resolve) => setTimeout(resolve, 10));
    expect(readdirSync(folder).some((file) => file.startsWith('killed.har.'))).toBe(true);
    child.kill('SIGKILL');
    await new Promise((resolve) => child.on('close', resolve));
    expect(existsSync(join(folder, 'killed.har'))).toBe(false);
  }, 60_000);
});
