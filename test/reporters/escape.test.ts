// Text from outside in Markdown: whatever it holds, what stands outside of code spans is escaped.
import { describe, expect, it } from 'vitest';
import { code, escapeMarkdown } from '../../src/reporters/markdown/escape.ts';

/** As CommonMark finds code spans (§6.1): a run of ticks ends at the next run that is as long, or is no more than ticks. */
function outsideCode(markdown: string): string {
  let [rest, outside] = [markdown, ''];
  for (;;) {
    const open = /(?<!`)`+(?!`)/.exec(rest);
    if (!open) return outside + rest;
    const [ticks] = open;
    const behind = rest.slice(open.index + ticks.length);
    const close = new RegExp(`(?<!\`)${ticks}(?!\`)`).exec(behind);
    outside += rest.slice(0, open.index) + (close ? '' : ticks);
    rest = close ? behind.slice(close.index + ticks.length) : behind;
  }
}

describe('escaped text', () => {
  it.each([
    'a```<img src=x>`',
    '``<img src=x>`',
    '`` `<img src=x>` ```',
    '```\n# x <script>` `y',
    '`a``<img src=x>``b`',
    '\\`<img src=x>\\`',
  ])('has no markup outside of code: %s', (text) => {
    const escaped = escapeMarkdown(`${text} [click](https://evil.example) ftp://evil.example`);
    expect(outsideCode(escaped)).not.toMatch(/<|(?<!\\)\[|(?:https|ftp):/);
  });

  it('keeps code spans', () => expect(escapeMarkdown('Expected `a<b` to be *5*')).toBe('Expected `a<b` to be \\*5\\*'));
  it('keeps nothing apart from what follows', () => expect(code('')).toBe('` `'));
});
