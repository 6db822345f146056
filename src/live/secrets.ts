// The credentials of a run: whatever an instance sends back of them is hidden before it is written or printed.
import { marker } from '../record/stand-in.ts';

/** Shorter values could be anything; replacing each `ab` would destroy the record. */
const shortest = 4;

export class Secrets {
  readonly #forms = new Set<string>();
  #pattern: RegExp | undefined;

  /** Learns a value in the forms it may come back in. */
  add(value: string): void {
    if (value.length < shortest) return;
    const encoded = Buffer.from(value).toString('base64');
    for (const form of [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1), encoded, encoded.replace(/=+$/, '')])
      this.#forms.add(form);
    this.#pattern = undefined;
  }

  isEmpty(): boolean {
    return this.#forms.size === 0;
  }

  hide(text: string): string {
    if (this.#forms.size === 0) return text;
    this.#pattern ??= new RegExp(
      [...this.#forms]
        .toSorted((a, b) => b.length - a.length)
        .map((form) => form.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
        .join('|'),
      'g',
    );
    return text.replace(this.#pattern, marker);
  }

  /** The same value with every string in it hidden; base64 bodies are looked into. */
  hideIn<T>(value: T): T {
    if (this.#forms.size === 0) return value;
    return this.#walk(value) as T;
  }

  #walk(value: unknown): unknown {
    if (typeof value === 'string') return this.hide(value);
    if (Array.isArray(value)) return value.map((item) => this.#walk(item));
    if (typeof value !== 'object' || value === null) return value;
    const copy = Object.fromEntries(Object.entries(value).map(([name, item]) => [name, this.#walk(item)]));
    if (copy['encoding'] !== 'base64' || typeof copy['text'] !== 'string') return copy;
    const text = Buffer.from(copy['text'], 'base64').toString('latin1');
    const hidden = this.hide(text);
    return hidden === text ? copy : { ...copy, text: Buffer.from(hidden, 'latin1').toString('base64') };
  }
}
