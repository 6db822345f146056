// A recorded exchange as text of HTTP/1.1: exact, and harmless whatever an instance sent.
import { describe, expect, it } from 'vitest';
import type { Content, Exchange } from '../../src/model/exchange.ts';
import { writeExchange } from '../../src/statement/exchange-text.ts';
import { fakeSource } from '../reporters/fake-source.ts';

const location = { source: fakeSource('probe.har', ''), pointer: '' };
const exchange: Exchange = {
  evidence: 'probe.har',
  index: 0,
  label: 'entry 0',
  claim: 'observed',
  location,
  request: { method: 'GET', target: 'https://crm.example/a?b=c', fields: [['Host', 'crm.example']], complete: true, location },
  response: { status: 200, fields: [], complete: true, location },
};
const answer = (content: Content, fields: readonly [string, string][] = []): string =>
  writeExchange({ ...exchange, response: { status: 200, fields, content, complete: true, location } }).response;
const text = (body: string): Content => ({ form: 'text', text: body, location });
const bytes = (...all: number[]): Content => ({ form: 'bytes', bytes: Uint8Array.from(all), verbatim: false, location });

describe('an exchange', () => {
  it('is a request line, fields and the body as it came', () => {
    const { request, response } = writeExchange({
      ...exchange,
      told: { statusText: 'Fine', httpVersion: 'HTTP/1.0' },
      response: { status: 200, fields: [['Content-Type', 'application/json']], content: text('{"a": 1}\r\n'), complete: true, location },
    });
    expect(request).toBe('GET /a?b=c HTTP/1.0\nHost: crm.example');
    expect(response).toBe('HTTP/1.0 200 Fine\nContent-Type: application/json\n\n{"a": 1}\n');
  });

  it('says what the recording does not hold', () => {
    const { request: _, response: __, ...bare } = exchange;
    expect(writeExchange({ ...bare, problem: { message: 'Entry 0 has no response: cut', location } })).toEqual({
      request: '(the recording does not hold the request)',
      response: '(no whole answer: Entry 0 has no response: cut)',
    });
    expect(answer({ form: 'unknown', reason: 'too large', location })).toContain('(a body that the recording does not hold: too large)');
  });

  it('cuts a long body and tells its whole length', () => {
    const response = answer(text(`${'é'.repeat(9000)}END`));
    expect(response).toMatch(/é\n\(cut here: the whole body has 9,003 characters, 18,003 bytes\)$/);
    expect(response.length).toBeLessThan(4200);
    expect(answer(text('\n'.repeat(3000)))).toContain('the whole body has 3,000 characters');
    expect(answer(text('😀'.repeat(4000)).form === 'text' ? text(`a${'😀'.repeat(4000)}`) : text(''))).not.toContain('\ufffd');
  });

  it('says that a body is binary, and shows text that came as bytes', () => {
    expect(answer(bytes(0x89, 0x50, 0x00, 0xff))).toContain('(a binary body of 4 bytes; in hexadecimal it begins with 89 50 00 ff)');
    expect(answer(bytes(0xc3, 0xa9))).toContain('é');
  });

  it('lets no control through: no line of its own, no colour, no other direction', () => {
    const response = answer(text('a\u001b[2Jb\u202ec\rd\u0000'), [
      ['X-Bad', 'a\r\nSet-Cookie: b\u0007'],
      ['X-Long', 'x'.repeat(5000)],
    ]);
    expect(response).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    expect(response).toContain('X-Bad: a\\u000d\\u000aSet-Cookie: b\\u0007');
    expect(response).toContain('… (5,000 characters)');
    expect(response).toContain('a\\u001b[2Jb\\u202ec\\u000dd\\u0000');
  });

  it('shows sixty fields of thousands', () => {
    const response = answer(
      text('x'),
      Array.from({ length: 5000 }, (_, n) => [`X-${n}`, 'y']),
    );
    expect(response).toContain('(and 4,940 more fields)');
  });
});
