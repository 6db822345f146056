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

/** Throws a UserError for an option that means nothing without `--broker`. */
export function readBrokerFlags(options: Flags): { broker?: BrokerArguments } {
  const isSet = (value: unknown): boolean => value !== undefined && !(Array.isArray(value) && value.length === 0);
  if (options['broker'] === undefined) {
    const lonely = Object.entries({
      provider: '--provider',
      consumerSelector: '--consumer-selector',
      enablePending: '--enable-pending',
      includeWipSince: '--include-wip-since',
      providerVersion: '--provider-version',
      providerBranch: '--provider-branch',
      providerTag: '--provider-tag',
      publish: '--publish',
      buildUrl: '--build-url',
    }).find(([name]) => isSet(options[name]));
    if (lonely) throw new UserError(`\`${lonely[1]}\` has no meaning without \`--broker\``, { hint: 'Add `--broker https://…`' });
    return {};
  }
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

export const readPublishFlags = (contract: string, evidence: readonly string[], options: Flags): PublishArguments => ({
  contract,
  evidence,
  ...address(options),
  ...given(options, ['config', 'provider', 'branch', 'buildUrl'] as const),
  providerVersion: options['providerVersion'] as string,
  tags: options['tag'] as string[],
  reporter: options['reporter'] as string,
});
