// `--matrix` and `--min-coverage`: whether evidence is counted for the evidence matrix, who sees it, and how much has to be proved.
import type { Config } from '../config/config.ts';
import { type MinCoverage, parseMinCoverage } from '../matrix/coverage.ts';
import type { Coverage } from '../model/run-record.ts';
import type { Io } from './io.ts';
import type { CheckArguments } from './plan.ts';
import type { Output } from './reporting.ts';

/** The command line has the last word. Throws a UserError for a percentage that is none. */
export function coverageOf({ matrix, minCoverage }: CheckArguments, config: Config): Coverage {
  const detail = matrix ?? config.matrix;
  const least: MinCoverage | undefined = minCoverage === undefined ? config.minCoverage : parseMinCoverage(minCoverage);
  return { ...(detail !== undefined && { matrix: detail }), ...(least && { minCoverage: least }) };
}

/** Somebody said that it is wanted, or that it is not. */
const isSaid = ({ matrix, minCoverage }: Coverage): boolean => matrix !== undefined || minCoverage !== undefined;

/** `all`: all promises; `touched`: the fields of bodies that evidence came upon, for a terminal that shows a few lines of it; `none`: nobody looks. */
export function matrixWanted(
  coverage: Coverage,
  outputs: readonly Output[],
  { outIsTerminal }: Pick<Io, 'outIsTerminal'>,
  { quiet, bail, updateBaseline }: Pick<CheckArguments, 'quiet' | 'bail' | 'updateBaseline'>,
): 'all' | 'touched' | 'none' {
  if (isSaid(coverage)) return isAsked(coverage) ? 'all' : 'none';
  if (outputs.some(({ reporter }) => reporter.usesMatrix === true)) return 'all';
  // What was stopped, or is only compared, shows no picture of the evidence.
  const isShown = outIsTerminal && !quiet && bail === undefined && !updateBaseline;
  return isShown && outputs.some(isOnTerminal) ? 'touched' : 'none';
}

/** Counting for a report of blobs happened before: only who asks sees it. */
export const isMatrixWanted = (coverage: Coverage, outputs: readonly Output[]): boolean =>
  isSaid(coverage) ? isAsked(coverage) : outputs.some(({ reporter }) => reporter.usesMatrix === true);

const isAsked = ({ matrix, minCoverage }: Coverage): boolean => minCoverage !== undefined || matrix !== 'off';

export const isOnTerminal = ({ reporter, path }: Output): boolean =>
  reporter.usesMatrix === 'terminal' && path === undefined && reporter.pathOf === undefined;
