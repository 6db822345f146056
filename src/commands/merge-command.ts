// The options of `truce merge`, and the names of reporters for help texts.
import type { Command } from 'commander';
import { collect } from './arguments.ts';
import type { MergeArguments } from './merge.ts';

export const reporterNames = 'text, json, ndjson, junit, sarif, github, markdown, html, ctrf, opc or blob';

interface MergeFlags {
  readonly reporter: readonly string[];
  readonly failOn?: string;
  readonly frames?: boolean;
  readonly quiet?: boolean;
}

/** Adds the command; `run` is called with what was asked for. */
export function addMergeCommand(program: Command, run: (args: MergeArguments) => Promise<void>): void {
  program
    .command('merge')
    .summary('put the blobs of several machines together')
    .description(
      'Puts together what `truce check --shard … --reporter blob` wrote on several machines: the report, and the exit code, of one run.',
    )
    .argument('<blob...>', 'blobs, or folders that hold them')
    .option('-r, --reporter <name[:path]>', `${reporterNames}, to standard output or a file (repeatable)`, collect, [])
    .option('--fail-on <severity>', "error, warning, info or never, instead of the shards' own")
    .option('--frames', 'code frames also where output is no terminal')
    .option('-q, --quiet', 'only findings and the summary')
    .action((blobs: string[], { reporter, failOn, frames = false, quiet = false }: MergeFlags) =>
      run({ blobs, reporter, frames, quiet, ...(failOn !== undefined && { failOn }) }),
    );
}
