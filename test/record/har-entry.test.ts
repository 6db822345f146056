// What is written is what was on the wire: read back by the reader of HARs, bytes and fields are the same, whatever they hold.
import { rmSync } from 'node:fs';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { Field } from '../../src/model/exchange.ts';
import { HarEntryWriter } from '../../src/record/har-entry.ts';
import { bytesOf, type Draft, folder, roundTrip, wire } from './wire.ts';

afterAll(() => rmSync(folder, { recursive: true }));

const typed = (type: string, body: string | Uint8Array, more: readonly Field[] = []) => ({
  fields: [['Content-Type', type], ...more] as const,
  body: Buffer.from(body),
});
const one = (draft: Draft) => {
  const [exchange] = roundTrip([wire(draft)]);
  if (!exchange) throw new Error('no exchange');
  return exchange;
};

const png = Buffer.from('89504e470d0a1a0a0000ff00fe', 'hex');
const multipart = Buffer.concat([
  Buffer.from('--b\r\nContent-Disposition: form-data; name="file"; filename="å.png"\r\nContent-Type: image/png\r\n\r\n'),
  png,
  Buffer.from('\r\n--b--\r\n'),
]);
const bodies: readonly (readonly [name: string, type: string, body: string | Uint8Array, form: 'text' | 'bytes'])[] = [
  [
    'JSON with big integers, an escaped name and spaces',
    'application/json',
    '{ "id":9007199254740993, "\\u0061": 1.0e2,"__proto__":{} }\n',
    'text',
  ],
  ['JSON with a byte order mark', 'application/json', '\ufeff{}', 'text'],
  ['a suffix', 'application/vnd.crm+json; charset=UTF-8', '{"å":"😀"}', 'text'],
  ['JSON in Latin 1', 'application/json; charset=iso-8859-1', Buffer.from('{"a":"å"}', 'latin1'), 'bytes'],
  ['JSON that only looks like UTF-8', 'application/json; charset=iso-8859-1', '{"a":"å"}', 'bytes'],
  ['JSON in UTF-16', 'application/json; charset=utf-16le', Buffer.from('{}', 'utf16le'), 'bytes'],
  ['JSON that is no UTF-8', 'application/json', Buffer.from('{"a":"å"}', 'latin1'), 'bytes'],
  ['JSON that breaks off', 'application/json', '{"a":', 'text'],
  ['XML', 'application/xml', '<?xml version="1.0" encoding="UTF-8"?>\r\n<a>å &amp; <![CDATA[</a>]]></a>', 'text'],
  ['XML that declares Latin 1', 'text/xml', '<?xml version="1.0" encoding="ISO-8859-1"?><a>å</a>', 'bytes'],
  ['a form', 'application/x-www-form-urlencoded', 'a=1&a=%zz&b=%00+x', 'text'],
  ['multipart with bytes', 'multipart/form-data; boundary=b', multipart, 'bytes'],
  [
    'multipart of plain text',
    'multipart/form-data; boundary=b',
    '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--b--\r\n',
    'text',
  ],
  ['an image', 'image/png', png, 'bytes'],
  ['a compressed file that nobody compressed for the wire', 'application/octet-stream', gzipSync('{}'), 'bytes'],
  ['text that begins like gzip', 'text/plain', '\u001f\u008b', 'bytes'],
  ['half of a surrogate pair', 'application/json', Buffer.from('22eda0bd22', 'hex'), 'bytes'],
  ['U+FFFD and control characters', 'text/plain', '\ufffd\u0000\u2028"\\', 'text'],
];

