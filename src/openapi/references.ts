// One walk over a document that finds its `$ref`s and `$anchor`s and passes over everything that is data rather than description.
import { type Pointer, pointerOf } from '../model/pointer.ts';

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

/** Finds every Reference Object and schema `$ref` outside examples, defaults, enums and extensions, in document order. */
export function findReferences(document: unknown): ReferenceSearch {
  const references: { pointer: Pointer; reference: string }[] = [];
  const malformed: Pointer[] = [];
  const anchors = new Map<string, Pointer>();
  const required = new Set<string>();
  const directed = new Set<string>();
  let tooDeep = false;

  /** Names and indexes that lead to the value being visited: few of its pointers are ever needed. */
  const path: (string | number)[] = [];
  const here = (key: string): Pointer => pointerOf(...path, key);
  const enter = (token: string | number, value: unknown, isMap: boolean): void => {
    path.push(token);
    visit(value, isMap);
    path.pop();
  };

  function visit(value: unknown, isMap: boolean): void {
    if (typeof value !== 'object' || value === null) return;
    if (path.length > deepest) {
      tooDeep = true;
      return;
    }
    if (Array.isArray(value)) {
      for (let index = 0; index < value.length; index++) if (typeof value[index] === 'object') enter(index, value[index], false);
      return;
    }
    const object = value as Record<string, unknown>;
    for (const key of Object.keys(object)) {
      const inner = object[key];
      if (!isMap && (key === '$ref' || key === '$dynamicRef') && typeof inner === 'string')
        references.push({ pointer: here(key), reference: inner });
      else if (!isMap && key === '$ref') malformed.push(here(key));
      else if (!isMap && (key === '$anchor' || key === '$dynamicAnchor') && typeof inner === 'string')
        anchors.set(inner, pointerOf(...path));
      else if (inner === true && !isMap && (key === 'readOnly' || key === 'writeOnly')) directed.add(propertyAt(path) ?? '*');
      else if (typeof inner !== 'object' || inner === null) continue;
      else if (key === 'required' && !isMap && Array.isArray(inner)) for (const name of inner) required.add(String(name));
      else if (isMap) enter(key, inner, false);
      else if (data.has(key) || key.startsWith('x-')) continue;
      // `examples` of a schema is a list of values; elsewhere it is a map of Example Objects, which may be references.
      else if (key === 'examples') enter(key, Array.isArray(inner) ? undefined : inner, true);
      else enter(key, inner, maps.has(key));
    }
  }

  visit(document, false);
  return { references, malformed, anchors, tooDeep, required, directed };
}

/** The name of the property a path ends with; undefined where it ends otherwise. */
function propertyAt(path: readonly (string | number)[]): string | undefined {
  const name = path.at(-1);
  return path.at(-2) === 'properties' && name !== undefined && name !== '' ? String(name) : undefined;
}
