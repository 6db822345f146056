// The rules that the fault table names do find the faults: `check` on what a faulty instance answers, with the shipped contracts.
import { describe, expect, it } from 'vitest';
import { faults } from './faults/index.ts';
import type { Fault, FaultId } from './faults/index.ts';
import { judgeInstance } from './judged.ts';
import type { VendorId } from './vendor.ts';

const id = '6f1d0c5e-2a4b-4c1e-9d57-3b8a1f0e4c21';
const writes: Readonly<Record<VendorId, readonly [method: string, target: string, body: string]>> = {
  superoffice: ['POST', '/api/v1/Agents/Contact/SaveContactEntity', '{"Name":"Probe","Category":{"Id":12}}'],
  onlyoffice: ['POST', '/api/2.0/crm/contact/person', '{"firstName":"Ada","lastName":"Probe"}'],
  odyssee: ['POST', '/api/Contact/Save', `{"id":"${id}","lastname":"Probe"}`],
};

/** What the recorder in front of the instance cannot pass on, and what only a client of its own meets. */
const unjudged = new Set<FaultId>(['gzip-broken']);
/** Where a contract allows what the fault does. */
const allowed = new Set<string>(['null-200 superoffice', 'rate-limit onlyoffice']);

const rows = (Object.keys(faults) as FaultId[])
  .filter((fault) => faults[fault].foundBy.startsWith('response-') && !unjudged.has(fault))
  .flatMap((fault) => faults[fault].vendors.map((vendor) => ({ fault, vendor })));

describe('check', () => {
  it.each(rows)('finds $fault at $vendor', async ({ fault, vendor }) => {
    const [method, target, body] = writes[vendor];
    const authorization = fault === 'plain-text-401' ? { Authorization: undefined } : {};
    // The limiter of ONLYOFFICE is documented as 503 only.
    const wanted: Fault = fault === 'rate-limit' && vendor === 'onlyoffice' ? 'rate-limit=503' : fault;
    const report = await judgeInstance(vendor, { faults: [wanted] }, async (send) => {
      await send(method, target, { 'Content-Type': 'application/json', Accept: 'application/json', ...authorization }, body);
    });
    const rules = report.findings
      .filter(({ severity, rule }) => severity !== 'info' && rule.startsWith('response-'))
      .map(({ rule }) => rule);
    if (allowed.has(`${fault} ${vendor}`)) expect(rules).toEqual([]);
    else
      expect(
        rules.some((rule) => faults[fault].foundBy.includes(rule)),
        `${fault} at ${vendor}: [${rules.join(', ')}]`,
      ).toBe(true);
  });
});
