// A concrete media type for the range a contract documents (OpenAPI 3.1.1 Media Type Object, RFC 9110 §12.5.1).
import type { MediaTypeEntry } from '../model/contract.ts';

const usual: Readonly<Record<string, string>> = {
  '*': 'application/json',
  application: 'application/json',
  text: 'text/plain',
  image: 'image/png',
  multipart: 'multipart/form-data',
};

/** The range itself where it is concrete; undefined when it is no media type. */
export function concreteType({ range, mediaType }: MediaTypeEntry): string | undefined {
  if (!mediaType) return undefined;
  const { type, subtype } = mediaType;
  if (!subtype.includes('*') && type !== '*') return range;
  if (subtype.startsWith('*+')) return `${type === '*' ? 'application' : type}/${subtype.slice(2)}`;
  return usual[type] ?? `${type}/octet-stream`;
}
