// `--statement` and `--compare` of `truce probe`: what is known to be wrong with them before anything is sent, and what they write in the end.
import { closeSync, existsSync, openSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { checks as allChecks } from '../checks/index.ts';
import { detectFormat } from '../evidence/index.ts';
import { quoteWord } from '../live/curl.ts';
import { curlOf } from '../live/findings.ts';
import { publicWorkflows } from '../live/plan.ts';
import type { EvidenceFile } from '../model/evidence.ts';
import type { Report } from '../model/report.ts';
import { quote } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';
import { explainErrno } from '../source/read.ts';
import { compareReports } from '../statement/comparison.ts';
import { showComparison } from '../statement/comparison-text.ts';
import { type EarlierReport, readEarlierReport } from '../statement/earlier-report.ts';
import { type ExchangeText, writeExchange } from '../statement/exchange-text.ts';
import { gatherStatement } from '../statement/gather.ts';
import { renderHtml } from '../statement/html.ts';
import { renderMarkdown } from '../statement/markdown.ts';
import type { Statement } from '../statement/statement.ts';
import { version } from '../version.ts';
import type { Io } from './io.ts';
import type { ProbeEnding } from './probe-report.ts';
import type { ProbeArguments } from './probe.ts';
import { writeFile } from './reporting.ts';
import { textById } from './rules.ts';

const renderers: ReadonlyMap<string, (statement: Statement) => string> = new Map([
  ['md', renderMarkdown],
  ['html', renderHtml],
]);

/** What is written beside the report. */
export interface Extras {
  readonly statement?: { readonly path: string; readonly render: (statement: Statement) => string };
  readonly earlier?: EarlierReport;
}

/** Throws a UserError for a statement that cannot be written and an earlier report that is none: before anything is sent. */
export function prepareExtras({ statement, compare, target, cleanup }: ProbeArguments, io: Io): Extras {
  const extras = {
    ...(statement !== undefined && { statement: { path: statement, render: rendererOf(statement) } }),
    ...(compare !== undefined && { earlier: readEarlierReport(resolve(io.cwd, compare), compare) }),
  };
  if (target !== undefined && statement !== undefined) refuseUnwritable(resolve(io.cwd, statement), statement);
  if (target === undefined && cleanup === undefined && (statement ?? compare) !== undefined)
    io.err('Nothing is sent without --target, so there is nothing to state or to compare\n');
  return extras;
}

function rendererOf(path: string): (statement: Statement) => string {
  const render = renderers.get(/\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase() ?? '');
  if (render) return render;
  throw new UserError(`A statement is written as .md or .html, and ${quote(path, 200)} is neither`, {
    hint: 'Write `--statement statement.md` or `--statement statement.html`',
  });
}

/** Opens it as it will be opened: whatever a file system may have against it, it says now. */
function refuseUnwritable(path: string, shown: string): void {
  if (!existsSync(path)) {
    writeFile(path, shown, [], false, words);
    rmSync(path);
    return;
  }
  try {
    closeSync(openSync(path, 'a'));
  } catch (error) {
    throw new UserError(`The statement cannot be written to ${quote(shown, 200)}: ${explainErrno(error)}`, {
      hint: words.hint,
      cause: error,
    });
  }
}

const words = { what: 'statement', hint: 'Choose another path with `--statement`' };

/** Says what has changed and writes the statement. Throws a UserError where it cannot be written. */
export function writeExtras(ending: ProbeEnding, report: Report, file: EvidenceFile, replay: string, say: Io['out']): void {
  const { io, extras, args } = ending.prepared;
  const comparison = extras.earlier && compareReports(extras.earlier, report);
  if (comparison) say(showComparison(comparison, io.columns));
  if (!extras.statement) return;
  const { path, render } = extras.statement;
  const { prepared, result, cleanup, target, har } = ending;
  const { contract, run, mark, operations, checks, arazzo, secrets } = prepared;
  const isRunning = args.isWriting && args.only === undefined && checks.some(({ id }) => id === 'workflow-succeeds');
  const statement = gatherStatement({
    contract,
    instance: target.origin + target.basePath,
    date: io.today(),
    run,
    mark,
    truce: version,
    recording: har,
    report,
    result,
    cleanup,
    operations,
    checks,
    workflows: isRunning ? publicWorkflows(arazzo) : [],
    scope: {
      isWriting: args.isWriting,
      withoutChecks: args.only === undefined ? allChecks.filter((one) => !checks.includes(one)).map(({ id }) => id) : [],
      operations: contract.operations.length,
      chosen: operations.length,
      generated: prepared.generated,
      seed: args.seed,
      isReplay: args.only !== undefined,
    },
    textOf: textById,
    exchangesOf: (wanted) => exchangesIn(file, wanted),
    curlOf: (attempt) => secrets.hide(curlOf(attempt, target.origin)),
    replayOf: ({ id }) => secrets.hide(`${replay} ${quoteWord(id)}`),
    ...(comparison && { comparison }),
  });
  writeFile(resolve(io.cwd, path), path, [render(statement)], false, words);
  io.err(`conformance statement: ${path}\n`);
}

/** The recording is read once; only texts of what is wanted are kept. */
function exchangesIn(file: EvidenceFile, wanted: ReadonlySet<number>): ReadonlyMap<number, ExchangeText> {
  const texts = new Map<number, ExchangeText>();
  if (wanted.size === 0) return texts;
  for (const exchange of detectFormat(file)?.read(file, () => undefined) ?? [])
    if (wanted.has(exchange.index)) texts.set(exchange.index, writeExchange(exchange));
  return texts;
}
