// The evidence of `truce diff`: what the options name, and with `--config` what the config holds against the compared contracts.
import { resolve } from 'node:path';
import type { EvidenceInput } from '../check.ts';
import type { LoadedConfig } from '../config/load.ts';
import { detectFormat } from '../evidence/index.ts';
import type { Exchange } from '../model/exchange.ts';
import { quote } from '../model/show.ts';
import { sentenceOf, UserError } from '../model/user-error.ts';
import type { LoadedContract } from '../openapi/load.ts';
import { expandEvidence } from './expand.ts';
import { isUserError } from './failure.ts';
import type { Io } from './io.ts';

export interface DiffEvidence {
  readonly pacts: readonly string[];
  readonly evidence: readonly string[];
  /** Whose evidence is taken, too. */
  readonly config: LoadedConfig | undefined;
  /** Both: the config may name either. */
  readonly contracts: readonly LoadedContract[];
  /** Takes what cannot be read, while the exchanges are asked for. */
  readonly damage: string[];
  readonly onDispose: (dispose: () => void) => void;
}

/**
 * The exchanges, each file once; undefined where no evidence was named. Throws a UserError for paths that do not exist, and for a config
 * that has nothing to say of the contracts.
 */
export async function readEvidence(given: DiffEvidence, { cwd }: Io): Promise<Iterable<Exchange> | undefined> {
  const { pacts, evidence, config, damage, onDispose } = given;
  const configured = config ? patternsOf(config, given.contracts) : [];
  if (pacts.length + evidence.length + configured.length === 0) return undefined;
  const expand = (patterns: readonly string[], base = cwd): Promise<EvidenceInput[]> => expandEvidence(patterns, { base, cwd, onDispose });
  const asPacts = await expand(pacts);
  const others = [...(await expand(evidence)), ...(await expand(configured, config?.folder))];
  return (function* () {
    const read = new Set<string>();
    for (const [inputs, arePacts] of [
      [asPacts, true],
      [others, false],
    ] as const)
      for (const input of inputs) {
        if (input.kind !== 'file' || (input.path !== undefined && read.has(input.path))) continue;
        if (input.path !== undefined) read.add(input.path);
        yield* exchangesOf(input, damage, arePacts);
      }
  })();
}

/** What is held against all contracts, and against those that are compared. */
function patternsOf({ config, folder, path }: LoadedConfig, contracts: readonly LoadedContract[]): string[] {
  const own = (config.contracts ?? []).flatMap((entry) =>
    typeof entry !== 'string' && contracts.some((contract) => contract.path === resolve(folder, entry.document))
      ? (entry.evidence ?? [])
      : [],
  );
  const patterns = [...own, ...(config.evidence ?? [])];
  if (patterns.length > 0) return patterns;
  throw new UserError(`The config names no evidence for ${quote(contracts.at(-1)?.uri ?? path, 200)}`, {
    hint: 'Give the contract `evidence` there, or name pacts and recordings with `--pacts` and `--evidence`',
  });
}

/** `arePacts`: the file was given as one of a consumer. What cannot be read is told and costs exit code 2. */
function* exchangesOf(input: Extract<EvidenceInput, { kind: 'file' }>, damage: string[], arePacts: boolean): Iterable<Exchange> {
  try {
    const file = input.open();
    const format = detectFormat(file);
    if (!format || (arePacts && format.claim !== 'expected')) {
      if (!input.isOptional) damage.push(`${quote(input.uri, 200)} is no ${arePacts ? 'pact' : 'evidence of a known format'}`);
      return;
    }
    const problems: UserError[] = [];
    yield* format.read(file, ({ message, location }) => problems.push(new UserError(message, { location })));
    damage.push(...problems.map(sentenceOf));
  } catch (error) {
    if (!isUserError(error)) throw error;
    damage.push(sentenceOf(error));
  }
}
