// Does the instance answer in the media type the client asks for, where the contract documents it (RFC 9110 §12.5.1)?
import { findResponse } from '../model/contract.ts';
import { fieldValue } from '../model/exchange.ts';
import { covers, parseMediaType } from '../model/media-type.ts';
import { isSuccess } from '../live/case.ts';
import type { Check } from '../live/check.ts';
import { excuseOf, isPromisedRedirect, isRefusedByState, showStatus } from '../live/verdicts.ts';
import { list, quote } from '../model/show.ts';

export default {
  id: 'accept-honoured',
  severity: 'error',
  title: 'The Accept field is ignored',
  why: 'A client that can only read XML gets JSON, although the contract offers both.',
  fix: 'Choose the media type by Accept, or document only the one that is sent',
  sends: 'a valid request for each documented media type of a success',
  *plan({ operation, bases: [base] }) {
    const success = operation.responses.find(({ key, content }) => key.startsWith('2') && content.length > 0);
    if (!base || !success) return;
    for (const { range, mediaType } of success.content) {
      if (!mediaType || range.includes('*')) continue;
      yield {
        name: range,
        sends: [
          {
            values: base.values,
            isDeliberate: false,
            rewrite: (request) => ({
              ...request,
              fields: [...request.fields.filter(([name]) => name.toLowerCase() !== 'accept'), ['Accept', range]],
            }),
          },
        ],
      };
    }
  },
  *judge({ case: { name }, attempts: [attempt] }) {
    if (!attempt || attempt.failure || isRefusedByState(attempt) || isPromisedRedirect(attempt) || excuseOf(attempt)) return;
    const { operation } = attempt.send.values;
    const at = { attempt, contract: findResponse(operation, attempt.status)?.location ?? operation.responsesLocation, key: name };
    if (!isSuccess(attempt.status)) {
      yield {
        message: `Expected \`Accept: ${name}\` to be answered in that media type, got ${showStatus(attempt)}`,
        ...at,
        part: 'status',
      };
      return;
    }
    const wanted = parseMediaType(name);
    const type = fieldValue(attempt.exchange?.response?.fields ?? [], 'content-type');
    const seen = parseMediaType(type ?? '');
    if (!wanted || (seen && covers(wanted, seen) > 0)) return;
    const documented = findResponse(operation, attempt.status)?.content.map(({ range }) => range) ?? [];
    // Another success than the one with the media types, such as 204.
    if (documented.length === 0 && attempt.exchange?.response?.content === undefined) return;
    yield {
      message: `Expected \`Accept: ${name}\` to be answered in that media type, got ${type === undefined ? 'none' : quote(type, 80)}; documented ${documented.length === 1 ? 'is' : 'are'} ${list(documented, 8)}`,
      ...at,
      part: type === undefined ? 'response' : { field: 'Content-Type' },
    };
  },
} satisfies Check;
