// Suggests changes of contracts by judging in rounds: what is found becomes actions, the changed document judges again, until nothing new is found.
import type { Contract } from '../model/contract.ts';
import type { Exchange } from '../model/exchange.ts';
import type { Finding } from '../model/finding.ts';
import type { Verdict } from '../model/report.ts';
import { count } from '../model/show.ts';
import { examine } from '../judge/examine.ts';
import { Judge, type JudgeOptions } from '../judge/judge.ts';
import { type LoadedContract, loadContract } from '../openapi/load.ts';
import { type Action, applyActions } from './apply.ts';
import { type Cluster, Clusters } from './cluster.ts';
import { editFor } from './edit-document.ts';
import { observe } from './observation.ts';
import { createReach } from './reach.ts';
import { makeRepeatable } from './repeatable.ts';

export interface SeenExchange {
  readonly exchange: Exchange;
  /** When its evidence belongs to only some of the contracts. */
  readonly contracts?: readonly Contract[];
}

export interface SuggestOptions extends JudgeOptions {
  readonly contracts: readonly LoadedContract[];
  /** Read once for every round. */
  readonly exchanges: () => Iterable<SeenExchange>;
  /** Fewer exchanges are no reason to change a contract; 1 unless said otherwise. */
  readonly minExchanges?: number;
}

/** One round of judging, summed up. */
export interface Tally {
  /** Observed exchanges. */
  readonly exchanges: number;
  readonly verdicts: Readonly<Record<Verdict, number>>;
  /** By fingerprint. */
  readonly findings: ReadonlyMap<string, { readonly finding: Finding; readonly count: number }>;
  /** Ids of operations with an exchange that violates, and those with none; each as `contract/id`. */
  readonly red: ReadonlySet<string>;
  readonly green: ReadonlySet<string>;
}

export interface Refusal {
  readonly cluster: Cluster;
  readonly reason: string;
}

export interface Suggestion {
  /** Actions for each contract that gets any. */
  readonly actions: ReadonlyMap<LoadedContract, readonly Action[]>;
  /** What stays as it is, and why. */
  readonly refusals: readonly Refusal[];
  readonly before: Tally;
  readonly after: Tally;
}

const mostRounds = 8;

/** Never changes a file. Throws a UserError when a contract cannot be loaded again. */
export async function suggest(options: SuggestOptions): Promise<Suggestion> {
  const actions = new Map<LoadedContract, Action[]>();
  let changed = new Map(options.contracts.map((contract) => [contract, contract]));
  let before: Tally | undefined;
  for (let round = 1; ; round++) {
    const { tally, clusters } = judgeRound(options, changed);
    before ??= tally;
    const refusals: Refusal[] = [];
    const fresh = round > mostRounds ? [] : takeClusters(clusters, options, changed, actions, refusals);
    if (fresh.length === 0) return { actions, refusals, before, after: tally };
    changed = await changeAll(options.contracts, actions, changed, fresh);
  }
}

/** Adds to `actions` and answers with the contracts that got any. */
function takeClusters(
  clusters: readonly Cluster[],
  { minExchanges = 1 }: SuggestOptions,
  changed: ReadonlyMap<LoadedContract, LoadedContract>,
  actions: Map<LoadedContract, Action[]>,
  refusals: Refusal[],
): LoadedContract[] {
  const originals = new Map([...changed].map(([original, current]) => [current, original]));
  const documents = new Map<LoadedContract, unknown>();
  const reaches = new Map<LoadedContract, (pointer: string) => string[]>();
  for (const cluster of clusters) {
    const { contract } = cluster;
    if (!contract) {
      refusals.push({ cluster, reason: 'no contract covers it' });
      continue;
    }
    if (cluster.exchanges < minExchanges) {
      refusals.push({ cluster, reason: `only ${count(cluster.exchanges, 'exchange')} showed it` });
      continue;
    }
    const document = documents.get(contract) ?? contract.root.value;
    const change = editFor(cluster, document, { isOld: isOld(contract) });
    if ('refusal' in change) {
      refusals.push({ cluster, reason: change.refusal });
      continue;
    }
    let reach = reaches.get(contract);
    if (!reach) reaches.set(contract, (reach = createReach(contract)));
    const operations = reach(cluster.pointer);
    const made = makeRepeatable(change.edits, document).map(({ target, isPreparation, ...edit }): Action => ({
      target,
      description: isPreparation ? 'Take out what is added next, should it be there already.' : describe(change.what, operations),
      ...edit,
      ...(!isPreparation && { 'x-evidence': cluster.evidence, 'x-operations': operations }),
    }));
    documents.set(contract, applyActions(document, made));
    const original = originals.get(contract) as LoadedContract;
    actions.set(original, [...(actions.get(original) ?? []), ...made]);
  }
  return [...documents.keys()].map((contract) => originals.get(contract) as LoadedContract);
}

const isOld = ({ root }: LoadedContract): boolean => String((root.value as Record<string, unknown>)['openapi']).startsWith('3.0');

const describe = (what: string, operations: readonly string[]): string =>
  `${what[0]?.toUpperCase()}${what.slice(1)}${operations.length > 1 ? `; ${operations.length} operations share it` : ''}.`;

async function changeAll(
  originals: readonly LoadedContract[],
  actions: ReadonlyMap<LoadedContract, readonly Action[]>,
  current: ReadonlyMap<LoadedContract, LoadedContract>,
  fresh: readonly LoadedContract[],
): Promise<Map<LoadedContract, LoadedContract>> {
  const changed = new Map<LoadedContract, LoadedContract>();
  for (const original of originals) {
    const own = actions.get(original) ?? [];
    const edit = (value: unknown): unknown => applyActions(value, own);
    const same = current.get(original) ?? original;
    changed.set(original, fresh.includes(original) ? await loadContract(original.path, { ...original.options, edit }) : same);
  }
  return changed;
}

function judgeRound(options: SuggestOptions, changed: ReadonlyMap<LoadedContract, LoadedContract>): { tally: Tally; clusters: Cluster[] } {
  const contracts = [...changed.values()];
  const judge = new Judge(contracts, options);
  const clusters = new Clusters();
  const findings = new Map<string, { finding: Finding; count: number }>();
  const verdicts: Record<Verdict, number> = { conforms: 0, violates: 0, unmatched: 0, unchecked: 0 };
  const red = new Set<string>();
  const seen = new Set<string>();
  let exchanges = 0;
  for (const { exchange, contracts: narrowed } of options.exchanges()) {
    if (exchange.claim !== 'observed' || exchange.problem) continue;
    exchanges++;
    const examination = examine(exchange, narrowed ? narrowed.flatMap((one) => changed.get(one as LoadedContract) ?? []) : contracts);
    const judged = judge.judgeExamined(examination);
    verdicts[judged.outcome.verdict]++;
    const { operation } = examination;
    if (operation) {
      const id = `${operation.contract.id}/${operation.id}`;
      seen.add(id);
      if (judged.outcome.verdict === 'violates') red.add(id);
    }
    for (const finding of judged.findings) {
      if (finding.accepted) continue;
      const known = findings.get(finding.fingerprint);
      if (known) known.count++;
      else findings.set(finding.fingerprint, { finding, count: 1 });
      const contract = contracts.find((one) => one === operation?.contract);
      clusters.add(observe(examination, finding), contract);
    }
  }
  return { tally: { exchanges, verdicts, findings, red, green: new Set([...seen].filter((id) => !red.has(id))) }, clusters: clusters.all };
}
