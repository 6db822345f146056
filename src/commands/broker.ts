// `truce check --broker`: pacts come from a Pact Broker and are evidence like files; what became of them goes back there.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import * as http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAddress, showAddress } from '../broker/address.ts';
import { BrokerClient } from '../broker/client.ts';
import { readCredentials } from '../broker/credentials.ts';
import { notBroker } from '../broker/explain-failure.ts';
import { fetchPact, type FetchedPact } from '../broker/fetch-pact.ts';
import { getResource, type Resource } from '../broker/hal.ts';
import { type Selected, type SelectedPact, selectPacts, type Selection } from '../broker/pacts-for-verification.ts';
import type { CheckEvent, EvidenceInput } from '../check.ts';
import type { BrokerConfig } from '../config/config.ts';
import type { Finding } from '../model/finding.ts';
import { quote } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';
import type { LoadedContract } from '../openapi/load.ts';
import { openEvidence } from '../source/read.ts';
import { version } from '../version.ts';
import type { Io } from './io.ts';

export interface BrokerArguments {
  /** Undefined: that of the config or the environment. */
  readonly address?: string;
  readonly provider?: string;
  readonly providerVersion?: string;
  readonly providerBranch?: string;
  readonly providerTags: readonly string[];
  /** Each a JSON object. */
  readonly selectors: readonly string[];
  readonly wipSince?: string;
  readonly pending: boolean;
  readonly publish: boolean;
  readonly buildUrl?: string;
}

export interface OpenedBroker {
  readonly client: BrokerClient;
  readonly index: Resource;
}

/** Asks the broker for its index; a proxy of the environment is used from then on. Throws a UserError. */
export async function openBroker(
  address: string | undefined,
  config: BrokerConfig | undefined,
  io: Io,
  disposals: (() => void)[],
): Promise<OpenedBroker> {
  const url = readAddress(address, config?.url, io.env);
  const credentials = readCredentials(io.env, url);
  url.username = url.password = '';
  if (url.protocol === 'http:' && credentials.authorization !== undefined && !isLoopback(url))
    io.err(`warning: the credentials go to ${showAddress(url)} unencrypted; use https\n`);
  useProxy(io, disposals);
  const client = new BrokerClient({
    address: url,
    credentials,
    timeout: (config?.timeout ?? 30) * 1000,
    retries: readRetries(io),
    userAgent: `truce/${version}`,
  });
  return { client, index: await getResource(client, url) };
}

const isLoopback = ({ hostname }: URL): boolean => /^(localhost|127\.[\d.]+|\[::1\])$/.test(hostname);

/** PACT_BROKER_HTTP_RETRIES, as the broker's own client has it. */
function readRetries({ env }: Io): number {
  const text = env['PACT_BROKER_HTTP_RETRIES'] || '3';
  if (/^([0-9]|10)$/.test(text)) return Number(text);
  throw new UserError('PACT_BROKER_HTTP_RETRIES takes a whole number from 0 to 10');
}

/** HTTP_PROXY, HTTPS_PROXY and NO_PROXY, for which Node's own `fetch` has to be told. */
function useProxy({ env }: Io, disposals: (() => void)[]): void {
  if (!['http_proxy', 'https_proxy', 'HTTP_PROXY', 'HTTPS_PROXY'].some((name) => env[name])) return;
  // Newer than the types of Node.
  const { setGlobalProxyFromEnv } = http as unknown as { setGlobalProxyFromEnv?: (env: Io['env']) => () => void };
  const restore = setGlobalProxyFromEnv?.(env);
  if (restore) disposals.push(restore);
}

/** One pact that was fetched, or why it could not be judged. */
export interface BrokerPact extends FetchedPact {
  readonly provider: string;
  /** Why it is not held against anything. */
  readonly problem?: string;
}

export interface BrokerEvidence extends OpenedBroker {
  readonly evidence: readonly EvidenceInput[];
  readonly pacts: readonly BrokerPact[];
  /** Things that could not be checked, for a report that ends with exit code 2. */
  readonly failures: readonly string[];
}

