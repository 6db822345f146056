// HAL documents (draft-kelly-json-hal) as brokers write them: links by relation, templates filled in, addresses made absolute.
import { isUtf8 } from 'node:buffer';
import { isRecord } from '../model/json-value.ts';
import { UserError } from '../model/user-error.ts';
import { encodeAll, showAddress } from './address.ts';
import { type Answer, type BrokerClient, halTypes } from './client.ts';
import { notBroker } from './explain-failure.ts';

/** Bytes of a document of links. */
export const mostHal = 10_000_000;

export interface Resource {
  readonly url: URL;
  readonly value: Readonly<Record<string, unknown>>;
}

/** Throws a UserError for a page for people, such as one to sign in. */
function refusePage({ url, bytes, contentType }: Answer, client: BrokerClient): void {
  if (!/\bhtml\b/i.test(contentType) && !/^\s*<(!doctype|html)/i.test(Buffer.from(bytes.subarray(0, 200)).toString())) return;
  throw new UserError(`${client.quote(showAddress(url), 400)} answers with a web page, not with the HAL documents of a Pact Broker`, {
    hint: 'Check the address; a login page or a proxy may stand before the broker',
  });
}

/** Reads an answer as a HAL document. Throws a UserError that says what it is instead. */
export function readResource(answer: Answer, client: BrokerClient): Resource {
  refusePage(answer, client);
  const { url, bytes } = answer;
  const at = client.quote(showAddress(url), 400);
  if (!isUtf8(bytes)) throw new UserError(`The answer of ${at} is not UTF-8`, { hint: notBroker });
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(bytes).toString());
  } catch (error) {
    throw new UserError(bytes.length === 0 ? `The answer of ${at} is empty` : `The answer of ${at} is not JSON, or breaks off`, {
      hint: notBroker,
      cause: error,
    });
  }
  if (isRecord(value) && isRecord(value['_links'])) return { url, value };
  throw new UserError(`The answer of ${at} is JSON, but no HAL document: it has no \`_links\``, { hint: notBroker });
}

export const getResource = async (client: BrokerClient, url: URL): Promise<Resource> =>
  readResource(await client.get(url, { accept: halTypes, limit: mostHal }), client);

/** Sends something of which nothing is wanted back but that it was taken. Throws a UserError, also for an answer no broker gives. */
export async function sendTo(client: BrokerClient, method: 'POST' | 'PUT', url: URL, body: unknown): Promise<Answer> {
  const answer = await client.send(method, url, body, mostHal);
  refusePage(answer, client);
  return answer;
}

/** The addresses of a relation, each with the name that the broker gives it; `values` fill a template (RFC 6570, level 1). Wrong links are passed over. */
export function linksOf({ url, value }: Resource, relation: string, values: Readonly<Record<string, string>> = {}): Link[] {
  const links = isRecord(value['_links']) && Object.hasOwn(value['_links'], relation) ? value['_links'][relation] : undefined;
  return (Array.isArray(links) ? (links as unknown[]) : [links]).flatMap((link) => {
    if (!isRecord(link) || typeof link['href'] !== 'string') return [];
    const href = link['href'].replace(/\{([^{}]{1,100})\}/g, (_, name: string) =>
      Object.hasOwn(values, name) ? encodeAll(values[name] ?? '') : '',
    );
    if (!URL.canParse(href, url.href)) return [];
    return [{ url: new URL(href, url), name: typeof link['name'] === 'string' ? link['name'] : '' }];
  });
}

export interface Link {
  readonly url: URL;
  readonly name: string;
}
