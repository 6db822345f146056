// Results go to the broker: first the provider's version gets its branch and tags, then every pact its result.
import { quote } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';
import type { BrokerClient } from './client.ts';
import type { FetchedPact } from './fetch-pact.ts';
import { linksOf, type Resource, sendTo } from './hal.ts';
import type { PactResult } from './verification-result.ts';

export interface ProviderVersion {
  readonly provider: string;
  readonly version: string;
  readonly branch?: string;
  readonly tags: readonly string[];
}

/** `can-i-deploy` and selectors look for branches and tags, so they must be there before the results. Throws a UserError. */
export async function recordVersion(
  client: BrokerClient,
  index: Resource,
  { provider, version, branch, tags }: ProviderVersion,
): Promise<void> {
  const values = { pacticipant: provider, version };
  if (branch !== undefined) {
    const [link] = linksOf(index, 'pb:pacticipant-branch-version', { ...values, branch });
    if (!link)
      throw new UserError(`The broker does not know branches, so ${quote(branch)} was not recorded`, {
        hint: 'Use `--provider-tag` with this broker, or a newer broker',
      });
    await sendTo(client, 'PUT', link.url, {});
  }
  for (const tag of tags) {
    const [link] = linksOf(index, 'pb:pacticipant-version-tag', { ...values, tag });
    if (!link)
      throw new UserError(`The broker does not know tags, so ${quote(tag)} was not recorded`, {
        hint: 'Leave out `--provider-tag`, and name `--provider-branch`',
      });
    await sendTo(client, 'PUT', link.url, {});
  }
}

export interface Build {
  readonly version: string;
  readonly buildUrl?: string;
  readonly truceVersion: string;
}

/** Throws a UserError when the broker does not take it. */
export async function publishResult(
  client: BrokerClient,
  pact: FetchedPact,
  { success, testResults }: PactResult,
  build: Build,
): Promise<void> {
  if (!pact.results)
    throw new UserError('The pact has no link `pb:publish-verification-results`, so the broker takes no result for it', {
      hint: 'Check what the user may write in the broker',
    });
  const body = {
    success,
    providerApplicationVersion: build.version,
    ...(build.buildUrl !== undefined && { buildUrl: build.buildUrl }),
    testResults,
    verifiedBy: { implementation: 'Truce', version: build.truceVersion },
  };
  await sendTo(client, 'POST', pact.results, body);
}
