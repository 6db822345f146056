// `truce diff`: two documents, or a document and its state in git, compared; what the given evidence has to do with the changes.
import { existsSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { readConfig } from '../config/load.ts';
import { severitiesOf } from '../config/severities.ts';
import { catalogue, levels } from '../diff/catalogue.ts';
import { diffContracts } from '../diff/diff.ts';
import { holdEvidence } from '../diff/evidence.ts';
import { type DiffFailOn, type DiffReport, sumUp } from '../diff/report.ts';
import { renderJson } from '../diff/reports/json.ts';
import { renderMarkdown } from '../diff/reports/markdown.ts';
import { renderDiff } from '../diff/reports/text.ts';
import { quote } from '../model/show.ts';
import { sentenceOf, UserError } from '../model/user-error.ts';
import { type LoadedContract, loadContract, type LoadOptions } from '../openapi/load.ts';
import { openRevision, parseRevision } from '../source/git.ts';
import { readEvidence } from './diff-evidence.ts';
import { type Io, wantsColor } from './io.ts';

export interface DiffArguments {
  /** One or two; files, or files of a git revision. */
  readonly documents: readonly string[];
  readonly pacts: readonly string[];
  readonly evidence: readonly string[];
  /** Config whose evidence, severities and references count, too. */
  readonly config?: string;
  readonly failOn: DiffFailOn;
  readonly json: boolean;
  readonly markdown: boolean;
  readonly frames: boolean;
  readonly quiet: boolean;
  /** List the kinds of changes and compare nothing. */
  readonly ids: boolean;
  readonly allowRemoteRefs: boolean;
  readonly allowOutsideRefs: boolean;
}

/** Answers with the exit code. Throws a UserError for usage, and for documents and evidence that cannot be read at all. */
export async function runDiff(args: DiffArguments, io: Io): Promise<0 | 1 | 2> {
  if (args.ids) return listIds(io);
  if (args.json && args.markdown) throw new UserError('`--json` and `--markdown` exclude each other', { hint: 'Run it twice' });
  const [before, after] = sidesOf(args.documents, io);
  const loaded = args.config === undefined ? undefined : await readConfig(resolve(io.cwd, args.config), args.config);
  const { references = {} } = loaded?.config ?? {};
  const options = {
    cwd: io.cwd,
    network: args.allowRemoteRefs || references.network === true,
    outside: args.allowOutsideRefs || references.outside === true,
  };
  const old = await open(before, options, io);
  const new_ = await open(after, { ...options, id: old.id }, io);
  const disposals: (() => void)[] = [];
  try {
    const damage: string[] = [];
    const changes = diffContracts(old, new_);
    const given = { pacts: args.pacts, evidence: args.evidence, config: loaded, contracts: [old, new_], damage };
    const exchanges = await readEvidence({ ...given, onDispose: (dispose) => disposals.push(dispose) }, io);
    const severities = severitiesOf(loaded?.config ?? {});
    const held = exchanges && holdEvidence({ old, new: new_, changes, exchanges, severities });
    if (held && held.judged === 0) damage.push('No exchange of the evidence could be judged by both contracts');
    const report = sumUp({
      old,
      new: new_,
      changes,
      ...(held && { held }),
      failOn: args.failOn,
      couldNotCheck: [...problemsOf(new_), ...damage],
      remarks: problemsOf(old).map((problem) => `The old contract is damaged, and nobody can mend it any more: ${problem}`),
    });
    write(report, args, io);
    return report.exitCode;
  } finally {
    for (const dispose of disposals) dispose();
  }
}

/** A file alone is compared with what HEAD has of it, a revision alone with the file in the working tree. */
function sidesOf(documents: readonly string[], { cwd }: Io): [old: string, new_: string] {
  const [first, second] = documents;
  if (first === undefined)
    throw new UserError('There is nothing to compare', {
      hint: 'Name two documents, as in `truce diff main:openapi.yaml openapi.yaml`, or one to compare with its state in HEAD',
    });
  if (second !== undefined) return [first, second];
  const revision = isFile(first, cwd) ? undefined : parseRevision(first);
  if (revision) return [first, /^\.\.?\//.test(revision.path) ? revision.path : `:/${revision.path}`];
  // Nothing is there: opening it says so.
  if (!isFile(first, cwd)) return [first, first];
  const path = relative(cwd, resolve(cwd, first)).split(sep).join('/');
  return [`HEAD:${path.startsWith('../') ? path : `./${path}`}`, first];
}

const isFile = (text: string, cwd: string): boolean => existsSync(resolve(cwd, text));

async function open(text: string, options: LoadOptions, { cwd, env }: Io): Promise<LoadedContract> {
  const revision = isFile(text, cwd) ? undefined : parseRevision(text);
  if (!revision) return loadContract(text, options);
  // `:/path` is the file of the working tree, by its path from the top of it.
  if (revision.revision === '' && revision.path.startsWith('/'))
    return loadContract(openRevision('HEAD', revision.path.slice(1), { cwd, env }).path, options);
  const { path, files } = openRevision(revision.revision, revision.path, { cwd, env });
  if (files.kind(path) === 'none')
    throw new UserError(`There is no contract at ${quote(files.display?.(path) ?? text, 200)}`, {
      hint: 'Paths start at the top of the repository, with `./` at the current folder; what was never committed is in no revision, so give two files',
    });
  return loadContract(path, { ...options, files });
}

/** Errors of a document in words: what depends on them could not be compared. */
function problemsOf(contract: LoadedContract): string[] {
  contract.verify();
  return contract
    .problems()
    .filter(({ severity }) => severity === 'error')
    .map(({ message, location }) => sentenceOf(new UserError(message, { location })));
}

function write(report: DiffReport, { json, markdown, frames, quiet }: DiffArguments, io: Io): void {
  const chunks = json
    ? renderJson(report)
    : markdown
      ? renderMarkdown(report)
      : renderDiff(report, { color: wantsColor(io), width: io.columns, frames: frames || io.outIsTerminal, quiet });
  let pending = '';
  for (const chunk of chunks) {
    pending += chunk;
    if (pending.length < 65_536) continue;
    io.out(pending);
    pending = '';
  }
  io.out(pending);
}

function listIds(io: Io): 0 {
  const entries = catalogue();
  const [width, level] = [Math.max(...entries.map(({ id }) => id.length)), Math.max(...levels.map((name) => name.length))];
  for (const entry of entries) io.out(`${entry.id.padEnd(width)}  ${entry.level.padEnd(level)}  ${entry.title}\n`);
  return 0;
}
