// What is said of all texts of an expression must hold of each: texts drawn from random expressions, and expressions that mean to hurt.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { languageOf } from '../../src/pacts/read-language.ts';

/** An expression with a text it accepts. */
type Pair = readonly [source: string, text: string];

const atom = fc.constantFrom<Pair>(
  ['a', 'a'],
  ['B', 'B'],
  ['-', '-'],
  ['\\.', '.'],
  ['\\d', '7'],
  ['\\w', 'ä'],
  ['[a-c]', 'c'],
  ['[^a-c]', 'Z'],
  ['[^\\d]', '.'],
  ['[A-Z\\d_]', '_'],
  ['.', '💥'],
  ['\\{', '{'],
  ['é', 'é'],
);
const times = fc.constantFrom<readonly [string, number]>(
  ['', 1],
  ['?', 0],
  ['?', 1],
  ['*', 3],
  ['+', 2],
  ['{2}', 2],
  ['{1,3}', 3],
  ['{2,}', 4],
);
const repeat = ([[source, text], [quantifier, count]]: readonly [Pair, readonly [string, number]]): Pair => [
  source + quantifier,
  text.repeat(count),
];
const { regex } = fc.letrec<{ regex: Pair; part: Pair }>((tie) => ({
  part: fc.oneof(
    { maxDepth: 3 },
    fc.tuple(atom, times).map(repeat),
    fc
      .tuple(
        tie('regex').map(([source, text]): Pair => [`(?:${source})`, text]),
        times,
      )
      .map(repeat),
  ),
  regex: fc.oneof(
    { maxDepth: 3 },
    fc
      .array(tie('part'), { minLength: 1, maxLength: 4 })
      .map((parts): Pair => [parts.map(([source]) => source).join(''), parts.map(([, text]) => text).join('')]),
    fc
      .tuple(fc.array(tie('part'), { minLength: 2, maxLength: 3 }), fc.nat(1))
      .map(([parts, at]): Pair => [parts.map(([source]) => source).join('|'), parts[at]?.[1] ?? '']),
  ),
}));

describe('a language', () => {
  it('is never narrower than the expression', () => {
    fc.assert(
      fc.property(regex, ([source, text]) => {
        const language = languageOf(source);
        if (!language) throw new Error(`${source} is not read`);
        const chars = [...text];
        expect(chars.length).toBeGreaterThanOrEqual(language.least);
        expect(chars.length).toBeLessThanOrEqual(language.most);
        expect(language.isWithin(text)).toBe(true);
        for (const char of chars) expect(language.mayHold(char)).toBe(true);
        if (chars.length > 0)
          expect([language.mayStart(chars[0] as string), language.mayEnd(chars.at(-1) as string)]).toEqual([true, true]);
        if (language.texts) expect(language.texts).toContain(text);
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['A|B', ['A', 'B']],
    ['^(A|B)$', ['A', 'B']],
    ['x{0,2}', ['', 'x', 'xx']],
    ['(?i)a', ['a', 'A']],
    ['[0-2]', ['0', '1', '2']],
    ['[\\]^-]', [']', '^', '-']],
    ['\\d', undefined],
    ['a+', undefined],
  ])('%s has the texts %j', (source, texts) => {
    expect(languageOf(source)?.texts).toEqual(texts);
  });

  it.each([
    '(?=a)',
    '(?<!a)b',
    '(a)\\1',
    '[[:alpha:]]',
    '[a&&b]',
    '\\x41',
    '\\p{L}',
    'a**',
    '(',
    ')',
    '[',
    '[a',
    'a\\',
    '*',
    '{2}',
    '(?x)a',
    '',
  ])('says nothing of %s, or no less than is so', (source) => {
    const language = languageOf(source);
    expect(language === undefined || language.least === 0).toBe(true);
  });

  it.each([
    ['deep', `${'('.repeat(200)}a${')'.repeat(200)}`],
    ['repeats of repeats', `${'('.repeat(25)}a${'{8})'.repeat(24)})`],
    ['nothing, often', `${'('.repeat(25)}${'{0,8})'.repeat(24)})`],
    ['many choices', Array.from({ length: 120 }, () => '(a|b)').join('')],
    ['long', 'a'.repeat(100_000)],
  ])('%s: is read at once', (_, source) => {
    const start = performance.now();
    const language = languageOf(source);
    void [language?.texts, language?.isWithin('b'), language?.mayStart('b'), language?.mayEnd('b'), language?.mayHold('b')];
    expect(performance.now() - start).toBeLessThan(200);
  });
});
