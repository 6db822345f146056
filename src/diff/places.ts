// Places of documents as the comparison needs them: an object named by its key, and what stands at a location.
import type { Location } from '../model/location.ts';
import { type Place, placeAt } from '../openapi/documents.ts';
import type { LoadedContract } from '../openapi/load.ts';

export const asKey = ({ source, pointer }: Location): Location => ({ source, pointer, at: 'key' });

export function placeOf({ source, pointer }: Location, { documents }: LoadedContract): Place | undefined {
  const document = documents.documentOf(source);
  return document && placeAt(document, pointer);
}
