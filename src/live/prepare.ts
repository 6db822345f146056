// A request as it will go out: about a thing of this run, with its mark, written by the contract, with its credentials.
import { createHash } from 'node:crypto';
import { findResponse, type MediaTypeEntry, type Operation } from '../model/contract.ts';
import { fieldValue } from '../model/exchange.ts';
import { isRecord } from '../model/json-value.ts';
import { child } from '../model/pointer.ts';
import { propertyShape } from '../model/shape.ts';
import { contentFor } from '../content/index.ts';
import { emptyScope, fill } from './arazzo/expression.ts';
import type { RequestPlace } from './places.ts';
import { valueAt, withValue } from './places.ts';
import type { RequestValues, WireRequest } from './request-values.ts';
import type { OperationSettings } from './settings.ts';

/** Members that carry the mark where nobody says which. */
const nameMember = /^(last_?name|sur_?name|family_?name|(display|full|company)?_?name|title|subject|label)$/i;

/** Places that name the thing or carry the mark: whatever is varied, they are not. */
export const fixedPlaces = (operation: Operation, settings: OperationSettings, values: RequestValues): readonly RequestPlace[] => [
  ...operation.parameters
    .filter(({ in: where }) => where === 'path')
    .map(({ name }): RequestPlace => ({ kind: 'parameter', in: 'path', name })),
  ...settings.set.map(({ place }) => place),
  ...(settings.subject?.at ?? []),
  ...markPlaces(settings, values),
];

/** The name of a place as `parsePlace` reads it. */
export const showRequestPlace = (place: RequestPlace): string =>
  place.kind === 'body' ? `body#${place.pointer}` : `${place.in}.${place.name}`;

export function markPlaces(settings: OperationSettings, values: RequestValues): readonly RequestPlace[] {
  if (settings.mark.length > 0) return settings.mark;
  const { body } = values;
  const shape = body?.entry.schema?.shape;
  if (!body || !shape || !isRecord(body.value)) return [];
  const name = Object.keys(body.value).find((key) => {
    const described = propertyShape(shape, key);
    const isFree =
      described === undefined ||
      (described.format === undefined && described.values.length === 0 && (described.types.size === 0 || described.types.has('string')));
    return nameMember.test(key) && isFree && isRecord(body.value) && typeof body.value[key] === 'string';
  });
  return name === undefined ? [] : [{ kind: 'body', pointer: child('', name) }];
}

export interface Own {
  /** Names the thing the request is about. */
  readonly subject?: string | number;
  readonly mark: string;
}

/** What a run is called, and an identifier that belongs to it: the same for the same mark. */
export function runInputs(mark: string): { readonly mark: string; readonly uuid: string } {
  const hex = createHash('sha256').update(mark).digest('hex');
  return { mark, uuid: `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}` };
}

/** What belongs to this run is put in: set values, the subject, the mark. A body that is no object carries no mark. */
export function prepare(values: RequestValues, settings: OperationSettings, { subject, mark }: Own): RequestValues {
  let prepared = values;
  const scope = { ...emptyScope, inputs: runInputs(mark) };
  for (const { place, value } of settings.set) if (isThere(prepared, place)) prepared = withValue(prepared, place, fill(value, scope));
  if (subject !== undefined)
    for (const place of settings.subject?.at ?? []) if (isThere(prepared, place)) prepared = withValue(prepared, place, subject);
  for (const place of markPlaces(settings, values)) {
    const now = valueAt(prepared, place);
    if (isThere(prepared, place) && typeof now === 'string' && !now.includes(mark)) prepared = withValue(prepared, place, mark);
  }
  return prepared;
}

/** A parameter always has its place; a body only where it is an object that can have it. */
const isThere = (values: RequestValues, place: RequestPlace): boolean => place.kind === 'parameter' || isRecord(values.body?.value);

/** A request that says nothing of what it reads gets the family of its own body where that is documented, else the first documented type. */
export function withAccept(request: WireRequest, operation: Operation): WireRequest {
  if (fieldValue(request.fields, 'accept') !== undefined) return request;
  const [success] = operation.responses.filter(({ key }) => key.startsWith('2'));
  const content = success?.content ?? findResponse(operation, 200)?.content ?? [];
  const own = content.find((entry) => familyOf(entry) === familyOfType(operation, fieldValue(request.fields, 'content-type')));
  const range = (own ?? content[0])?.range;
  return range === undefined ? request : { ...request, fields: [...request.fields, ['Accept', range]] };
}

const familyOf = ({ mediaType }: MediaTypeEntry): string | undefined => mediaType && contentFor(mediaType).id;

const familyOfType = (operation: Operation, type: string | undefined): string | undefined => {
  const entry = operation.requestBody?.content.find(
    ({ range }) => type !== undefined && range.toLowerCase() === type.split(';', 1)[0]?.trim().toLowerCase(),
  );
  return entry && familyOf(entry);
};
