// The response of a test's HTTP client becomes an exchange for the one validator; what cannot be known of its request is a note, never a guess.
import { examine } from '../judge/examine.ts';
import { withoutSecrets } from '../judge/find-match.ts';
import { type Contract, findResponse, type Operation } from '../model/contract.ts';
import type { Exchange, Field, Request } from '../model/exchange.ts';
import { list, plain, quote } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';
import { type Body, bodyOf, fieldsOf, isLoose, type Received, type Sent } from './client.ts';
import { clients } from './clients/index.ts';
import { contentOf, placesIn } from './message-source.ts';
import { nearest } from './nearest.ts';

/** What a test may say of the request its response does not show, and how hard to judge. */
export interface ContractOptions {
  /** Method of the request. */
  readonly method?: string;
  /** Absolute URL, or path with query, of the request. */
  readonly url?: string;
  /** The operationId, instead of method and URL. */
  readonly operation?: string;
  /** Header fields of the request; with them parameters and security are judged. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>> | Iterable<readonly [string, string]>;
  /** Body of the request: text, bytes, or a value that was sent as JSON. */
  readonly body?: unknown;
  /** Warnings fail too. */
  readonly strict?: boolean;
  /** `response`: the request is not judged even where it is known. */
  readonly side?: 'both' | 'response';
}

/** An exchange to judge, and what has to be said beside a failure. */
export interface Reading {
  readonly client: string;
  readonly exchange: Exchange;
  readonly notes: readonly string[];
  /** Set when no path of any contract fits and the method is not known either. */
  readonly unmatched?: string;
}

/** Throws a UserError for what is no response, and where nothing says which operation it answers. A promise only where the body is a stream. */
export function readResponse(value: unknown, options: ContractOptions, contracts: readonly Contract[]): Reading | Promise<Reading> {
  // What axios and superagent throw for an error status carries the response.
  const response = isLoose(value) && 'message' in value && isLoose(value['response']) ? value['response'] : value;
  const client = isLoose(response) ? clients.find((candidate) => candidate.recognises(response)) : undefined;
  if (!client)
    throw new UserError(`Expected a response of fetch, axios, supertest, undici or \`inject()\`, got ${describe(response)}`, {
      hint:
        isLoose(value) && typeof value['then'] === 'function'
          ? 'It is a promise: await it first'
          : 'Hand over the response itself, not its body',
    });
  const received = client.read(response as object);
  const finish = (known: Received): Reading => toReading(client.name, known, options, contracts);
  return received instanceof Promise ? received.then(finish) : finish(received);
}

function describe(value: unknown): string {
  if (!isLoose(value)) return value === null ? 'null' : typeof value === 'string' ? 'a string' : `${typeof value}`;
  if (typeof value['then'] === 'function') return 'a promise';
  return `an object with ${
    list(
      Object.keys(value)
        .slice(0, 20)
        .map((key) => `\`${plain(key, 30)}\``),
      5,
    ) || 'no properties'
  }`;
}

function toReading(client: string, received: Received, options: ContractOptions, contracts: readonly Contract[]): Reading {
  const { status, fields, body } = received;
  const sent = mergeSent(received.sent, options);
  const notes: string[] = [];
  const { location, place } = placesIn('response', `HTTP/1.1 ${status}`, fields);
  const content = contentOf(body, 'response body');
  const base = {
    evidence: 'response',
    index: 0,
    label: client.replace(/^an? /, ''),
    claim: 'observed',
    location,
    response: { status, fields, ...(content && { content }), complete: true, location, place },
  } as const;
  if (options.operation !== undefined) {
    const { contract, id } = operationNamed(options.operation, contracts);
    const isKnown = sent.method !== undefined && sent.target !== undefined && sent.fields !== undefined;
    const request = isKnown && options.side !== 'response' ? requestOf(sent, notes, client) : undefined;
    if (!isKnown) notes.push(unseen(client));
    return { client, exchange: { ...base, operation: { contract: contract.id, id }, ...(request && { request }) }, notes };
  }
  if (sent.target === undefined)
    throw new UserError(`${capital(client)} does not tell which request it answers`, {
      hint: "Say so, as in `toSatisfyContract({ method: 'GET', url: '/contacts/1' })` or `toSatisfyContract({ operation: 'getContact' })`",
    });
  if (sent.method === undefined) {
    const found = inferOperation(client, sent.target, status, contracts);
    if (!found)
      return {
        client,
        exchange: base,
        notes,
        unmatched: `no contract has a path for \`${plain(withoutSecrets(sent.target), 160)}\``,
      };
    notes.push(
      `${capital(client)} does not tell its method: ${found.method} was taken from the contract, where no other method of \`${found.path}\` documents ${status}`,
    );
    return { client, exchange: { ...base, operation: { contract: found.contract.id, id: found.id } }, notes: [...notes, unseen(client)] };
  }
  const request = requestOf(sent, notes, client);
  const exchange: Exchange = { ...base, request };
  if (request.complete && options.side !== 'response') return { client, exchange, notes };
  if (!request.complete) notes.push(unseen(client));
  // A request of which only method and target are known would be judged as one without a body.
  const { operation } = examine({ ...exchange, request: { ...request, complete: false } }, contracts);
  return operation?.requestBody
    ? { client, exchange: { ...base, operation: { contract: operation.contract.id, id: operation.id } }, notes }
    : { client, exchange: { ...base, request: bare(request) }, notes };
}

