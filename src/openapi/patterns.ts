// `pattern` (ECMA-262, JSON Schema 2020-12 §6.3.3) compiled with the `u` flag where it parses so, and never allowed to backtrack for long.
import { createContext, Script } from 'node:vm';
import { quote } from '../model/show.ts';
import { dangerousLength } from './backtracking.ts';

/** Milliseconds one match may take before the value counts as not judged. */
const budget = 250;
/** What a pattern that has cost this many milliseconds in vain gets from then on. */
const patience = 2000;
const lastBudget = 10;

export class PatternTimeout extends Error {
  readonly pattern: string;
  constructor(pattern: string) {
    super(`the pattern ${quote(pattern, 80)} did not finish in time`);
    this.name = 'PatternTimeout';
    this.pattern = pattern;
  }
}

const sandbox = createContext(Object.create(null));
const script = new Script('pattern.test(text)');

/** A regular expression that gives up instead of hanging. Throws SyntaxError when the pattern is none. */
export class GuardedPattern {
  readonly source: string;
  readonly #regexp: RegExp;
  readonly #danger: number;
  #wasted = 0;
  #lastText: string | undefined;

  constructor(source: string) {
    this.source = source;
    this.#regexp = compilePattern(source);
    this.#danger = dangerousLength(source);
  }

  /** ajv tells patterns apart by this text. */
  toString(): string {
    return this.source;
  }

  /** Throws PatternTimeout. */
  test(text: string): boolean {
    if (text.length < this.#danger) return this.#regexp.test(text);
    // A value is tried again to say why it failed; the second try would end like the first.
    if (text === this.#lastText) throw new PatternTimeout(this.source);
    const timeout = this.#wasted < patience ? budget : lastBudget;
    try {
      Object.assign(sandbox, { pattern: this.#regexp, text });
      return script.runInContext(sandbox, { timeout }) === true;
    } catch {
      this.#wasted += timeout;
      this.#lastText = text;
      throw new PatternTimeout(this.source);
    } finally {
      Object.assign(sandbox, { pattern: undefined, text: undefined });
    }
  }
}

/** With `u` as the standard asks; without it for patterns such as `[\w-.]` that only the older grammar allows. */
export function compilePattern(source: string): RegExp {
  try {
    return new RegExp(source, 'u');
  } catch {
    return new RegExp(source);
  }
}
