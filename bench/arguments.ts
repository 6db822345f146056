// The options that all benches share, read from the command line.
import { parseArgs } from 'node:util';
import { findTruce, type TruceCommand } from './truce.ts';

export interface BenchArguments<S> {
  readonly chosen: readonly S[];
  readonly isQuick: boolean;
  /** Rounds of interleaved runs; absent: what a section thinks right. */
  readonly rounds?: number;
  /** Write the tables to the file of results. */
  readonly write: boolean;
  readonly truce: TruceCommand;
  /** Those of the bench's own switches that were given. */
  readonly switches: ReadonlySet<string>;
}

/** The exit code instead, where there is nothing to run: 0 after help, 2 after a mistake, which is told. */
export function readBenchArguments<S extends { readonly id: string }>(
  usage: string,
  sections: readonly S[],
  switches: readonly string[] = [],
): BenchArguments<S> | 0 | 2 {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      quick: { type: 'boolean' },
      rounds: { type: 'string' },
      write: { type: 'boolean' },
      help: { type: 'boolean' },
      ...Object.fromEntries(switches.map((name) => [name, { type: 'boolean' } as const])),
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const wanted = values.only?.split(',');
  const unknown = wanted?.filter((id) => !sections.some((section) => section.id === id)) ?? [];
  const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
  const truce = findTruce();
  if (unknown.length > 0 || truce === undefined || (rounds !== undefined && !(rounds >= 1))) {
    process.stderr.write(truce === undefined ? 'There is no Truce to measure: neither dist/cli.js nor src/cli.ts exists\n' : usage);
    return 2;
  }
  return {
    chosen: sections.filter(({ id }) => wanted?.includes(id) ?? true),
    isQuick: values.quick === true,
    ...(rounds !== undefined && { rounds }),
    write: values.write === true,
    truce,
    switches: new Set(switches.filter((name) => (values as Readonly<Record<string, unknown>>)[name] === true)),
  };
}
