// The options of `truce redact`.
import type { Command } from 'commander';
import { collect } from './arguments.ts';
import type { RedactArguments } from './redact.ts';

type RedactFlags = Pick<RedactArguments, 'contract' | 'config' | 'allowRemoteRefs' | 'allowOutsideRefs'>;

/** Adds the command; `run` is called with what was asked for. */
export function addRedactCommand(program: Command, run: (args: RedactArguments) => Promise<void>): void {
  program
    .command('redact')
    .summary('copy a recording without personal data')
    .description(
      'Copies a HAR with keyed pseudonyms in the place of personal data: every verdict stays the same, no original value is left.',
    )
    .argument('<recording.har>', 'HAR to read')
    .argument('<copy.har>', 'HAR to write; it is there only when everything was proved')
    .option('-c, --contract <file>', 'OpenAPI document, no config needed (repeatable)', collect, [])
    .option('--config <file>', 'config file instead of the nearest truce.config.*')
    .option('--allow-remote-refs', 'follow $refs to http and https addresses')
    .option('--allow-outside-refs', "follow $refs out of the contract's folder")
    .addHelpText('after', '\nTRUCE_REDACT_KEY: the same key gives the same pseudonyms in several files; one is made by chance without it.')
    .action((from: string, to: string, options: RedactFlags) => run({ ...options, from, to }));
}
