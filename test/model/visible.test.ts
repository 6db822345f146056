// What a terminal or a browser would obey is shown, in sentences as in texts of several lines.
import { expect, it } from 'vitest';
import { plain, quote, visible } from '../../src/model/show.ts';

it.each(['\u202e', '\u061c', '\u2066', '\u200f', '\u2028', '\u009b', '\ufeff'])('%j is shown', (char) => {
  const shown = `a\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}b`;
  expect(visible(`a${char}b\n\tc`)).toBe(`${shown}\n\tc`);
  expect(quote(`a${char}b`)).toBe(`"${shown}"`);
  if (!/\s/.test(char)) expect(plain(`a${char}b\n\u001bc`)).toBe(`${shown} c`);
});
it('half a character is no character', () => expect([visible('\ud800'), plain('\ud800')]).toEqual(['\ufffd', '\ufffd']));
