// Breaks a valid body in exactly one place: a wrong type, a missing member, an impossible date, an unknown enum value, an int32 overflow.
import { generalise } from '../src/model/pointer.ts';
import { arrayOf, dereference, isObject } from './json.ts';
import type { Json, JsonObject } from './json.ts';
import type { Random } from './random.ts';

export const violationKinds = ['type', 'required', 'format', 'enum', 'int32'] as const;
export type ViolationKind = (typeof violationKinds)[number];

interface Site {
  readonly kind: ViolationKind;
  readonly pointer: string;
  readonly apply: () => void;
}

export interface Injected {
  readonly kind: ViolationKind;
  readonly pointer: string;
}

/**
 * Changes `body` in place at one site of the wanted kind, choosing among the kinds of places first, so that long
 * lists are not preferred; undefined when the schema offers no such site. `rejects` has the last word.
 */
export function injectViolation(
  kind: ViolationKind,
  make: () => Json,
  schema: Json,
  document: JsonObject,
  random: Random,
  rejects: (body: Json) => boolean,
): { body: Json; injected: Injected } | undefined {
  for (let attempt = 0; attempt < 12; attempt++) {
    const body = make();
    const sites = new Map<string, Site[]>();
    for (const site of listSites(body, schema, document, '')) {
      if (site.kind !== kind) continue;
      const group = generalise(site.pointer);
      sites.set(group, [...(sites.get(group) ?? []), site]);
    }
    if (sites.size === 0) continue;
    const site = random.pick(random.pick([...sites.values()]));
    site.apply();
    if (rejects(body)) return { body, injected: { kind, pointer: site.pointer } };
  }
  return undefined;
}

function* listSites(value: Json, schema: Json | undefined, document: JsonObject, pointer: string): Generator<Site> {
  const schemas = flatten(schema, document);
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      const at = `${pointer}/${index}`;
      for (const { items } of schemas) if (items !== undefined) yield* sitesAt(value, index, item, items, document, at);
    }
  }
  if (!isObject(value)) return;
  for (const each of schemas) {
    const properties = isObject(each['properties']) ? each['properties'] : {};
    for (const [name, property] of Object.entries(properties)) {
      const member = value[name];
      if (member !== undefined) yield* sitesAt(value, name, member, property, document, `${pointer}/${name}`);
    }
    for (const name of arrayOf(each['required']).map(String)) {
      if (name in value) yield { kind: 'required', pointer: `${pointer}/${name}`, apply: () => void delete value[name] };
    }
  }
}

// The schemas that may speak about this place: references followed, branches laid side by side.
export function flatten(schema: Json | undefined, document: JsonObject, depth = 0): JsonObject[] {
  if (!isObject(schema) || depth > 8) return [];
  const target = dereference(document, schema);
  const parts = ['allOf', 'anyOf', 'oneOf'].flatMap((key) => arrayOf(target[key]));
  return [target, ...parts.flatMap((part) => flatten(part, document, depth + 1))];
}

function* sitesAt(
  holder: JsonObject | Json[],
  key: string | number,
  value: Json,
  schema: Json,
  document: JsonObject,
  pointer: string,
): Generator<Site> {
  const put = (broken: Json) => (): void => {
    (holder as Record<string | number, Json>)[key] = broken;
  };
  const schemas = flatten(schema, document);
  const formats = schemas.map((each) => each['format']);
  if (typeof value === 'boolean') yield { kind: 'type', pointer, apply: put(String(value)) };
  if (typeof value === 'number') yield { kind: 'type', pointer, apply: put(`${value}x`) };
  if (typeof value === 'number' && formats.includes('int32')) yield { kind: 'int32', pointer, apply: put(2_147_483_648 + Math.abs(value)) };
  if (typeof value === 'string') {
    if (schemas.some((each) => Array.isArray(each['enum']))) yield { kind: 'enum', pointer, apply: put('Nowhere') };
    else if (formats.some((format) => String(format).startsWith('date')))
      yield { kind: 'format', pointer, apply: put(value.replace(/-\d\d-\d\d/, '-13-45')) };
    else if (formats.every((format) => format === undefined)) yield { kind: 'type', pointer, apply: put(42) };
  }
  if (typeof value === 'object' && value !== null) yield* listSites(value, schema, document, pointer);
}
