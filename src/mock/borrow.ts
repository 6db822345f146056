// A media type without an example of its own borrows that of a sibling with the same schema: `text/json` and `text/xml` show what `application/json` shows.
import { contentFor } from '../content/index.ts';
import type { MediaTypeEntry, Operation } from '../model/contract.ts';
import { placeAt, step } from '../openapi/documents.ts';
import type { LoadedContract } from '../openapi/load.ts';

/** The sibling with the same schema to ask for, for an entry without examples; undefined when there is none. */
export function findLender(contract: LoadedContract, operation: Operation, key: string, entry: MediaTypeEntry): MediaTypeEntry | undefined {
  const siblings = operation.responses.find((response) => response.key === key)?.content ?? [];
  // Only a JSON example is a value that can be written in another media type.
  return siblings.find(
    (sibling) =>
      sibling !== entry &&
      sibling.schema === entry.schema &&
      sibling.mediaType &&
      contentFor(sibling.mediaType).id === 'json' &&
      hasExamples(contract, sibling),
  );
}

export function hasExamples(contract: LoadedContract, { location }: MediaTypeEntry): boolean {
  const document = contract.documents.documentOf(location.source);
  const place = document && placeAt(document, location.pointer);
  return place !== undefined && (step(place, 'example') ?? step(place, 'examples')) !== undefined;
}
