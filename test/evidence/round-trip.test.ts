// The recordings that ship, and random exchanges, written in every format and read back: the same exchanges, the same verdicts, the same findings.
import { globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { detectFormat } from '../../src/evidence/index.ts';
import { Judge } from '../../src/judge/judge.ts';
import type { EvidenceProblem, Exchange, Field } from '../../src/model/exchange.ts';
import { loadContract } from '../../src/openapi/load.ts';
import { HarExchangeWriter } from '../../src/record/har-exchange.ts';
import { soundsSecret } from '../../src/record/secret-names.ts';
import { openEvidence } from '../../src/source/read.ts';
import { formatWriters, type FormatWriter } from './write-formats.ts';

const root = new URL('../../', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'truce-trip-'));
afterAll(() => rmSync(folder, { recursive: true }));
let made = 0;

function read(path: string): { format: string | undefined; exchanges: Exchange[]; problems: string[] } {
  const file = openEvidence(path, path.split('/').at(-1) ?? '');
  const format = detectFormat(file);
  const problems: EvidenceProblem[] = [];
  const exchanges = format ? [...format.read(file, (problem) => problems.push(problem))] : [];
  return { format: format?.id, exchanges, problems: problems.map(({ message }) => message) };
}

function readBack(content: string | Uint8Array, name: string) {
  const path = join(folder, `${made++}-${name}`);
  writeFileSync(path, content);
  return read(path);
}

/** As a stub would claim it. */
const asStub = (exchange: Exchange): Exchange => ({
  ...exchange,
  claim: 'example',
  ...(exchange.request && { request: { ...exchange.request, isPattern: true } }),
});

const corpus = globSync(['contracts/*/recordings/*.har', 'examples/*.har'], { cwd: root }).toSorted();
const contracts = await Promise.all(
  globSync('contracts/*/openapi.yaml', { cwd: root })
    .toSorted()
    .map((path) => loadContract(join(root, path), { cwd: root })),
);
const judge = new Judge(contracts, { strict: true });

function opinion(exchange: Exchange) {
  const { outcome, findings } = judge.judge(exchange);
  return {
    verdict: outcome.verdict,
    operation: outcome.operation?.id,
    findings: findings.map(({ rule, severity, message, contract }) => `${severity} ${rule} ${contract?.pointer} ${message}`).toSorted(),
  };
}

describe.each(formatWriters.map((writer) => [writer.name, writer] as const))('%s', (_, writer) => {
  it.each(corpus)('gives the verdicts of %s', (path) => {
    const exchanges = read(join(root, path)).exchanges.filter((exchange) => writer.holds(exchange));
    expect(exchanges.length).toBeGreaterThan(0);
    const back = readBack(writer.write(exchanges), writer.file);
    expect(back.problems).toEqual([]);
    expect(back.format).toBe(writer.reader);
    expect(back.exchanges).toHaveLength(exchanges.length);
    for (const [index, exchange] of exchanges.entries())
      expect(opinion(back.exchanges[index] as Exchange), `exchange ${index}`).toEqual(
        opinion(writer.claim === 'example' ? asStub(exchange) : exchange),
      );
  });

  it.each(corpus)('converted to HAR gives the verdicts of %s', (path) => {
    const exchanges = read(join(root, path)).exchanges.filter((exchange) => writer.holds(exchange));
    const there = readBack(writer.write(exchanges), writer.file).exchanges;
    const har = new HarExchangeWriter(contracts);
    const entries = there.map((exchange) => har.write(exchange));
    const back = readBack(JSON.stringify({ log: { version: '1.2', creator: { name: 'x', version: '1' }, entries } }), 'b.har');
    expect(back.exchanges).toHaveLength(there.length);
    for (const [index, exchange] of there.entries()) {
      const found = opinion(back.exchanges[index] as Exchange);
      const wanted = opinion(exchange);
      // A body whose secrets cannot be told from the rest is left out, and then not judged.
      if (entries[index]?.comment?.includes('is left out')) expect(['unchecked', wanted.verdict]).toContain(found.verdict);
      else expect(found, `exchange ${index}`).toEqual(wanted);
    }
  });
});

const token = fc
  .stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,12}$/)
  .filter((name) => !/^(content-(length|encoding|type)|transfer-encoding|cookie|__proto__)$/i.test(name));
const value = fc.stringMatching(/^[!-~]([ -~]{0,20}[!-~])?$/).filter((text) => !text.includes('{{'));
const fields = fc.array(fc.tuple(token, value), { maxLength: 5 });
const body = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: 'grapheme', maxLength: 60 }).map((text) => Buffer.from(text.toWellFormed())) },
  { weight: 2, arbitrary: fc.json().map((text) => Buffer.from(text.toWellFormed())) },
  { weight: 2, arbitrary: fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)) },
  fc
    .constantFrom(
      'HTTP/1.1 200 OK\r\n\r\nGET / HTTP/1.1\r\n\r\n',
      '### x\n\nHTTP/1.1 200 OK\n\n',
      '{"a": 9007199254740993, "a": 1.0, "__proto__": null}',
      '["1f8b0800"]',
      ' - request:\n  - response: {}\n',
      '\n\n',
      '"\\\'%{}|>&*!',
    )
    .map((text) => Buffer.from(text)),
);
const location = { source: { uri: 'x', syntax: 'text' as const, position: () => ({ line: 1, column: 1 }), lines: () => [] }, pointer: '' };

