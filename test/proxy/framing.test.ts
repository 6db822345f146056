// Where messages end, whatever the pieces they come in (RFC 9112 §6, §7).
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BodyReader, frameRequest, frameResponse } from '../../src/proxy/framing.ts';
import { HeadGatherer, readRequestHead, readResponseHead } from '../../src/proxy/head.ts';

const request = (...fields: string[]) => frameRequest(readRequestHead(['POST / HTTP/1.1', ...fields].join('\r\n')));
const response = (status: number, method: string, ...fields: string[]) =>
  frameResponse(readResponseHead([`HTTP/1.1 ${status} X`, ...fields].join('\r\n')), method);

describe('the length of a body', () => {
  it.each([
    [[], 'none'],
    [['Content-Length: 0'], 'none'],
    [['content-length:\t12 '], 'length'],
    [['Transfer-Encoding: CHUNKED'], 'chunked'],
    [['Transfer-Encoding: gzip', 'Transfer-Encoding: chunked'], 'chunked'],
  ])('of a request with %j is %s', (fields, kind) => expect(request(...fields).kind).toBe(kind));

  it.each([
    ['Content-Length: -1'],
    ['Content-Length: +1'],
    ['Content-Length: 0x10'],
    ['Content-Length: 1, 1'],
    ['Content-Length: 1e3'],
    ['Content-Length:'],
    ['Content-Length: 99999999999999999999'],
    ['Transfer-Encoding: identity'],
    ['Transfer-Encoding: chunked, chunked'],
    ['Transfer-Encoding: xchunked'],
    ['Transfer-Encoding: "chunked"'],
    ['Transfer-Encoding: chunked', 'Content-Length: 0'],
    ['Content-Length: 1', 'Content-Length: 1'],
    ['Content-Length : 1'],
    ['Content\x00-Length: 1'],
    [' Content-Length: 1'],
    ['X: a\rb'],
  ])('of a request with %j is nobody’s guess', (...fields) => expect(() => request(...fields)).toThrow(/^(has|is) /));

  it.each([
    [200, 'GET', [], 'close'],
    [200, 'GET', ['Content-Length: 5'], 'length'],
    [200, 'GET', ['Transfer-Encoding: gzip'], 'close'],
    [200, 'HEAD', ['Content-Length: 5'], 'none'],
    [204, 'GET', ['Content-Length: 5'], 'none'],
    [304, 'GET', ['Transfer-Encoding: chunked'], 'none'],
    [103, 'GET', [], 'none'],
  ] as const)('of a %i response to %s with %j is %s', (status, method, fields, kind) =>
    expect(response(status, method, ...fields).kind).toBe(kind),
  );

  it.each([
    'HTTP/1.1 20 OK',
    'HTTP/1.1 2000 OK',
    'http/1.1 200 OK',
    'HTTP/1.1  200 OK',
    'HTTP/2.0 200 OK',
    'HTTP/1.1 099 X',
    '',
    'ICY 200 OK',
  ])('of %j is none: it is no response', (start) => expect(() => readResponseHead(start)).toThrow(/^(begins with|is in HTTP)/));
});

/** Reads messages out of pieces; what is left over stays in `rest`. */
function readAll(bytes: Buffer, cuts: readonly number[]): { heads: string[]; content: string[]; trailers: string[]; framed: number } {
  const [heads, content, trailers]: [string[], string[], string[]] = [[], [], []];
  const gatherer = new HeadGatherer();
  let reader: BodyReader | undefined;
  let framed = 0;
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
  for (const [index, from] of places.slice(0, -1).entries()) {
    const piece = bytes.subarray(from, places[index + 1]);
    for (let at = 0; at < piece.length;) {
      if (!reader) {
        const { next, text } = gatherer.take(piece, at);
        at = next;
        if (text === undefined) continue;
        heads.push(text);
        const number = content.push('') - 1;
        reader = new BodyReader(frameRequest(readRequestHead(text)), (part) => (content[number] += part.toString('latin1')));
      } else {
        const next = reader.take(piece, at);
        framed += next - at;
        at = next;
      }
      if (reader?.isDone) {
        trailers.push(...reader.trailers.map(([name, value]) => `${name}=${value}`));
        reader = undefined;
      }
    }
  }
  return { heads, content, trailers, framed };
}

describe('messages', () => {
  const body = fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes).toString('latin1'));
  const chunked = fc
    .array(
      body.filter((text) => text !== ''),
      { maxLength: 4 },
    )
    .map((parts) => ({
      content: parts.join(''),
      text: `POST /c HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n${parts.map((part) => `${part.length.toString(16)};x="\t"\r\n${part}\r\n`).join('')}0\r\nT: 1\r\n\r\n`,
      trailers: ['T=1'],
    }));
  const sized = body.map((content) => ({
    content,
    text: `POST /l HTTP/1.1\r\nContent-Length: ${content.length}\r\n\r\n${content}`,
    trailers: [] as string[],
  }));

  it('are told apart however they are cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(chunked, sized), { minLength: 1, maxLength: 5 }),
        fc.array(fc.nat(), { maxLength: 40 }),
        (messages, cuts) => {
          const bytes = Buffer.from(messages.map(({ text }) => text).join(''), 'latin1');
          const { heads, content, trailers } = readAll(bytes, cuts);
          expect(content).toEqual(messages.map((message) => message.content));
          expect(heads).toHaveLength(messages.length);
          expect(trailers).toEqual(messages.flatMap((message) => message.trailers));
        },
      ),
      { numRuns: 300 },
    );
  });

  it.each([
    'g\r\n',
    '-1\r\n',
    '\r\n',
    '1 1\r\nx',
    '1\nx\r\n',
    '1\r\nxy\r\n',
    '1\r\nx\n',
    '0\r\nno trailer\r\n',
    '0\r\n folded: 1\r\n',
    '1;a\x00b\r\n',
    'fffffffffffffff\r\n',
  ])('with a chunk such as %j are none', (text) => {
    const reader = new BodyReader({ kind: 'chunked' }, () => undefined);
    expect(() => reader.take(Buffer.from(text, 'latin1'), 0)).toThrow(/^has a (chunk|line|trailer)/);
  });

  it('cost what they are long, whatever the pieces', () => {
    const gatherer = new HeadGatherer();
    const begin = performance.now();
    for (let index = 0; index < 20_000; index++) gatherer.take(Buffer.from('x'), 0);
    expect(performance.now() - begin).toBeLessThan(1000);
    expect(() => gatherer.take(Buffer.alloc(120_000, 'x'), 0)).toThrow(/128 KB/);
  });
});
