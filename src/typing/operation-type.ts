// One operation as types: its parameters, its request body and its responses, each as the decoders hand it out (see docs/types.md).
import { contentFor } from '../content/index.ts';
import { kindsOf } from '../content/kinds.ts';
import type { MediaTypeEntry, Operation, Parameter, ParameterIn, ResponseEntry } from '../model/contract.ts';
import type { Location } from '../model/location.ts';
import type { MediaType } from '../model/media-type.ts';
import type { Place } from '../openapi/documents.ts';
import type { SchemaTypes } from './schema-types.ts';
import { anyObject, type Doc, isUnknown, type Member, nothing, type TypeNode, union, unknown, word } from './type-node.ts';

export interface OperationReading {
  readonly requests: SchemaTypes;
  readonly responses: SchemaTypes;
  readonly placeOf: (location: Location) => Place | undefined;
}

export interface ResponseType {
  /** A status, `4XX` or `default`. */
  readonly key: string;
  readonly type: TypeNode;
  readonly doc: Doc;
}

export interface OperationType {
  readonly id: string;
  readonly doc: Doc;
  readonly parameters: Readonly<Record<ParameterIn, TypeNode>>;
  readonly body: TypeNode;
  readonly responses: readonly ResponseType[];
}

export function operationType(operation: Operation, reading: OperationReading): OperationType {
  const members: Record<ParameterIn, Member[]> = { path: [], query: [], header: [], cookie: [] };
  for (const parameter of operation.parameters) members[parameter.in].push(parameterMember(parameter, reading));
  const object = (place: ParameterIn): TypeNode => ({ kind: 'object', members: members[place] });
  return {
    id: operation.id,
    doc: operationDoc(operation, reading),
    parameters: { path: object('path'), query: object('query'), header: object('header'), cookie: object('cookie') },
    body: requestBodyType(operation, reading),
    responses: responseTypes(operation, reading),
  };
}

function operationDoc(operation: Operation, { placeOf }: OperationReading): Doc {
  const { summary, description, deprecated } = (placeOf(operation.location)?.value ?? {}) as Record<string, unknown>;
  const texts = [summary, description].filter((text) => typeof text === 'string' && text.trim() !== '');
  return { description: [`${operation.method} ${operation.path}`, ...texts].join('\n\n'), deprecated: deprecated === true };
}

function parameterMember(parameter: Parameter, reading: OperationReading): Member {
  const { name, required, schema, content, allowEmptyValue, location } = parameter;
  let type = schema ? typeAt(schema.location, reading.requests, reading) : word('string');
  if (content) type = union([requestContent(content, reading) ?? unknown]);
  // Text that no schema gives another type stays text.
  else if (isUnknown(type)) type = word('string');
  if (allowEmptyValue) type = union([type, word("''")]);
  const place = reading.placeOf(location);
  return { name, type, isOptional: !required, ...(place && { doc: reading.requests.docOf(place) }) };
}

function requestBodyType({ requestBody }: Operation, reading: OperationReading): TypeNode {
  if (!requestBody) return nothing;
  const types = requestBody.content.map((entry) => requestContent(entry, reading)).filter((type) => type !== undefined);
  return union([types.length > 0 ? union(types) : unknown, ...(requestBody.required ? [] : [nothing])]);
}

/** What decoding a body of this media type gives; undefined where no decoder makes a value of it. */
function requestContent(entry: MediaTypeEntry, reading: OperationReading): TypeNode | undefined {
  const { mediaType, schema } = entry;
  if (!mediaType) return undefined;
  const yields = yieldsOf(mediaType);
  if (!schema) return withoutSchema[yields];
  if (yields === 'scalar' || yields === 'bytes') {
    const kinds = kindsOf(schema.shape);
    if ((kinds.object || kinds.array) && !(yields === 'scalar' && kinds.string)) return undefined;
    if (yields === 'bytes') return word('string');
  }
  const type = typeAt(schema.location, reading.requests, reading);
  return isUnknown(type) ? withoutSchema[yields] : type;
}

const withoutSchema = { value: unknown, members: anyObject, scalar: word('string'), bytes: word('string') } as const;

/** A range such as `*` + `/*` is decided by what is sent, which may be JSON. */
const yieldsOf = (mediaType: MediaType): keyof typeof withoutSchema =>
  mediaType.type === '*' || mediaType.essence === 'application/*' ? 'value' : contentFor(mediaType).yields;

function responseTypes(operation: Operation, reading: OperationReading): ResponseType[] {
  const byKey = new Map<string, ResponseType>();
  for (const response of operation.responses) {
    const key = response.key === 'default' ? 'default' : response.key.toUpperCase();
    const description = (reading.placeOf(response.location)?.value as Record<string, unknown> | undefined)?.['description'];
    const doc = typeof description === 'string' ? { description } : {};
    if (!byKey.has(key)) byKey.set(key, { key, type: responseType(operation, response, reading), doc });
  }
  return [...byKey.values()];
}

function responseType({ method }: Operation, { key, content }: ResponseEntry, reading: OperationReading): TypeNode {
  // HTTP allows no content here, whatever the document says (RFC 9110 §9.3.2, §15.2, §15.3.5, §15.4.5).
  if (content.length === 0 || method === 'HEAD' || /^(1..|204|304)$/.test(key)) return nothing;
  return union(content.map((entry) => responseContent(entry, reading)));
}

/** What a handler may hand to the encoder: what the schema says, and bytes for what is sent as bytes. */
function responseContent({ mediaType, schema }: MediaTypeEntry, reading: OperationReading): TypeNode {
  const yields = mediaType ? yieldsOf(mediaType) : 'value';
  if (yields === 'bytes') return union([word('string'), word('Uint8Array')]);
  const type = schema ? typeAt(schema.location, reading.responses, reading) : unknown;
  return isUnknown(type) ? withoutSchema[yields] : type;
}

function typeAt(location: Location, types: SchemaTypes, { placeOf }: OperationReading): TypeNode {
  const place = placeOf(location);
  return place ? types.of(place) : unknown;
}
