// The options of the command line that speak of a Pact Broker, as arguments of its commands.
import { UserError } from '../model/user-error.ts';
import type { BrokerArguments } from './broker.ts';
import type { PublishArguments } from './publish.ts';

type Flags = Readonly<Record<string, unknown>>;

export const brokerSecrets =
  'Credentials for a broker come from the environment alone: PACT_BROKER_TOKEN, or PACT_BROKER_USERNAME\nand PACT_BROKER_PASSWORD.\n';

const texts = ['provider', 'providerVersion', 'providerBranch', 'buildUrl'] as const;

/** `--broker pacts/`: what is no address is evidence, not the value of the option. */
export const withWholeBroker = (argv: readonly string[]): string[] =>
  argv.flatMap((word, at) => {
    if (word === '--broker') return [isAddressWord(argv[at + 1]) ? `--broker=${argv[at + 1] ?? ''}` : '--broker='];
    return argv[at - 1] === '--broker' && isAddressWord(word) ? [] : [word];
  });

const isAddressWord = (word: string | undefined): boolean => word !== undefined && /^[a-z][a-z0-9+.-]*:\/\//i.test(word);

const address = (options: Flags): { address?: string } =>
  typeof options['broker'] === 'string' && options['broker'] !== '' ? { address: options['broker'] } : {};

function given<Name extends string>(options: Flags, names: readonly Name[]): { [name in Name]?: string } {
  return Object.fromEntries(names.filter((name) => typeof options[name] === 'string').map((name) => [name, options[name]])) as {
    [name in Name]?: string;
  };
}

const brokerOptions = {
  provider: '--provider',
  consumerSelector: '--consumer-selector',
  enablePending: '--enable-pending',
  includeWipSince: '--include-wip-since',
  providerVersion: '--provider-version',
  providerBranch: '--provider-branch',
  providerTag: '--provider-tag',
  publish: '--publish',
  buildUrl: '--build-url',
} as const;

/** Throws a UserError for an option that means nothing without `--broker`, or whose value is empty. */
export function readBrokerFlags(options: Flags): { broker?: BrokerArguments } {
  const isSet = (value: unknown): boolean => value !== undefined && !(Array.isArray(value) && value.length === 0);
  if (options['broker'] === undefined) {
    const lonely = Object.entries(brokerOptions).find(([name]) => isSet(options[name]));
    if (lonely) throw new UserError(`\`${lonely[1]}\` has no meaning without \`--broker\``, { hint: 'Add `--broker https://…`' });
    return {};
  }
  // Without a version nothing is published, which is said with more words.
  const { providerVersion: _, ...others } = brokerOptions;
  refuseEmpty(options, others);
  return {
    broker: {
      ...address(options),
      ...given(options, texts),
      ...(typeof options['includeWipSince'] === 'string' && { wipSince: options['includeWipSince'] }),
      providerTags: options['providerTag'] as string[],
      selectors: options['consumerSelector'] as string[],
      pending: options['enablePending'] === true,
      publish: options['publish'] === true,
    },
  };
}

/** Throws a UserError for an option whose value is empty. */
export function readPublishFlags(contract: string, evidence: readonly string[], options: Flags): PublishArguments {
  refuseEmpty(options, { provider: '--provider', branch: '--branch', tag: '--tag', buildUrl: '--build-url' });
  return {
    contract,
    evidence,
    ...address(options),
    ...given(options, ['config', 'provider', 'branch', 'buildUrl'] as const),
    providerVersion: options['providerVersion'] as string,
    tags: options['tag'] as string[],
    reporter: options['reporter'] as string,
  };
}

/** In CI the variable behind it is not set; the broker would be asked for a branch without a name. */
function refuseEmpty(options: Flags, names: Readonly<Record<string, string>>): void {
  const isEmpty = (value: unknown): boolean =>
    Array.isArray(value) ? value.some(isEmpty) : typeof value === 'string' && value.trim() === '';
  const empty = Object.entries(names).find(([name]) => isEmpty(options[name]));
  if (empty)
    throw new UserError(`\`${empty[1]}\` is empty`, { hint: 'Check that the variable it comes from is set here, or leave the option out' });
}
