// The bounded map: it forgets what nobody asks for, and nothing else.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Recent } from '../../src/model/recent.ts';

it('keeps what is asked for again and again while everything else passes through', () => {
  const recent = new Recent<number, string>(100);
  recent.set(-1, 'kept');
  for (let number = 0; number < 10_000; number++) {
    recent.set(number, 'passing');
    expect(recent.get(-1)).toBe('kept');
  }
  expect(recent.get(0)).toBeUndefined();
});

it('never holds more than it may, always the latest half, and never a wrong value', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 20 }), fc.array(fc.tuple(fc.nat(30), fc.nat(3)), { maxLength: 200 }), (most, steps) => {
      const recent = new Recent<number, number>(most);
      const truth = new Map<number, number>();
      for (const [key, value] of steps) {
        recent.set(key, value);
        truth.delete(key);
        truth.set(key, value);
      }
      const latest = [...truth.keys()].slice(-Math.max(1, most >> 1));
      expect(latest.map((key) => recent.get(key))).toEqual(latest.map((key) => truth.get(key)));
      // Asking moves entries, so the ones that are left are counted with a fresh look at each.
      const found = [...truth].filter(([key, value]) => recent.get(key) === value);
      expect(found.length).toBeLessThanOrEqual(most);
    }),
  );
});
