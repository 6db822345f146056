// One interaction of a cassette becomes an exchange, as VCR.py 1, VCR (Ruby), Betamax, php-vcr and go-vcr 1 to 3 write it.
import { needEntry, needMethod, needRecord, needStatus, needText, readTold } from '../../model/entry-reading.ts';
import type { EvidenceDocument } from '../../model/evidence.ts';
import type { Exchange, Field, Request, Response } from '../../model/exchange.ts';
import { placeOfField, readFields } from '../../model/field-list.ts';
import { isRecord } from '../../model/json-value.ts';
import type { Location } from '../../model/location.ts';
import { placesIn } from '../../model/message-place.ts';
import { readBody } from './body.ts';

/** Throws an Unreadable for what is no interaction. */
export function readInteraction(interaction: unknown, document: EvidenceDocument, { source, pointer }: Location): Partial<Exchange> {
  const held = needEntry(interaction);
  const asked = needRecord(held['request'], 'request');
  const answered = needRecord(held['response'], 'response');
  const request = readRequest(asked, document, { source, pointer: `${pointer}/request` });
  const response = readResponse(answered, request.method, document, { source, pointer: `${pointer}/response` });
  const { status, protocol, proto, http_version: version, duration } = answered;
  const code = isRecord(status) ? status['message'] : undefined;
  const told = readTold({
    startedAt: held['recorded_at'],
    duration: typeof duration === 'string' ? durationOf(duration) : undefined,
    httpVersion: [proto, protocol, version].find((text) => typeof text === 'string'),
    statusText: code,
    comment: undefined,
  });
  return { request, response, ...told };
}

function readRequest(request: Record<string, unknown>, document: EvidenceDocument, location: Location): Request {
  const method = needMethod(request['method']);
  const name = request['uri'] === undefined ? 'url' : 'uri';
  const target = needText(request[name], `request \`${name}\``);
  const fields = fieldsOf(request['headers']);
  const content = readBody(request, fields, document, location);
  const place = placesIn(location, (part, field) => (part === 'field' ? placeOfField(request['headers'], '/headers', field) : `/${name}`));
  return { method, target, fields, ...(content && { content }), complete: true, location, place };
}

function readResponse(response: Record<string, unknown>, method: string, document: EvidenceDocument, location: Location): Response {
  const { status: held, status_code: statusCode } = response;
  const own = isRecord(held) ? held['code'] : (response['code'] ?? statusCode ?? held);
  // go-vcr and php-vcr also write `200 OK`.
  const status = needStatus(typeof own === 'string' ? (/^([1-9]\d\d)( |$)/.exec(own)?.[1] ?? own) : own);
  const fields = fieldsOf(response['headers']);
  const isBodiless = method === 'HEAD' || status === 204 || status === 304;
  const content = readBody(response, fields, document, location);
  const where = isRecord(held) ? '/status/code' : response['code'] !== undefined ? '/code' : '/status';
  const place = placesIn(location, (part, field) => (part === 'field' ? placeOfField(response['headers'], '/headers', field) : where));
  return { status, fields, ...(content && !(isBodiless && content.form === 'unknown') && { content }), complete: true, location, place };
}

/** As `1.234s` or `12ms`, in milliseconds. */
function durationOf(text: string): number | undefined {
  const [, number, unit] = /^([\d.]+)(ms|s)$/.exec(text) ?? [];
  return number === undefined ? undefined : Number(number) * (unit === 's' ? 1000 : 1);
}

/** One list of values for each name, in nearly all recorders. */
const fieldsOf = (headers: unknown): Field[] => readFields(headers);
