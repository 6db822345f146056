// One walk over a document that finds its `$ref`s and `$anchor`s and passes over everything that is data rather than description.
import { child, type Pointer } from '../model/pointer.ts';

// Children of these objects are named by the author, so a child called `example` or `x-…` is not a keyword.
const maps = new Set([
  'properties',
  'patternProperties',
  '$defs',
  'definitions',
  'dependentSchemas',
  'schemas',
  'headers',
  'responses',
  'parameters',
  'requestBodies',
  'securitySchemes',
  'links',
  'callbacks',
  'pathItems',
  'content',
  'encoding',
  'paths',
  'webhooks',
  'variables',
]);
const data = new Set(['example', 'default', 'const', 'enum', 'value', 'mapping', 'security', 'scopes']);
const deepest = 500;

export interface ReferenceSearch {
  /** `pointer` is that of the keyword. A `$dynamicRef` is read as a `$ref` to the anchor it starts at. */
  readonly references: { readonly pointer: Pointer; readonly reference: string }[];
  /** Places of `$ref`s that are no strings. */
  readonly malformed: readonly Pointer[];
  readonly anchors: Map<string, Pointer>;
  readonly tooDeep: boolean;
  /** Names that some schema requires, and names that some schema makes `readOnly` or `writeOnly`; `*` stands for one that cannot be told. */
  readonly required: ReadonlySet<string>;
  readonly directed: ReadonlySet<string>;
}

const propertyName = /\/properties\/([^/]+)$/;

/** Finds every Reference Object and schema `$ref` outside examples, defaults, enums and extensions, in document order. */
export function findReferences(document: unknown): ReferenceSearch {
  const references: { pointer: Pointer; reference: string }[] = [];
  const malformed: Pointer[] = [];
  const anchors = new Map<string, Pointer>();
  const required = new Set<string>();
  const directed = new Set<string>();
  let tooDeep = false;

  function visit(value: unknown, pointer: Pointer, isMap: boolean, depth: number): void {
    if (typeof value !== 'object' || value === null) return;
    if (depth > deepest) {
      tooDeep = true;
      return;
    }
    if (Array.isArray(value)) {
      for (let index = 0; index < value.length; index++) {
        if (typeof value[index] === 'object') visit(value[index], child(pointer, index), false, depth + 1);
      }
      return;
    }
    const object = value as Record<string, unknown>;
    for (const key of Object.keys(object)) {
      const inner = object[key];
      if (!isMap && (key === '$ref' || key === '$dynamicRef') && typeof inner === 'string')
        references.push({ pointer: child(pointer, key), reference: inner });
      else if (!isMap && key === '$ref') malformed.push(child(pointer, key));
      else if (!isMap && (key === '$anchor' || key === '$dynamicAnchor') && typeof inner === 'string') anchors.set(inner, pointer);
      else if (inner === true && !isMap && (key === 'readOnly' || key === 'writeOnly'))
        directed.add(propertyName.exec(pointer)?.[1]?.replaceAll('~1', '/').replaceAll('~0', '~') ?? '*');
      else if (typeof inner !== 'object' || inner === null) continue;
      else if (key === 'required' && !isMap && Array.isArray(inner)) for (const name of inner) required.add(String(name));
      else if (isMap) visit(inner, child(pointer, key), false, depth + 1);
      else if (data.has(key) || key.startsWith('x-')) continue;
      // `examples` of a schema is a list of values; elsewhere it is a map of Example Objects, which may be references.
      else if (key === 'examples') visit(Array.isArray(inner) ? undefined : inner, child(pointer, key), true, depth + 1);
      else visit(inner, child(pointer, key), maps.has(key), depth + 1);
    }
  }

  visit(document, '', false, 0);
  return { references, malformed, anchors, tooDeep, required, directed };
}
