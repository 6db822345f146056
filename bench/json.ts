// JSON values as TypeScript sees them, and the few questions the bench asks about an OpenAPI document.
import { resolvePointer } from '../src/model/pointer.ts';

export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

export const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The object at a key, or an empty one. */
export const objectAt = (value: Json | undefined, key: string): JsonObject => {
  const found = isObject(value) ? value[key] : undefined;
  return isObject(found) ? found : {};
};

export const arrayOf = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : []);
export const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

/** Follows `$ref`s within one document until something else stands there. */
export function dereference(document: JsonObject, value: Json | undefined): JsonObject {
  let current = value;
  for (let hops = 0; isObject(current) && typeof current['$ref'] === 'string' && hops < 20; hops++) {
    current = resolvePointer(document, decodeURIComponent(current['$ref'].replace(/^#/, ''))) as Json;
  }
  return isObject(current) ? current : {};
}
