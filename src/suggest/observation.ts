// What one finding says about the contract: the place to change, why, and the value that was seen, taken from the examination.
import { contentFor } from '../content/index.ts';
import type { Mismatch, Operation } from '../model/contract.ts';
import type { BodyExamination, Examination, RequestExamination, ResponseExamination } from '../model/examination.ts';
import { fieldValue, fieldValues } from '../model/exchange.ts';
import type { Content } from '../model/exchange.ts';
import type { Finding } from '../model/finding.ts';
import type { Location } from '../model/location.ts';
import { parseMediaType } from '../model/media-type.ts';
import { resolvePointer, tokensOf, type Pointer } from '../model/pointer.ts';
import { itemShape, propertyShape, type Shape } from '../model/shape.ts';
import { isSecretName } from '../model/show.ts';
import { decodePercent, queryPairs } from '../openapi/parameters.ts';

/** A body of which the contract knows nothing; `value` is there when it could be read. */
export interface SeenBody {
  readonly mediaType?: string;
  readonly decoded?: { readonly value: unknown };
}

/** `keyword`: a schema refused a value; the others name what is not listed, or listed as required and not there. */
export type Cause = 'keyword' | 'property' | 'status' | 'media-type' | 'body' | 'query' | 'header' | 'optional' | 'none';

export interface Observation {
  readonly cause: Cause;
  /** The keyword, or the object that lacks something. */
  readonly place: Location | undefined;
  /** Keyword, property, status, media type, parameter or header. */
  readonly name: string;
  /** Of `required`: where else the same is asked for. */
  readonly twins?: readonly Location[];
  readonly value?: unknown;
  /** The value may not be written down. */
  readonly isHidden?: boolean;
  readonly finding: Finding;
  readonly operation: Operation | undefined;
  readonly seenAt?: string;
}

/** One for each finding; `cause: 'none'` where no change of the contract would help or none is known. */
export function observe(examination: Examination, finding: Finding): Observation {
  const { exchange, operation } = examination;
  const rest = { finding, operation, ...(exchange.told?.startedAt !== undefined && { seenAt: exchange.told.startedAt }) };
  const side = finding.side === 'request' ? examination.request : finding.side === 'response' ? examination.response : undefined;
  const told = side && tell(side, examination, finding);
  return told ? { place: finding.contract, ...told, ...rest } : { cause: 'none', place: finding.contract, name: finding.rule, ...rest };
}

type Told = Pick<Observation, 'cause' | 'name' | 'value' | 'isHidden' | 'twins'>;

function tell(side: RequestExamination | ResponseExamination, examination: Examination, finding: Finding): Told | undefined {
  const problem = finding.rule.slice(finding.side.length + 1);
  const { body } = side;
  if (problem === 'body-mismatch') {
    const told = tellMismatch(body.mismatches, finding, body.value, body.entry?.schema?.shape);
    return body.entry?.mediaType?.essence.includes('json') ? told : told && asText(told);
  }
  if (problem === 'body-undocumented') return tellUndocumented(side, body, finding);
  if (problem === 'body-missing') return finding.side === 'request' ? { cause: 'optional', name: 'body' } : undefined;
  if (problem === 'media-type-undocumented') {
    const seen = seenBody(messageOf(side));
    return seen.mediaType === undefined ? undefined : { cause: 'media-type', name: seen.mediaType, value: seen };
  }
  if ('response' in side) {
    if (problem === 'status-undocumented') return { cause: 'status', name: String(side.response.status), value: seenBody(side.response) };
    if (problem === 'header-undocumented') {
      const name = side.undocumentedHeaders.find(({ instance }) => isSame(instance, finding.instance))?.name;
      return name === undefined ? undefined : { cause: 'header', name, value: fieldValues(side.response.fields, name) };
    }
  } else if (problem === 'query-undocumented') {
    const name = side.undocumentedQuery.find((one) => finding.message.includes(`\`${one.name.slice(0, 80)}\``))?.name;
    if (name === undefined || examination.operation === undefined) return undefined;
    const values = queryPairs(side.request.target).filter(([key]) => decodePercent(key, true) === name);
    return { cause: 'query', name, value: values.map(([, value]) => decodePercent(value, true)) };
  }
  return tellParameter('response' in side ? side.headers : side.parameters, problem, finding);
}