const bare = ({ method, target, location, place }: Request): Request => ({
  method,
  target,
  fields: [],
  complete: false,
  location,
  ...(place && { place }),
});
const unseen = (client: string): string => `The request was not judged: ${client} does not show what was sent`;
const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/** What the test says wins over what the client shows. */
function mergeSent(sent: Sent, { method, url, headers, body }: ContractOptions): Sent {
  const target = url ?? sent.target;
  const fields: readonly Field[] | undefined = headers === undefined ? sent.fields : fieldsOf(headers);
  const known = method ?? sent.method;
  const content: Body | undefined = body === undefined ? sent.body : bodyOf(body);
  return {
    ...(known !== undefined && { method: known.toUpperCase() }),
    ...(target !== undefined && { target }),
    ...(fields && { fields }),
    ...(content && { body: content }),
  };
}

function requestOf({ method = '', target = '', fields, body }: Sent, notes: string[], client: string): Request {
  const { location, place } = placesIn('request', `${method} ${target} HTTP/1.1`, fields ?? []);
  const isUnseen = body?.kind === 'unknown';
  if (isUnseen) notes.push(`The body of the request was not judged: ${body.reason}`);
  const content = contentOf(body, 'request body');
  const isForm =
    body?.kind === 'value' && !/[/+]json\b/i.test(fields?.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '/json');
  if (isForm) notes.push(`The body of the request was not judged: ${client} shows the value, not how it was written`);
  return {
    method,
    target,
    fields: fields ?? [],
    ...(content && { content: isForm ? { form: 'unknown', reason: 'it was not sent as JSON', location: content.location } : content }),
    complete: fields !== undefined,
    location,
    place,
  };
}

function operationNamed(id: string, contracts: readonly Contract[]): Operation {
  for (const contract of contracts) {
    const operation = contract.operation(id);
    if (operation) return operation;
  }
  const names = contracts.flatMap(({ operations }) => operations.map((operation) => operation.id));
  throw new UserError(`No contract has an operation ${quote(id, 80)}`, { hint: nearest(id, names) });
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'];

/** The one operation at a path that documents the status. Undefined: there is none at all. Throws a UserError when several do. */
function inferOperation(client: string, target: string, status: number, contracts: readonly Contract[]): Operation | undefined {
  const matches = contracts.flatMap((contract) =>
    methods.flatMap((method) => {
      const match = contract.match(method, target);
      return match.kind === 'match' ? [match] : [];
    }),
  );
  const best = Math.max(...matches.map(({ score }) => score));
  const equals = matches.filter(({ score }) => score === best).map(({ operation }) => operation);
  // Of contracts that claim the same method and path the first one judges, as everywhere.
  const operations = equals.filter(({ method }, index) => equals.findIndex((other) => other.method === method) === index);
  if (operations.length < 2) return operations[0];
  const documenting = operations.filter((operation) => {
    const response = findResponse(operation, status);
    return response !== undefined && response.key !== 'default';
  });
  const candidates = documenting.length > 0 ? documenting : operations;
  if (candidates.length === 1) return candidates[0];
  const [first] = candidates;
  const names = list(
    candidates.map(({ method }) => method),
    6,
    'and',
  );
  throw new UserError(
    `${capital(client)} does not tell its method, and \`${first?.path ?? ''}\` has ${names}, ${documenting.length > 0 ? `which ${candidates.length === 2 ? 'both' : 'all'} document ${status}` : `none of which documents ${status}`}`,
    { hint: `Say which it was, as in \`toSatisfyContract({ method: '${first?.method ?? 'GET'}' })\`` },
  );
}
