// Every kind of change there is, with what it means for whom. The ids are stable for ever, as those of rules are.

/** `breaking`: somebody who kept to the old contract may fail with the new one. */
export type Level = 'breaking' | 'non-breaking' | 'informational';
export const levels: readonly Level[] = ['breaking', 'non-breaking', 'informational'];
/** Breaking ones first. */
export const compareLevels = (one: Level, other: Level): number => levels.indexOf(one) - levels.indexOf(other);

/** `contract` and `operation`: both directions at once, or none. */
export type ChangeSide = 'contract' | 'operation' | 'request' | 'response';

/**
 * What a change of a schema does to the values it allows. `narrowed` breaks who sends, `widened` who reads; `both` breaks either, also
 * where it cannot be told; `harmless` breaks nobody, `noted` is about no value at all.
 */
export type Effect = 'narrowed' | 'widened' | 'both' | 'harmless' | 'noted';

interface Kind {
  readonly effect: Effect;
  readonly title: string;
}

/** Of schemas, in requests and responses; the id has the side in front, as in `response-type-widened`. */
export const schemaKinds = {
  'type-changed': { effect: 'both', title: 'Another type' },
  'type-narrowed': { effect: 'narrowed', title: 'Fewer types' },
  'type-widened': { effect: 'widened', title: 'More types' },
  'null-added': { effect: 'widened', title: 'May be null now' },
  'null-removed': { effect: 'narrowed', title: 'Never null now' },
  'enum-values-added': { effect: 'widened', title: 'Further listed values' },
  'enum-values-removed': { effect: 'narrowed', title: 'Fewer listed values' },
  'enum-added': { effect: 'narrowed', title: 'Only listed values now' },
  'enum-removed': { effect: 'widened', title: 'Any value instead of listed ones' },
  'limit-narrowed': { effect: 'narrowed', title: 'A tighter limit' },
  'limit-widened': { effect: 'widened', title: 'A wider limit' },
  'limit-changed': { effect: 'both', title: 'Another limit, neither tighter nor wider' },
  'pattern-added': { effect: 'narrowed', title: 'A pattern to match' },
  'pattern-removed': { effect: 'widened', title: 'No pattern to match any more' },
  'pattern-changed': { effect: 'both', title: 'Another pattern (not compared)' },
  'format-added': { effect: 'narrowed', title: 'A format to keep' },
  'format-removed': { effect: 'widened', title: 'No format to keep any more' },
  'format-narrowed': { effect: 'narrowed', title: 'A narrower format' },
  'format-widened': { effect: 'widened', title: 'A wider format' },
  'format-changed': { effect: 'both', title: 'Another format' },
  'property-added': { effect: 'harmless', title: 'A new property that may be left out' },
  'property-added-required': { effect: 'narrowed', title: 'A new property that must be there' },
  'property-added-to-closed': { effect: 'widened', title: 'A new property where no further ones were to come' },
  'property-described': { effect: 'narrowed', title: 'A property that could be anything is described' },
  'property-removed': { effect: 'both', title: 'A property is gone' },
  'property-became-required': { effect: 'narrowed', title: 'A property must be there now' },
  'property-became-optional': { effect: 'widened', title: 'A property may be left out now' },
  'became-read-only': { effect: 'narrowed', title: '`readOnly` now' },
  'became-write-only': { effect: 'widened', title: '`writeOnly` now' },
  'became-read-write': { effect: 'harmless', title: 'No longer `readOnly` or `writeOnly`' },
  'additional-properties-narrowed': { effect: 'narrowed', title: 'Less may come under further names' },
  'additional-properties-widened': { effect: 'widened', title: 'More may come under further names' },
  'pattern-properties-changed': { effect: 'both', title: 'Other `patternProperties` (not compared)' },
  'items-narrowed': { effect: 'narrowed', title: 'Items are described or ruled out' },
  'items-widened': { effect: 'widened', title: 'Items are no longer described or ruled out' },
  'alternative-added': { effect: 'widened', title: 'A further alternative' },
  'alternative-removed': { effect: 'narrowed', title: 'An alternative is gone' },
  'condition-added': { effect: 'narrowed', title: 'A further condition (`not`, `contains`, `if`, …)' },
  'condition-removed': { effect: 'widened', title: 'A condition is gone' },
  'condition-changed': { effect: 'both', title: 'Another condition (not compared)' },
  'alternatives-unclear': { effect: 'both', title: 'Branches of `oneOf` that may overlap have changed (not decided)' },
  'schema-unchecked': { effect: 'both', title: 'A schema that cannot be compared has changed' },
  'xml-changed': { effect: 'both', title: 'Another form in XML' },
  'default-changed': { effect: 'noted', title: 'Another `default`' },
  'became-deprecated': { effect: 'noted', title: '`deprecated` now, or no longer' },
  'format-noted': { effect: 'noted', title: 'Another `format` that is not checked' },
} as const satisfies Record<string, Kind>;

export type SchemaKind = keyof typeof schemaKinds;

