// Whatever the vendor mocks answer conforms by `truce check --strict`: each documented request × response media type, each status, and random valid requests.
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { contentFor } from '../../src/content/index.ts';
import { parseMediaType } from '../../src/model/media-type.ts';
import { exampleRequests } from './example-requests.ts';
import { arbitraryRequests } from './random-requests.ts';
import { basic, judgeJournal, startVendorMocks, type VendorMocks } from './vendor-mocks.ts';

let mock: VendorMocks;
beforeAll(async () => {
  mock = await startVendorMocks();
});
beforeEach(() => mock.reset());
afterAll(() => mock.close());

const post = (
  method: string,
  target: string,
  fields: Record<string, string | undefined>,
  body: string | Uint8Array<ArrayBuffer> | undefined,
) => {
  const headers = Object.entries({ Authorization: basic, ...fields }).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, value]],
  );
  return fetch(mock.url + target, { method, headers, ...(body !== undefined && { body }) });
};

describe('answers of handlers', () => {
  it('in each documented media type to each documented media type', async () => {
    const combinations = new Set<string>();
    for (const contract of mock.contracts) {
      for (const { operation, range, method, target, contentType, body } of exampleRequests(contract)) {
        const success = operation.responses.filter(({ key }) => /^2\d\d$/.test(key));
        for (const accept of new Set(success.flatMap(({ content }) => content.map((entry) => entry.range)))) {
          const answer = await post(method, target, { 'Content-Type': contentType, Accept: accept }, body);
          const text = await answer.text();
          expect(`${operation.id} ${range} → ${accept}: ${answer.status} ${text}`).toMatch(/: 20[01] /);
          expect(answer.headers.get('content-type')?.split(';')[0]).toBe(accept);
          combinations.add(`${operation.id} ${range} ${accept}`);
        }
      }
    }
    const { findings, answers, unjudged } = await judgeJournal(mock);
    expect(findings).toEqual([]);
    expect([answers >= combinations.size, unjudged]).toEqual([true, 0]);
    // SuperOffice twice 7 × 6, ONLYOFFICE twice 4 × 2, Odyssee 4 × 4.
    expect(combinations.size).toBe(2 * 7 * 6 + 2 * 4 * 2 + 4 * 4);
  });

  it('in each documented status and media type, when a client prefers it', async () => {
    let asked = 0;
    for (const contract of mock.contracts) {
      const requests = exampleRequests(contract);
      for (const operation of contract.operations) {
        const request = requests.find((one) => one.operation === operation);
        for (const { key, content } of operation.responses) {
          for (const range of content.length > 0 ? content.map((entry) => entry.range) : [undefined]) {
            const answer = await post(
              operation.method,
              request?.target ?? '',
              { 'Content-Type': request?.contentType, Accept: range, Prefer: `code=${key}` },
              request?.body,
            );
            expect([answer.status, answer.headers.get('content-type')?.split(';')[0]]).toEqual([Number(key), range]);
            await answer.arrayBuffer();
            asked++;
          }
        }
      }
    }
    const { findings, answers, unjudged } = await judgeJournal(mock);
    expect(findings).toEqual([]);
    expect([answers, unjudged]).toEqual([asked, 0]);
  });

  it.each(Object.entries(arbitraryRequests))('to random valid requests: %s', async (_, { requests, statuses, runs }) => {
    const contracts = [...mock.contracts];
    const seen = new Set<number>();
    await fc.assert(
      fc.asyncProperty(requests, async ({ operationId, target, value, type, fields }) => {
        const operation = contracts.map((contract) => contract.operation(operationId)).find((one) => one !== undefined);
        const entry = operation?.requestBody?.content.find(({ range }) => range === type);
        const mediaType = parseMediaType(type === 'multipart/form-data' ? `${type}; boundary=b` : type);
        if (!operation || !entry || !mediaType) throw new Error(`${operationId} takes no ${type}`);
        const written = contentFor(mediaType).encode?.(value, {
          mediaType,
          encoding: entry.encoding,
          ...(entry.schema && { shape: entry.schema.shape }),
        });
        const body = typeof written === 'string' ? written : new Uint8Array(written ?? []);
        const sent = type === 'multipart/form-data' ? `${type}; boundary=b` : type;
        const answer = await post(operation.method, target, { 'Content-Type': sent, ...fields }, body);
        const text = await answer.text();
        seen.add(answer.status);
        expect(`${answer.status} ${answer.headers.get('truce-findings') ?? ''} ${text}`).toMatch(
          new RegExp(`^(?:${statuses.join('|')})  `),
        );
      }),
      { numRuns: runs, endOnFailure: true },
    );
    expect([...seen].toSorted()).toEqual(statuses);
    const { findings, answers, unjudged } = await judgeJournal(mock);
    expect(findings).toEqual([]);
    expect([answers, unjudged]).toEqual([runs, 0]);
  });
});