describe('bodies', () => {
  it.each(bodies)('%s', (_, type, body, form) => {
    const { request, response } = one({ request: { method: 'POST', ...typed(type, body) }, response: typed(type, body) });
    expect(bytesOf(request?.content)).toEqual(Buffer.from(body));
    expect(bytesOf(response?.content)).toEqual(Buffer.from(body));
    expect([request?.content?.form, response?.content?.form]).toEqual([form, form]);
  });

  const codings = { gzip: gzipSync, 'x-gzip': gzipSync, deflate: deflateSync, br: brotliCompressSync, zstd: zstdCompressSync } as const;
  it.each([...Object.entries(codings), ['deflate', deflateRawSync] as const])('%s is undone, whatever was compressed', (name, compress) => {
    for (const [, type, body] of bodies) {
      const sent = { ...typed(type, compress(Buffer.from(body)), [['Content-Encoding', name]]) };
      const { request, response } = one({ request: { method: 'POST', ...sent }, response: sent });
      expect(bytesOf(request?.content)).toEqual(Buffer.from(body));
      expect(bytesOf(response?.content)).toEqual(Buffer.from(body));
    }
  });

  it('two codings are undone in turn; nothing compressed is nothing', () => {
    const twice = typed('application/json', gzipSync(brotliCompressSync('[1]')), [['Content-Encoding', 'br, gzip']]);
    expect(bytesOf(one({ response: twice }).response?.content).toString()).toBe('[1]');
    const nothing = typed('application/json', gzipSync(''), [['Content-Encoding', 'gzip']]);
    const { request, response } = one({ request: { method: 'POST', ...nothing }, response: nothing });
    expect([request?.content, response?.content]).toEqual([undefined, undefined]);
  });

  it.each([
    ['cut short', gzipSync('{"a":"aaaaaaaaaaaaaaa"}').subarray(0, 20), 'gzip'],
    ['never compressed', Buffer.from('{"a":1}'), 'gzip'],
    ['compressed otherwise', gzipSync('{}'), 'br'],
  ])('what is not compressed as it says is kept as it was and malformed: %s', (_, bytes, coding) => {
    const broken = typed('application/json', bytes, [['Content-Encoding', coding]]);
    const { request, response } = one({ request: { method: 'POST', ...broken }, response: broken });
    const told = { form: 'unknown', isMalformed: true, reason: `it cannot be decompressed as ${coding}` };
    expect(response?.content).toMatchObject(told);
    expect(request?.content).toMatchObject(told);
    const { content } = new HarEntryWriter([]).write(wire({ response: broken })).response;
    expect(Buffer.from(content.text ?? '', 'base64')).toEqual(broken.body);
  });

  it('a coding that is not known here is not the fault of the sender', () => {
    const strange = typed('application/json', '{"a":1}', [['Content-Encoding', 'x-strange']]);
    expect(bytesOf(one({ response: strange }).response?.content).toString()).toBe('{"a":1}');
  });

  it('five megabytes, as text and as bytes', () => {
    const text = JSON.stringify({ a: 'å"\n'.repeat(1_300_000) });
    const { request, response } = one({
      request: { method: 'POST', ...typed('application/json', text) },
      response: typed('application/octet-stream', Buffer.alloc(5 << 20, 0xfe)),
    });
    expect(bytesOf(request?.content).equals(Buffer.from(text))).toBe(true);
    expect(bytesOf(response?.content).equals(Buffer.alloc(5 << 20, 0xfe))).toBe(true);
  });

  it('none: an answer to HEAD, a 204, an empty 200', () => {
    const length: readonly Field[] = [
      ['Content-Length', '512'],
      ['Content-Type', 'application/json'],
    ];
    expect(one({ request: { method: 'HEAD' }, response: { fields: length } }).response?.content).toBeUndefined();
    expect(one({ response: { status: 204 } }).response?.content).toBeUndefined();
    expect(one({ request: { method: 'POST' } }).request?.content).toBeUndefined();
    expect(one({ response: { fields: [['Content-Length', '0']] } }).response?.content).toBeUndefined();
  });

  it('cut short: nothing of it is judged, and why is said', () => {
    const half = typed('application/json', '{"a":');
    for (const body of [half.body, Buffer.alloc(0)]) {
      const { response } = one({ response: { ...half, body, aborted: 'the connection was reset' } });
      expect(response?.content?.form).toBe('unknown');
    }
    const [none] = roundTrip([wire({ response: { status: 0, aborted: 'no answer within 30 s' } })]);
    expect(none?.problem).toMatchObject({ isForeign: true, message: expect.stringContaining('no answer within 30 s') as string });
    const entry = new HarEntryWriter([]).write(wire({ response: { ...half, aborted: 'reset' } }));
    expect(entry.comment).toBe('the response was cut short after 5 bytes of its body: reset');
    expect(JSON.stringify(entry)).not.toContain('{\\"a\\":');
  });
});