const exchange = fc
  .record({
    method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH'),
    path: fc.webPath().map((path) => path || '/'),
    query: fc.option(fc.webQueryParameters(), { nil: undefined }),
    sent: fc.tuple(fields, body),
    status: fc.integer({ min: 200, max: 599 }).filter((status) => status !== 204 && status !== 304),
    received: fc.tuple(fields, body),
    type: fc.constantFrom('application/json', 'text/plain', 'application/octet-stream', 'application/xml; charset=utf-8'),
  })
  .map(({ method, path, query, sent, status, received, type }): Exchange => {
    const message = ([own, bytes]: [[string, string][], Buffer]) => ({
      fields: [...own, ['Content-Type', type] as const, ['Date', 'Fri, 02 Jan 2026 03:04:05 GMT'] as const] as Field[],
      ...(bytes.length > 0 && { content: { form: 'bytes', bytes, verbatim: false, location } as const }),
      complete: true,
      location,
    });
    return {
      evidence: 'x',
      index: 0,
      label: 'x',
      claim: 'observed',
      location,
      request: { method, target: `https://a.example${path}${query ? `?${query}` : ''}`, ...message(sent) },
      response: { status, ...message(received) },
    };
  });

/** What the format may not lose; stubs keep of a repeated field of the request the last value. */
function essence({ request, response }: Exchange, writer: FormatWriter): unknown {
  const grouped = (list: readonly Field[]) =>
    list
      .filter(([name]) => name !== 'Content-Length')
      .map(([name, text]) => `${name}: ${text}`)
      .toSorted();
  const ordered = (list: readonly Field[]) => list.filter(([name]) => name !== 'Content-Length').map(([name, text]) => `${name}: ${text}`);
  const view = ['har', 'polly', 'ndjson', 'http', 'postman'].includes(writer.name) ? ordered : grouped;
  const isStub = writer.name === 'wiremock' || writer.name === 'hoverfly';
  const bytes = (message: Exchange['request'] | Exchange['response']) => {
    const content = message?.content;
    return content?.form === 'text'
      ? Buffer.from(content.text).toString('hex')
      : content?.form === 'bytes'
        ? Buffer.from(content.bytes).toString('hex')
        : content?.form;
  };
  return {
    line: `${request?.method} ${request?.target}`,
    status: response?.status,
    sent: isStub ? undefined : view(request?.fields ?? []),
    received: view(response?.fields ?? []),
    bodies: [bytes(request), bytes(response)],
  };
}

const textIn = (message: Exchange['request'] | Exchange['response']): string =>
  message?.content?.form === 'bytes' ? Buffer.from(message.content.bytes).toString() : '';

/** A HAR is written without credentials, and a name is enough to be taken for one (`Key-`, `"otp": 1`). */
function namesCredential({ request, response }: Exchange): boolean {
  const texts = [textIn(request), textIn(response), request?.target ?? ''];
  const names = texts.flatMap((text) =>
    [...text.matchAll(/[^"?&=#;,{}[\]<>\s]+(?=["\s]*[:=])|(?<=")(?:[^"\\]|\\.)*(?="\s*:)/g)].map(([name]) => name),
  );
  return [...names, ...[...(request?.fields ?? []), ...(response?.fields ?? [])].map(([name]) => name)].some(
    (name) => soundsSecret(name) || soundsSecret(name.toLowerCase()),
  );
}

/** In Postman a segment `:name` and a name in double braces are variables. */
const hasVariable = ({ request, response }: Exchange): boolean =>
  request?.target.includes('/:') === true || [textIn(request), textIn(response)].some((text) => text.includes('{{'));

describe('random exchanges', () => {
  it.each(formatWriters.map((writer) => [writer.name, writer] as const))('lose nothing in %s', (_, writer) => {
    const isHeld = (one: Exchange): boolean =>
      writer.holds(one) &&
      !(writer.name === 'postman' && hasVariable(one)) &&
      !(writer.name === 'har' && namesCredential(one)) &&
      // Stubs and cassettes name each field of a request once.
      (writer.name === 'ndjson' || new Set(one.request?.fields.map(([name]) => name.toLowerCase())).size === one.request?.fields.length);
    fc.assert(
      fc.property(fc.array(exchange, { minLength: 1, maxLength: 3 }), (all) => {
        const exchanges = all.filter(isHeld);
        fc.pre(exchanges.length > 0);
        const back = readBack(writer.write(exchanges), writer.file);
        expect(back.problems).toEqual([]);
        expect(back.exchanges.map((one) => one.problem?.message)).toEqual(exchanges.map(() => undefined));
        expect(back.exchanges.map((one) => essence(one, writer))).toEqual(exchanges.map((one) => essence(one, writer)));
      }),
      { numRuns: 60 },
    );
  });
});
