// The options of `truce diff`.
import { type Command, Option } from 'commander';
import { collect } from './arguments.ts';
import type { DiffArguments } from './diff.ts';

type DiffFlags = Partial<Omit<DiffArguments, 'documents' | 'pacts' | 'evidence' | 'failOn'>> &
  Pick<DiffArguments, 'pacts' | 'evidence' | 'failOn'>;

/** Adds the command; `run` is called with what was asked for. */
export function addDiffCommand(program: Command, run: (args: DiffArguments) => Promise<void>): void {
  program
    .command('diff')
    .summary('say what changed between two contracts, and whom it breaks')
    .description(
      'Compares two OpenAPI documents by what they mean: every change with both places, whether it breaks who sends or who reads, and which of the given consumers and recordings it touches.',
    )
    .argument('[old]', 'OpenAPI document: a file, or a git revision of one as in `main:api/openapi.yaml`')
    .argument('[new]', 'the same; without it the file itself is compared with its state in HEAD')
    .option('--pacts <path>', 'pacts of consumers: a file, folder or glob (repeatable)', collect, [])
    .option('--evidence <path>', 'recordings and samples: a file, folder or glob (repeatable)', collect, [])
    .option('--config <file>', 'config file whose evidence for the contract is taken, too')
    .addOption(
      new Option('--fail-on <what>', 'what fails the run: any breaking change, or only what breaks a given consumer')
        .choices(['breaking', 'consumers', 'none'])
        .default('breaking'),
    )
    .option('--json', 'as JSON')
    .option('--markdown', 'as Markdown, for a comment on a pull request')
    .option('--frames', 'code frames also where output is no terminal')
    .option('-q, --quiet', 'only breaking changes and the summary')
    .option('--ids', 'list every kind of change there is, and compare nothing')
    .option('--allow-remote-refs', 'follow $refs to http and https addresses')
    .option('--allow-outside-refs', "follow $refs out of the contract's folder")
    .addHelpText('after', '\nExit codes: 0 nothing that fails, 1 breaking changes (see --fail-on), 2 could not compare.')
    .action(async (old: string | undefined, new_: string | undefined, flags: DiffFlags) => {
      const {
        json = false,
        markdown = false,
        frames = false,
        quiet = false,
        ids = false,
        allowRemoteRefs = false,
        allowOutsideRefs = false,
      } = flags;
      const { pacts, evidence, failOn, config } = flags;
      const documents = [old, new_].filter((document) => document !== undefined);
      await run({
        documents,
        pacts,
        evidence,
        ...(config !== undefined && { config }),
        failOn,
        json,
        markdown,
        frames,
        quiet,
        ids,
        allowRemoteRefs,
        allowOutsideRefs,
      });
    });
}
