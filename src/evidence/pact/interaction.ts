// One interaction of a pact becomes an exchange (Pact specification 1 to 4: interactions, requests, responses).
import type { Exchange, Field, Request, Response } from '../../model/exchange.ts';
import type { Location } from '../../model/location.ts';
import { isRecord } from '../../model/json-value.ts';
import { namedMember, placesIn } from '../../model/message-place.ts';
import { plain, quote, show } from '../../model/show.ts';
import { readBody } from './body.ts';
import { readCircumstances } from './circumstances.ts';
import { readRules } from './rules.ts';
import { readTarget } from './target.ts';

export interface InteractionContext {
  readonly version: number;
  readonly evidence: string;
  readonly index: number;
  readonly location: Location;
  /** Name of the consumer, where the pact gives one. */
  readonly consumer?: string;
  /** From the `messages` of a version 3 message pact. */
  readonly isMessage: boolean;
}

/** What makes an interaction malformed; thrown and caught in this file only. */
class Malformed extends Error {}

export function readInteraction(
  interaction: unknown,
  { version, evidence, index, location, consumer, isMessage }: InteractionContext,
): Exchange {
  const description = isRecord(interaction) ? interaction['description'] : undefined;
  const label = typeof description === 'string' && description !== '' ? `interaction ${quote(description, 120)}` : `interaction ${index}`;
  const circumstances = isRecord(interaction) ? readCircumstances(interaction) : undefined;
  const exchange = {
    evidence,
    index,
    label,
    claim: 'expected',
    location,
    ...(consumer !== undefined && { consumer }),
    ...(circumstances && { circumstances }),
  } as const;
  const refuse = (reason: string, isForeign = false): Exchange => ({
    ...exchange,
    problem: { message: `${label.charAt(0).toUpperCase()}${label.slice(1)} is not checked: ${reason}`, location, isForeign },
  });
  if (!isRecord(interaction)) return refuse(`it is no object but ${show(interaction)}`);
  const { type } = interaction;
  if (isMessage) return refuse('it is a message, not an HTTP exchange', true);
  if (typeof type === 'string' && type !== 'Synchronous/HTTP')
    return refuse(`its type is \`${plain(type, 60)}\`, not an HTTP exchange`, true);
  if (isRecord(interaction['pluginConfiguration']) && Object.keys(interaction['pluginConfiguration']).length > 0)
    return refuse('its bodies belong to a plugin', true);
  try {
    return {
      ...exchange,
      request: readRequest(interaction['request'], version, location),
      response: readResponse(interaction['response'], version, location),
    };
  } catch (error) {
    if (error instanceof Malformed) return refuse(error.message);
    if (error instanceof RangeError) return refuse('its matching rules are nested too deeply to be read');
    throw error;
  }
}

function readRequest(request: unknown, version: number, { source, pointer }: Location): Request {
  if (!isRecord(request)) throw new Malformed('it has no `request` object');
  const { method, path, query } = request;
  if (typeof method !== 'string' || method === '') throw new Malformed('its request has no method');
  if (path === undefined) throw new Malformed('its request has no path');
  if (typeof path !== 'string') throw new Malformed(`the path of its request is no text but ${show(path)}`);
  const target = readTarget(path, query);
  if (target === undefined) throw new Malformed('the query of its request is neither text nor an object of values');
  const location = { source, pointer: `${pointer}/request` };
  const fields = readFields(request['headers'], 'request');
  const content = readBody(request, fields, version, location);
  const place = placesIn(location, (part, name) => {
    if (part === 'field') return namedMember(request['headers'], '/headers', name);
    if (part === 'target') return '/path';
    return query === undefined ? '/path' : (namedMember(query, '/query', name) ?? '/query');
  });
  const matching = request['matchingRules'] === undefined ? undefined : readRules(request['matchingRules'], location);
  return {
    method: method.toUpperCase(),
    target,
    fields,
    ...(content && { content }),
    ...(matching && { matching }),
    complete: true,
    location,
    place,
  };
}

function readResponse(response: unknown, version: number, { source, pointer }: Location): Response {
  if (!isRecord(response)) throw new Malformed('it has no `response` object');
  // The specification's default is 200.
  const status = response['status'] ?? 200;
  const code = typeof status === 'string' && /^[1-9]\d\d$/.test(status) ? Number(status) : status;
  if (typeof code !== 'number' || !Number.isInteger(code) || code < 100 || code > 999)
    throw new Malformed(`the status of its response is no three-digit number but ${show(status)}`);
  const location = { source, pointer: `${pointer}/response` };
  const fields = readFields(response['headers'], 'response');
  const content = readBody(response, fields, version, location);
  const place = placesIn(location, (part, name) =>
    part === 'field' ? namedMember(response['headers'], '/headers', name) : response['status'] === undefined ? undefined : '/status',
  );
  const matching = response['matchingRules'] === undefined ? undefined : readRules(response['matchingRules'], location);
  return { status: code, fields, ...(content && { content }), ...(matching && { matching }), complete: true, location, place };
}

/** Versions 1 to 3 give one string for each name, later files also a list; other scalars are taken as their text. */
function readFields(headers: unknown, side: string): Field[] {
  if (headers === undefined || headers === null) return [];
  if (!isRecord(headers)) throw new Malformed(`the headers of its ${side} are no object but ${show(headers)}`);
  return Object.entries(headers).flatMap(([name, values]) =>
    (Array.isArray(values) ? (values as unknown[]) : [values]).map((value): Field => {
      if (typeof value === 'object' && value !== null)
        throw new Malformed(`the header \`${plain(name, 60)}\` of its ${side} is no text but ${show(value)}`);
      return [name, String(value ?? '').trim()];
    }),
  );
}
