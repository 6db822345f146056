// Faults of refusing: what should have been a documented 4xx is something else, or is not refused at all.
import { everyone, isSuccess, isWrite, serverError, withAcceptedEntity } from './fault.ts';
import type { FaultEntry } from './fault.ts';
import { refusal } from '../rate.ts';
import { essenceOf } from '../reading.ts';
import type { Received, Vendor } from '../vendor.ts';

/** Statuses that say the request itself was wrong. */
const invalid = new Set([400, 415, 422]);

export const refusals = {
  'plain-text-401': {
    imitates: 'a 401 in plain text, which no contract of ours documents',
    vendors: everyone,
    foundBy: 'response-media-type-undocumented, response-body-undocumented',
    layer: () => async (request, next) => {
      const given = await next(request);
      if (given.status !== 401) return given;
      return { ...given, headers: { ...given.headers, 'Content-Type': 'text/plain; charset=utf-8' }, body: 'Unauthorized' };
    },
  },
  'error-500': {
    imitates: 'an invalid request that throws instead of being refused',
    vendors: everyone,
    foundBy: 'probe: an invalid request is refused with 4xx',
    layer:
      (_value, { vendor }) =>
      async (request, next) => {
        const given = await next(request);
        return invalid.has(given.status) ? serverError(vendor) : given;
      },
  },
  'missing-name-500': {
    imitates: 'ONLYOFFICE’s real server: creating without firstName or lastName is a NullReferenceException',
    vendors: ['onlyoffice'],
    foundBy: 'probe: an invalid request is refused with 4xx',
  },
  'accepts-invalid': {
    imitates: 'a server that stores something although the request is invalid',
    vendors: everyone,
    foundBy: 'probe: an invalid request is refused with 4xx',
    layer:
      (_value, { vendor }) =>
      async (request, next) => {
        const given = await next(request);
        return isWrite(request) && invalid.has(given.status) ? next(withAcceptedEntity(request, vendor)) : given;
      },
  },
  'accepts-any-media-type': {
    imitates: 'a server that reads whatever it gets, by the look of it',
    vendors: everyone,
    foundBy: 'probe: an undocumented media type is refused with 415',
    layer:
      (_value, { vendor }) =>
      async (request, next) => {
        if (!isWrite(request) || request.body.length === 0 || vendor.mediaTypes.includes(essenceOf(request.headers['content-type'])))
          return next(request);
        const given = await next({ ...request, headers: { ...request.headers, 'content-type': guess(request, vendor) } });
        return isSuccess(given) || given.status === 401 ? given : next(withAcceptedEntity(request, vendor));
      },
  },
  'form-of-anything': {
    imitates: 'ONLYOFFICE’s real server: a body of any unknown media type is read as a form',
    vendors: ['onlyoffice'],
    foundBy: 'probe: an undocumented media type is refused with 415',
  },
  'drops-unordered-xml': {
    imitates: 'a DataContract reader: elements out of alphabetical order are not seen',
    vendors: ['odyssee'],
    foundBy: 'probe: JSON and XML of the same resource agree',
  },
  'ignored-accept': {
    imitates: 'a server that answers in its favourite format, as ONLYOFFICE’s real one does without a suffix',
    vendors: everyone,
    foundBy: 'probe: content negotiation is honoured',
    layer: () => (request, next) => {
      const { accept: _accept, ...headers } = request.headers;
      return next({ ...request, headers });
    },
  },
  'no-401': {
    imitates: 'credentials that nobody looks at',
    vendors: everyone,
    foundBy: 'probe: missing and wrong credentials are refused with 401 or 403',
    layer:
      (_value, { signedIn }) =>
      (request, next) =>
        next({ ...request, headers: { ...request.headers, ...signedIn } }),
  },
  'no-405': {
    imitates: 'an undocumented method that is answered as if it were something else; ONLYOFFICE’s real server sends 404',
    vendors: everyone,
    foundBy: 'probe: an undocumented method is refused with 405 and Allow',
    value: '200 (default), 404 or 500',
    layer:
      (value = '200', { vendor }) =>
      async (request, next) => {
        const given = await next(request);
        if (given.status !== 405) return given;
        if (value === '500') return serverError(vendor);
        return { status: Number(value), headers: { 'Content-Type': 'application/json; charset=utf-8' }, body: '{}' };
      },
  },
  'rate-limit': {
    imitates: 'a limiter in front of the API that refuses every other request, the first one first',
    vendors: everyone,
    foundBy: 'response-status-undocumented, unless the probe waits and tries again',
    value: 'any of `seconds` (default), `date`, `503` and `always`, separated by commas',
    everywhere: true,
    layer: (value = '', { now }) => {
      const words = value.split(',');
      let requests = 0;
      return (request, next) => {
        if (requests++ % 2 === 1 && !words.includes('always')) return next(request);
        const retryAfter = words.includes('date') ? new Date(now().getTime() + 1000).toUTCString() : '1';
        return refusal(words.includes('503') ? 503 : 429, retryAfter);
      };
    },
  },
} satisfies Record<string, FaultEntry>;

function guess({ body }: Received, { mediaTypes }: Vendor): string {
  const first = body.toString().trimStart()[0];
  const wanted = first === '{' ? /json$/ : first === '<' ? /xml$/ : /urlencoded$/;
  return mediaTypes.find((type) => wanted.test(type)) ?? mediaTypes[0] ?? '';
}
