// A correct instance is clean, and nothing is left behind there.
import { describe, expect, it } from 'vitest';
import { vendorIds } from '../instances/vendor.ts';
import { runProbe } from './run-probe.ts';

describe('a correct instance', () => {
  it.each(vendorIds)('%s is clean, and nothing is left behind', async (vendor) => {
    const { findings, code, out, leftovers, couldNotCheck } = await runProbe(vendor);
    expect(couldNotCheck).toEqual([]);
    expect(
      findings.filter(({ severity }) => severity !== 'info').map(({ rule, about, message }) => `${rule} ${about}: ${message}`),
    ).toEqual([]);
    expect(out).toContain('left behind: none');
    expect(code).toBe(0);
    expect(leftovers.length).toBe(vendor === 'odyssee' ? 1 : 0);
  });
});
