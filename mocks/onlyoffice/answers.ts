// The portal's envelopes, its fixed sentences, and the header fields of its answers.
import type { responses } from '../onlyoffice.contract.ts';
import type { State } from './portal.ts';

/** The numbers .NET gives its exceptions are an inference; that there is one is not. */
const fail = (statusCode: number, message: string, hresult: number): responses.ErrorEnvelope => ({
  status: 1,
  statusCode,
  error: { message, hresult, data: {} },
});

export const outOfRange = fail(400, 'Value does not fall within the expected range.', -2147024809);
export const notFound = fail(404, 'Not found', -2147467259);
export const nullReference = fail(500, 'Object reference not set to an instance of an object.', -2147467261);
export const invalidFile = fail(403, 'Invalid file', -2146233079);

export const succeed = (statusCode: 200 | 201, response: responses.Person): responses.PersonEnvelope => ({
  count: 1,
  status: 0,
  statusCode,
  response,
});

/** The web server's own page, where no call answers. */
export const page = '<html><head><title>404 Not Found</title></head><body><h1>404 Not Found</h1></body></html>';
export const html = { 'Content-Type': 'text/html' };

interface Asked {
  readonly target: string;
  readonly mediaType: string | undefined;
}

/** The ending `.xml` gives XML unless the request was JSON; the gateway knows the ending only. */
export function formatOf({ target, mediaType }: Asked): Record<string, string> {
  return /\.xml(?:$|[?#])/i.test(target) && mediaType === 'application/json' ? { 'Content-Type': 'application/json' } : {};
}

/** Every answer has another entity tag; at random in the portal, scattered here, so that a run can be repeated. */
export function freshness(state: State): Record<string, string> {
  state.tags += 1;
  return { ETag: `"${(Math.imul(state.tags, 0x9e3779b1) >>> 0).toString(16).padStart(8, '0')}"`, 'Cache-Control': 'max-age=0' };
}

/** 401 names a scheme only to those who tried one. */
export function challenge(fields: readonly (readonly [string, string])[]): Record<string, string> {
  const valueOf = (wanted: string): string | undefined => fields.find(([name]) => name.toLowerCase() === wanted)?.[1];
  if (valueOf('authorization') === undefined) return html;
  return { ...html, 'WWW-Authenticate': `Basic Realm="${(valueOf('host') ?? 'portal').replace(/["\\]/g, '')}"` };
}
