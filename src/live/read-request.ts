// The request of an exchange as values of its operation; what it leaves open is taken from the document, or named as unknown.
import { readParameters } from '../judge/parameters.ts';
import { examine } from '../judge/examine.ts';
import type { Contract, MediaTypeEntry, Operation, Parameter } from '../model/contract.ts';
import { type Exchange, fieldValue, type Request } from '../model/exchange.ts';
import type { BodyExamination } from '../model/examination.ts';
import { covers, parseMediaType } from '../model/media-type.ts';
import { plain } from '../model/show.ts';
import { knownParameterValues } from './known-values.ts';
import { concreteType } from './media-types.ts';
import type { ParameterChoice, RequestValues } from './request-values.ts';

export interface RequestReading {
  /** What is known; complete when `unknown` is empty. */
  readonly values: RequestValues;
  /** Required parameters the exchange does not hold, taken from the document; `from` names the keyword. */
  readonly supplied: readonly { readonly parameter: Parameter; readonly from: string }[];
  /** Required parameters nothing gives a value for: they are not among `values`. */
  readonly unknown: readonly { readonly parameter: Parameter; readonly reason: string }[];
  /** The exchange holds no body, and the contract requires one. */
  readonly lacksBody: boolean;
}

/**
 * Reads a sample's, a document example's or a recorded request. The exchange's own path values win; a target that shows the template
 * (`/Contact/{id}`) has none. `unreadable` is a sentence without a final stop.
 */
export function readRequest(exchange: Exchange, contracts: readonly Contract[]): RequestReading | { readonly unreadable: string } {
  if (exchange.problem) return { unreadable: exchange.problem.message };
  const { response: _, ...asked } = exchange;
  const { match, request: examined } = examine(asked, contracts);
  if (match.kind !== 'match') return { unreadable: match.reason };
  const { operation } = match;
  const { request } = exchange;
  if (!request || !examined) return completed(operation, [], undefined);
  const read = request.isPattern ? undefined : readParameters(operation, request, match.pathValues);
  const choices = operation.parameters.flatMap((parameter): ParameterChoice[] => {
    const known = read?.[parameter.in];
    return known && Object.hasOwn(known, parameter.name) ? [{ parameter, value: known[parameter.name] }] : [];
  });
  const body = readBody(examined.body, request);
  return typeof body === 'string' ? { unreadable: body } : completed(operation, choices, body);
}

/** A request nobody wrote down, of what the document says of its required parameters. */
export const readNothing = (operation: Operation): RequestReading => completed(operation, [], undefined);

function completed(operation: Operation, given: readonly ParameterChoice[], body: RequestValues['body']): RequestReading {
  const supplied: { parameter: Parameter; from: string }[] = [];
  const unknown: { parameter: Parameter; reason: string }[] = [];
  const parameters = operation.parameters.flatMap((parameter): ParameterChoice[] => {
    const own = given.find((choice) => choice.parameter === parameter);
    if (own) return [own];
    if (!parameter.required) return [];
    const [known] = knownParameterValues(operation.contract, parameter);
    if (!known) {
      unknown.push({
        parameter,
        reason: `neither the example nor the contract gives a value for the ${parameter.in} parameter \`${parameter.name}\``,
      });
      return [];
    }
    supplied.push({ parameter, from: known.from });
    return [{ parameter, value: known.value }];
  });
  return {
    values: { operation, parameters, ...(body && { body }) },
    supplied,
    unknown,
    lacksBody: operation.requestBody?.required === true && !body,
  };
}

/** A sentence says why there is a body that cannot be had as a value. */
function readBody({ states, entry, value, notes }: BodyExamination, request: Request): RequestValues['body'] | string {
  for (const state of states) {
    if (state.kind === 'malformed') return `its body cannot be read: ${plain(state.message)}`;
    if (state.kind === 'unchecked') return `its body cannot be used: ${plain(state.reason)}`;
    if (state.kind === 'media-type-undocumented') return `its body is ${state.seen}, which the contract does not document`;
    if (state.kind === 'media-type-malformed') return 'its Content-Type is no media type';
  }
  if (!entry || value === undefined) return undefined;
  const unsound = notes.find(({ severity, kind }) => severity === 'error' && kind !== 'unexpected-name' && kind !== 'unexpected-type');
  if (unsound) return `its body can be read in two ways: ${plain(unsound.message)}`;
  const mediaType = typeFor(entry, fieldValue(request.fields, 'content-type'));
  return mediaType === undefined ? `\`${entry.range}\` is no media type` : { entry, mediaType, value };
}

/** As sent where the contract documents it so; without the charset and boundary of another writing. */
function typeFor(entry: MediaTypeEntry, sent: string | undefined): string | undefined {
  const given = sent === undefined ? undefined : parseMediaType(sent);
  const isOwn = given && entry.mediaType && !given.essence.includes('*') && covers(entry.mediaType, given) > 0;
  return isOwn && entry.range.includes('*') ? given.essence : concreteType(entry);
}
