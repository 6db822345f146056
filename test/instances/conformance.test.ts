// An instance without faults is what its contract says: examples and random valid requests in every media type, refusals, credentials, preconditions.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentFor } from '../../src/content/index.ts';
import { parseMediaType } from '../../src/model/media-type.ts';
import type { Report } from '../../src/index.ts';
import { exampleRequests } from '../mocks/example-requests.ts';
import { arbitraryRequests } from '../mocks/random-requests.ts';
import { contractOf, judgeInstance } from './judged.ts';
import { vendorIds } from './vendor.ts';

/** Errors and warnings; a request that is refused was sent to be. */
const complaints = (report: Report): string[] =>
  report.findings
    .filter(({ severity }) => severity !== 'info')
    .map(({ rule, operation, message }) => `${rule} ${operation?.id ?? ''}: ${message}`);

describe.each(vendorIds)('%s', (vendor) => {
  it('accepts each example in each documented media type and answers in each documented one', async () => {
    const contract = await contractOf(vendor);
    let asked = 0;
    const report = await judgeInstance(vendor, {}, async (send) => {
      for (const { operation, range, method, target, contentType, body } of exampleRequests(contract)) {
        const success = operation.responses.filter(({ key }) => /^2\d\d$/.test(key));
        for (const accept of new Set(success.flatMap(({ content }) => content.map((entry) => entry.range)))) {
          const { status, headers, text } = await send(method, target, { 'Content-Type': contentType, Accept: accept }, body);
          expect(`${operation.id} ${range} → ${accept}: ${status} ${text}`).toMatch(/: 20[01] /);
          expect(headers.get('content-type')?.split(';')[0]).toBe(accept);
          asked++;
        }
      }
    });
    expect(complaints(report)).toEqual([]);
    expect(report.totals.verdicts).toMatchObject({ conforms: asked, violates: 0, unmatched: 0, unchecked: 0 });
  });

  it('answers random valid requests as documented', async () => {
    const contract = await contractOf(vendor);
    const { requests } = arbitraryRequests[vendor] ?? {};
    const report = await judgeInstance(vendor, {}, async (send) => {
      if (!requests) throw new Error(`There are no random requests for ${vendor}`);
      await fc.assert(
        fc.asyncProperty(requests, async ({ operationId, target, value, type, fields }) => {
          const operation = contract.operation(operationId);
          const entry = operation?.requestBody?.content.find(({ range }) => range === type);
          const sent = type === 'multipart/form-data' ? `${type}; boundary=b` : type;
          const mediaType = parseMediaType(sent);
          if (!operation || !entry || !mediaType) throw new Error(`${operationId} takes no ${type}`);
          const written = contentFor(mediaType).encode?.(value, {
            mediaType,
            encoding: entry.encoding,
            ...(entry.schema && { shape: entry.schema.shape }),
          });
          const body = typeof written === 'string' ? written : new Uint8Array(written ?? []);
          const { status } = await send(operation.method, target, { 'Content-Type': sent, ...fields }, body);
          expect(status).toBeLessThan(500);
        }),
        { numRuns: 100, seed: 4711, endOnFailure: true },
      );
    });
    expect(complaints(report)).toEqual([]);
    expect(report.totals.verdicts.violates + report.totals.verdicts.unmatched).toBe(0);
  });
});

const json = { 'Content-Type': 'application/json', Accept: 'application/json' };
const id = '6f1d0c5e-2a4b-4c1e-9d57-3b8a1f0e4c21';

