// An attempt as runtime expressions see it: decoded bodies, and parameters by name.
import { queryPairs, decodePercent } from '../openapi/parameters.ts';
import type { Attempt } from './case.ts';
import type { Exchanged } from './arazzo/expression.ts';

export function exchangedOf({ send, request, exchange, examination, status }: Attempt): Exchanged {
  const query = new Map<string, unknown>(
    queryPairs(request.target).map(([name, value]) => [decodePercent(name, true), decodePercent(value, true)]),
  );
  const path = new Map<string, unknown>(
    send.values.parameters.filter(({ parameter }) => parameter.in === 'path').map(({ parameter, value }) => [parameter.name, value]),
  );
  return {
    method: request.method,
    url: exchange?.request?.target ?? request.target,
    request: { fields: request.fields, query, path, body: send.values.body?.value },
    response: {
      status,
      fields: exchange?.response?.fields ?? [],
      body: bodyOf({ ...(exchange && { exchange }), ...(examination && { examination }) }),
    },
  };
}

/** The body of the answer as a JSON value, by the contract where it says how to read it; undefined when there is none or it is not JSON. */
export function bodyOf({ exchange, examination }: Pick<Attempt, 'exchange' | 'examination'>): unknown {
  const known = examination?.response?.body.value;
  if (known !== undefined) return known;
  const content = exchange?.response?.content;
  if (content?.form !== 'bytes') return undefined;
  try {
    return JSON.parse(Buffer.from(content.bytes.buffer, content.bytes.byteOffset, content.bytes.byteLength).toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}
