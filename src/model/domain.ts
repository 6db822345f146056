// What a schema allows, read for comparing instead of validating: alternatives, each a conjunction of plain facts (JSON Schema 2020-12).
import type { Location } from './location.ts';

/** JSON's types with numbers split, so that integers and decimals can be told apart. */
export type Kind = 'null' | 'boolean' | 'integer' | 'fraction' | 'string' | 'array' | 'object';
export const kinds: readonly Kind[] = ['null', 'boolean', 'integer', 'fraction', 'string', 'array', 'object'];

/** The name `type` has for a kind. */
export const typeOfKind = (kind: Kind): string => (kind === 'fraction' ? 'number' : kind);

/** The kind of a JSON value. */
export function kindOf(value: unknown): Kind {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'fraction';
  return typeof value as 'boolean' | 'string' | 'object';
}

export interface Bound {
  readonly value: number;
  readonly exclusive: boolean;
}

/** How the contract speaks of a name: `named` in `properties`, `mapped` by a pattern or a schema for further names, `open` by saying that any name may come, `closed`: it must not come, `unsaid`. */
export type Mention = 'named' | 'mapped' | 'open' | 'closed' | 'unsaid';

export interface PropertyFacts {
  readonly mention: Mention;
  /** Undefined where nothing describes the value. */
  readonly domain?: Domain;
}

/** One way to satisfy a schema: everything in it holds at once. */
export interface Alternative {
  /** The schema that says most, for reports. */
  readonly location: Location;
  readonly kinds: ReadonlySet<Kind>;
  /** `enum` and `const`: the only values there are. */
  readonly values?: readonly unknown[];
  /** `not` with `enum` or `const`. */
  readonly excluded: readonly unknown[];
  readonly lower: Bound;
  readonly upper: Bound;
  readonly multiples: readonly number[];
  /** Characters (Unicode code points). */
  readonly minLength: number;
  readonly maxLength: number;
  /** `test` may throw a PatternTimeout. */
  readonly patterns: readonly { readonly source: string; test(text: string): boolean }[];
  /** Formats there is a check for, with it. */
  readonly formats: readonly { readonly name: string; test(value: unknown): boolean }[];
  readonly minItems: number;
  readonly maxItems: number;
  /** Names that always come in this direction. */
  readonly required: ReadonlySet<string>;
  /** Listed names, in document order. */
  readonly names: readonly string[];
  /** Expressions for names, of `patternProperties`. */
  readonly namePatterns: readonly string[];
  /** True when no keyword at all restricts or describes what stands here. */
  readonly isSilent: boolean;
  /** True when no keyword speaks of the members of an object. */
  readonly isBare: boolean;
  /** True when a keyword is left out of these facts (`contains`, a wide `not`, …): what they allow may be more than the contract does. */
  readonly isLoose: boolean;
  /** Which branches of `oneOf` were taken: alternatives of different choices exclude each other, others may hold together. */
  readonly choice: string;
  property(name: string): PropertyFacts;
  /** Names nobody lists. */
  readonly rest: PropertyFacts;
  /** Undefined: nothing describes the item; `closed`: there is none at this index. */
  item(index: number): Domain | 'closed' | undefined;
  /** Place of a keyword that counts here; the schema itself where none was written. */
  place(keyword: string): Location;
}

/** Everything the contract says of one place, taken together: a value must satisfy one of the alternatives. */
export interface Domain {
  /** Equal for equal schemas of one contract and direction. */
  readonly key: string;
  readonly location: Location;
  readonly alternatives: readonly Alternative[];
  /** Why the schema cannot be judged by. */
  readonly broken?: string;
}
