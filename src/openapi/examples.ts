// The examples a document gives for its own bodies (OpenAPI 3.1.1 Example Object), as exchanges with claim `example`.
import type { MediaTypeEntry, Operation } from '../model/contract.ts';
import type { Content, Exchange } from '../model/exchange.ts';
import { type Documents, entriesOf, locationOf, type Place, placeAt, step } from './documents.ts';
import type { LoadedContract } from './load.ts';

interface Found {
  readonly name: string;
  readonly place: Place;
}

/** One exchange for every example of a request or response body, in document order. */
export function* readExamples(contract: LoadedContract): Iterable<Exchange> {
  const { documents } = contract;
  let index = 0;
  for (const operation of contract.operations) {
    const place = placeOfOperation(contract, operation);
    for (const { entry, name, example } of bodyExamples(documents, step(place, 'requestBody'), operation.requestBody?.content ?? [])) {
      const location = locationOf(example);
      yield {
        ...base(contract, operation, index++, `${operation.id} request example ${name}`, example),
        request: {
          method: operation.method,
          target: operation.path,
          fields: [['Content-Type', entry.range]],
          content: contentOf(example),
          complete: false,
          location,
        },
      };
    }
    for (const [key, given] of entriesOf(step(place, 'responses'))) {
      const entry = operation.responses.find((response) => response.key === key);
      if (!entry) continue;
      for (const found of bodyExamples(documents, given, entry.content)) {
        yield {
          ...base(contract, operation, index++, `${operation.id} ${key} example ${found.name}`, found.example),
          response: {
            status: statusOf(key),
            fields: [['Content-Type', found.entry.range]],
            content: contentOf(found.example),
            complete: false,
            location: locationOf(found.example),
          },
        };
      }
    }
  }
}

function placeOfOperation(contract: LoadedContract, operation: Operation): Place {
  const document = contract.documents.documentOf(operation.location.source) ?? contract.root.document;
  return placeAt(document, operation.location.pointer) ?? contract.root;
}

function* bodyExamples(
  documents: Documents,
  given: Place | undefined,
  entries: readonly MediaTypeEntry[],
): Iterable<{ entry: MediaTypeEntry; name: string; example: Place }> {
  const holder = documents.follow(given);
  if (!holder) return;
  for (const entry of entries) {
    const mediaType = documents.follow(step(holder, 'content', entry.range));
    if (!mediaType) continue;
    for (const { name, place } of examplesOf(documents, mediaType)) yield { entry, name, example: place };
  }
}

/** `example`, then each of `examples`; external values are another file's affair. */
export function examplesOf(documents: Documents, holder: Place): Found[] {
  const single = step(holder, 'example');
  const named = entriesOf(step(holder, 'examples')).flatMap(([name, given]) => {
    const example = documents.follow(given);
    const value = example && (step(example, 'value') ?? step(example, 'dataValue'));
    return value ? [{ name, place: value }] : [];
  });
  return [...(single ? [{ name: 'example', place: single }] : []), ...named];
}

const statusOf = (key: string): number => (/^\d{3}$/.test(key) ? Number(key) : /^\dXX$/i.test(key) ? Number(key[0]) * 100 : 500);

const contentOf = (example: Place): Content => ({ form: 'value', value: example.value, location: locationOf(example) });

function base(contract: LoadedContract, operation: Operation, index: number, label: string, place: Place): Exchange {
  return {
    evidence: contract.uri,
    index,
    label,
    claim: 'example',
    location: locationOf(place),
    operation: { contract: contract.id, id: operation.id },
  };
}
