// What `truce check` is to judge: contracts and evidence from the arguments or the config, loaded or named as unusable.
import { relative, resolve, sep } from 'node:path';
import type { EvidenceInput } from '../check.ts';
import type { Config, ContractConfig } from '../config/config.ts';
import type { LoadedConfig } from '../config/load.ts';
import { announcedRule, fingerprintOf } from '../judge/judge.ts';
import type { Finding } from '../model/finding.ts';
import { quote } from '../model/show.ts';
import type { MatrixDetail } from '../model/reporter.ts';
import { UserError } from '../model/user-error.ts';
import { type LoadedContract, loadContract } from '../openapi/load.ts';
import { refuseTwins } from '../openapi/refusals.ts';
import type { BrokerArguments } from './broker.ts';
import { expandEvidence, sizeOf } from './expand.ts';
import type { Io } from './io.ts';

export interface CheckArguments {
  readonly evidence: readonly string[];
  readonly contract: readonly string[];
  readonly config?: string;
  readonly reporter: readonly string[];
  readonly failOn?: string;
  readonly promise?: 'off' | 'warn' | 'error';
  readonly bail?: number;
  readonly matrix?: MatrixDetail;
  readonly minCoverage?: string;
  readonly workers?: number;
  /** `2/4`: the second of four machines. */
  readonly shard?: string;
  readonly grep?: string;
  readonly list: boolean;
  readonly strict: boolean;
  readonly strictUnmatched: boolean;
  readonly examples: boolean;
  readonly quiet: boolean;
  readonly frames: boolean;
  readonly updateBaseline: boolean;
  readonly allowRemoteRefs: boolean;
  readonly allowOutsideRefs: boolean;
  /** Judges again what files change, until somebody ends it. */
  readonly watch?: boolean;
  /** Pacts of a broker are the evidence, beside what is named. */
  readonly broker?: BrokerArguments;
}

export interface Plan {
  readonly contracts: readonly LoadedContract[];
  /** Those in the evidence matrix; all unless said otherwise. */
  readonly counted?: readonly LoadedContract[];
  readonly evidence: readonly EvidenceInput[];
  /** Contracts that could not be loaded at all. */
  readonly failed: readonly Finding[];
  /** How the findings about those call them. */
  readonly unread: readonly string[];
  /** With `--broker`: the contracts of each provider; none where they could not be loaded. */
  readonly providers: ReadonlyMap<string, readonly LoadedContract[]>;
}

/** Throws a UserError when nothing is to be judged, or two contracts share a name. */
export async function makePlan(
  args: CheckArguments,
  loaded: LoadedConfig | undefined,
  io: Io,
  disposals: (() => void)[],
  load: typeof loadContract = loadContract,
): Promise<Plan> {
  const config = loaded?.config ?? {};
  const folder = loaded?.folder ?? io.cwd;
  const wanted = wantedContracts(args, config, folder, io);
  if (wanted.length === 0) {
    throw new UserError(loaded ? 'The config names no contract' : 'There is no contract to check against', {
      hint: 'Name one with `--contract openapi.yaml`, or write a `truce.config.ts` with `contracts`',
    });
  }
  const contracts: LoadedContract[] = [];
  const evidence: EvidenceInput[] = [];
  const failed: Finding[] = [];
  const providers = new Map<string, LoadedContract[]>();
  const isByProvider = wanted.some(({ options }) => options.provider !== undefined);
  const isEverything = args.evidence.length === 0 && !args.broker;
  const expand = (patterns: readonly string[], base: string, own?: readonly LoadedContract[]): Promise<EvidenceInput[]> =>
    expandEvidence(patterns, { base, cwd: io.cwd, ...(own && { contracts: own }), onDispose: (dispose) => disposals.push(dispose) });
  for (const { path, options } of wanted) {
    const contract = await tryLoad(path, options, args, config, io, failed, load);
    const provider = isByProvider ? options.provider : args.broker?.provider;
    if (provider !== undefined && args.broker && (args.broker.provider ?? provider) === provider)
      providers.set(provider, [...(providers.get(provider) ?? []), ...(contract ? [contract] : [])]);
    // The evidence of one that cannot be read is told too, though nothing can be said of it.
    if (isEverything && options.evidence) evidence.push(...(await expand(options.evidence, folder, contract ? [contract] : [])));
    if (!contract) continue;
    contracts.push(contract);
    if ((isEverything && options.examples !== false) || args.examples)
      evidence.push({ kind: 'examples', contract, weigh: () => sizeOf(contract.path) });
  }
  evidence.push(...(await expand(isEverything ? (config.evidence ?? []) : args.evidence, isEverything ? folder : io.cwd)));
  refuseTwins(contracts);
  return { contracts, evidence, failed, unread: failed.map(({ about }) => about), providers };
}

interface Wanted {
  readonly path: string;
  readonly options: ContractConfig;
}

export function wantedContracts(args: CheckArguments, config: Config, folder: string, io: Io): Wanted[] {
  const named = args.contract.map((document) => ({ path: resolve(io.cwd, document), options: { document } }));
  if (named.length > 0) return named;
  const all = (config.contracts ?? [])
    .map((entry) => (typeof entry === 'string' ? { document: entry } : entry))
    .map((options) => ({ path: resolve(folder, options.document), options }));
  if (!args.broker || args.evidence.length > 0 || all.every(({ options }) => options.provider === undefined)) return all;
  const { provider } = args.broker;
  const theirs = all.filter(({ options }) => options.provider !== undefined && (provider === undefined || options.provider === provider));
  if (theirs.length > 0) return theirs;
  throw new UserError(`No contract in the config is that of the provider ${quote(provider ?? '')}`, {
    hint: 'Correct `--provider`, or give the contract the field `provider`',
  });
}

/** A contract that cannot be loaded is a finding, and everything else is still judged. */
async function tryLoad(
  path: string,
  { id }: ContractConfig,
  args: CheckArguments,
  config: Config,
  io: Io,
  failed: Finding[],
  load: typeof loadContract,
): Promise<LoadedContract | undefined> {
  try {
    return await load(path, {
      cwd: io.cwd,
      network: args.allowRemoteRefs || config.references?.network === true,
      outside: args.allowOutsideRefs || config.references?.outside === true,
      ...(id !== undefined && { id }),
    });
  } catch (error) {
    if (!(error instanceof UserError) || !error.location) throw error;
    const rule = announcedRule('contract-document-malformed');
    const about = relative(io.cwd, path).split(sep).join('/');
    failed.push({
      rule: rule.id,
      severity: rule.severity,
      side: 'contract',
      message: error.message,
      fix: error.hint ?? rule.fix,
      contract: error.location,
      related: [],
      about,
      fingerprint: fingerprintOf(rule.id, about, '', error.location, undefined),
    });
    return undefined;
  }
}
