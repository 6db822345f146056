// Numbers and texts for people: what Intl and three passes would make of them, without their cost.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { grouped, plain } from '../../src/model/show.ts';

describe('a number for people', () => {
  it('is grouped as in English', () => {
    const check = (n: number): void => {
      expect(grouped(n)).toBe(n.toLocaleString('en-US'));
    };
    fc.assert(fc.property(fc.maxSafeInteger(), check));
    for (const n of [0, 7, 999, 1000, 1001, 999_999, 1_000_000, -1, -999, -1000]) check(n);
  });
});

describe('free text', () => {
  it('is one line, without anything a terminal would obey', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', ' ', '  ', '\t', '\n', '~', '\u007f', '\u001b', '\u0000', '\u202e', '\u00a0', 'é', '😀'),
    });
    fc.assert(
      fc.property(text, (raw) => {
        const told = plain(raw);
        expect(told).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|\s{2}/);
        // Looked at a second time it is what it was: nothing is left to be cleaned.
        expect(plain(told)).toBe(told);
      }),
    );
    expect(plain('a  b\r\n\tc')).toBe('a b c');
    expect(plain('an ordinary line')).toBe('an ordinary line');
    expect(plain('x'.repeat(300), 200)).toBe(`${'x'.repeat(200)}…`);
  });
});
