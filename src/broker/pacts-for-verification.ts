// Which pacts a provider is to be held against: consumer version selectors, pending and work in progress (Pact Broker, pb:provider-pacts-for-verification).
import { isRecord } from '../model/json-value.ts';
import { quote } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';
import type { BrokerClient } from './client.ts';
import { notBroker, StatusError } from './explain-failure.ts';
import { getResource, type Link, linksOf, mostHal, readResource, type Resource } from './hal.ts';

export interface Selection {
  /** Consumer version selectors as the broker takes them; the main branch and what is deployed or released unless said otherwise. */
  readonly selectors?: readonly Readonly<Record<string, unknown>>[];
  readonly providerBranch?: string;
  readonly providerTags: readonly string[];
  /** Ask which pacts are pending: those this provider never satisfied. */
  readonly pending: boolean;
  /** `YYYY-MM-DD`: pacts of other branches since then, too. */
  readonly wipSince?: string;
}

export interface SelectedPact {
  readonly url: URL;
  /** `Pact between shop (1.0) and notes`, as the broker calls it. */
  readonly name: string;
  readonly isPending: boolean;
  readonly isWip: boolean;
  readonly notices: readonly { readonly when: string; readonly text: string }[];
}

export interface Selected {
  readonly pacts: readonly SelectedPact[];
  /** How many the broker selects without saying where they are. */
  readonly lost: number;
  /** What could not be asked of this broker. */
  readonly warnings: readonly string[];
}

const usualSelectors = [{ mainBranch: true }, { deployedOrReleased: true }];
const mostPacts = 2000;

/** Throws a UserError when the broker does not know the provider, or cannot say. */
export async function selectPacts(client: BrokerClient, index: Resource, provider: string, selection: Selection): Promise<Selected> {
  const named = { provider };
  const [asking] = ['pb:provider-pacts-for-verification', 'beta:provider-pacts-for-verification'].flatMap((relation) =>
    linksOf(index, relation, named),
  );
  const [latest] = linksOf(index, 'pb:latest-provider-pacts', named);
  if (!asking && !latest)
    throw new UserError('The index of the broker has no link to the pacts of a provider', {
      hint: 'Check that the address is that of the index of a Pact Broker, and what the user may see there',
    });
  const selected = await explainUnknown(provider, async () =>
    asking
      ? readSelected(readResource(await client.send('POST', asking.url, requestOf(selection), mostHal), client))
      : { pacts: readLatest(await getResource(client, (latest as Link).url)), lost: 0, warnings: missedBy(selection) },
  );
  if (selected.pacts.length > mostPacts)
    throw new UserError(`The broker selects ${selected.pacts.length} pacts of ${quote(provider)}, more than ${mostPacts}`, {
      hint: 'Narrow the selectors',
    });
  return selected;
}

function requestOf({ selectors, providerBranch, providerTags, pending, wipSince }: Selection): object {
  return {
    consumerVersionSelectors: selectors ?? usualSelectors,
    ...(providerBranch !== undefined && { providerVersionBranch: providerBranch }),
    ...(providerTags.length > 0 && { providerVersionTags: providerTags }),
    // Work in progress is always pending.
    includePendingStatus: pending || wipSince !== undefined,
    ...(wipSince !== undefined && { includeWipPactsSince: wipSince }),
  };
}

function readSelected(answer: Resource): Selected {
  const embedded = answer.value['_embedded'];
  const given = isRecord(embedded) ? embedded['pacts'] : undefined;
  if (!Array.isArray(given))
    throw new UserError('The broker answers the question for pacts without `_embedded.pacts`', { hint: notBroker });
  const pacts = (given as unknown[]).flatMap((pact) => {
    const [link] = isRecord(pact) ? linksOf({ url: answer.url, value: pact }, 'self') : [];
    if (!isRecord(pact) || !link) return [];
    const properties = isRecord(pact['verificationProperties']) ? pact['verificationProperties'] : {};
    const isWip = properties['wip'] === true;
    return [{ ...link, isWip, isPending: isWip || properties['pending'] === true, notices: readNotices(properties['notices']) }];
  });
  return { pacts: distinct(pacts), lost: given.length - pacts.length, warnings: [] };
}

const readLatest = (answer: Resource): SelectedPact[] =>
  distinct(
    [...linksOf(answer, 'pb:pacts'), ...linksOf(answer, 'pacts')].map((link) => ({ ...link, isPending: false, isWip: false, notices: [] })),
  );

const distinct = (pacts: readonly SelectedPact[]): SelectedPact[] => [...new Map(pacts.map((pact) => [pact.url.href, pact])).values()];

const readNotices = (notices: unknown): SelectedPact['notices'] =>
  (Array.isArray(notices) ? (notices as unknown[]) : []).flatMap((notice) =>
    isRecord(notice) && typeof notice['text'] === 'string' ? [{ when: String(notice['when'] ?? ''), text: notice['text'] }] : [],
  );

/** An old broker knows the latest pact of each consumer and nothing else. */
function missedBy({ selectors, pending, wipSince }: Selection): string[] {
  const missed = [
    ...(selectors ? ['selectors'] : []),
    ...(pending ? ['pending pacts'] : []),
    ...(wipSince === undefined ? [] : ['work in progress']),
  ];
  return [
    `The broker is old: the latest pact of each consumer is judged${missed.length > 0 ? `, and it knows nothing of ${missed.join(', ')}` : ''}`,
  ];
}

async function explainUnknown<T>(provider: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof StatusError) || error.status !== 404) throw error;
    throw new UserError(`The broker knows no provider ${quote(provider)}`, {
      hint: 'Check `--provider`, or `provider` in the config: consumers name it in their pacts',
      cause: error,
    });
  }
}
