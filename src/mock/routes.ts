// Which contract's operation a request belongs to: by base path among all contracts, or by its first segment with `--prefix`.
import type { Contract, Match } from '../model/contract.ts';

/** A match, and the target as the contract sees it. */
export interface Route {
  readonly match: Match;
  readonly target: string;
}

export class Routes {
  readonly #contracts: readonly Contract[];
  readonly #byPrefix: ReadonlyMap<string, Contract> | undefined;

  constructor(contracts: readonly Contract[], prefix: boolean) {
    this.#contracts = contracts;
    this.#byPrefix = prefix ? new Map(contracts.map((contract) => [contract.id, contract])) : undefined;
  }

  find(method: string, url: string): Route | undefined {
    if (this.#byPrefix) {
      const [, id = '', target = ''] = /^\/([^/?#]*)(.*)$/s.exec(url) ?? [];
      const contract = this.#byPrefix.get(decode(id));
      return contract && best([contract], method, target.startsWith('/') ? target : `/${target}`);
    }
    return best(this.#contracts, method, url);
  }

  /** Methods documented for a target (RFC 9110 §10.2.1); empty when no contract has such a path. */
  allowed(url: string): string[] {
    const allowed = ['GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'TRACE', 'QUERY'].filter((method) => this.find(method, url));
    if (allowed.length === 0) return [];
    return [...allowed, ...(allowed.includes('GET') ? ['HEAD'] : []), 'OPTIONS'];
  }
}

function best(contracts: readonly Contract[], method: string, target: string): Route | undefined {
  let found: Match | undefined;
  for (const contract of contracts) {
    const match = contract.match(method, target);
    if (match.kind === 'match' && (!found || match.score > found.score)) found = match;
  }
  return found && { match: found, target };
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
