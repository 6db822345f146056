// What is known before `truce probe` sends something: contract, workflows, credentials, checks, and the plan of its cases.
import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { EvidenceInput } from '../check.ts';
import { checks as allChecks } from '../checks/index.ts';
import type { LoadedConfig } from '../config/load.ts';
import { loadArazzo } from '../live/arazzo/load.ts';
import type { ArazzoDocument } from '../live/arazzo/model.ts';
import type { Check } from '../live/check.ts';
import { Credentials, variableOf } from '../live/credentials.ts';
import type { Dropped } from '../live/generate/index.ts';
import { makeProbePlan, type ProbePlan, type Untried } from '../live/plan.ts';
import { Secrets } from '../live/secrets.ts';
import { noSettings, type ProbeSettings } from '../live/settings.ts';
import type { Operation } from '../model/contract.ts';
import { count, isSecretName, list, quote } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';
import { loadContract, type LoadedContract } from '../openapi/load.ts';
import { configFor } from './check.ts';
import { expandEvidence } from './expand.ts';
import type { Io } from './io.ts';
import { gatherBases } from './probe-bases.ts';
import { type Extras, prepareExtras } from './probe-statement.ts';
import type { ProbeArguments } from './probe.ts';
import { chooseVariants } from './probe-variants.ts';
import { chooseContracts, type Wanted } from './served.ts';

/** Generated requests for each operation where nobody says how many. */
const usualVariants = 40;
/** Everything that is known before something is sent. */
export interface Prepared {
  readonly args: ProbeArguments;
  readonly io: Io;
  readonly loaded: LoadedConfig | undefined;
  readonly wanted: Wanted;
  readonly contract: LoadedContract;
  readonly arazzo: ArazzoDocument | undefined;
  readonly settings: ProbeSettings;
  readonly operations: readonly Operation[];
  readonly checks: readonly Check[];
  readonly secrets: Secrets;
  readonly credentials: Credentials;
  readonly run: string;
  readonly mark: string;
  /** Requests generated for each operation at most. */
  readonly generated: number;
  readonly extras: Extras;
}

export async function prepareProbe(args: ProbeArguments, io: Io, run: string): Promise<Prepared> {
  const loaded = await configFor({ ...(args.config !== undefined && { config: args.config }), contract: [] }, io);
  const all = chooseContracts(args.contract === undefined ? [] : [args.contract], loaded, io.cwd, 'probe');
  const [wanted] = all;
  if (!wanted || all.length > 1)
    throw new UserError('One contract is probed at a time', {
      hint: `Name one, as in \`truce probe ${all[0] ? shownName(all[0]) : 'openapi.yaml'}\``,
    });
  const contract = await loadContract(wanted.path, {
    ...wanted.references,
    cwd: io.cwd,
    ...(wanted.id !== undefined && { id: wanted.id }),
  });
  const arazzo = await arazzoOf(wanted, loaded, contract, io);
  const secrets = new Secrets();
  for (const value of secretInputs(contract.id, io.env)) secrets.add(value);
  const credentials = new Credentials({
    contract: contract.id,
    env: io.env,
    secrets,
    signIns: new Map(
      [...(arazzo?.settings.credentials ?? [])].map(([key, { workflow }]) => [key, arazzo?.workflows.get(workflow)?.required ?? []]),
    ),
    ...(wanted.probe?.credentials && { names: wanted.probe.credentials }),
  });
  return {
    args,
    io,
    loaded,
    wanted,
    contract,
    arazzo,
    settings: arazzo?.settings ?? noSettings,
    operations: chooseOperations(contract, args.operations),
    checks: chooseChecks(args),
    secrets,
    credentials,
    run,
    mark: `truce-${run}`,
    generated: args.generate ?? usualVariants,
    extras: prepareExtras(args, io),
  };
}

/** Inputs of workflows come from the environment, too: those called like a secret, such as the password of a sign-in, are never shown. */
const secretInputs = (contract: string, env: Io['env']): readonly string[] =>
  Object.entries(env).flatMap(([name, value = '']) => {
    const start = variableOf(contract, '');
    return name.startsWith(start) && isSecretName(name.slice(start.length)) ? [value] : [];
  });