function tellParameter(results: RequestExamination['parameters'], problem: string, finding: Finding): Told | undefined {
  for (const { parameter, result } of results) {
    if (problem.endsWith('-missing') && result.kind === 'missing' && isSame(parameter.location, finding.contract))
      return { cause: 'optional', name: parameter.name };
    if (!problem.endsWith('-mismatch') || result.kind !== 'mismatch') continue;
    const told = tellMismatch(result.mismatches, finding, result.value, (parameter.content?.schema ?? parameter.schema)?.shape);
    if (told) return { ...(parameter.content ? told : asText(told)), isHidden: told.isHidden === true || isSecretName(parameter.name) };
  }
  return undefined;
}

/** Where everything is text, `1.5` beside the type `integer` is a number that was sent, not a text. */
function asText(told: Told): Told {
  const { name, value } = told;
  return name === 'type' && typeof value === 'string' && /^-?(?:0|[1-9]\d{0,14})(?:\.\d+)?$/.test(value)
    ? { ...told, value: Number(value) }
    : told;
}

function tellMismatch(mismatches: readonly Mismatch[], finding: Finding, root: unknown, shape: Shape | undefined): Told | undefined {
  const mismatch = mismatches.find(({ contract, message }) => contract === finding.contract && message === finding.message);
  // That a value fits several alternatives of `oneOf` is no reason for one more.
  if (!mismatch || mismatch.message.includes('to match exactly one of')) return undefined;
  const { keyword, pointer, at } = mismatch;
  if (at === 'key') {
    if (keyword !== 'additionalProperties' && keyword !== 'unevaluatedProperties') return undefined;
    return { cause: 'property', name: lastOf(pointer), value: resolvePointer(root, pointer) };
  }
  const twins = mismatch.related.filter(({ message }) => message === 'also required here').map(({ location }) => location);
  return { cause: 'keyword', name: keyword, value: resolvePointer(root, pointer), isHidden: isHidden(shape, pointer), twins };
}

function tellUndocumented(side: RequestExamination | ResponseExamination, body: BodyExamination, finding: Finding): Told | undefined {
  const property = body.undocumented.find(({ contract }) => contract === finding.contract);
  if (property) return { cause: 'property', name: lastOf(property.pointer), value: resolvePointer(body.value, property.pointer) };
  const isByHttp = body.states.some((state) => state.kind === 'uncalled-for' && state.byHttp);
  return isByHttp ? undefined : { cause: 'body', name: '', value: seenBody(messageOf(side)) };
}

const messageOf = (side: RequestExamination | ResponseExamination) => ('response' in side ? side.response : side.request);
const lastOf = (pointer: Pointer): string => tokensOf(pointer).at(-1) ?? '';
const isSame = (a: Location, b: Location | undefined): boolean => a.source === b?.source && a.pointer === b.pointer;

/** Secrets and personal data, by name or by what the contract says of the member or of what holds it. */
function isHidden(root: Shape | undefined, pointer: Pointer): boolean {
  let shape = root;
  if (shape?.sensitive || shape?.personalData) return true;
  for (const token of tokensOf(pointer)) {
    if (isSecretName(token)) return true;
    shape = shape && (/^\d+$/.test(token) ? (itemShape(shape, Number(token)) ?? propertyShape(shape, token)) : propertyShape(shape, token));
    if (shape?.sensitive || shape?.personalData) return true;
  }
  return false;
}

/** Levels of a value; what is nested deeper says nothing that a schema could be made of, and would exhaust the stack. */
const deepest = 200;

export const isTooDeep = (value: unknown, levels = deepest): boolean =>
  typeof value === 'object' && value !== null && (levels === 0 || Object.values(value).some((inner) => isTooDeep(inner, levels - 1)));

/** Only JSON says by itself which types its values have. */
function seenBody({ fields, content }: { fields: readonly (readonly [string, string])[]; content?: Content }): SeenBody {
  const type = fieldValue(fields, 'content-type');
  const mediaType = type === undefined ? undefined : parseMediaType(type);
  if (!mediaType || !content) return {};
  if (content.form === 'value')
    return { mediaType: mediaType.essence, ...(!isTooDeep(content.value) && { decoded: { value: content.value } }) };
  const format = contentFor(mediaType);
  if (content.form === 'unknown' || format.id !== 'json') return { mediaType: mediaType.essence };
  const raw = content.form === 'text' ? { text: content.text } : { bytes: content.bytes };
  const decoded = format.decode(raw, { mediaType, encoding: new Map() });
  return {
    mediaType: mediaType.essence,
    ...(decoded.kind === 'value' && !isTooDeep(decoded.value) && { decoded: { value: decoded.value } }),
  };
}
