// Requests: values a consumer's matchers let it send, beyond its example, that the contract does not allow.
import type { Alternative, Domain } from '../model/domain.ts';
import { kindOf } from '../model/domain.ts';
import type { Location } from '../model/location.ts';
import type { Matcher } from '../model/matching.ts';
import type { Pointer } from '../model/pointer.ts';
import { count } from '../model/show.ts';
import { expectation } from '../openapi/expectation.ts';
import { accepts, whyUnusable } from './accepts.ts';
import { textInFormat } from './datetime.ts';
import { isLiteral, type Need } from './need.ts';
import { whyRefused } from './refusal.ts';
import { samplesOf } from './samples.ts';
import { nameOf, needWords, showEscape, typesOf } from './words.ts';
import { allows } from './witness.ts';

/** One matcher that is wider than the contract. */
export interface Excess {
  readonly severity: 'warning' | 'info';
  readonly pointer: Pointer;
  readonly message: string;
  readonly contract: Location;
}

/** Turns a text that travels into the value the schema sees; the identity for JSON. */
export type ReadText = (text: string) => unknown;

/** The example itself is the validator's to judge; here only what matchers add. `subject` names the value where it is no body. */
export function findExcess(need: Need, domain: Domain, subject?: string, read: ReadText = (text) => text): readonly Excess[] {
  return new Reach(subject, read).at(need, domain);
}

class Reach {
  readonly #subject: string | undefined;
  readonly #read: ReadText;

  constructor(subject: string | undefined, read: ReadText) {
    this.#subject = subject;
    this.#read = read;
  }

  at(need: Need, domain: Domain): readonly Excess[] {
    if (domain.broken !== undefined || domain.alternatives.some(({ isSilent }) => isSilent)) return [];
    if (!need.members && !need.items && !need.variants) return this.#scalar(need, domain);
    // The branch the example takes; of several, the one that allows most.
    let least: readonly Excess[] | undefined;
    for (const alternative of domain.alternatives) {
      if (!alternative.kinds.has(kindOf(need.example)) || !fits(need, alternative)) continue;
      const found = need.members ? this.#object(need, alternative) : this.#array(need, alternative);
      if (!least || found.length < least.length) least = found;
    }
    return least ?? [];
  }

  #scalar(need: Need, domain: Domain): readonly Excess[] {
    if (isLiteral(need) || whyUnusable(need) !== undefined) return [];
    for (const value of sendable(need, domain)) {
      const sent = need.isText && typeof value === 'string' ? this.#read(value) : value;
      if (accepts(need, value) === true && !domain.alternatives.some((alternative) => allows(alternative, sent)))
        return [this.#excess(need, domain, value, sent)];
    }
    return this.#undecided(need, domain);
  }

  /** An expression of which no samples can be made, where the contract restricts texts: nobody can say. */
  #undecided(need: Need, { alternatives, location }: Domain): readonly Excess[] {
    const isRestricted = !alternatives.some(
      ({ kinds, values, patterns, formats }) => kinds.has('string') && !values && patterns.length + formats.length === 0,
    );
    const isOpaque = need.matchers.some((matcher) => matcher.kind === 'regex' && samplesOf(matcher.regex).length === 0);
    if (!isRestricted || !isOpaque) return [];
    const message = `Whether the contract allows everything the consumer may send for ${this.#name(need)} (${needWords(need)}) is not decided`;
    return [{ severity: 'info', pointer: need.pointer, message, contract: location }];
  }

  #excess(need: Need, domain: Domain, value: unknown, sent: unknown): Excess {
    // Of several branches, the one for values of this kind says best what is wrong.
    const alternative = domain.alternatives.find(({ kinds }) => kinds.has(kindOf(sent))) ?? domain.alternatives[0];
    const { keyword, wanted } = (alternative && whyRefused(alternative, sent)) ?? {
      keyword: 'type',
      wanted: { type: typesOf(domain.alternatives) },
    };
    const shown = showEscape(need.pointer, value);
    const message = `Expected ${this.#name(need)} ${expectation(keyword, wanted, wanted)}, but the consumer may send ${shown} (${needWords(need)})`;
    return { severity: 'warning', pointer: need.pointer, message, contract: alternative?.place(keyword) ?? domain.location };
  }

  #object(need: Need, alternative: Alternative): readonly Excess[] {
    const found: Excess[] = [];
    for (const [name, member] of need.members ?? []) {
      const { domain } = alternative.property(name);
      if (domain) found.push(...this.at(member, domain));
    }
    return found;
  }

  #array(need: Need, alternative: Alternative): readonly Excess[] {
    const found: Excess[] = [];
    const counts = need.isCascaded ? undefined : need.matchers.find((matcher) => matcher.kind === 'type');
    if (counts?.kind === 'type') {
      const { minItems, maxItems, location } = alternative;
      const say = (keyword: 'minItems' | 'maxItems', limit: number, sent: string): void => {
        const message = `Expected ${this.#name(need)} ${expectation(keyword, { [keyword]: limit }, {})}, but the consumer may send ${sent}`;
        found.push({ severity: 'warning', pointer: need.pointer, message, contract: alternative.place(keyword) ?? location });
      };
      if (maxItems < (counts.max ?? Infinity)) say('maxItems', maxItems, count(Math.max(maxItems + 1, counts.min ?? 0), 'item'));
      if (counts.min !== undefined && minItems > counts.min)
        say('minItems', minItems, counts.min === 0 ? 'none' : count(counts.min, 'item'));
    }
    for (const [index, item] of (need.items ?? []).entries()) {
      const domain = alternative.item(index);
      if (domain && domain !== 'closed') found.push(...this.at(item, domain));
    }
    return found;
  }

  #name(need: Need): string {
    return need.pointer === '' && this.#subject !== undefined ? this.#subject : nameOf(need.pointer);
  }
}

