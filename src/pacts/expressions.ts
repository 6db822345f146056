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

function compile(regex: string): Expression {
  if (regex.length > longest) return { kind: 'unusable', reason: `a regular expression of ${regex.length} characters is not run` };
  let pattern: GuardedPattern;
  try {
    pattern = new GuardedPattern(`^(?:${translate(regex)})$`);
  } catch {
    return { kind: 'unusable', reason: `the regular expression ${JSON.stringify(regex.slice(0, 60))} is not one this engine reads` };
  }
  return {
    kind: 'usable',
    test(text) {
      try {
        return pattern.test(text);
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
