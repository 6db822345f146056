// Shapes for tests: one JSON Schema literal without references becomes one Shape; allOf, anyOf and oneOf are laid over each other.
import type { Location } from '../../src/model/location.ts';
import type { Shape, TypeName, XmlObject } from '../../src/model/shape.ts';

export interface TestSchema {
  readonly type?: TypeName | readonly TypeName[];
  readonly name?: string;
  readonly properties?: Readonly<Record<string, TestSchema>>;
  readonly patternProperties?: Readonly<Record<string, TestSchema>>;
  readonly additionalProperties?: boolean | TestSchema;
  readonly items?: TestSchema;
  readonly prefixItems?: readonly TestSchema[];
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly contentMediaType?: string;
  readonly xml?: XmlObject;
}

const location: Location = {
  source: { uri: 'test.yaml', syntax: 'yaml', position: () => ({ line: 1, column: 1 }), lines: () => [] },
  pointer: '',
};

export function shapeOf(schema: TestSchema): Shape {
  const { additionalProperties: additional } = schema;
  return {
    location,
    ...(schema.name === undefined ? {} : { name: schema.name }),
    types: new Set(schema.type === undefined ? [] : ([schema.type].flat() as TypeName[])),
    properties: new Map(Object.entries(schema.properties ?? {}).map(([name, property]) => [name, shapeOf(property)])),
    patterns: Object.entries(schema.patternProperties ?? {}).map(([pattern, property]) => ({
      pattern: new RegExp(pattern, 'u'),
      shape: shapeOf(property),
    })),
    additional: typeof additional === 'object' ? shapeOf(additional) : additional === undefined ? 'unsaid' : additional ? 'open' : 'closed',
    ...(schema.items ? { items: shapeOf(schema.items) } : {}),
    prefixItems: (schema.prefixItems ?? []).map(shapeOf),
    alternatives: 0,
    values: schema.enum ?? [],
    ...(schema.format === undefined ? {} : { format: schema.format }),
    ...(schema.contentMediaType === undefined ? {} : { contentMediaType: schema.contentMediaType }),
    xml: schema.xml ?? {},
    readOnly: false,
    writeOnly: false,
    sensitive: false,
    personalData: false,
    structure: '',
    required: new Set(),
  };
}
