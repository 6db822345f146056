// Which documented response a consumer means: by its status, or by the class of status codes it accepts; and what its Accept field takes.
import { findResponse, type Operation, type ResponseEntry } from '../model/contract.ts';
import { type Exchange, fieldValues, placeOf } from '../model/exchange.ts';
import type { RequestExamination } from '../model/examination.ts';
import type { Matcher } from '../model/matching.ts';
import { covers, parseMediaType } from '../model/media-type.ts';

const classes: Readonly<Record<string, (status: number) => boolean>> = {
  info: (status) => status < 200,
  success: (status) => status >= 200 && status < 300,
  redirect: (status) => status >= 300 && status < 400,
  clientError: (status) => status >= 400 && status < 500,
  serverError: (status) => status >= 500,
  nonError: (status) => status < 400,
  error: (status) => status >= 400,
};

/** True when a matcher lets a status pass; matchers that are not about status codes let any pass. */
function acceptsStatus(matcher: Matcher, status: number): boolean {
  if (matcher.kind !== 'statusCode') return true;
  return typeof matcher.status === 'string' ? (classes[matcher.status]?.(status) ?? false) : matcher.status.includes(status);
}

/** The entry for the status of the example, or the first one the consumer's matcher accepts; `default` comes last. */
export function findExpectedResponse(operation: Operation, { response }: Exchange): ResponseEntry | undefined {
  if (!response) return undefined;
  const own = findResponse(operation, response.status);
  const matchers = response.matching?.status?.matchers ?? [];
  if (matchers.length === 0 || (own && own.key !== 'default')) return own;
  const fitting = operation.responses.find(({ key }) => {
    const statuses = /^\d{3}$/.test(key) ? [Number(key)] : /^\dXX$/i.test(key) ? [Number(key[0]) * 100, Number(key[0]) * 100 + 1] : [];
    return statuses.some((status) => matchers.every((matcher) => acceptsStatus(matcher, status)));
  });
  return fitting ?? own;
}

/** What the documented response offers, where the consumer's Accept takes none of it (RFC 9110 §12.5.1). Errors come as they come. */
export function findUnacceptable({ request, response }: Exchange, entry: ResponseEntry | undefined): RequestExamination['unacceptable'] {
  if (!request || !response || !entry || response.status >= 400 || entry.content.length === 0) return undefined;
  const accept = fieldValues(request.fields, 'accept').join(', ');
  if (accept === '' || request.matching?.header.some(({ name }) => name.toLowerCase() === 'accept')) return undefined;
  const ranges = accept.split(',').map((range) => parseMediaType(range));
  const offered = entry.content.map(({ mediaType }) => mediaType);
  if (ranges.includes(undefined) || offered.includes(undefined)) return undefined;
  for (const range of ranges) {
    if (!range || Number(range.parameters.get('q') ?? 1) === 0) continue;
    for (const type of offered) if (type && (covers(range, type) > 0 || covers(type, range) > 0)) return undefined;
  }
  return {
    accept,
    documented: entry.content.map(({ range }) => range),
    instance: placeOf(request, 'field', 'Accept'),
    contract: entry.location,
  };
}
