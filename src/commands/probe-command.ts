// The options of `truce probe`.
import { type Command, InvalidArgumentError } from 'commander';
import { collect, failOnOption, seconds, wholeNumber } from './arguments.ts';
import type { ProbeArguments } from './probe.ts';

const perSecond = (text: string): number => {
  const rate = Number(text);
  if (!/^\d{1,3}(\.\d{1,3})?$/.test(text) || rate <= 0) throw new InvalidArgumentError('It takes requests per second, such as 5 or 0.5.');
  return rate;
};

const commaList = (text: string): readonly string[] => text.split(',').map((one) => one.trim());

type Flags = Omit<ProbeArguments, 'contract' | 'isWriting' | 'leaveBehind' | 'reporters' | 'operations' | 'hosts'> & {
  readonly write?: boolean;
  readonly leaveBehind?: boolean;
  readonly reporter: readonly string[];
  readonly operation: readonly string[];
  readonly allowHost: readonly string[];
};

/** Adds the command; `run` is called with what was asked for. */
export function addProbeCommand(program: Command, run: (args: ProbeArguments) => Promise<void>): void {
  program
    .command('probe')
    .summary('ask a live instance whether it keeps to its contract')
    .description(
      'Sends requests built from a contract to a live instance and judges the answers. Without --target it prints what it would send; without --write it sends nothing that writes.',
    )
    .argument('[contract]', 'OpenAPI document, or the name of a contract in truce.config.* or of one that comes with Truce')
    .option('-t, --target <url>', 'the instance, as in https://crm.example/tenant')
    .option('--write', 'send requests that create and change; what is made carries the mark of the run and is removed again')
    .option('--leave-behind', 'with --write: make also what nothing says how to remove; it stays there and is listed')
    .optionsGroup('What is tried:')
    .option('--checks <ids>', 'only these checks (`truce checks` lists them)', commaList)
    .option('--exclude-checks <ids>', 'all checks but these', commaList)
    .option('--operation <id>', 'only this operation (repeatable)', collect, [])
    .option('--only <case>', 'only this case, as a finding names it: its replay')
    .option('--generate <n>', 'random requests for each operation, valid and invalid ones, beside the systematic ones', wholeNumber)
    .option('--seed <n>', 'seed of what is generated', wholeNumber, 1)
    .optionsGroup('Safety:')
    .option('--rate <n>', 'requests per second', perSecond, 5)
    .option('--max-requests <n>', 'requests in all, cleaning up aside', wholeNumber, 2000)
    .option('--max-time <seconds>', 'seconds in all, cleaning up aside', seconds, 1800)
    .option('--max-wait <seconds>', 'longest pause an instance may ask for with Retry-After', seconds, 60)
    .option('--timeout <seconds>', 'seconds for one answer', seconds, 30)
    .option('--allow-host <host>', 'the only hosts a target may have, `*.crm.example` too (repeatable)', collect, [])
    .option('--ledger <file>', 'where it is written down what a run makes (default: truce-probe-<run>.ledger)')
    .option('--cleanup <ledger>', 'remove what an interrupted run left behind, and do nothing else')
    .optionsGroup('Results:')
    .option('--har <file.har>', 'recording of the run, without credentials (default: truce-probe-<run>.har)')
    .option('-r, --reporter <name[:path]>', 'as in `truce check` (repeatable)', collect, [])
    .option('--statement <file>', 'one-page conformance statement for the vendor, .md or .html')
    .option('--compare <report.json>', 'say what has changed since an earlier run (`--reporter json:report.json`)')
    .option('--time-budget <ms>', 'report answers that take longer', wholeNumber, 2000)
    .addOption(failOnOption())
    .option('--config <file>', 'config file instead of the nearest truce.config.*')
    .option('-q, --quiet', 'only findings and the summary')
    .addHelpText(
      'after',
      '\nCredentials come from the environment only: TRUCE_<CONTRACT>_<SCHEME>, such as TRUCE_SUPEROFFICE_BASIC=user:password; the plan names them.\nHTTP_PROXY, HTTPS_PROXY, NO_PROXY and NODE_EXTRA_CA_CERTS are honoured.\nExit codes: 0 conforms and nothing left behind, 1 findings at or above --fail-on, 2 could not be checked, or something is left behind.',
    )
    .action(
      async (contract: string | undefined, { write = false, leaveBehind = false, reporter, operation, allowHost, ...flags }: Flags) => {
        await run({
          ...flags,
          quiet: flags.quiet ?? false,
          isWriting: write,
          leaveBehind,
          reporters: reporter,
          operations: operation,
          hosts: allowHost,
          ...(contract !== undefined && { contract }),
        });
      },
    );
}
