// Lists whose first items are described and the others are not: what follows may be anything (oracle, seed 16).
import { describe, expect, it } from 'vitest';
import { compareWith } from './compare-with.ts';

const type = { $: [{ match: 'type' }] };
const first = { type: 'array', prefixItems: [{ type: 'string' }] };

describe('items behind `prefixItems`', () => {
  it('may be anything where nothing describes them', () => {
    expect(compareWith(first, ['Zz'], type)).toMatchObject({ answer: 'depends' });
    expect(compareWith({ ...first, minItems: 1 }, ['Zz'], type).told.join()).toContain('the contract does not describe it');
  });

  it('are none where the list ends or is closed', () => {
    for (const end of [{ maxItems: 1 }, { items: false }])
      expect(compareWith({ ...first, ...end }, ['Zz'], type).told.join()).not.toContain('the contract does not describe it');
  });

  it('are like the first where they are described so', () => {
    expect(compareWith({ ...first, items: { type: 'string' } }, ['Zz'], type).answer).toBe('guaranteed');
  });
});