/** Fetches the pacts of every provider. What cannot be fetched is evidence that cannot be read; the rest goes on. Throws a UserError when nothing can be had. */
export async function fetchPacts(
  args: BrokerArguments,
  config: BrokerConfig | undefined,
  providers: ReadonlyMap<string, readonly LoadedContract[]>,
  io: Io,
  disposals: (() => void)[],
): Promise<BrokerEvidence> {
  if (providers.size === 0)
    throw new UserError('It is not known whose pacts to ask the broker for', {
      hint: 'Name the provider with `--provider`, or give the contracts in the config a `provider`',
    });
  const selection = selectionOf(args, config);
  const opened = await openBroker(args.address, config, io, disposals);
  const folder = mkdtempSync(join(tmpdir(), 'truce-'));
  disposals.push(() => rmSync(folder, { recursive: true, force: true }));
  const evidence: EvidenceInput[] = [];
  const pacts: BrokerPact[] = [];
  const failures: string[] = [];
  for (const [provider, contracts] of providers) {
    const selected = await attempt(() => selectPacts(opened.client, opened.index, provider, selection));
    if (selected instanceof UserError) {
      if (providers.size === 1) throw selected;
      evidence.push(unreadable(`${showAddress(opened.client.address)} (pacts of ${provider})`, selected));
      continue;
    }
    announce(selected, opened.client, io);
    for (let lost = 0; lost < selected.lost; lost++)
      evidence.push(unreadable(`${showAddress(opened.client.address)} (a pact of ${provider})`, noPlace));
    if (selected.pacts.length + selected.lost === 0)
      failures.push(`The broker has no pact of the provider ${quote(provider)} that is selected`);
    for await (const { url, pact } of fetchAll(selected.pacts, opened.client)) {
      if (pact instanceof UserError) {
        evidence.push(unreadable(opened.client.quote(showAddress(url), 2000), pact));
        continue;
      }
      const isTwin = pacts.some(({ uri }) => uri === pact.uri);
      const uri = isTwin ? `${pact.uri} (${pacts.length})` : pact.uri;
      if (contracts.length === 0) {
        pacts.push({ ...pact, uri, provider, problem: `The contract of ${provider} cannot be used, so the pact was not judged` });
        continue;
      }
      const path = join(folder, `${pacts.length}.json`);
      writeFileSync(path, pact.bytes, { mode: 0o600 });
      pacts.push({ ...pact, uri, bytes: new Uint8Array(), provider });
      evidence.push({ kind: 'file', uri, open: () => openEvidence(path, uri), contracts });
    }
  }
  return { ...opened, evidence, pacts, failures };
}

const noPlace = new UserError('The broker selects a pact without saying where it is: it has no link `self`', { hint: notBroker });

function selectionOf(args: BrokerArguments, config: BrokerConfig | undefined): Selection {
  const selectors = args.selectors.length > 0 ? args.selectors.map(readSelector) : config?.selectors;
  const wipSince = args.wipSince ?? config?.wipSince;
  if (wipSince !== undefined && !/^\d{4}-\d\d-\d\d(T.*)?$/.test(wipSince))
    throw new UserError(`\`--include-wip-since\` takes a day such as 2026-01-31, got ${quote(wipSince)}`);
  return {
    ...(selectors && { selectors }),
    ...(args.providerBranch !== undefined && { providerBranch: args.providerBranch }),
    providerTags: args.providerTags,
    pending: args.pending || config?.pending === true,
    ...(wipSince !== undefined && { wipSince }),
  };
}

function readSelector(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw new UserError(`\`--consumer-selector\` takes a JSON object, got ${quote(text, 200)}`, {
    hint: 'Write it as `--consumer-selector \'{"mainBranch":true}\'`',
  });
}

/** What the broker has to say before the judging. */
function announce({ pacts, warnings }: Selected, client: BrokerClient, io: Io): void {
  for (const warning of warnings) io.err(`warning: ${warning}\n`);
  for (const { name, notices } of pacts) {
    if (name !== '') io.err(`${client.quote(name, 200)}\n`);
    for (const { when, text } of notices) if (when.startsWith('before_verification')) io.err(`  ${client.quote(text)}\n`);
  }
}

const atOnce = 4;

/** A few at a time, so that no more than these are in memory. */
async function* fetchAll(
  selected: readonly SelectedPact[],
  client: BrokerClient,
): AsyncGenerator<{ readonly url: URL; readonly pact: FetchedPact | UserError }> {
  for (let at = 0; at < selected.length; at += atOnce) {
    const some = selected.slice(at, at + atOnce);
    yield* await Promise.all(some.map(async (pact) => ({ url: pact.url, pact: await attempt(() => fetchPact(client, pact)) })));
  }
}

/** A mistake somebody can mend becomes a value; everything else is a bug and thrown. */
export async function attempt<T>(action: () => Promise<T>): Promise<T | UserError> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}

const unreadable = (uri: string, error: UserError): EvidenceInput => ({
  kind: 'file',
  uri,
  open: () => {
    throw error;
  },
});

/** Findings about pending pacts are accepted after they were judged, so that the verdict stays what it is. */
export function* toleratePending(events: Iterable<CheckEvent>, pacts: readonly BrokerPact[]): Iterable<CheckEvent> {
  const pending = new Map(pacts.filter(({ selected }) => selected.isPending).map((pact) => [pact.uri, pact]));
  const tolerate = (finding: Finding, uri: string): Finding => {
    const pact = pending.get(uri);
    if (!pact || finding.accepted) return finding;
    const reason = pact.selected.isWip ? 'the pact is work in progress' : 'the pact is pending';
    return { ...finding, accepted: { by: 'pending', reason } };
  };
  const tolerateAll = (event: Extract<CheckEvent, { kind: 'exchange' }>): CheckEvent => {
    const { outcome, findings } = event;
    const { exchange } = outcome;
    if (!pending.has(exchange.evidence)) return event;
    return {
      ...event,
      outcome: { ...outcome, exchange: { ...exchange, isPending: true } },
      findings: findings.map((finding) => tolerate(finding, exchange.evidence)),
    };
  };
  for (const event of events) {
    if (event.kind === 'finding') yield { ...event, finding: tolerate(event.finding, event.finding.about) };
    else if (event.kind === 'exchange') yield tolerateAll(event);
    else yield event;
  }
}
