// The options of `truce suggest`.
import type { Command } from 'commander';
import { collect, wholeNumber } from './arguments.ts';
import type { SuggestArguments } from './suggest.ts';

type SuggestFlags = Pick<SuggestArguments, 'contract' | 'config' | 'out' | 'minExchanges'> &
  Partial<Pick<SuggestArguments, 'apply' | 'strict' | 'allowRemoteRefs' | 'allowOutsideRefs'>>;

/** Adds the command; `run` is called with what was asked for. */
export function addSuggestCommand(program: Command, run: (args: SuggestArguments) => Promise<void>): void {
  program
    .command('suggest')
    .summary('write what recordings disagree with as an OpenAPI Overlay')
    .description(
      'Gathers what recordings disagree with and writes an OpenAPI Overlay 1.0 that would make the contract agree, with the evidence for each action. The contract itself is never written.',
    )
    .argument('[evidence...]', 'recordings: files, folders, globs, or - for standard input')
    .option('-c, --contract <file>', 'OpenAPI document, no config needed (repeatable)', collect, [])
    .option('--config <file>', 'config file instead of the nearest truce.config.*')
    .option('-o, --out <file>', 'file to write; standard output without it')
    .option('--min-exchanges <n>', 'suggest only what at least so many exchanges showed', wholeNumber, 1)
    .option('--apply', 'apply it to a copy in memory, judge again and show what changes; the Overlay is written with --out only')
    .option('--strict', 'undocumented properties count as errors, undocumented parameters and headers as warnings')
    .option('--allow-remote-refs', 'follow $refs to http and https addresses')
    .option('--allow-outside-refs', "follow $refs out of the contract's folder")
    .action(async (evidence: string[], flags: SuggestFlags) => {
      const { apply = false, strict = false, allowRemoteRefs = false, allowOutsideRefs = false, ...rest } = flags;
      await run({ ...rest, evidence, apply, strict, allowRemoteRefs, allowOutsideRefs });
    });
}
