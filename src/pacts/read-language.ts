// Reads the commonest parts of a regular expression as a Language, wider rather than narrower; whatever looks around is beyond it.
import { Choice, type Language, mostTexts, One, Repeat, Sequence } from './language.ts';

const known = new Map<string, Language | undefined>();
const longest = 500;
const deepest = 30;

/** Undefined where the expression uses more than is read here. */
export function languageOf(regex: string): Language | undefined {
  if (regex.length > longest) return undefined;
  if (!known.has(regex)) {
    if (known.size >= 1000) return read(regex);
    known.set(regex, read(regex));
  }
  return known.get(regex);
}

function read(regex: string): Language | undefined {
  try {
    return new Parser(regex).parse();
  } catch (error) {
    if (error instanceof Beyond) return undefined;
    throw error;
  }
}

/** Something this reader knows nothing of; thrown and caught in this file only. */
class Beyond extends Error {}

const empty = new Sequence([]);
const any = new One(() => true);
/** To the engine they are Unicode's. */
const classes: Readonly<Record<string, (char: string) => boolean>> = {
  d: (char) => /\p{Nd}/u.test(char),
  w: (char) => /[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\u200c\u200d]/u.test(char),
  s: (char) => /\s/.test(char),
};
const controls: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', f: '\f', v: '\v' };

class Parser {
  readonly #chars: readonly string[];
  readonly #ignoresCase: boolean;
  #at = 0;
  #depth = 0;

  constructor(regex: string) {
    this.#chars = Array.from(regex);
    this.#ignoresCase = /\(\?[a-z]*i/.test(regex);
  }

  parse(): Language {
    const language = this.#choice();
    if (this.#at < this.#chars.length) throw new Beyond();
    return language;
  }

  #choice(): Language {
    if (++this.#depth > deepest) throw new Beyond();
    const options: Language[] = [];
    do {
      const parts: Language[] = [];
      while (this.#at < this.#chars.length && !'|)'.includes(this.#chars[this.#at] ?? '')) parts.push(this.#repeated());
      options.push(parts.length === 1 ? (parts[0] as Language) : new Sequence(parts));
    } while (this.#take('|'));
    this.#depth--;
    return options.length === 1 ? (options[0] as Language) : new Choice(options);
  }

  #repeated(): Language {
    const atom = this.#atom();
    const ahead = this.#ahead();
    const match = /^(?:([*+?])|\{(\d{1,4})(,?)(\d{0,4})\})[?+]?/.exec(ahead);
    if (!match) {
      if (/^\{[\d,]/.test(ahead)) throw new Beyond();
      return atom;
    }
    this.#at += match[0].length;
    // A quantifier of a quantifier.
    if (/^[*+?{]/.test(this.#ahead())) throw new Beyond();
    const [, sign, low = '', comma, high] = match;
    if (sign !== undefined) return new Repeat(atom, sign === '?' ? [0, 1] : [sign === '+' ? 1 : 0, Infinity]);
    return new Repeat(atom, [Number(low), comma === '' ? Number(low) : high === '' ? Infinity : Number(high)]);
  }

  #atom(): Language {
    const char = this.#chars[this.#at++] ?? '';
    switch (char) {
      case '^':
      case '$':
        return empty;
      case '.':
        return any;
      case '(':
        return this.#group();
      case '[':
        return this.#class();
      case '\\':
        return this.#escape();
      case '*':
      case '+':
      case '?':
        throw new Beyond();
      default:
        if (char === '{' && /^[\d,]/.test(this.#ahead())) throw new Beyond();
        return this.#literal(char);
    }
  }

  #literal(char: string): Language {
    if (!this.#ignoresCase) return new One((other) => other === char, [char]);
    const forms = [...new Set([char, char.toLowerCase(), char.toUpperCase()])];
    return new One((other) => other.toLowerCase() === char.toLowerCase(), forms);
  }

  #group(): Language {
    if (this.#take('?')) {
      // Whatever looks around is beyond this reader.
      const opening = /^(?::|P?<[A-Za-z]\w*>|[ims]+\)|[ims]+:)/.exec(this.#ahead(80));
      if (!opening) throw new Beyond();
      this.#at += opening[0].length;
      if (opening[0].endsWith(')')) return empty;
    }
    const inner = this.#choice();
    if (!this.#take(')')) throw new Beyond();
    return inner;
  }

  #class(): Language {
    const isNegated = this.#take('^');
    const tests: ((char: string) => boolean)[] = [];
    const members: string[] = [];
    let isListed = !isNegated;
    let isAny = false;
    for (let isFirst = true; isFirst || this.#chars[this.#at] !== ']'; isFirst = false) {
      const from = this.#member();
      if (typeof from !== 'string') {
        isAny ||= isNegated || !from;
        if (from) tests.push(from);
        isListed = false;
        continue;
      }
      const isRange = this.#chars[this.#at] === '-' && this.#chars[this.#at + 1] !== ']';
      if (isRange) this.#at++;
      const to = isRange ? this.#member() : from;
      if (typeof to !== 'string') throw new Beyond();
      const [low, high] = [from.codePointAt(0) ?? 0, to.codePointAt(0) ?? 0];
      tests.push((char) => (char.codePointAt(0) ?? 0) >= low && (char.codePointAt(0) ?? 0) <= high);
      if (high - low > mostTexts) isListed = false;
      else for (let code = low; code <= high; code++) members.push(String.fromCodePoint(code));
    }
    this.#at++;
    if (isAny) return any;
    const has = (char: string): boolean => tests.some((test) => test(char));
    if (isNegated) return new One((char) => !has(char) || this.#ignoresCase);
    if (!this.#ignoresCase) return new One(has, isListed ? members : undefined);
    return new One((char) => has(char.toLowerCase()) || has(char.toUpperCase()) || has(char));
  }

  /** One character of a class, or a test for a class in it; undefined for one that may be any. */
  #member(): string | ((char: string) => boolean) | undefined {
    const char = this.#chars[this.#at++];
    // Rust has classes in classes and operations on them.
    if (char === undefined || char === '[' || (char === '&' && this.#chars[this.#at] === '&')) throw new Beyond();
    if (char !== '\\') return char;
    const escaped = this.#chars[this.#at++] ?? '';
    if (classes[escaped]) return classes[escaped];
    if ('DWS'.includes(escaped)) return undefined;
    if (controls[escaped] !== undefined) return controls[escaped];
    if (escaped === '' || /[A-Za-z0-9]/.test(escaped)) throw new Beyond();
    return escaped;
  }

  #escape(): Language {
    const char = this.#chars[this.#at++] ?? '';
    if (classes[char]) return new One(classes[char]);
    if (char !== '' && 'DWS'.includes(char)) return any;
    if (char !== '' && 'AbBzZ'.includes(char)) return empty;
    if (controls[char] !== undefined) return this.#literal(controls[char]);
    if (char === '' || /[A-Za-z0-9]/.test(char)) throw new Beyond();
    return this.#literal(char);
  }

  #ahead(length = 24): string {
    return this.#chars.slice(this.#at, this.#at + length).join('');
  }

  #take(char: string): boolean {
    if (this.#chars[this.#at] !== char) return false;
    this.#at++;
    return true;
  }
}
