// A contract as PactFlow takes it (pf:publish-provider-contract): the document, and the report on it as the provider's own verification.
import { isRecord } from '../model/json-value.ts';
import { UserError } from '../model/user-error.ts';
import type { BrokerClient } from './client.ts';
import { linksOf, type Resource, sendTo } from './hal.ts';

export interface ProviderContract {
  readonly provider: string;
  readonly version: string;
  readonly branch?: string;
  readonly tags: readonly string[];
  readonly buildUrl?: string;
  readonly contract: { readonly content: Uint8Array; readonly contentType: string };
  readonly verification: { readonly success: boolean; readonly content: string; readonly contentType: string; readonly format: string };
  readonly truceVersion: string;
}

/** Sends it; answers with what the broker says about it. Throws a UserError, and one of its own for the free broker, which has no such resource. */
export async function publishProviderContract(client: BrokerClient, index: Resource, published: ProviderContract): Promise<string[]> {
  const { provider, version, branch, tags, buildUrl, contract, verification, truceVersion } = published;
  const [link] = linksOf(index, 'pf:publish-provider-contract', { provider });
  if (!link)
    throw new UserError('This broker takes no provider contracts: only PactFlow does', {
      hint: 'With the free Pact Broker use `truce check --broker … --publish`, which is all that `can-i-deploy` needs',
    });
  const answer = await sendTo(client, 'POST', link.url, {
    pacticipantVersionNumber: version,
    ...(branch !== undefined && { branch }),
    ...(tags.length > 0 && { tags }),
    ...(buildUrl !== undefined && { buildUrl }),
    contract: {
      content: Buffer.from(contract.content).toString('base64'),
      contentType: contract.contentType,
      specification: 'oas',
      selfVerificationResults: {
        success: verification.success,
        content: Buffer.from(verification.content).toString('base64'),
        contentType: verification.contentType,
        format: verification.format,
        verifier: 'truce',
        verifierVersion: truceVersion,
      },
    },
  });
  return noticesIn(answer.bytes).map((text) => client.quote(text));
}

function noticesIn(bytes: Uint8Array): string[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString());
    const notices = isRecord(value) ? value['notices'] : undefined;
    return (Array.isArray(notices) ? (notices as unknown[]) : []).flatMap((notice) =>
      isRecord(notice) && typeof notice['text'] === 'string' ? [notice['text']] : [],
    );
  } catch {
    return [];
  }
}
