// Every single change of a request, as candidates: its parameters in document order, then its body.
import { contentFor } from '../../content/index.ts';
import type { MediaTypeEntry, Parameter } from '../../model/contract.ts';
import type { MediaType } from '../../model/media-type.ts';
import type { RequestValues, WireRequest } from '../request-values.ts';
import type { Change } from './change.ts';
import { Impossible } from './impossible.ts';
import { makeBody, makeParameter, schemaOf } from './make-request.ts';
import type { Maker } from './make-value.ts';
import { bodyPlace, parameterPlace } from './places.ts';
import type { Candidate } from './variation.ts';
import { changesOf } from './walk.ts';

export interface CandidateTools {
  readonly maker: Maker;
  /** What could not be made, by the name it would have had. */
  readonly skipped: (name: string, reason: string) => void;
}

const nameOf = ({ before, after }: Pick<Change, 'before' | 'after'>, place: string): string =>
  [before, place, after].filter((part) => part !== undefined).join(' ');

export function* candidatesOf(base: RequestValues, tools: CandidateTools): Generator<Candidate> {
  for (const parameter of base.operation.parameters) yield* ofParameter(parameter, base, tools);
  yield* ofBody(base, tools);
}

function* ofParameter(parameter: Parameter, base: RequestValues, tools: CandidateTools): Generator<Candidate> {
  const { required, in: where } = parameter;
  const place = parameterPlace(parameter);
  const label = `${where} ${parameter.name}`;
  const others = base.parameters.filter((choice) => choice.parameter !== parameter);
  const without: RequestValues = { ...base, parameters: others };
  const own = base.parameters.find((choice) => choice.parameter === parameter);
  let value = own?.value;
  if (own && where !== 'path')
    yield {
      name: nameOf({ before: 'without', ...(required && { after: '(required)' }) }, label),
      place,
      values: without,
      ...(required && { breaks: { keyword: 'required', contract: parameter.location } }),
    };
  if (!own) {
    try {
      value = makeParameter(parameter, tools.maker);
    } catch (error) {
      if (!(error instanceof Impossible)) throw error;
      return tools.skipped(`with ${label}`, error.message);
    }
  }
  const withValue = (other: unknown): RequestValues => ({
    ...base,
    parameters: base.operation.parameters.flatMap((one) =>
      one === parameter ? [{ parameter, value: other }] : base.parameters.filter((choice) => choice.parameter === one),
    ),
  });
  if (!own) yield { name: `with ${label}`, place, values: withValue(value) };
  if (parameter.allowEmptyValue && value !== undefined) yield { name: `${label} empty`, place, values: withValue(undefined) };
  const schema = schemaOf(parameter);
  if (schema && value !== undefined)
    for (const change of changesOf(value, schema.domain('request'), schema.shape, walkTools(label, tools, writingOf(parameter))))
      yield {
        name: nameOf(change, `${label}${change.pointer}`),
        place: parameterPlace(parameter, change.pointer),
        values: withValue(change.root),
        ...(change.breaks && { breaks: change.breaks }),
      };
  if (where === 'query' && !parameter.isWholeQuery)
    yield {
      name: `${label} twice`,
      place,
      values: withValue(value),
      breaks: { keyword: 'repeated', contract: parameter.location },
      spoil: (request) => repeatQuery(request, parameter.name),
    };
}

function repeatQuery(request: WireRequest, name: string): WireRequest | undefined {
  const pair = request.target
    .slice(request.target.indexOf('?') + 1)
    .split('&')
    .find((one) => decodeURIComponent(one.split('=', 1)[0] ?? '') === name);
  return pair === undefined || !request.target.includes('?') ? undefined : { ...request, target: `${request.target}&${pair}` };
}

/** Scalars keep their types in JSON alone. */
const isTyped = (mediaType: MediaType | undefined): boolean => mediaType !== undefined && contentFor(mediaType).addressing === 'json';

const writingOf = ({ in: where, content }: Parameter): Pick<Maker, 'isAscii' | 'isUntyped'> => ({
  isAscii: where === 'header',
  isUntyped: !isTyped(content?.mediaType),
});

