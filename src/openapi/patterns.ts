// `pattern` (ECMA-262, JSON Schema 2020-12 §6.3.3) compiled with the `u` flag where it parses so, and never allowed to backtrack for long.
import { createContext, Script } from 'node:vm';

/** Milliseconds one match may take before the value counts as not judged. */
const budget = 250;

export class PatternTimeout extends Error {
  readonly pattern: string;
  constructor(pattern: string) {
    super(`the pattern ${JSON.stringify(pattern.slice(0, 80))} did not finish within ${budget} ms`);
    this.name = 'PatternTimeout';
    this.pattern = pattern;
  }
}

const unbounded = /(?<!\\)(?:[*+]|\{\d+,\})/g;
const nested = /\((?:[^()\\]|\\.)*(?:[*+|]|\{\d+,\})(?:[^()\\]|\\.)*\)(?:[*+]|\{\d+,)/;

/** From how many characters on a match needs a watchdog: Infinity for patterns that cannot backtrack badly. */
function dangerousLength(pattern: string): number {
  if (nested.test(pattern)) return 20;
  return (pattern.match(unbounded)?.length ?? 0) >= 2 ? 2000 : Infinity;
}

const sandbox = createContext(Object.create(null));
const script = new Script('pattern.test(text)');

/** A regular expression that gives up instead of hanging. Throws SyntaxError when the pattern is none. */
export class GuardedPattern {
  readonly source: string;
  readonly #regexp: RegExp;
  readonly #danger: number;

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
    try {
      Object.assign(sandbox, { pattern: this.#regexp, text });
      return script.runInContext(sandbox, { timeout: budget }) === true;
    } catch {
      throw new PatternTimeout(this.source);
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
