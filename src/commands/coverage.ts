// `--matrix` and `--min-coverage`: whether evidence is counted for the evidence matrix, who sees it, and how much has to be proved.
import type { Config } from '../config/config.ts';
import { type MinCoverage, parseMinCoverage } from '../matrix/coverage.ts';
import type { Coverage } from '../model/run-record.ts';
import type { CheckArguments } from './plan.ts';
import type { Output } from './reporting.ts';

/** The command line has the last word. Throws a UserError for a percentage that is none. */
export function coverageOf({ matrix, minCoverage }: CheckArguments, config: Config): Coverage {
  const detail = matrix ?? config.matrix;
  const least: MinCoverage | undefined = minCoverage === undefined ? config.minCoverage : parseMinCoverage(minCoverage);
  return { ...(detail !== undefined && { matrix: detail }), ...(least && { minCoverage: least }) };
}

/** Counting costs a little: it is left out where nobody looks. */
export const isMatrixWanted = ({ matrix, minCoverage }: Coverage, outputs: readonly Output[]): boolean =>
  minCoverage !== undefined || (matrix === undefined ? outputs.some(({ reporter }) => reporter.usesMatrix === true) : matrix !== 'off');