/** Method, target and a JSON body that is valid, and bodies that are not. */
const writes = [
  [
    'superoffice',
    'PUT',
    '/api/v1/Contact/80',
    { Name: 'Nordlys' },
    [{ NoMailing: 'no' }, { Deleted: -1 }, { GroupId: 2 ** 31 }, { UpdatedDate: 'today' }, [], 7],
  ],
  [
    'superoffice',
    'POST',
    '/api/v1/Agents/Contact/SaveContactEntity',
    { Name: 'Nordlys' },
    [{ Emails: {} }, { Category: { Id: '12' } }, { CreatedDate: '2023-02-30T00:00:00' }],
  ],
  [
    'onlyoffice',
    'POST',
    '/api/2.0/crm/contact/person',
    { firstName: 'A', lastName: 'B' },
    [
      { firstName: 'A' },
      { lastName: 'B' },
      { firstName: ' ', lastName: 'B' },
      { firstName: 'A', lastName: 'B', companyId: '16' },
      { firstName: 'A', lastName: 'B', managerList: ['x'] },
      { firstName: 'A', lastName: 'B', shareType: 'all' },
    ],
  ],
  [
    'onlyoffice',
    'PUT',
    '/api/2.0/crm/contact/person/17',
    { firstName: 'A', lastName: 'B' },
    [
      { firstName: 'A', lastName: '' },
      { firstName: ['A'], lastName: 'B' },
    ],
  ],
  [
    'odyssee',
    'POST',
    '/api/Contact/Save',
    { id, lastname: 'B' },
    [
      { id },
      { lastname: 'B' },
      { id: 'x', lastname: 'B' },
      { id, lastname: 'B'.repeat(51) },
      { id, lastname: 'B', archived: 'true' },
      { id, lastname: 'B', notes: null },
      { id, lastname: 'B', contact_picture: 'QEA' },
      { id, lastname: 'B', modified_dateutc: 'now' },
    ],
  ],
] as const;

describe.each(writes)('%s %s %s', (vendor, method, target, valid, invalid) => {
  it('accepts the valid body and refuses each invalid one with a documented 4xx, storing nothing', async () => {
    const report = await judgeInstance(vendor, {}, async (send, instance) => {
      const before = instance.state();
      for (const body of [...invalid.map((value) => JSON.stringify(value)), '{"', '']) {
        const { status } = await send(method, target, json, body);
        expect(`${body} ${status}`).toMatch(/ (400|422)$/);
      }
      expect(instance.state()).toEqual(before);
      expect((await send(method, target, json, JSON.stringify(valid))).status).toBeLessThan(202);
      expect(instance.state()).not.toEqual(before);
    });
    expect(report.findings.filter(({ rule }) => rule.startsWith('response-')).map(({ message }) => message)).toEqual([]);
  });

  it('refuses other media types with 415, other methods with 405 and Allow, and who is not signed in with a documented 401', async () => {
    const report = await judgeInstance(vendor, {}, async (send, instance) => {
      const before = instance.state();
      for (const type of ['text/plain', 'application/octet-stream', 'application/x-unknown'])
        expect((await send(method, target, { ...json, 'Content-Type': type }, JSON.stringify(valid))).status).toBe(415);
      for (const other of ['PATCH', 'OPTIONS', 'PROPFIND']) {
        const { status, headers } = await send(other, target);
        expect(`${other} ${status}`).toBe(`${other} 405`);
        expect(headers.get('allow')?.split(', ')).toContain(method);
      }
      expect(instance.state()).toEqual(before);
    });
    // 405 is about no documented operation; of 415 only Odyssee's contract speaks.
    expect(
      report.findings.filter(({ rule }) => rule.startsWith('response-')).every(({ rule }) => rule === 'response-status-undocumented'),
    ).toBe(true);
    const refused = await judgeInstance(vendor, {}, async (send, instance) => {
      const before = instance.state();
      for (const authorization of [undefined, 'Bearer wrong', 'Basic d3Jvbmc6d3Jvbmc=', 'SoTicket 7T:wrong', 'wrong', ''])
        expect((await send(method, target, { ...json, Authorization: authorization }, JSON.stringify(valid))).status).toBe(401);
      expect(instance.state()).toEqual(before);
    });
    expect(refused.findings.filter(({ rule }) => rule.startsWith('response-')).map(({ message }) => message)).toEqual([]);
  });
});