/** True when the exact values of the example are those of this branch. */
function fits(need: Need, alternative: Alternative): boolean {
  for (const [name, member] of need.members ?? []) {
    const { domain, mention } = alternative.property(name);
    if (mention === 'closed') return false;
    if (
      domain &&
      isLiteral(member) &&
      !member.members &&
      !member.items &&
      !domain.alternatives.some((inner) => allows(inner, member.example))
    )
      return false;
  }
  return true;
}

/** Values to try, all of which a matcher accepts; `type` is not taken to mean texts and numbers of any size. */
function sendable(need: Need, domain: Domain): readonly unknown[] {
  return [need.example, ...need.matchers.flatMap((matcher) => valuesOf(matcher, need, domain))];
}

function valuesOf(matcher: Matcher, need: Need, domain: Domain): readonly unknown[] {
  const inText = (values: readonly unknown[]): readonly unknown[] => (need.isText ? values.map(String) : values);
  switch (matcher.kind) {
    case 'type':
      if (typeof need.example === 'string') return ordinaryTexts(domain);
      if (typeof need.example === 'number') return ordinaryNumbers(need.example, domain);
      return typeof need.example === 'boolean' ? inText([true, false]) : [];
    case 'regex':
      return samplesOf(matcher.regex);
    case 'number':
    case 'integer':
      return inText(limits(domain).filter((value) => Number.isInteger(value)));
    case 'decimal':
      return inText(limits(domain).flatMap((value) => [value + 0.5, value - 0.5]));
    case 'boolean':
      return inText([true, false]);
    case 'null':
      return [null];
    case 'include':
      return [matcher.text];
    case 'semver':
      return ['1.0.0', '0.1.0-a+b'];
    case 'date':
    case 'time':
    case 'datetime': {
      const text = textInFormat(matcher.format);
      return text === undefined ? [] : [text];
    }
    default:
      return [];
  }
}

/** A text as long as the contract wants it, in case only its content is restricted. */
function ordinaryTexts({ alternatives }: Domain): readonly string[] {
  return alternatives.map(({ minLength, maxLength }) => 'text '.repeat(50).slice(0, Math.max(minLength, Math.min(4, maxLength))));
}

/** Another number of the same kind within the bounds, in case only certain numbers are listed. */
function ordinaryNumbers(example: number, { alternatives }: Domain): readonly number[] {
  return alternatives.flatMap((alternative) => {
    if (!alternative.values) return [];
    return [example + 1, example - 1, example + 2].filter((value) => !alternative.values?.includes(value));
  });
}

/** Integers at and beyond the bounds of the contract. */
const limits = ({ alternatives }: Domain): readonly number[] =>
  [...new Set([1, 0, ...alternatives.flatMap(({ lower, upper }) => [lower.value - 1, lower.value, upper.value, upper.value + 1])])].filter(
    (value) => Number.isFinite(value),
  );
