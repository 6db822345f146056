// What a Pact Broker knows: pacts by consumer version, verification results, branches, tags, deployments. The stub answers from nothing else.
import { createHash } from 'node:crypto';

export interface StoredPact {
  readonly consumer: string;
  readonly provider: string;
  readonly consumerVersion: string;
  readonly branch?: string;
  readonly sha: string;
  readonly content: Record<string, unknown>;
}

export interface StoredResult {
  readonly sha: string;
  readonly consumer: string;
  readonly provider: string;
  readonly providerVersion: string;
  readonly success: boolean;
  readonly body: Record<string, unknown>;
}

export class BrokerState {
  readonly pacts: StoredPact[] = [];
  readonly results: StoredResult[] = [];
  /** `name/version` → branch. */
  readonly branches = new Map<string, string>();
  /** `name/version` → tags. */
  readonly tags = new Map<string, string[]>();
  /** `environment/name` → version. */
  readonly deployed = new Map<string, string>();
  readonly providerContracts: { readonly provider: string; readonly body: Record<string, unknown> }[] = [];

  /** Equal content is the same pact version, as in the real broker. */
  publish(content: Record<string, unknown>, consumerVersion: string, branch?: string): StoredPact {
    const name = (party: string): string => String((content[party] as { name?: unknown } | undefined)?.name);
    const sha = createHash('sha1').update(JSON.stringify(content)).digest('hex');
    const pact = {
      consumer: name('consumer'),
      provider: name('provider'),
      consumerVersion,
      sha,
      content,
      ...(branch !== undefined && { branch }),
    };
    this.pacts.push(pact);
    return pact;
  }

  hasResult(pact: StoredPact, success: boolean): boolean {
    return this.results.some((result) => result.sha === pact.sha && result.provider === pact.provider && result.success === success);
  }

  /** The newest pact of each consumer among those a selector is for. */
  select(provider: string, selectors: readonly Record<string, unknown>[]): { readonly pact: StoredPact; readonly why: string }[] {
    const chosen = new Map<string, { pact: StoredPact; why: string }>();
    for (const selector of selectors) {
      const newest = new Map<string, StoredPact>();
      for (const pact of this.pacts.filter((candidate) => candidate.provider === provider && this.#fits(candidate, selector)))
        newest.set(pact.consumer, pact);
      for (const pact of newest.values()) chosen.set(pact.sha, { pact, why: JSON.stringify(selector) });
    }
    return [...chosen.values()];
  }

  #fits(pact: StoredPact, selector: Record<string, unknown>): boolean {
    if (selector['consumer'] !== undefined && selector['consumer'] !== pact.consumer) return false;
    if (selector['mainBranch'] === true) return pact.branch === 'main';
    if (selector['branch'] !== undefined) return selector['branch'] === pact.branch;
    if (selector['deployedOrReleased'] === true)
      return [...this.deployed].some(([key, version]) => key.endsWith(`/${pact.consumer}`) && version === pact.consumerVersion);
    return selector['latest'] === true;
  }

  /** The newest result of this pact's content with a provider version; undefined: unknown. */
  verification(consumer: string, consumerVersion: string, provider: string, providerVersion: string): StoredResult | undefined {
    const pact = this.pacts.findLast(
      (candidate) => candidate.consumer === consumer && candidate.consumerVersion === consumerVersion && candidate.provider === provider,
    );
    return pact && this.results.findLast((result) => result.sha === pact.sha && result.providerVersion === providerVersion);
  }
}