/** Of everything but schemas, by whole id. */
export const otherKinds = {
  'contract-version-changed': ['informational', 'Another `info.version`'],
  'contract-servers-changed': ['informational', 'Other servers'],
  'contract-webhooks-changed': ['breaking', 'Other webhooks (not compared)'],
  'operation-added': ['non-breaking', 'A new operation'],
  'operation-removed': ['breaking', 'An operation is gone'],
  'operation-moved': ['breaking', 'An operation of the same operationId at another path or method'],
  'operation-renamed': ['informational', 'Another operationId'],
  'operation-deprecated': ['informational', '`deprecated` now, or no longer'],
  'operation-suffixes-added': ['non-breaking', 'Its path may have further endings (`x-path-suffixes`)'],
  'operation-suffixes-removed': ['breaking', 'Its path may have fewer endings (`x-path-suffixes`)'],
  'operation-servers-changed': ['informational', 'Other servers'],
  'operation-callbacks-changed': ['breaking', 'Other callbacks (not compared)'],
  'request-security-narrowed': ['breaking', 'A way to authenticate is gone, or asks for more'],
  'request-security-widened': ['non-breaking', 'A further way to authenticate'],
  'request-security-addresses-changed': ['informational', 'Tokens come from another address'],
  'request-parameter-added': ['non-breaking', 'A new parameter that may be left out'],
  'request-parameter-added-required': ['breaking', 'A new parameter that must be there'],
  'request-parameter-removed': ['breaking', 'A parameter is gone'],
  'request-parameter-became-required': ['breaking', 'A parameter must be there now'],
  'request-parameter-became-optional': ['non-breaking', 'A parameter may be left out now'],
  'request-parameter-style-changed': ['breaking', 'A parameter is written another way'],
  'request-parameter-empty-allowed': ['non-breaking', 'A parameter may come without a value now'],
  'request-parameter-empty-refused': ['breaking', 'A parameter may no longer come without a value'],
  'request-body-added': ['non-breaking', 'A body that may be left out'],
  'request-body-added-required': ['breaking', 'A body that must be there'],
  'request-body-removed': ['breaking', 'No body any more'],
  'request-body-became-required': ['breaking', 'The body must be there now'],
  'request-body-became-optional': ['non-breaking', 'The body may be left out now'],
  'request-media-type-added': ['non-breaking', 'A further media type'],
  'request-media-type-removed': ['breaking', 'A media type is gone'],
  'request-schema-added': ['breaking', 'A schema where there was none'],
  'request-schema-removed': ['non-breaking', 'No schema any more'],
  'request-encoding-changed': ['breaking', 'Parts of a form are written another way (not compared)'],
  'request-xml-root-changed': ['breaking', 'Another root element in XML, called after another component'],
  'request-item-schema-changed': ['breaking', 'Another `itemSchema` of a stream (not compared)'],
  'response-status-added': ['breaking', 'A success or redirection nobody was told of'],
  'response-error-status-added': ['non-breaking', 'A further error (RFC 9110 §15: clients know its class)'],
  'response-status-removed': ['breaking', 'A success or redirection that never comes now'],
  'response-error-status-removed': ['non-breaking', 'An error that never comes now'],
  'response-status-narrowed': ['non-breaking', 'Some statuses of a range instead of any'],
  'response-header-added': ['non-breaking', 'A new header'],
  'response-header-removed': ['breaking', 'A header is gone'],
  'response-header-became-required': ['non-breaking', 'A header is always there now'],
  'response-header-became-optional': ['breaking', 'A header may be left out now'],
  'response-header-style-changed': ['breaking', 'A header is written another way'],
  'response-media-type-added': ['non-breaking', 'A further media type, for who accepts it'],
  'response-media-type-removed': ['breaking', 'A media type is gone'],
  'response-schema-added': ['non-breaking', 'A schema where there was none'],
  'response-schema-removed': ['breaking', 'No schema any more'],
  'response-encoding-changed': ['breaking', 'Parts of a form are written another way (not compared)'],
  'response-xml-root-changed': ['breaking', 'Another root element in XML, called after another component'],
  'response-item-schema-changed': ['breaking', 'Another `itemSchema` of a stream (not compared)'],
} as const satisfies Record<string, readonly [Level, string]>;

export type OtherKind = keyof typeof otherKinds;
export type ChangeId = OtherKind | `${'request' | 'response'}-${SchemaKind}`;

/** What an effect means to the side that meets it. */
export function levelOf(effect: Effect, side: 'request' | 'response'): Level {
  if (effect === 'noted') return 'informational';
  if (effect === 'both') return 'breaking';
  return effect === (side === 'request' ? 'narrowed' : 'widened') ? 'breaking' : 'non-breaking';
}

export interface Entry {
  readonly id: ChangeId;
  readonly level: Level;
  readonly title: string;
}

/** All of them, for documentation. */
export function catalogue(): readonly Entry[] {
  const others = Object.entries(otherKinds).map(([id, [level, title]]): Entry => ({ id: id as OtherKind, level, title }));
  const ofSide = (side: 'request' | 'response'): Entry[] =>
    Object.entries(schemaKinds).map(([kind, { effect, title }]) => ({
      id: `${side}-${kind as SchemaKind}`,
      level: levelOf(effect, side),
      title,
    }));
  return [...others, ...ofSide('request'), ...ofSide('response')];
}
