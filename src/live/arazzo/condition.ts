// Criteria of Arazzo: simple conditions over runtime expressions and literals, and regular expressions (Arazzo 1.0.1 §4.6.11 Criterion Object).
import { quote, show } from '../../model/show.ts';
import { UserError } from '../../model/user-error.ts';
import { evaluate, type Scope } from './expression.ts';
import type { Criterion } from './model.ts';

/** Throws a UserError for a condition that cannot be read. */
export function holds({ condition, type, context }: Criterion, scope: Scope): boolean {
  if (type === 'simple') return truthy(new Reader(condition, scope).read());
  const value = evaluate(context ?? '', scope);
  try {
    return new RegExp(condition, 'u').test(typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value));
  } catch {
    throw new UserError(`${quote(condition, 120)} is no regular expression`);
  }
}

/** What the two sides of a condition were, for the sentence that says it did not hold. */
export function explainCondition({ condition, context }: Criterion, scope: Scope): string {
  const named = [...(context === undefined ? condition : context).matchAll(/\$[^\s()!=<>&|,]+/g)].map(([expression]) => expression);
  const seen = [...new Set(named)].slice(0, 3).map((expression) => `\`${expression}\` was ${show(evaluate(expression, scope))}`);
  return `\`${condition}\` does not hold${seen.length > 0 ? `: ${seen.join(', ')}` : ''}`;
}

type Token = { readonly kind: 'value'; readonly value: unknown } | { readonly kind: 'sign'; readonly sign: string };

const token =
  /\s*(?:(\$[^\s()!=<>&|]+)|'((?:[^']|'')*)'|"([^"]*)"|(-?\d+(?:\.\d+)?)(?![\w.])|(true|false|null)\b|(&&|\|\||==|!=|<=|>=|<|>|!|\(|\)))/y;

/** Parentheses within each other, after which nobody meant it. */
const deepest = 100;

class Reader {
  readonly #tokens: readonly Token[];
  readonly #condition: string;
  #at = 0;
  #depth = 0;

  constructor(condition: string, scope: Scope) {
    this.#condition = condition;
    const tokens: Token[] = [];
    const text = condition.trimEnd();
    for (let from = 0; from < text.length; from = token.lastIndex) {
      token.lastIndex = from;
      const match = token.exec(text);
      if (!match) throw this.#unreadable();
      const [, expression, single, double, number, word, sign] = match;
      if (sign !== undefined) tokens.push({ kind: 'sign', sign });
      else
        tokens.push({
          kind: 'value',
          value: expression !== undefined ? evaluate(expression, scope) : literal(single, double, number, word),
        });
    }
    this.#tokens = tokens;
  }

  read(): unknown {
    const value = this.#either();
    if (this.#at < this.#tokens.length) throw this.#unreadable();
    return value;
  }

  #either(): unknown {
    let value = this.#both();
    while (this.#take('||')) {
      const other = this.#both();
      value = truthy(value) || truthy(other);
    }
    return value;
  }

  #both(): unknown {
    let value = this.#comparison();
    while (this.#take('&&')) {
      const other = this.#comparison();
      value = truthy(value) && truthy(other);
    }
    return value;
  }

  #comparison(): unknown {
    const left = this.#operand();
    const next = this.#tokens[this.#at];
    if (next?.kind !== 'sign' || !/^[=!<>]=?$/.test(next.sign) || next.sign === '!') return left;
    this.#at++;
    return compare(left, next.sign, this.#operand());
  }

  #operand(): unknown {
    if (++this.#depth > deepest) throw this.#unreadable();
    const value = this.#inner();
    this.#depth--;
    return value;
  }

  #inner(): unknown {
    if (this.#take('!')) return !truthy(this.#operand());
    if (this.#take('(')) {
      const value = this.#either();
      if (!this.#take(')')) throw this.#unreadable();
      return value;
    }
    const next = this.#tokens[this.#at++];
    if (next?.kind !== 'value') throw this.#unreadable();
    return next.value;
  }

  #take(sign: string): boolean {
    const next = this.#tokens[this.#at];
    if (next?.kind !== 'sign' || next.sign !== sign) return false;
    this.#at++;
    return true;
  }

  #unreadable(): UserError {
    return new UserError(`The condition ${quote(this.#condition, 120)} cannot be read`, {
      hint: "Compare runtime expressions with literals, as in `$statusCode == 200 && $response.body#/name == 'Jane'`",
    });
  }
}

function literal(single: string | undefined, double: string | undefined, number: string | undefined, word: string | undefined): unknown {
  if (single !== undefined) return single.replaceAll("''", "'");
  if (double !== undefined) return double;
  return number !== undefined ? Number(number) : word === 'null' ? null : word === 'true';
}

const truthy = (value: unknown): boolean => value !== undefined && value !== null && value !== false && value !== 0 && value !== '';

/** Strings are compared without case, as the standard says. */
function compare(left: unknown, sign: string, right: unknown): boolean {
  const [a, b] = [folded(left), folded(right)];
  if (sign === '==') return a === b;
  if (sign === '!=') return a !== b;
  if (typeof a !== typeof b || (typeof a !== 'number' && typeof a !== 'string')) return false;
  const [x, y] = [a, b as typeof a];
  return sign === '<' ? x < y : sign === '<=' ? x <= y : sign === '>' ? x > y : x >= y;
}

const folded = (value: unknown): unknown =>
  typeof value === 'string'
    ? value.toLowerCase()
    : typeof value === 'object' && value !== null
      ? JSON.stringify(value).toLowerCase()
      : (value ?? null);
