// `--reporter name[:path]`: renders a report to standard output or to files.
import { appendFileSync, closeSync, existsSync, mkdirSync, openSync, realpathSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Severity } from '../model/finding.ts';
import type { Report } from '../model/report.ts';
import type { Coverage } from '../model/run-record.ts';
import type { MatrixDetail, Reporter, RenderOptions } from '../model/reporter.ts';
import { list, quote } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';
import markdown from '../reporters/markdown.ts';
import { reporterById, reporters } from '../reporters/index.ts';
import { explainErrno } from '../source/read.ts';
import { type Io, wantsColor } from './io.ts';
import { textById } from './rules.ts';

export interface Output {
  readonly reporter: Reporter;
  /** Undefined: standard output. */
  readonly path?: string;
}

/** Throws a UserError for a name that is no reporter. */
export function parseOutput(text: string): Output {
  const colon = text.indexOf(':');
  const name = colon < 0 ? text : text.slice(0, colon);
  const reporter = reporterById(name);
  if (!reporter)
    throw new UserError(`There is no reporter ${quote(name)}`, {
      hint: `Choose among ${list(
        reporters.map(({ id }) => id),
        20,
        'or',
      )}`,
    });
  return colon < 0 ? { reporter } : { reporter, path: text.slice(colon + 1) };
}

/** What was named, else text, with annotations on GitHub Actions. Throws a UserError for a name that is no reporter. */
export function outputsFor(named: readonly string[], io: Io): Output[] {
  if (named.length > 0) return named.map(parseOutput);
  return [parseOutput('text'), ...(io.env['GITHUB_ACTIONS'] === 'true' ? [parseOutput('github')] : [])];
}

/** `--fail-on`. Throws a UserError for anything else. */
export function severityOf(text: string): Severity | 'never' {
  if (text === 'error' || text === 'warning' || text === 'info' || text === 'never') return text;
  throw new UserError(`\`--fail-on\` takes error, warning, info or never, got ${quote(text)}`);
}

export interface WriteOptions {
  readonly quiet: boolean;
  readonly frames: boolean;
  readonly matrix?: MatrixDetail;
  readonly minCoverage?: Coverage['minCoverage'];
  /** Whoever reads a file meanwhile sees the old report or the new one, never half of one. */
  readonly isAtomic?: boolean;
}

/** What was counted for one reporter is not the business of the others, unless somebody asked for it. */
export function writeReport(report: Report, outputs: readonly Output[], options: WriteOptions, io: Io): void {
  const { matrix: _, ...plain } = report;
  const isAsked = options.matrix !== undefined || options.minCoverage !== undefined;
  for (const { reporter, path = reporter.pathOf?.(report) } of outputs) {
    const isTerminal = path === undefined && io.outIsTerminal;
    const shown = isAsked || reporter.usesMatrix === true || (reporter.usesMatrix === 'terminal' && isTerminal) ? report : plain;
    const render: RenderOptions = {
      color: path === undefined && wantsColor(io),
      width: path === undefined ? io.columns : 100,
      frames: options.frames || isTerminal,
      quiet: options.quiet,
      matrix: options.matrix ?? 'compact',
      rule: textById,
      isMatrixBrief: !isAsked,
    };
    if (path === undefined) for (const chunk of batched(reporter.render(shown, render))) io.out(chunk);
    else {
      writeFile(resolve(io.cwd, path), path, batched(reporter.render(shown, render)), options.isAtomic === true);
      if (reporter.announcement) io.err(`${reporter.announcement}: ${path}\n`);
    }
  }
}

/** On GitHub Actions the summary of the job gets the report as markdown. */
export function appendSummary(report: Report, io: Io): void {
  const path = io.env['GITHUB_STEP_SUMMARY'];
  if (io.env['GITHUB_ACTIONS'] !== 'true' || !path) return;
  const options: RenderOptions = { color: false, width: 100, frames: false, quiet: false, rule: textById };
  try {
    appendFileSync(path, [...markdown.render(report, options)].join(''));
  } catch {
    io.err(`The job summary cannot be written to ${quote(dirname(path), 200)}\n`);
  }
}

/** Small pieces are joined: a system call for each would cost more than the rendering. */
function* batched(chunks: Iterable<string>): Iterable<string> {
  let pending = '';
  for (const chunk of chunks) {
    pending += chunk;
    if (pending.length < 65_536) continue;
    yield pending;
    pending = '';
  }
  if (pending !== '') yield pending;
}

/** Step by step: Node's own `recursive` never returns where a file system such as `/proc` denies that the parent exists. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  if (dirname(path) !== path) makeFolder(dirname(path));
  mkdirSync(path);
}

function writeChunks(path: string, chunks: Iterable<string>): void {
  const file = openSync(path, 'w');
  try {
    for (const chunk of chunks) writeSync(file, chunk);
  } finally {
    closeSync(file);
  }
}

const reportWords = { what: 'report', hint: 'Choose another path with `--reporter name:path`' };

/** Makes its folders, too. Throws a UserError that says it in the words of whoever writes. */
export function writeFile(path: string, shown: string, chunks: Iterable<string>, isAtomic: boolean, { what, hint } = reportWords): void {
  try {
    makeFolder(dirname(path));
    const there = statSync(path, { throwIfNoEntry: false });
    // What is no file, such as a pipe, cannot be replaced.
    if (!isAtomic || (there && !there.isFile())) return writeChunks(path, chunks);
    const target = there ? realpathSync(path) : path;
    const aside = join(dirname(target), `.${basename(target)}.part`);
    try {
      writeChunks(aside, chunks);
      renameSync(aside, target);
    } finally {
      rmSync(aside, { force: true });
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error)
      throw new UserError(`The ${what} cannot be written to ${quote(shown, 200)}: ${explainErrno(error)}`, {
        hint,
        cause: error,
      });
    throw error;
  }
}
