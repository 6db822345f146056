// Whatever form a credential comes back in, it is hidden, and nothing else is.
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Journal } from '../../src/live/journal.ts';
import { Secrets } from '../../src/live/secrets.ts';

function knowing(...values: readonly string[]): Secrets {
  const secrets = new Secrets();
  for (const value of values) secrets.add(value);
  return secrets;
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const htmlOf = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) =>
    `&#${sign.charCodeAt(0)};`.replace('&#38;', '&amp;').replace('&#60;', '&lt;').replace('&#62;', '&gt;').replace('&#34;', '&quot;'),
  );
const asciiJson = (text: string): string =>
  JSON.stringify(text).replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Every way an answer may hold a text. */
const forms: Readonly<Record<string, (secret: string) => string>> = {
  raw: (secret) => secret,
  'in a sentence': (secret) => `you sent ${secret}, did you?`,
  'in JSON': (secret) => JSON.stringify({ echo: [secret] }),
  'as a name in JSON': (secret) => JSON.stringify({ [secret]: 1 }),
  'in JSON of ASCII alone': asciiJson,
  'in JSON with escaped slashes': (secret) => JSON.stringify(secret).replaceAll('/', '\\/'),
  'percent-encoded': (secret) => encodeURIComponent(secret),
  'percent-encoded in lower case': (secret) => encodeURIComponent(secret).replace(/%../g, (code) => code.toLowerCase()),
  'in an address': (secret) => new URL(`http://a.example/?key=${encodeURIComponent(secret)}`).href,
  'in a form': (secret) => new URLSearchParams({ key: secret }).toString(),
  'in HTML': htmlOf,
  'in base64': base64,
  'in base64url': (secret) => Buffer.from(secret).toString('base64url'),
  'in base64 behind one byte': (secret) => base64(`:${secret}`),
  'in base64 behind two bytes': (secret) => base64(`a:${secret}`),
  'in base64 of Basic': (secret) => `Basic ${base64(`jane:${secret}`)}`,
  'in base64 of JSON': (secret) => base64(JSON.stringify({ key: secret, more: 'behind' })),
  'as bytes of UTF-8 read one by one': (secret) => Buffer.from(secret).toString('latin1'),
};

const secretsOf = [
  'sesame42',
  'a.b*c+d?(e)[f]{2}|^$\\',
  `q"u'o<t>e & more`,
  'pässwörd €',
  'with/slash+plus=',
  'line\ttab 100%',
  "x!y~z'(*)",
];
const cases = Object.keys(forms).flatMap((form) => secretsOf.map((secret) => [form, secret] as const));

/** No run of six characters of it is left: what stands at its borders in base64 may be. */
function leftover(text: string, form: string, secret: string): string | undefined {
  const inner = forms[form]?.(secret) ?? '';
  const parts = form.includes('base64') ? [] : [inner, secret];
  return [...parts, secret].find((part) => text.includes(part));
}

describe('a credential comes back', () => {
  it.each(cases)('%s: %s', (form, secret) => {
    const hidden = knowing(secret).hide(forms[form]?.(secret) ?? '');
    expect(hidden).toContain('REDACTED');
    expect(leftover(hidden, form, secret)).toBeUndefined();
    const decoded = Buffer.from(hidden.replace(/^Basic /, '').replaceAll('REDACTED', ''), 'base64').toString();
    if (form.includes('base64')) expect(decoded).not.toContain(secret.slice(1, -1));
  });

  it('property: hidden once, no form is left to hide', () => {
    const secret = fc.string({ minLength: 8, maxLength: 24, unit: 'grapheme' }).filter((text) => text.length >= 8);
    fc.assert(
      fc.property(secret, fc.constantFrom(...Object.keys(forms)), fc.string(), (value, form, around) => {
        const secrets = knowing(value);
        const hidden = secrets.hide(around + (forms[form]?.(value) ?? '') + around);
        expect(secrets.hide(hidden)).toBe(hidden);
        if (!form.includes('base64') && form !== 'in HTML') expect(hidden.includes(value) && !'REDACTED'.includes(value)).toBe(false);
      }),
      { numRuns: 300, seed: 3 },
    );
  });

  it('the longer of two that overlap is hidden whole', () => {
    expect(knowing('sesame', 'sesame42').hide('sesame42 sesame')).toBe('REDACTED REDACTED');
  });

  it('of fewer than four characters is not looked for: the record would be destroyed', () => {
    const secrets = knowing('', 'a', 'abc');
    expect(secrets.isEmpty()).toBe(true);
    expect(secrets.hide('abc a')).toBe('abc a');
  });

  it('texts without it stay what they are', () => {
    const secrets = knowing('sesame42', 'a.b.c.d');
    for (const text of ['', 'sesame 42', 'aXbXcXd', '{"a":1}', base64('something else')]) expect(secrets.hide(text)).toBe(text);
  });

  it('30 MB are looked through in a few seconds', () => {
    const began = performance.now();
    const text = `${'{"name":"Jane Doe","key":"c2VzYW1l"},'.repeat(800_000)}sesame42`;
    expect(knowing('sesame42', 'pässwörd €/', 'jane:x y').hide(text).endsWith('REDACTED')).toBe(true);
    expect(performance.now() - began).toBeLessThan(8000);
  });
});

