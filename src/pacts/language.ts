// What all texts of a regular expression have in common: their lengths, their characters, and the texts themselves where they are few.

/** Read generously: it may hold texts the expression does not accept, never fewer. So what it rules out is ruled out. */
export interface Language {
  /** Characters (Unicode code points). */
  readonly least: number;
  readonly most: number;
  /** True when some text is made of these characters alone. */
  isWithin(alphabet: string): boolean;
  mayHold(char: string): boolean;
  mayStart(char: string): boolean;
  mayEnd(char: string): boolean;
  /** All texts, where they are few. */
  readonly texts: readonly string[] | undefined;
}

/** Texts and their characters that are listed at most. */
export const mostTexts = 100;
const longestText = 200;

/** Texts are put together once, where they are few and short. */
abstract class Composite {
  abstract readonly most: number;
  #texts: readonly string[] | undefined | 'unread' = 'unread';

  get texts(): readonly string[] | undefined {
    if (this.#texts === 'unread') this.#texts = this.most > longestText ? undefined : this.list();
    return this.#texts;
  }
  protected abstract list(): readonly string[] | undefined;
}

/** One character. */
export class One implements Language {
  readonly least = 1;
  readonly most = 1;
  readonly texts: readonly string[] | undefined;
  readonly #has: (char: string) => boolean;

  constructor(has: (char: string) => boolean, members?: readonly string[]) {
    this.#has = has;
    this.texts = members;
  }
  isWithin(alphabet: string): boolean {
    return [...alphabet].some(this.#has);
  }
  mayHold(char: string): boolean {
    return this.#has(char);
  }
  mayStart(char: string): boolean {
    return this.#has(char);
  }
  mayEnd(char: string): boolean {
    return this.#has(char);
  }
}

export class Choice extends Composite implements Language {
  readonly least: number;
  readonly most: number;
  readonly #options: readonly Language[];

  constructor(options: readonly Language[]) {
    super();
    this.#options = options;
    this.least = Math.min(...options.map(({ least }) => least));
    this.most = Math.max(...options.map(({ most }) => most));
  }
  protected list(): readonly string[] | undefined {
    const all: string[] = [];
    for (const { texts } of this.#options) {
      if (!texts || all.length + texts.length > mostTexts) return undefined;
      all.push(...texts);
    }
    return all;
  }
  isWithin(alphabet: string): boolean {
    return this.#options.some((option) => option.isWithin(alphabet));
  }
  mayHold(char: string): boolean {
    return this.#options.some((option) => option.mayHold(char));
  }
  mayStart(char: string): boolean {
    return this.#options.some((option) => option.mayStart(char));
  }
  mayEnd(char: string): boolean {
    return this.#options.some((option) => option.mayEnd(char));
  }
}

export class Sequence extends Composite implements Language {
  readonly least: number;
  readonly most: number;
  readonly #parts: readonly Language[];

  constructor(parts: readonly Language[]) {
    super();
    this.#parts = parts;
    this.least = parts.reduce((sum, { least }) => sum + least, 0);
    this.most = parts.reduce((sum, { most }) => sum + most, 0);
  }
  protected list(): readonly string[] | undefined {
    let all = [''];
    for (const { texts } of this.#parts) {
      if (!texts || all.length * texts.length > mostTexts) return undefined;
      all = all.flatMap((head) => texts.map((tail) => head + tail));
    }
    return all;
  }
  isWithin(alphabet: string): boolean {
    return this.#parts.every((part) => part.isWithin(alphabet));
  }
  mayHold(char: string): boolean {
    return this.#parts.some((part) => part.mayHold(char));
  }
  mayStart(char: string): boolean {
    for (const part of this.#parts) {
      if (part.mayStart(char)) return true;
      if (part.least > 0) return false;
    }
    return false;
  }
  mayEnd(char: string): boolean {
    for (const part of this.#parts.toReversed()) {
      if (part.mayEnd(char)) return true;
      if (part.least > 0) return false;
    }
    return false;
  }
}

export class Repeat extends Composite implements Language {
  readonly least: number;
  readonly most: number;
  readonly #inner: Language;
  readonly #times: readonly [least: number, most: number];

  constructor(inner: Language, times: readonly [number, number]) {
    super();
    this.#inner = inner;
    this.#times = times;
    this.least = inner.least * times[0];
    this.most = inner.most === 0 || times[1] === 0 ? 0 : inner.most * times[1];
  }
  protected list(): readonly string[] | undefined {
    const [least, most] = this.#times;
    if (most > 8) return undefined;
    const counts = Array.from({ length: most - least + 1 }, (_, index) => least + index);
    return new Choice(counts.map((times) => new Sequence(Array.from({ length: times }, () => this.#inner)))).texts;
  }
  isWithin(alphabet: string): boolean {
    return this.#times[0] === 0 || this.#inner.isWithin(alphabet);
  }
  mayHold(char: string): boolean {
    return this.#times[1] > 0 && this.#inner.mayHold(char);
  }
  mayStart(char: string): boolean {
    return this.#times[1] > 0 && this.#inner.mayStart(char);
  }
  mayEnd(char: string): boolean {
    return this.#times[1] > 0 && this.#inner.mayEnd(char);
  }
}
