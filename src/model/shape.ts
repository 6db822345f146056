// The structure a schema describes, all its branches laid over each other: what decoders, redaction and the
// search for undocumented properties walk. It says what may stand where, never whether a value is valid.
import type { Location } from './location.ts';

export type TypeName = 'null' | 'boolean' | 'integer' | 'number' | 'string' | 'array' | 'object';

/** OpenAPI 3.1.1 XML Object. */
export interface XmlObject {
  readonly name?: string;
  readonly namespace?: string;
  readonly prefix?: string;
  readonly attribute?: boolean;
  readonly wrapped?: boolean;
}

/**
 * Shapes are made lazily: a recursive schema is a finite shape whose getters go round.
 * `types` empty means that no branch names a type. `additional`: `'unsaid'` when no branch speaks of
 * additional properties, otherwise whether they are open, forbidden, or described by a shape.
 */
export interface Shape {
  readonly location: Location;
  /** Component name the schema was reached by, the default root element in XML. */
  readonly name?: string;
  readonly types: ReadonlySet<TypeName>;
  readonly properties: ReadonlyMap<string, Shape>;
  readonly patterns: readonly { readonly pattern: { test(name: string): boolean }; readonly shape: Shape }[];
  readonly additional: Shape | 'open' | 'closed' | 'unsaid';
  readonly items?: Shape;
  readonly prefixItems: readonly Shape[];
  /** Equal for shapes whose members and items are described by the same schemas; empty where nothing describes any. */
  readonly structure: string;
  /** Names of properties that every branch requires. */
  readonly required: ReadonlySet<string>;
  /** The discriminator: its property and every value it knows. */
  readonly tag?: { readonly property: string; readonly values: readonly string[] };
  /** How many branches of `anyOf` and `oneOf` neither a discriminator nor a listed value tells apart; 0 where one is left at most. */
  readonly alternatives: number;
  /** Values of `enum` and `const` over all branches. */
  readonly values: readonly unknown[];
  readonly format?: string;
  readonly contentEncoding?: string;
  readonly contentMediaType?: string;
  readonly xml: XmlObject;
  readonly readOnly: boolean;
  readonly writeOnly: boolean;
  readonly sensitive: boolean;
  /** `x-personal-data`; false where the contract says that it is none, undefined where it says nothing. */
  readonly personalData: boolean | undefined;
}

/** The shape of one property, whichever way the schema describes it; undefined when nothing does. */
export function propertyShape(shape: Shape, name: string): Shape | undefined {
  const known = shape.properties.get(name);
  if (known) return known;
  for (const { pattern, shape: matched } of shape.patterns) if (pattern.test(name)) return matched;
  return typeof shape.additional === 'object' ? shape.additional : undefined;
}

/** The shape of the item at an index; undefined when nothing describes it. */
export function itemShape(shape: Shape, index: number): Shape | undefined {
  return shape.prefixItems[index] ?? shape.items;
}
