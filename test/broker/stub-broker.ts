// A Pact Broker made of HAL documents: what the real client, the real verifier and Truce ask of one, answered from what was published to it; in one piece, because its documents link to each other.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BrokerState, type StoredPact } from './broker-state.ts';

export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly authorization?: string;
  readonly body?: unknown;
}

export interface StubOptions {
  /** The Authorization field every request must carry. */
  readonly authorization?: string;
  /** Relations the index does not offer, as an older broker would not. */
  readonly without?: readonly string[];
  /** PactFlow's resource for provider contracts. */
  readonly hasProviderContracts?: boolean;
  /** Links are paths instead of whole addresses. */
  readonly relative?: boolean;
  /** Takes a request over; true when it has answered. */
  readonly intercept?: (request: IncomingMessage, response: ServerResponse, seen: Seen) => boolean;
}

export interface StubBroker {
  readonly url: string;
  readonly state: BrokerState;
  readonly seen: Seen[];
  close(): Promise<void>;
}

type Json = Record<string, unknown>;

export async function startBroker(options: StubOptions = {}): Promise<StubBroker> {
  const state = new BrokerState();
  const seen: Seen[] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const { authorization } = request.headers;
      const record: Seen = {
        method: request.method ?? '',
        path: request.url ?? '',
        ...(authorization !== undefined && { authorization }),
        ...(text !== '' && { body: JSON.parse(text) as unknown }),
      };
      seen.push(record);
      if (options.intercept?.(request, response, record)) return;
      if (options.authorization !== undefined && authorization !== options.authorization) {
        send(response, 401, {});
        return;
      }
      const answer = route(state, record, base(), options);
      send(response, answer.status, answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const base = (): string => (options.relative ? '' : url);
  return {
    url,
    state,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

export function send(response: ServerResponse, status: number, body: unknown, type = 'application/hal+json;charset=utf-8'): void {
  response.writeHead(status, { 'content-type': type });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}
const notFound: Answer = { status: 404, body: { error: 'The requested document was not found on this server.' } };

function route(state: BrokerState, { method, path, body = {} }: Seen, base: string, options: StubOptions): Answer {
  const { pathname, searchParams } = new URL(path, 'http://stub');
  const parts = pathname.split('/').filter(Boolean).map(decodeURIComponent);
  const json = body as Json;
  const [first, second, third, fourth, fifth, sixth, seventh] = parts as (string | undefined)[];
  if (first === undefined) return { status: 200, body: index(base, options) };
  if (first === 'contracts' && second === 'publish' && method === 'POST') return publishContracts(state, json, base);
  if (first === 'pacts' && second === 'provider' && third !== undefined) {
    if (fourth === 'for-verification') return forVerification(state, third, json, base);
    if (fourth === 'latest') return latest(state, third, base);
    const pact = state.pacts.find((candidate) => candidate.sha === seventh && candidate.provider === third && candidate.consumer === fifth);
    if (fourth !== 'consumer' || sixth !== 'pact-version' || !pact) return notFound;
    if (parts.at(-1) === 'verification-results' && method === 'POST') return publishResult(state, pact, json, base);
    return { status: 200, body: pactDocument(pact, base) };
  }
  if (first === 'pacticipants' && second !== undefined && third === undefined && method === 'GET')
    return { status: 200, body: pacticipant(second, base) };
  if (first === 'pacticipants' && second !== undefined && method === 'PUT') {
    if (third === 'branches' && fourth !== undefined && sixth !== undefined) {
      state.branches.set(`${second}/${sixth}`, fourth);
      return { status: 201, body: { _links: {} } };
    }
    if (third === 'versions' && fourth !== undefined && fifth === 'tags' && sixth !== undefined) {
      const key = `${second}/${fourth}`;
      state.tags.set(key, [...(state.tags.get(key) ?? []), sixth]);
      return { status: 201, body: { name: sixth, _links: {} } };
    }
  }
  if (first === 'matrix') return matrix(state, searchParams);
  if (first === 'provider-contracts' && third !== undefined && fourth === 'publish' && options.hasProviderContracts && method === 'POST') {
    state.providerContracts.push({ provider: third, body: json });
    return {
      status: 200,
      body: published(third, String(json['pacticipantVersionNumber']), `Published provider contract for ${third}`, [], base),
    };
  }
  return notFound;
}

function index(base: string, { without = [], hasProviderContracts = false }: StubOptions): Json {
  const templated = (href: string, title: string): Json => ({ href: `${base}${href}`, title, templated: true });
  const links: Json = {
    self: { href: `${base}/`, title: 'Index', templated: false },
    'pb:publish-contracts': { href: `${base}/contracts/publish`, title: 'Publish contracts', templated: false },
    'pb:latest-provider-pacts': templated('/pacts/provider/{provider}/latest', 'Latest pacts by provider'),
    'pb:latest-provider-pacts-with-tag': templated('/pacts/provider/{provider}/latest/{tag}', 'Latest pacts for provider with the tag'),
    'pb:provider-pacts-for-verification': templated('/pacts/provider/{provider}/for-verification', 'Pact versions to be verified'),
    'pb:pacticipant-version': templated('/pacticipants/{pacticipant}/versions/{version}', 'Pacticipant version'),
    'pb:pacticipant-version-tag': templated('/pacticipants/{pacticipant}/versions/{version}/tags/{tag}', 'Tag of a version'),
    'pb:pacticipant-branch-version': templated('/pacticipants/{pacticipant}/branches/{branch}/versions/{version}', 'Branch version'),
    ...(hasProviderContracts && {
      'pf:publish-provider-contract': templated('/provider-contracts/provider/{provider}/publish', 'Publish provider contract'),
    }),
    curies: [{ name: 'pb', href: `${base}/doc/{rel}?context=index`, templated: true }],
  };
  for (const name of without) delete links[name];
  return { _links: links };
}

const pactPath = ({ provider, consumer, sha }: StoredPact): string =>
  `/pacts/provider/${encodeURIComponent(provider)}/consumer/${encodeURIComponent(consumer)}/pact-version/${sha}`;
/** The real broker keeps the selectors that led to a pact in its address. */
const metadata = (why: string): string => `/metadata/${Buffer.from(`s[][why]=${why}`).toString('base64url')}`;

function forVerification(state: BrokerState, provider: string, body: Json, base: string): Answer {
  if (!state.pacts.some((pact) => pact.provider === provider)) return notFound;
  const selectors = (body['consumerVersionSelectors'] ?? [{ latest: true }]) as Json[];
  const chosen = state.select(provider, selectors);
  const isPending = (pact: StoredPact): boolean => body['includePendingStatus'] === true && !state.hasResult(pact, true);
  const wip =
    typeof body['includeWipPactsSince'] === 'string'
      ? state.pacts.filter(
          (pact) => pact.provider === provider && !state.hasResult(pact, true) && !chosen.some((other) => other.pact.sha === pact.sha),
        )
      : [];
  const describe = (pact: StoredPact, why: string, isWip: boolean): Json => ({
    shortDescription: why,
    verificationProperties: {
      ...(body['includePendingStatus'] === true && { pending: isWip || isPending(pact) }),
      ...(isWip && { wip: true }),
      notices: [
        { when: 'before_verification', text: `The pact at ${base}${pactPath(pact)} is being verified because it matches ${why}` },
        ...(isWip || isPending(pact)
          ? [{ when: 'before_verification', text: 'This pact is in pending state for this version of the provider' }]
          : []),
        { when: 'after_verification:success_false_published_true', text: 'The failure was recorded for the consumer to see' },
      ],
    },
    _links: {
      self: {
        href: `${base}${pactPath(pact)}${metadata(why)}`,
        name: `Pact between ${pact.consumer} (${pact.consumerVersion}) and ${provider}`,
      },
    },
  });
  return {
    status: 200,
    body: {
      _embedded: {
        pacts: [...chosen.map(({ pact, why }) => describe(pact, why, false)), ...wip.map((pact) => describe(pact, 'wip', true))],
      },
      _links: { self: { href: `${base}/pacts/provider/${encodeURIComponent(provider)}/for-verification`, title: 'Pacts to be verified' } },
    },
  };
}

function latest(state: BrokerState, provider: string, base: string): Answer {
  const chosen = state.select(provider, [{ latest: true }]);
  if (chosen.length === 0) return notFound;
  const links = chosen.map(({ pact }) => ({ href: `${base}${pactPath(pact)}`, title: 'Pact', name: pact.consumer }));
  return {
    status: 200,
    body: { _links: { self: { href: `${base}/pacts/provider/${provider}/latest` }, 'pb:pacts': links, pacts: links } },
  };
}

function pactDocument(pact: StoredPact, base: string): Json {
  const interactions = pact.content['interactions'];
  return {
    ...pact.content,
    ...(Array.isArray(interactions) && {
      interactions: (interactions as Json[]).map((interaction, at) => ({ ...interaction, _id: `${pact.sha.slice(0, 8)}${at}` })),
    }),
    createdAt: '2026-01-02T03:04:05+00:00',
    _links: {
      self: {
        title: 'Pact',
        name: `Pact between ${pact.consumer} (${pact.consumerVersion}) and ${pact.provider}`,
        href: `${base}${pactPath(pact)}`,
      },
      'pb:consumer': { title: 'Consumer', name: pact.consumer, href: `${base}/pacticipants/${pact.consumer}` },
      'pb:provider': { title: 'Provider', name: pact.provider, href: `${base}/pacticipants/${pact.provider}` },
      'pb:publish-verification-results': { title: 'Publish verification results', href: `${base}${pactPath(pact)}/verification-results` },
      curies: [{ name: 'pb', href: `${base}/doc/{rel}?context=pact`, templated: true }],
    },
  };
}

function publishContracts(state: BrokerState, body: Json, base: string): Answer {
  const branch = typeof body['branch'] === 'string' ? body['branch'] : undefined;
  const contracts = body['contracts'] as { content: string }[];
  const links = contracts.map(({ content }) => {
    const pact = state.publish(
      JSON.parse(Buffer.from(content, 'base64').toString()) as Json,
      String(body['pacticipantVersionNumber']),
      branch,
    );
    return { title: 'Pact', name: pact.consumer, href: `${base}${pactPath(pact)}` };
  });
  if (branch !== undefined) state.branches.set(`${String(body['pacticipantName'])}/${String(body['pacticipantVersionNumber'])}`, branch);
  const [name, version] = [String(body['pacticipantName']), String(body['pacticipantVersionNumber'])];
  return { status: 200, body: published(name, version, 'Pact successfully published', links, base) };
}

/** What both ways of publishing contracts answer with. */
function published(name: string, version: string, text: string, contracts: readonly Json[], base: string): Json {
  const participant = { title: 'Pacticipant', name, href: `${base}/pacticipants/${encodeURIComponent(name)}` };
  const at = { title: 'Pacticipant version', name: version, href: `${participant.href}/versions/${encodeURIComponent(version)}` };
  return {
    notices: [{ type: 'success', text }],
    logs: [{ level: 'info', message: text, deprecationWarning: '' }],
    _embedded: { pacticipant: { name, _links: { self: participant } }, version: { number: version, buildUrl: '', _links: { self: at } } },
    _links: { 'pb:pacticipant': participant, 'pb:pacticipant-version': at, 'pb:pacticipant-version-tags': [], 'pb:contracts': contracts },
  };
}

function pacticipant(name: string, base: string): Json {
  const href = `${base}/pacticipants/${encodeURIComponent(name)}`;
  return {
    name,
    _links: {
      self: { href },
      'pb:version': { title: 'Get, create or delete a pacticipant version', href: `${href}/versions/{version}`, templated: true },
      'pb:version-tag': { title: 'Get, create or delete a tag', href: `${href}/versions/{version}/tags/{tag}`, templated: true },
      'pb:branch-version': {
        title: 'Get or add/create a version in a branch',
        href: `${href}/branches/{branch}/versions/{version}`,
        templated: true,
      },
    },
  };
}

function publishResult(state: BrokerState, pact: StoredPact, body: Json, base: string): Answer {
  const { success, providerApplicationVersion: version } = body;
  if (typeof success !== 'boolean' || typeof version !== 'string' || version === '')
    return { status: 400, body: { errors: { success: ["can't be blank"], providerApplicationVersion: ["can't be blank"] } } };
  state.results.push({ sha: pact.sha, consumer: pact.consumer, provider: pact.provider, providerVersion: version, success, body });
  return {
    status: 201,
    body: { ...body, _links: { self: { href: `${base}${pactPath(pact)}/verification-results/${state.results.length}` } } },
  };
}

/** One pacticipant version against what is deployed to an environment, or against another named version. */
function matrix(state: BrokerState, query: URLSearchParams): Answer {
  const names = query.getAll('q[][pacticipant]');
  const versions = query.getAll('q[][version]');
  const environment = query.get('environment');
  const [name = '', version = ''] = [names[0], versions[0]];
  const others: [string, string][] =
    names.length > 1
      ? names.slice(1).map((other, at) => [other, versions[at + 1] ?? ''])
      : [...state.deployed].filter(([key]) => key.startsWith(`${environment ?? ''}/`)).map(([key, at]) => [key.split('/')[1] ?? '', at]);
  const rows = others.flatMap(([other, otherVersion]) => {
    const sides = [
      [name, version, other, otherVersion],
      [other, otherVersion, name, version],
    ] as const;
    return sides
      .filter(([consumer, , provider]) => state.pacts.some((pact) => pact.consumer === consumer && pact.provider === provider))
      .map(([consumer, consumerVersion, provider, providerVersion]) => {
        const result = state.verification(consumer, consumerVersion, provider, providerVersion);
        return {
          consumer: { name: consumer, version: { number: consumerVersion } },
          provider: { name: provider, version: { number: providerVersion } },
          verificationResult: result ? { success: result.success, _links: { self: { href: 'http://stub/results/1' } } } : null,
        };
      });
  });
  const results = rows.map(({ verificationResult }) => verificationResult?.success);
  const deployable = results.includes(false) ? false : results.includes(undefined) ? null : true;
  const reason = deployable === true ? 'All required verification results are published and successful' : 'There is no successful result';
  return {
    status: 200,
    body: {
      summary: {
        deployable,
        reason,
        success: results.filter((each) => each === true).length,
        failed: results.filter((each) => each === false).length,
        unknown: results.filter((each) => each === undefined).length,
      },
      notices: [{ type: deployable ? 'success' : 'error', text: reason }],
      matrix: rows,
    },
  };
}
