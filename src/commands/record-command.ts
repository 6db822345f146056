// The options of `truce record`.
import { type Command, Option } from 'commander';
import { collect, megabytes, portNumber, seconds } from './arguments.ts';
import type { RecordArguments } from './record.ts';

type RecordFlags = Pick<RecordArguments, 'target' | 'out' | 'host' | 'port' | 'config' | 'failOn' | 'limit' | 'timeout'> &
  Partial<Pick<RecordArguments, 'insecure' | 'keepHost' | 'forwarded' | 'rewriteLocation' | 'redact' | 'quiet' | 'json'>> & {
    readonly contract: readonly string[];
  };

/** Adds the command; `run` is called with what was asked for. */
export function addRecordCommand(program: Command, run: (args: RecordArguments) => Promise<void>): void {
  program
    .command('record')
    .summary('record what passes between clients and a server')
    .description(
      'Passes on every byte between clients and a server, writes the exchanges into a HAR without credentials, and judges them meanwhile.',
    )
    .argument('[contract...]', 'names of contracts in truce.config.*, or OpenAPI documents; without any, those of truce.config.*')
    .requiredOption('-t, --target <url>', 'the server, as in https://crm.example or http://127.0.0.1:8080/api')
    .requiredOption('-o, --out <file.har>', 'the HAR; one of an earlier recording is continued')
    .option('-c, --contract <file>', 'OpenAPI document to judge by (repeatable)', collect, [])
    .option('--config <file>', 'config file instead of the nearest truce.config.*')
    .option('-p, --port <n>', 'port; 0 picks a free one', portNumber, 4040)
    .option('--host <host>', 'address to listen on', '127.0.0.1')
    .option('--insecure', 'do not check the certificate of the target')
    .option('--keep-host', "pass on the client's Host instead of the target's")
    .option('--forwarded', 'tell the target about the client (X-Forwarded-For, -Host, -Proto)')
    .option('--rewrite-location', 'let redirects to the target lead back to the recorder')
    .option('--redact', 'write pseudonyms in the place of personal data, from the first byte on')
    .option('--limit <mb>', 'megabytes of one body that are kept; larger ones pass all the same', megabytes, 64)
    .option('--timeout <seconds>', 'how long the target may be silent; 0 waits for ever', seconds, 0)
    .addOption(
      new Option('--fail-on <severity>', 'least severity that fails the run (default: none does)').choices([
        'error',
        'warning',
        'info',
        'never',
      ]),
    )
    .option('-q, --quiet', 'only findings and the summary')
    .option('--json', 'one line of JSON for every event on standard output')
    .addHelpText(
      'after',
      '\nNODE_EXTRA_CA_CERTS: further certificates to trust.\nTRUCE_REDACT_KEY: with --redact, the same key gives the same pseudonyms in several files; one is made by chance without it.\nExit codes: 0 recorded, 1 findings at or above --fail-on, 2 nothing, or not everything, could be written.',
    )
    .action(async (contracts: string[], { contract, ...options }: RecordFlags) => {
      const {
        insecure = false,
        keepHost = false,
        forwarded = false,
        rewriteLocation = false,
        redact = false,
        quiet = false,
        json = false,
      } = options;
      const flags = { insecure, keepHost, forwarded, rewriteLocation, redact, quiet, json };
      await run({ ...options, ...flags, contracts: [...contracts, ...contract] });
    });
}