const walkTools = (label: string, { maker, skipped }: CandidateTools, writing: Pick<Maker, 'isAscii' | 'isUntyped'>) => ({
  maker: { ...maker, ...writing },
  skipped: (pointer: string, said: string, reason: string): void => skipped(`${label}${pointer} ${said}`, reason),
});

function* ofBody(base: RequestValues, tools: CandidateTools): Generator<Candidate> {
  const { requestBody } = base.operation;
  if (!requestBody || requestBody.content.length === 0) return;
  const { body, ...rest } = base;
  const contract = requestBody.location;
  if (body)
    yield {
      name: requestBody.required ? 'without body (required)' : 'without body',
      place: 'body',
      values: rest,
      ...(requestBody.required && { breaks: { keyword: 'required', contract } }),
    };
  let isFirst = body === undefined;
  for (const entry of body ? [body.entry] : requestBody.content) {
    const values = withBody(base, entry, tools);
    if (!values?.body) continue;
    if (isFirst) yield { name: 'with body', place: 'body', values };
    isFirst = false;
    yield* changesOfBody(values, tools);
    yield* spoiled(values);
    break;
  }
  for (const entry of requestBody.content) {
    if (entry === body?.entry) continue;
    // The same value where the other type can say it, its own where it has its own schema.
    const other = withBody(rest, entry, tools);
    if (!other?.body) continue;
    const same = body && entry.schema?.accepts(body.value, 'request') ? { ...other, body: { ...other.body, value: body.value } } : other;
    yield { name: `body as ${entry.range}`, place: 'body', values: same, ...(same !== other && { keeps: true as const }) };
  }
}

function withBody(base: RequestValues, entry: MediaTypeEntry, { maker, skipped }: CandidateTools): RequestValues | undefined {
  if (base.body) return base;
  try {
    return { ...base, body: makeBody(entry, maker) };
  } catch (error) {
    if (!(error instanceof Impossible)) throw error;
    skipped(`body as ${entry.range}`, error.message);
    return undefined;
  }
}

function* changesOfBody(base: RequestValues, tools: CandidateTools): Generator<Candidate> {
  const { body } = base;
  if (!body?.entry.schema) return;
  const { schema } = body.entry;
  for (const change of changesOf(
    body.value,
    schema.domain('request'),
    schema.shape,
    walkTools('', tools, { isUntyped: !isTyped(body.entry.mediaType) }),
  ))
    yield {
      name: nameOf(change, change.pointer === '' ? 'body' : change.pointer),
      place: bodyPlace(change.pointer),
      values: { ...base, body: { ...body, value: change.root } },
      ...(change.breaks && { breaks: change.breaks }),
    };
}

/** A type nobody documents, unless by a range that takes every one. */
const undocumentedType = 'application/x-truce-undocumented';

/** What no value can say: a body that is cut off, a name that comes twice, a type nobody documents. */
function* spoiled(values: RequestValues): Generator<Candidate> {
  const contract = values.body?.entry.location;
  if (!contract) return;
  const at = (name: string, keyword: string, spoil: NonNullable<Candidate['spoil']>): Candidate => ({
    name,
    place: 'body',
    values,
    breaks: { keyword, contract },
    spoil,
  });
  yield at('body cut off', 'content', (request) => {
    const { body } = request;
    return body && body.length > 1 ? { ...request, body: body.subarray(0, Math.max(1, Math.floor(body.length * 0.7))) } : undefined;
  });
  yield at('body with a name twice', 'content', (request) => {
    const text = Buffer.from(request.body ?? []).toString('utf8');
    const name = /^\{("(?:[^"\\]|\\.)*"):/.exec(text)?.[1];
    return name === undefined ? undefined : { ...request, body: Buffer.from(`{${name}:null,${text.slice(1)}`) };
  });
  const retype: NonNullable<Candidate['spoil']> = (request) => ({
    ...request,
    fields: request.fields.map(([name, value]) => [name, name === 'Content-Type' ? undocumentedType : value] as const),
  });
  yield { ...at(`body as ${undocumentedType}`, 'content', retype), keeps: true };
}
