// Regular expressions of consumers: compiled once, run on whole texts, under the guard against backtracking, and sampled.
import { GuardedPattern, PatternTimeout } from '../openapi/patterns.ts';

export type Expression =
  | { readonly kind: 'usable'; test(text: string): boolean | 'unknown' }
  | { readonly kind: 'unusable'; readonly reason: string };

/** Longer ones are not compiled: nobody wrote them by hand. */
const longest = 10_000;
const known = new Map<string, Expression>();

/** The engine matches whole texts, whatever anchors the expression has. */
export function expressionOf(regex: string): Expression {
  let expression = known.get(regex);
  if (!expression) {
    expression = compile(regex);
    if (known.size < 5000) known.set(regex, expression);
  }
  return expression;
}

const letters = '\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\u200c\\u200d';

/** To the engine `\d` and `\w` are Unicode's, which matters only to texts beyond ASCII. */
function widen(expression: string): GuardedPattern | undefined {
  let isInClass = false;
  const wide = expression.replace(/\\[\s\S]|[[\]]/g, (part) => {
    if (part === '[' || part === ']') isInClass = part === '[';
    if (part === '\\d') return '\\p{Nd}';
    return part === '\\w' ? (isInClass ? letters : `[${letters}]`) : part;
  });
  if (wide === expression) return undefined;
  try {
    // Without the flag the classes would be plain letters.
    new RegExp(wide, 'u').test('');
    return new GuardedPattern(wide);
  } catch {
    return undefined;
  }
}

const isAscii = (text: string): boolean => !/[^\u0000-\u007f]/.test(text);

function compile(regex: string): Expression {
  if (regex.length > longest) return { kind: 'unusable', reason: `a regular expression of ${regex.length} characters is not run` };
  const expression = `^(?:${translate(regex)})$`;
  let pattern: GuardedPattern;
  try {
    pattern = new GuardedPattern(expression);
  } catch {
    return { kind: 'unusable', reason: `the regular expression ${JSON.stringify(regex.slice(0, 60))} is not one this engine reads` };
  }
  let wide: GuardedPattern | undefined | 'unread' = 'unread';
  return {
    kind: 'usable',
    test(text) {
      try {
        if (isAscii(text)) return pattern.test(text);
        if (wide === 'unread') wide = widen(expression);
        return (wide ?? pattern).test(text);
      } catch (error) {
        if (error instanceof PatternTimeout) return 'unknown';
        throw error;
      }
    },
  };
}

/** What Java, Ruby and Rust write otherwise: flags at the beginning, named groups, anchors of the text. */
function translate(regex: string): string {
  const text = regex
    .replaceAll('(?P<', '(?<')
    .replace(/^\\A/, '^')
    .replace(/\\[zZ]$/, '$');
  const flags = /^\(\?([ims]+)\)/.exec(text);
  return flags ? `(?${flags[1]}:${text.slice(flags[0].length)})` : text;
}

/** True when two expressions are the same but for their anchors. */
export function isSameExpression(one: string, other: string): boolean {
  return bare(one) === bare(other);
}

const bare = (regex: string): string => regex.replace(/^\^/, '').replace(/(?<!\\)\$$/, '');