describe('heads', () => {
  it('fields and queries stay as sent, in order and repeated', () => {
    const fields: readonly Field[] = [
      ['X', 'a'],
      ['x', 'a'],
      ['__proto__', '1'],
      ['Accept', ''],
      ['X-Latin', '\u00e5\u0080'],
    ];
    const target = '/p%C3%A5/;a=1/%2F?b=2&a=%20+&a&=x&&__proto__=%zz&token%5b%5D';
    const { request, response } = one({ request: { target, fields }, response: { fields: [...fields, ['Vary', 'a'], ['Vary', 'b']] } });
    expect(request?.fields).toEqual(fields);
    expect(response?.fields).toEqual([...fields, ['Vary', 'a'], ['Vary', 'b']]);
    expect(request?.target).toBe(`http://crm.example${target}`);
  });

  it.each(['/?', '/?a', '/a?b#c?d=e', '/#a?b=1', '//a/b?', '*', '/?&&', 'https://other.example/x?y=z'])('the target %s', (target) => {
    const expected = target.startsWith('https:') ? target : `http://crm.example${target}`;
    expect(one({ request: { target } }).request?.target).toBe(expected);
  });

  it('says what came from the mock, and only that', () => {
    const [mocked, real] = roundTrip([wire({}, { provider: 'mock' }), wire({})]);
    expect([mocked?.provider, real?.provider]).toEqual(['mock', undefined]);
  });

  it('is HAR 1.2 where other tools look', () => {
    const entry = new HarEntryWriter([]).write(
      wire({
        request: { target: '/a?b=%C3%A5+1', fields: [['Cookie', 'a=1; b=2']] },
        response: {
          status: 302,
          statusText: 'Found',
          fields: [
            ['Set-Cookie', 'sid=abc; Path=/; HttpOnly; Expires=Wed, 21 Oct 2026 07:28:00 GMT'],
            ['Set-Cookie', 'b=c'],
            ['Location', '/x'],
          ],
        },
      }),
    );
    expect(entry).toEqual({
      startedDateTime: '2026-01-02T03:04:05.678Z',
      time: 12,
      request: {
        method: 'GET',
        url: 'http://crm.example/a?b=%C3%A5+1',
        httpVersion: 'HTTP/1.1',
        cookies: [
          { name: 'a', value: 'REDACTED' },
          { name: 'b', value: 'REDACTED' },
        ],
        headers: [{ name: 'Cookie', value: 'a=REDACTED; b=REDACTED' }],
        queryString: [{ name: 'b', value: 'å 1' }],
        headersSize: -1,
        bodySize: 0,
      },
      response: {
        status: 302,
        statusText: 'Found',
        httpVersion: 'HTTP/1.1',
        cookies: [
          { name: 'sid', value: 'REDACTED', path: '/', httpOnly: true, expires: '2026-10-21T07:28:00.000Z' },
          { name: 'b', value: 'REDACTED' },
        ],
        headers: [
          { name: 'Set-Cookie', value: 'sid=REDACTED; Path=/; HttpOnly; Expires=Wed, 21 Oct 2026 07:28:00 GMT' },
          { name: 'Set-Cookie', value: 'b=REDACTED' },
          { name: 'Location', value: '/x' },
        ],
        content: { size: 0, mimeType: '' },
        redirectURL: '/x',
        headersSize: -1,
        bodySize: 0,
      },
      cache: {},
      timings: { send: 0, wait: 12, receive: 0 },
    });
  });
});

it('writing and reading back gives the fields, targets and bytes there were', () => {
  const token = fc
    .stringMatching(/^[A-Za-z!#$%&'*+.^_`|~-]{1,12}$/)
    .filter(
      (name) =>
        !/^(content-(type|encoding)|.*(cookie|auth|token|key|pass|secret|sid|sig|otp|jwt|pwd|assertion|credential|location|referer).*)$/i.test(
          name,
        ),
    );
  const value = fc
    .stringMatching(/^([!-~\u0080-\u00ff]([ -~\u0080-\u00ff]{0,20}[!-~\u0080-\u00ff])?)?$/)
    .filter((text) => text === text.trim());
  const fields = fc.array(fc.tuple(token, value), { maxLength: 5 });
  const body = fc.oneof(
    fc.uint8Array({ maxLength: 60 }),
    fc.string({ unit: 'binary', maxLength: 60 }).map((text) => Buffer.from(text)),
    fc.json().map((text) => Buffer.from(text)),
  );
  const type = fc.constantFrom(
    'application/json',
    'text/xml',
    'text/plain; charset=utf-8',
    'application/x-www-form-urlencoded',
    'multipart/mixed; boundary=b',
    'image/png',
    'no media type',
    undefined,
  );
  const coding = fc.constantFrom(undefined, 'gzip', 'br', 'deflate', 'zstd', 'identity');
  const pack = {
    gzip: gzipSync,
    br: brotliCompressSync,
    deflate: deflateSync,
    zstd: zstdCompressSync,
    identity: (bytes: Uint8Array) => bytes,
  };
  const message = fc.record({ fields, body, type, coding }).map(({ fields: more, body: plain, type: mediaType, coding: name }) => ({
    plain: Buffer.from(plain),
    body: name && plain.length > 0 ? pack[name](plain) : plain,
    fields: [
      ...more,
      ...(mediaType === undefined ? [] : [['Content-Type', mediaType] as const]),
      ...(name === undefined ? [] : [['Content-Encoding', name] as const]),
    ],
  }));
  const target = fc
    .webUrl({ withQueryParameters: true })
    .map((url) => new URL(url))
    .map(({ pathname, search }) => pathname + search);
  fc.assert(
    fc.property(fc.array(fc.record({ request: message, response: message, target }), { minLength: 1, maxLength: 4 }), (drafts) => {
      const read = roundTrip(
        drafts.map((draft) => wire({ request: { method: 'POST', target: draft.target, ...draft.request }, response: draft.response })),
      );
      for (const [index, { request, response }] of read.entries()) {
        const draft = drafts[index];
        expect(request?.target).toBe(`http://crm.example${draft?.target}`);
        expect(request?.fields).toEqual(draft?.request.fields);
        expect(response?.fields).toEqual(draft?.response.fields);
        expect(bytesOf(request?.content)).toEqual(draft?.request.plain);
        expect(bytesOf(response?.content)).toEqual(draft?.response.plain);
      }
    }),
    { numRuns: 200 },
  );
});
