// Every valid request a contract shows: each example of each request media type, and the JSON examples written in media types without any.
import { contentFor } from '../../src/content/index.ts';
import type { MediaTypeEntry, Operation } from '../../src/model/contract.ts';
import { entriesOf, placeAt, step } from '../../src/openapi/documents.ts';
import type { LoadedContract } from '../../src/openapi/load.ts';

export interface ExampleRequest {
  readonly operation: Operation;
  /** The documented media type. */
  readonly range: string;
  /** Key of the example. */
  readonly example: string;
  readonly method: string;
  /** Path parameters filled in with their examples. */
  readonly target: string;
  /** With a boundary where the media type has one; undefined for a request without a body. */
  readonly contentType: string | undefined;
  readonly body: string | Uint8Array<ArrayBuffer> | undefined;
}

export function exampleRequests(contract: LoadedContract): ExampleRequest[] {
  return contract.operations.flatMap((operation): ExampleRequest[] => {
    const target = operation.path.replace(/\{([^}]*)\}/g, (_, name: string) => parameterExample(contract, operation, name));
    const { method, requestBody } = operation;
    const entries = requestBody?.content ?? [];
    if (entries.length === 0) return [{ operation, range: '', example: '', method, target, contentType: undefined, body: undefined }];
    const shared = entries
      .filter(({ mediaType }) => mediaType && contentFor(mediaType).id === 'json')
      .flatMap((entry) => examplesOf(contract, entry));
    return entries.flatMap((entry) => {
      const own = examplesOf(contract, entry);
      return (own.length > 0 ? own : shared).flatMap(([example, value]) => {
        const written = write(entry, value);
        return written ? [{ operation, range: entry.range, example, method, target, ...written }] : [];
      });
    });
  });
}

function write(entry: MediaTypeEntry, value: unknown): Pick<ExampleRequest, 'contentType' | 'body'> | undefined {
  const { mediaType, encoding, schema } = entry;
  if (!mediaType) return undefined;
  const format = contentFor(mediaType);
  if (typeof value === 'string' && format.id !== 'json') return { contentType: entry.range, body: value };
  const parameters = new Map([...mediaType.parameters, ...(format.id === 'multipart' ? [['boundary', 'truce-boundary'] as const] : [])]);
  const body = format.encode?.(value, { mediaType: { ...mediaType, parameters }, encoding, ...(schema && { shape: schema.shape }) });
  if (body === undefined) return undefined;
  const contentType = format.id === 'multipart' ? `${entry.range}; boundary=truce-boundary` : entry.range;
  return { contentType, body: typeof body === 'string' ? body : new Uint8Array(body) };
}

function examplesOf(contract: LoadedContract, { location }: MediaTypeEntry): [string, unknown][] {
  const document = contract.documents.documentOf(location.source);
  const place = document && contract.documents.follow(placeAt(document, location.pointer));
  const single = step(place, 'example')?.value;
  const named = entriesOf(step(place, 'examples')).map(([name, one]): [string, unknown] => [
    name,
    step(contract.documents.follow(one), 'value')?.value,
  ]);
  return [...(single === undefined ? [] : [['example', single] as [string, unknown]]), ...named].filter(([, value]) => value !== undefined);
}

function parameterExample(contract: LoadedContract, { parameters }: Operation, name: string): string {
  const parameter = parameters.find((one) => one.in === 'path' && one.name === name);
  const document = parameter && contract.documents.documentOf(parameter.location.source);
  const value = document && step(contract.documents.follow(placeAt(document, parameter.location.pointer)), 'example')?.value;
  return encodeURIComponent(String(value ?? 1));
}