describe('a recording', () => {
  it('base64 stays base64, whatever it begins with', () => {
    const body = { size: 1, encoding: 'base64', text: base64('sesame42\0rest') };
    const hidden = knowing('sesame42').hideIn({ response: { content: body } }).response.content;
    expect(hidden.encoding).toBe('base64');
    expect(Buffer.from(hidden.text, 'base64').toString()).toBe('REDACTED\0rest');
  });

  it('names of its members stay, even where a credential is called so', () => {
    const entry = { request: { text: 'a text' }, encoding: 'base64', text: base64('\0') };
    expect(knowing('text', 'base64', 'request').hideIn(entry)).toEqual({ ...entry, request: { text: 'a REDACTED' } });
  });

  it.each<[string, (text: string) => Uint8Array, string, string]>([
    ['as text', Buffer.from, '', 'text/plain'],
    ['gzip', gzipSync, 'gzip', 'application/json'],
    ['br', brotliCompressSync, 'br', 'application/json'],
    ['a coding nobody knows', Buffer.from, 'snappy', 'application/json'],
    ['bytes', (text) => Buffer.concat([Buffer.from([0, 255]), Buffer.from(text)]), '', 'application/octet-stream'],
    ['a picture', (text) => Buffer.from(`\u0089PNG${text}`), '', 'image/png'],
  ])('holds it nowhere: %s', (_, write, coding, type) => {
    const folder = mkdtempSync(join(tmpdir(), 'truce-secrets-'));
    const path = join(folder, 'run.har');
    const secret = 'sesame/42"ä';
    const journal = new Journal({
      path,
      shown: 'run.har',
      version: '0',
      contracts: [],
      origin: 'http://127.0.0.1',
      secrets: knowing(secret),
    });
    journal.add(
      { method: 'GET', target: `/a?key=${encodeURIComponent(secret)}`, fields: [['X-Key', Buffer.from(secret).toString('latin1')]] },
      {
        startedAt: new Date(),
        ms: 1,
        status: 200,
        statusText: secret,
        fields: [
          ['Content-Type', type],
          ...(coding === '' ? [] : [['Content-Encoding', coding] as const]),
          ['Location', `/x?key=${encodeURIComponent(secret)}`],
          ['X-Echo', base64(`jane:${secret}`)],
        ],
        body: write(JSON.stringify({ [secret]: secret, auth: base64(secret) })),
      },
      undefined,
      false,
    );
    journal.close();
    const har = readFileSync(path, 'utf8');
    rmSync(folder, { recursive: true });
    const bodies = [...har.matchAll(/"text":\s*"([A-Za-z0-9+/=]+)"/g)].map(([, text]) =>
      Buffer.from(text ?? '', 'base64').toString('latin1'),
    );
    for (const text of [har, ...bodies]) for (const form of Object.values(forms)) expect(text.includes(form(secret))).toBe(false);
    expect(har).not.toContain('sesame');
    expect(JSON.parse(har)).toHaveProperty('log.entries.0.response.status', 200);
  });
});
