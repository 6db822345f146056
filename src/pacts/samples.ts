// Texts that a regular expression accepts: a reader of its commonest parts that writes short examples, each tried against the expression itself.
import { expressionOf } from './expressions.ts';

/** Texts kept of each part, and of the whole. */
const most = 24;

const known = new Map<string, readonly string[]>();

/** Short texts the expression accepts, the shortest first; none where it uses more than this reads. */
export function samplesOf(regex: string): readonly string[] {
  let samples = known.get(regex);
  if (!samples) {
    samples = read(regex);
    if (known.size < 1000) known.set(regex, samples);
  }
  return samples;
}

function read(regex: string): readonly string[] {
  const expression = expressionOf(regex);
  if (expression.kind === 'unusable' || regex.length > 500) return [];
  const reader = new Reader(regex);
  const texts = reader.read();
  if (!texts) return [];
  return [...new Set(texts)].filter((text) => expression.test(text) === true).toSorted((a, b) => a.length - b.length || (a < b ? -1 : 1));
}

class Reader {
  readonly #regex: string;
  #at = 0;
  #depth = 0;

  constructor(regex: string) {
    this.#regex = regex;
  }

  read(): string[] | undefined {
    const texts = this.#alternatives();
    return this.#at === this.#regex.length ? texts : undefined;
  }

  #alternatives(): string[] | undefined {
    if (++this.#depth > 30) return undefined;
    const all: string[][] = [];
    do {
      const texts = this.#sequence();
      if (!texts) return undefined;
      all.push(texts);
    } while (this.#take('|'));
    this.#depth--;
    // One of each first, so that no alternative is cut off.
    const mixed: string[] = [];
    for (let index = 0; mixed.length < most && all.some((texts) => texts.length > index); index++)
      for (const texts of all) if (texts[index] !== undefined) mixed.push(texts[index] as string);
    return mixed;
  }

  #sequence(): string[] | undefined {
    let texts = [''];
    while (this.#at < this.#regex.length && !'|)'.includes(this.#regex[this.#at] ?? '')) {
      const part = this.#repeated();
      if (!part) return undefined;
      texts = join(texts, part);
    }
    return texts;
  }

  #repeated(): string[] | undefined {
    const atom = this.#atom();
    if (!atom) return undefined;
    const counts = this.#counts();
    if (!counts) return atom;
    const [least, greatest] = counts;
    const texts: string[] = [];
    for (const times of new Set([least, Math.min(greatest, least + 1), Math.min(greatest, least + 3)])) {
      if (times > 200) return undefined;
      for (const text of atom) texts.push(text.repeat(times));
    }
    return texts.slice(0, most);
  }

  #counts(): [number, number] | undefined {
    const match = /^(?:([*+?])|\{(\d+)(,?)(\d*)\})[?+]?/.exec(this.#regex.slice(this.#at, this.#at + 24));
    if (!match) return undefined;
    this.#at += match[0].length;
    const [, sign, low, comma, high] = match;
    if (sign !== undefined) return sign === '?' ? [0, 1] : [sign === '+' ? 1 : 0, Infinity];
    return [Number(low), comma === '' ? Number(low) : high === '' ? Infinity : Number(high)];
  }

  #atom(): string[] | undefined {
    const char = this.#regex[this.#at++] ?? '';
    switch (char) {
      case '^':
      case '$':
        return [''];
      case '.':
        return ['x', '7', '-'];
      case '(':
        return this.#group();
      case '[':
        return this.#class();
      case '\\':
        return this.#escape();
      default:
        return [char];
    }
  }

  #group(): string[] | undefined {
    if (this.#take('?')) {
      const opening = /^(?::|<[A-Za-z]\w*>|P<\w+>|[ims]+\)|[ims]+:)/.exec(this.#regex.slice(this.#at, this.#at + 80));
      // Looking around is beyond this reader.
      if (!opening) return undefined;
      this.#at += opening[0].length;
      if (opening[0].endsWith(')')) return [''];
    }
    const texts = this.#alternatives();
    return texts && this.#take(')') ? texts : undefined;
  }

  #class(): string[] | undefined {
    const isNegated = this.#take('^');
    const members: string[] = [];
    for (let isFirst = true; ; isFirst = false) {
      const char = this.#regex[this.#at];
      if (char === undefined) return undefined;
      if (char === ']' && !isFirst) break;
      if (char === '[' && this.#regex[this.#at + 1] === ':') return undefined;
      this.#at++;
      const own = char === '\\' ? this.#escape() : [char];
      if (!own) return undefined;
      const end = this.#regex[this.#at + 1];
      if (own.length === 1 && this.#regex[this.#at] === '-' && end !== undefined && end !== ']') {
        this.#at += 2;
        members.push(own[0] as string, end);
      } else members.push(...own);
    }
    this.#at++;
    if (isNegated) return ['x', '7', '-', ' ', 'Q', 'ä'];
    return members.slice(0, most);
  }

  #escape(): string[] | undefined {
    const char = this.#regex[this.#at++] ?? '';
    switch (char) {
      case 'd':
        return ['7', '0'];
      case 'w':
        return ['x', '7', '_'];
      case 's':
        return [' '];
      case 'D':
      case 'S':
        return ['x', '-'];
      case 'W':
        return ['-', ' '];
      case 'n':
        return ['\n'];
      case 't':
        return ['\t'];
      case 'A':
      case 'z':
      case 'Z':
      case 'b':
        return [''];
      default:
        return /[A-Za-z0-9]/.test(char) || char === '' ? undefined : [char];
    }
  }

  #take(char: string): boolean {
    if (this.#regex[this.#at] !== char) return false;
    this.#at++;
    return true;
  }
}

function join(heads: readonly string[], tails: readonly string[]): string[] {
  const texts: string[] = [];
  // Every tail once, then the other combinations as long as there is room.
  for (let round = 0; round < heads.length && texts.length < most; round++)
    for (let index = 0; index < tails.length && texts.length < most; index++)
      texts.push((heads[(round + index) % heads.length] ?? '') + (tails[index] ?? ''));
  return texts;
}