const shownName = ({ path, id }: Wanted): string => id ?? path.replace(/^.*[/\\]([^/\\]+)[/\\]openapi\.\w+$/, '$1');

/** Named in the config, or `arazzo.yaml` beside the document. */
async function arazzoOf(
  { path, probe }: Wanted,
  loaded: LoadedConfig | undefined,
  contract: LoadedContract,
  io: Io,
): Promise<ArazzoDocument | undefined> {
  const named = probe?.arazzo === undefined ? undefined : resolve(loaded?.folder ?? io.cwd, probe.arazzo);
  const beside = join(dirname(path), 'arazzo.yaml');
  const file = named ?? (existsSync(beside) ? beside : undefined);
  return file === undefined ? undefined : loadArazzo(file, io.cwd, [contract]);
}

function chooseOperations(contract: LoadedContract, named: readonly string[]): readonly Operation[] {
  if (named.length === 0) return contract.operations;
  return named.map((id) => {
    const operation = contract.operation(id);
    if (operation) return operation;
    throw new UserError(`${quote(contract.id)} has no operation ${quote(id)}`, {
      hint: `It has ${list(
        contract.operations.map((one) => one.id),
        10,
      )}`,
    });
  });
}

function chooseChecks({ checks, excludeChecks, only }: ProbeArguments): readonly Check[] {
  const ids = allChecks.map(({ id }) => id);
  const unknown = [...(checks ?? []), ...(excludeChecks ?? [])].find((id) => !ids.includes(id));
  if (unknown !== undefined) throw new UserError(`There is no check ${quote(unknown)}`, { hint: `There are ${list(ids, 20)}` });
  const own = only === undefined ? undefined : only.split('/').find((part) => ids.includes(part));
  return allChecks.filter(
    ({ id, plan }) => (checks?.includes(id) ?? true) && !excludeChecks?.includes(id) && (own === undefined || own === id || !plan),
  );
}

function explainDropped([operation, all]: readonly [Operation, readonly Dropped[]]): Untried {
  const [{ name = '', reason = '' } = {}] = all;
  const such = all.length === 1 ? '' : `, and ${count(all.length - 1, 'variation')} more with reasons of their own`;
  return { what: `${operation.id}, ${name}`, reason: `${reason}${such}`, operation };
}

/** The cases of a run; a dry run plans all of them. */
export async function planOf(prepared: Prepared): Promise<ProbePlan> {
  const { args, io, loaded, wanted, contract, operations, checks, settings, arazzo, mark } = prepared;
  const disposals: (() => void)[] = [];
  const evidence: readonly EvidenceInput[] = await expandEvidence(wanted.evidence ?? [], {
    base: loaded?.folder ?? io.cwd,
    cwd: io.cwd,
    contracts: [contract],
    onDispose: (dispose) => disposals.push(dispose),
  });
  // Its generator of random values is large.
  const generation = await import('../live/generate/index.ts');
  const { bases, lacks } = gatherBases(contract, operations, evidence, generation);
  for (const dispose of disposals) dispose();
  const dropped = new Map<Operation, Dropped[]>();
  const options = { count: prepared.generated, seed: args.seed, mark };
  const plan = makeProbePlan({
    contract,
    operations,
    checks,
    settings,
    ...(arazzo && { arazzo }),
    bases,
    lacks,
    variants: (operation, base, own) =>
      chooseVariants(generation, base.values, own, {
        ...options,
        dropped: (one) => void dropped.set(operation, [...(dropped.get(operation) ?? []), one]),
      }),
    // A dry run shows all of it.
    isWriting: args.isWriting || args.target === undefined,
    mayLeave: args.leaveBehind,
  });
  if (args.only === undefined) return { ...plan, untried: [...plan.untried, ...[...dropped].map(explainDropped)] };
  const cases = plan.cases.filter(({ id }) => id === args.only);
  if (cases.length === 0)
    throw new UserError(`There is no case ${quote(args.only, 300)}`, {
      hint: 'It depends on --generate, --seed and --write: give those of the run that named it',
    });
  return { cases, workflows: [], untried: [] };
}

export const shownPath = (path: string, { cwd }: Io): string => relative(cwd, path).split(sep).join('/') || '.';
