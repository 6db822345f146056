// `truce publish`: a contract goes to PactFlow as the provider's contract, with the report of `truce check` on it as its verification.
import { readFileSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { publishProviderContract } from '../broker/provider-contract.ts';
import type { ContractConfig } from '../config/config.ts';
import { findConfig, type LoadedConfig, readConfig } from '../config/load.ts';
import type { Report } from '../model/report.ts';
import { list, quote } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';
import type { LoadedContract } from '../openapi/load.ts';
import { reporterById } from '../reporters/index.ts';
import { ruleById } from '../rules/index.ts';
import { version } from '../version.ts';
import { openBroker } from './broker.ts';
import type { Io } from './io.ts';
import { judgePlan } from './judge-plan.ts';
import { type CheckArguments, makePlan } from './plan.ts';
import { parseOutput, writeReport } from './reporting.ts';

export interface PublishArguments {
  readonly contract: string;
  /** Evidence instead of what the config names for the contract. */
  readonly evidence: readonly string[];
  readonly config?: string;
  readonly address?: string;
  readonly provider?: string;
  readonly providerVersion: string;
  readonly branch?: string;
  readonly tags: readonly string[];
  readonly buildUrl?: string;
  /** Reporter whose output becomes the verification. */
  readonly reporter: string;
}

/** Media types of the reports PactFlow is sent. */
const mediaTypes: Readonly<Record<string, string>> = { text: 'text/plain', json: 'application/json', junit: 'application/xml' };

/** Runs the command; answers with the exit code: that of the check, or 2 when nothing could be published. Throws a UserError. */
export async function runPublish(args: PublishArguments, io: Io): Promise<0 | 1 | 2> {
  const reporter = reporterById(args.reporter);
  const contentType = mediaTypes[args.reporter];
  if (!reporter || contentType === undefined)
    throw new UserError(`\`--reporter\` takes ${list(Object.keys(mediaTypes), 9, 'or')} here, got ${quote(args.reporter)}`);
  if (args.providerVersion.trim() === '')
    throw new UserError('The version of the provider is empty', { hint: 'Give `--provider-version "$(git rev-parse HEAD)"`' });
  const disposals: (() => void)[] = [];
  try {
    const loaded = await narrowedConfig(args, io);
    const provider = args.provider ?? ownEntry(loaded)?.provider;
    if (provider === undefined)
      throw new UserError('The name of the provider is not known', {
        hint: 'Add `--provider <name>`, or give the contract the field `provider` in the config',
      });
    const check = checkArguments(args);
    const plan = await makePlan(check, loaded, io, disposals);
    const [failed] = plan.failed;
    if (failed) throw new UserError(failed.message, { hint: failed.fix, ...(failed.contract && { location: failed.contract }) });
    const contract = plan.contracts[0] as LoadedContract;
    refuseSplit(contract);
    const report = judgePlan({ args: check, plan, loaded, io });
    writeReport(report, [parseOutput('text')], { quiet: false, frames: false }, io);
    const content = [...reporter.render(report, { color: false, width: 100, frames: false, quiet: false, rule: ruleById })].join('');
    const { client, index } = await openBroker(args.address, loaded.config.broker, io, disposals);
    const notices = await publishProviderContract(client, index, {
      provider,
      version: args.providerVersion,
      tags: args.tags,
      ...(args.branch !== undefined && { branch: args.branch }),
      ...(args.buildUrl !== undefined && { buildUrl: args.buildUrl }),
      contract: { content: readFileSync(contract.path), contentType: isJson(contract) ? 'application/json' : 'application/yaml' },
      verification: { success: isSuccess(report), content, contentType, format: args.reporter },
      truceVersion: version,
    });
    io.err(
      `Published ${contract.uri} as the contract of ${quote(provider)}, version ${quote(args.providerVersion)}, self-verification ${isSuccess(report) ? 'passed' : 'failed'}\n`,
    );
    for (const text of notices) io.err(`  ${text}\n`);
    return report.exitCode;
  } finally {
    for (const dispose of disposals) dispose();
  }
}

/** Errors fail the verification whatever `failOn` the config has. */
const isSuccess = ({ exitCode, totals }: Report): boolean => exitCode === 0 && totals.findings.error === 0;

const isJson = (contract: LoadedContract): boolean => contract.root.document.source.syntax === 'json';

/** The config with the one contract that is published; without an entry for it, its own examples are its evidence. */
async function narrowedConfig(args: PublishArguments, io: Io): Promise<LoadedConfig> {
  const found = args.config === undefined ? findConfig(io.cwd) : resolve(io.cwd, args.config);
  const document = resolve(io.cwd, args.contract);
  if (found === undefined) return { config: { contracts: [{ document }] }, path: '', folder: io.cwd };
  const loaded = await readConfig(found, args.config ?? (relative(io.cwd, found).split(sep).join('/') || found));
  const entries = (loaded.config.contracts ?? []).map((entry): ContractConfig => (typeof entry === 'string' ? { document: entry } : entry));
  const entry = entries.find((candidate) => resolve(loaded.folder, candidate.document) === document) ?? { document };
  return { ...loaded, config: { ...loaded.config, contracts: [entry] } };
}

function ownEntry({ config }: LoadedConfig): ContractConfig | undefined {
  const [entry] = config.contracts ?? [];
  return typeof entry === 'string' ? undefined : entry;
}

const checkArguments = ({ evidence }: PublishArguments): CheckArguments => ({
  evidence,
  contract: [],
  reporter: [],
  list: false,
  strict: false,
  strictUnmatched: false,
  examples: evidence.length > 0,
  quiet: false,
  frames: false,
  updateBaseline: false,
  allowRemoteRefs: false,
  allowOutsideRefs: false,
});

/** A broker keeps one document for each version, and consumers' tools read only that. */
function refuseSplit({ documents, uri }: LoadedContract): void {
  const others = documents.all.map((document) => document.uri).filter((other) => other !== uri);
  if (others.length === 0) return;
  throw new UserError(`The contract is split over files, and a broker takes one: ${uri} refers to ${list(others, 3)}`, {
    hint: `Bundle it first, as with \`redocly bundle ${uri} -o bundled.yaml\`, and publish that`,
  });
}
