// The command line: options, help and which command runs; long because every option of every command is told here. Commands are imported when they are called, so that `--help` costs nothing.
import { Command, CommanderError, Option } from 'commander';
import type { MatrixDetail } from '../model/reporter.ts';
import { version } from '../version.ts';
import { collect, failOnOption, portNumber, wholeNumber } from './arguments.ts';
import { brokerSecrets, readBrokerFlags, readPublishFlags, withWholeBroker } from './broker-flags.ts';
import { addDiffCommand } from './diff-command.ts';
import { explainFailure } from './failure.ts';
import type { Io } from './io.ts';
import { addMergeCommand, reporterNames } from './merge-command.ts';
import { addRecordCommand } from './record-command.ts';
import { addProbeCommand } from './probe-command.ts';
import { addSuggestCommand } from './suggest-command.ts';
import { addRedactCommand } from './redact-command.ts';

interface MockFlags {
  readonly port: number;
  readonly host: string;
  readonly state?: string;
  readonly journal?: string;
  readonly fault: readonly string[];
  readonly lenient?: boolean;
  readonly prefix?: boolean;
  readonly watch: boolean;
  readonly json?: boolean;
}

/** Runs the command line; answers with the exit code and never throws. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  let exitCode = 0;
  const program = new Command('truce')
    .description('Holds evidence (recordings, samples, pacts) against hand-written OpenAPI contracts.')
    .version(version, '-v, --version')
    .exitOverride()
    .configureOutput({ writeOut: io.out, writeErr: io.err })
    .showHelpAfterError('(`truce --help` lists commands, `truce <command> --help` its options)')
    .addHelpText('after', '\nExit codes: 0 conforms, 1 findings at or above --fail-on, 2 could not check.\n');

  program
    .command('check')
    .summary('hold evidence against contracts')
    .description('Holds evidence against contracts. Without arguments it reads truce.config.* and checks everything named there.')
    .argument('[evidence...]', 'files, folders, globs, or - for standard input; formats are told by content')
    .option('-c, --contract <file>', 'OpenAPI document to check against, no config needed (repeatable)', collect, [])
    .option('--config <file>', 'config file instead of the nearest truce.config.*')
    .option('-r, --reporter <name[:path]>', `${reporterNames}, to standard output or a file (repeatable)`, collect, [])
    .addOption(failOnOption())
    .addOption(
      new Option(
        '--promise <severity>',
        'of properties and headers a consumer relies on and the contract leaves optional (default: warn)',
      ).choices(['off', 'warn', 'error']),
    )
    .option('--strict', 'undocumented properties are errors, undocumented parameters and headers warnings')
    .option('--strict-unmatched', 'an exchange that no contract covers is an error')
    .option('--examples', "judge the documents' own examples too, also when evidence is named")
    .option('--grep <pattern>', 'only exchanges whose file, label, target or operation match')
    .option('--list', 'list the exchanges and their operations, judge nothing')
    .addOption(
      new Option('--matrix [detail]', 'show what the evidence proves of the contracts: compact, full or off (default: compact)').choices([
        'compact',
        'full',
        'off',
      ]),
    )
    .option('--min-coverage <list>', 'least percentage of promises proved, such as status=100,field=80; below it the run fails')
    .option('--bail [n]', 'stop after n failing findings (default: 1)', wholeNumber)
    .option('--workers <n>', 'threads for one large recording, at most (default: the cores there are, up to 4)', wholeNumber)
    .option('--shard <index/total>', 'judge only the part of this machine, as in 2/4; `truce merge` puts the blobs together')
    .option('-w, --watch', 'stay, and judge again what files change, until Ctrl-C')
    .option('--update-baseline', 'write what is found to the baseline file, so that only new findings count')
    .option('--frames', 'code frames also where output is no terminal')
    .option('-q, --quiet', 'only findings and the summary')
    .option('--allow-remote-refs', 'follow $refs to http and https addresses')
    .option('--allow-outside-refs', "follow $refs out of the contract's folder")
    .optionsGroup('Pact Broker:')
    .option('--broker [url]', 'judge the pacts a broker selects; without a URL that of the config or PACT_BROKER_BASE_URL')
    .option('--provider <name>', 'provider whose pacts are judged; else each `provider` of the config')
    .option('--consumer-selector <json>', 'consumer version selector (repeatable; default: main branch, deployed or released)', collect, [])
    .option('--enable-pending', 'failures of pending pacts are listed and do not fail the run')
    .option('--include-wip-since <date>', 'judge pacts of other branches since this day too; they are pending')
    .option('--provider-version <version>', 'version of the provider that results are published for')
    .option('--provider-branch <branch>', 'branch of that version')
    .option('--provider-tag <tag>', 'tag of that version (repeatable)', collect, [])
    .option('--publish', 'publish the results; nothing is published without')
    .option('--build-url <url>', 'build to name in the results')
    .addHelpText('after', `\n${brokerSecrets}`)
    .action(async (evidence: string[], options: Record<string, unknown>) => {
      const { runCheck } = await import('./check.ts');
      const flag = (name: string): boolean => options[name] === true;
      const text = (name: string): string | undefined => (typeof options[name] === 'string' ? options[name] : undefined);
      exitCode = await runCheck(
        {
          evidence,
          contract: options['contract'] as string[],
          reporter: options['reporter'] as string[],
          ...(text('config') !== undefined && { config: text('config') as string }),
          ...(text('failOn') !== undefined && { failOn: text('failOn') as string }),
          ...(text('promise') !== undefined && { promise: text('promise') as 'off' | 'warn' | 'error' }),
          ...(text('shard') !== undefined && { shard: text('shard') as string }),
          ...(text('grep') !== undefined && { grep: text('grep') as string }),
          ...(options['bail'] !== undefined && { bail: options['bail'] === true ? 1 : (options['bail'] as number) }),
          ...(typeof options['workers'] === 'number' && { workers: options['workers'] }),
          ...(options['matrix'] !== undefined && { matrix: (text('matrix') ?? 'compact') as MatrixDetail }),
          ...(text('minCoverage') !== undefined && { minCoverage: text('minCoverage') as string }),
          list: flag('list'),
          strict: flag('strict'),
          strictUnmatched: flag('strictUnmatched'),
          examples: flag('examples'),
          quiet: flag('quiet'),
          frames: flag('frames'),
          watch: flag('watch'),
          updateBaseline: flag('updateBaseline'),
          allowRemoteRefs: flag('allowRemoteRefs'),
          allowOutsideRefs: flag('allowOutsideRefs'),
          ...readBrokerFlags(options),
        },
        io,
      );
    });

  program
    .command('convert')
    .summary('turn evidence of any format into a HAR')
    .description('Writes recordings and stubs as one HAR for `truce check`, without credentials and what contracts mark as sensitive.')
    .argument('<evidence...>', 'files, folders, globs, or - for standard input, and last the HAR to write')
    .option('-c, --contract <file>', 'OpenAPI document that says what is sensitive, no config needed (repeatable)', collect, [])
    .option('--config <file>', 'config file instead of the nearest truce.config.*')
    .option('--force', 'write over a file that `truce convert` did not make')
    .option('--allow-remote-refs', 'follow $refs to http and https addresses')
    .option('--allow-outside-refs', "follow $refs out of the contract's folder")
    .addHelpText('after', '\nExit codes: 0 everything is in the HAR, 2 something could not be (it is named on standard error).')
    .action(async (files: string[], options: Record<string, unknown>) => {
      const { readConvertFlags, runConvert } = await import('./convert.ts');
      exitCode = await runConvert(readConvertFlags(files, options), io);
    });

  program
    .command('publish')
    .summary('send a contract to PactFlow, with the report on it')
    .description(
      "Checks a contract against its evidence and publishes both to PactFlow: the document as the provider's contract, the report as its self-verification.",
    )
    .argument('<contract>', 'OpenAPI document, in one file')
    .argument('[evidence...]', 'evidence instead of what the config names for the contract')
    .requiredOption('--provider-version <version>', 'version of the provider')
    .option('--broker [url]', 'address of PactFlow; else that of the config or PACT_BROKER_BASE_URL')
    .option('--provider <name>', 'name of the provider; else `provider` of the contract in the config')
    .option('--branch <branch>', 'branch of that version')
    .option('--tag <tag>', 'tag of that version (repeatable)', collect, [])
    .option('--build-url <url>', 'build to name')
    .option('-r, --reporter <name>', 'form of the report that is sent: text, json or junit', 'text')
    .option('--config <file>', 'config file instead of the nearest truce.config.*')
    .addHelpText('after', `\n${brokerSecrets}`)
    .action(async (contract: string, evidence: string[], options: Record<string, unknown>) => {
      const { runPublish } = await import('./publish.ts');
      exitCode = await runPublish(readPublishFlags(contract, evidence, options), io);
    });

  program
    .command('mock')
    .summary('serve contracts as a mock server')
    .description(
      'Serves contracts on one port: requests are judged by the same validator, answers come from the examples (Prism) as JSON or XML.',
    )
    .argument('[contract...]', 'OpenAPI documents or names of contracts; without any, all of truce.config.*')
    .option('-p, --port <n>', 'port; 0 picks a free one', portNumber, 4010)
    .option('--host <host>', 'address to listen on', '127.0.0.1')
    .option('--lenient', 'answer invalid requests as if they were valid')
    .option('--prefix', 'serve each contract below its name, as in /crm/…, so that equal paths do not clash')
    .option('--state <file>', 'keep the state of the mocks in a JSON file')
    .option('--journal <file.har>', 'write what consumers send as a HAR that `truce check` reads')
    .option(
      '--fault <operation=fault>',
      'something that goes wrong, as in `createPerson=latency=100..300 error=0.1`; again for more',
      collect,
      [],
    )
    .option('--no-watch', 'do not load documents, handlers and config again when their files change')
    .option('--json', 'print one line of JSON with the URL instead of the list of operations')
    .addHelpText(
      'after',
      '\nTRUCE_MOCK_TOKEN: token of the admin API; one is made by chance when --host is not loopback.\nSIGHUP: load everything again now.',
    )
    .action(async (contracts: string[], options: MockFlags) => {
      const { runMock } = await import('./mock.ts');
      const { port, host, state, journal, fault, watch, lenient = false, prefix = false, json = false } = options;
      const args = {
        contracts,
        port,
        host,
        lenient,
        prefix,
        json,
        watch,
        faults: fault,
        ...(state !== undefined && { state }),
        ...(journal !== undefined && { journal }),
      };
      exitCode = await runMock(args, io, io.stopped());
    });

  addMergeCommand(program, async (args) => {
    const { runMerge } = await import('./merge.ts');
    exitCode = runMerge(args, io);
  });

  addRecordCommand(program, async (args) => {
    const { runRecord } = await import('./record.ts');
    exitCode = await runRecord(args, io, io.stopped());
  });

  addRedactCommand(program, async (args) => {
    const { runRedact } = await import('./redact.ts');
    exitCode = await runRedact(args, io);
  });

  program
    .command('types')
    .summary('write the types of a contract for handlers of the mock')
    .description("Writes a TypeScript module with the types of a contract's operations: parameters, bodies and responses.")
    .argument('<contract>', 'OpenAPI document')
    .option('-o, --out <file>', 'file to write; standard output without it')
    .option('--check', 'write nothing; exit code 1 when the file is not up to date')
    .option('--import <specifier>', 'where the module finds the type `ContractToken`', 'truce')
    .option('--allow-remote-refs', 'follow $refs to http and https addresses')
    .option('--allow-outside-refs', "follow $refs out of the contract's folder")
    .action(async (contract: string, options: Record<string, unknown>) => {
      const { runTyping } = await import('./typing.ts');
      exitCode = await runTyping(
        {
          contract,
          ...(typeof options['out'] === 'string' && { out: options['out'] }),
          check: options['check'] === true,
          from: options['import'] as string,
          allowRemoteRefs: options['allowRemoteRefs'] === true,
          allowOutsideRefs: options['allowOutsideRefs'] === true,
        },
        io,
      );
    });

  addProbeCommand(program, async (args) => {
    const { runProbe } = await import('./probe.ts');
    exitCode = await runProbe(args, io);
  });

  addDiffCommand(program, async (args) => {
    const { runDiff } = await import('./diff.ts');
    exitCode = await runDiff(args, io);
  });

  addSuggestCommand(program, async (args) => {
    const { runSuggest } = await import('./suggest.ts');
    exitCode = await runSuggest(args, io);
  });

  program
    .command('rules')
    .description('Lists the rules with their severities.')
    .option('--json', 'as JSON')
    .action(async (options: { json?: boolean }) => {
      const { runRules } = await import('./rules.ts');
      exitCode = runRules({ json: options.json === true }, io);
    });

  program
    .command('checks')
    .description('Lists the checks of `truce probe` with their severities.')
    .option('--json', 'as JSON')
    .action(async (options: { json?: boolean }) => {
      const { runChecks } = await import('./rules.ts');
      exitCode = runChecks({ json: options.json === true }, io);
    });

  program
    .command('explain')
    .description('Prints the page of a rule or a check: why it is there, a failing case with its output, and what to do.')
    .argument('<id>', 'rule or check, such as response-body-mismatch')
    .action(async (id: string) => {
      const { runExplain } = await import('./rules.ts');
      exitCode = runExplain(id, io);
    });

  try {
    await program.parseAsync(withWholeBroker(withWholeOptions(argv)));
    return exitCode;
  } catch (error) {
    return error instanceof CommanderError ? (error.exitCode === 0 ? 0 : 2) : explainFailure(error, io);
  }
}

/** `--bail traffic.har`, `--matrix traffic.har`: what is no value of the option is evidence. */
const withWholeOptions = (argv: readonly string[]): string[] =>
  argv.map((word, at) => {
    const next = argv[at + 1] ?? '';
    if (word === '--bail' && !/^-?\d/.test(next)) return '--bail=1';
    return word === '--matrix' && !/^(compact|full|off)$/.test(next) ? '--matrix=compact' : word;
  });
