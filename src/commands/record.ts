// `truce record`: passes on what clients and a server say to each other, writes it down without credentials, and judges it meanwhile.
import { relative, resolve, sep } from 'node:path';
import { check, type CheckEvent } from '../check.ts';
import { createAcceptor } from '../config/accept.ts';
import { readBaseline } from '../config/baseline.ts';
import { findConfig, type LoadedConfig, readConfig } from '../config/load.ts';
import type { Severity } from '../model/finding.ts';
import type { Report } from '../model/report.ts';
import { count, grouped, list, plain } from '../model/show.ts';
import { sentenceOf } from '../model/user-error.ts';
import { loadContract, type LoadedContract } from '../openapi/load.ts';
import { Recorder } from '../proxy/recorder.ts';
import { startProxy } from '../proxy/server.ts';
import { readTarget } from '../proxy/target.ts';
import { HarFile } from '../record/har-file.ts';
import type { RedactReport } from '../redact/redact-file.ts';
import { gather } from '../report.ts';
import { version } from '../version.ts';
import type { Io } from './io.ts';
import { isLoopbackHost, listenAt } from './listening.ts';
import { LiveJudge } from './live-judge.ts';
import { createRedactor, describeRedaction, traceOf } from './record-redaction.ts';
import { createJsonScreen, createTextScreen, type Screen } from './record-screen.ts';
import { parseOutput, writeReport } from './reporting.ts';
import { chooseContracts } from './served.ts';

export interface RecordArguments {
  /** URL of the server. */
  readonly target: string;
  readonly out: string;
  readonly host: string;
  readonly port: number;
  /** Names of the config's contracts, or documents; none: all of the config. */
  readonly contracts: readonly string[];
  readonly config?: string;
  readonly failOn?: Severity | 'never';
  readonly insecure: boolean;
  readonly keepHost: boolean;
  readonly forwarded: boolean;
  readonly rewriteLocation: boolean;
  /** Pseudonyms in the place of personal data. */
  readonly redact: boolean;
  /** Megabytes of a body that are kept. */
  readonly limit: number;
  /** Seconds the target may be silent; 0: for ever. */
  readonly timeout: number;
  readonly quiet: boolean;
  readonly json: boolean;
}

/** Milliseconds that running exchanges have at the end. */
const patience = 10_000;

/** Records until `stopped` settles or the disk fails; answers with the exit code. Throws a UserError for usage, contracts, file and port. */
export async function runRecord(args: RecordArguments, io: Io, stopped: Promise<void>): Promise<0 | 1 | 2> {
  const target = readTarget(args.target);
  const loaded = await configFor(args, io);
  const contracts = await loadContracts(args, loaded, io);
  const screen = args.json ? createJsonScreen(io) : createTextScreen(io, args.quiet);
  warn(args, screen);
  let diskFailed: () => void = () => undefined;
  const failing = new Promise<'disk'>((done) => (diskFailed = () => done('disk')));
  const file = HarFile.open(resolve(io.cwd, args.out), {
    uri: args.out,
    creator: { name: 'truce record', version },
    onFailure: (error) => {
      screen.note(`truce: ${sentenceOf(error)}\n  ${error.hint ?? ''}`, 'failed');
      diskFailed();
    },
  });
  const before = file.count();
  const redactor = args.redact ? createRedactor(args.out, contracts, file, before, io) : undefined;
  const acceptor = acceptorFor(loaded, io);
  const judge =
    contracts.length > 0
      ? new LiveJudge({ contracts, config: loaded?.config ?? {}, acceptor, file, path: resolve(io.cwd, args.out), before, screen })
      : undefined;
  const recorder = new Recorder({
    file,
    redaction: redactor,
    contracts,
    origin: target.origin,
    before,
    onBug: (error) => screen.note(`truce: this is a bug in Truce, please report it\n${traceOf(error, args.redact)}`, 'bug'),
    onRecorded: (recorded) => {
      judge?.grow();
      screen.exchange(recorded);
    },
  });
  try {
    const proxy = await listenAt(
      () =>
        startProxy({
          target,
          host: args.host,
          port: args.port,
          insecure: args.insecure,
          keepHost: args.keepHost,
          forwarded: args.forwarded,
          rewriteLocation: args.rewriteLocation,
          limit: args.limit << 20,
          timeout: args.timeout * 1000,
          onEnd: (passing) => recorder.add(passing),
          onRefused: (reason) => screen.note(reason, 'refused'),
        }),
      args,
    );
    const ids = contracts.map(({ id }) => id);
    screen.started({ url: proxy.url, target: target.origin + target.basePath, out: args.out, before, contracts: ids });
    const reason = await Promise.race([stopped.then(() => 'signal' as const), failing]);
    await proxy.close(patience);
    await judge?.settle();
    const redacted = redactor?.finish(resolve(io.cwd, args.out), args.out);
    return tell({ args, io, screen, recorder, judge, contracts, file, reason, redacted, hidden: redactor?.hidden ?? 0 });
  } finally {
    await judge?.stop();
    file.close();
  }
}

interface Ending {
  readonly args: RecordArguments;
  readonly io: Io;
  readonly screen: Screen;
  readonly recorder: Recorder;
  readonly judge: LiveJudge | undefined;
  readonly contracts: readonly LoadedContract[];
  readonly file: HarFile;
  readonly reason: 'signal' | 'disk';
  readonly redacted: RedactReport | undefined;
  readonly hidden: number;
}

/** The summary as `truce check` prints it, and what was masked. */
function tell({ args, io, screen, recorder, judge, contracts, file, reason, redacted, hidden }: Ending): 0 | 1 | 2 {
  const { written, lost } = recorder;
  // Not one exchange may be missing from a recording that calls itself one.
  const isUnproved = redacted !== undefined && redacted.failures.length > 0;
  const hasFailed = reason === 'disk' || lost > 0 || isUnproved;
  const masked = recorder.masked.list();
  const report = judge && reportOf(args, judge, contracts, file);
  const wanted = args.failOn === undefined || !report ? 0 : report.exitCode;
  // A violation that had to be left out fails as one that can be seen.
  const exitCode = hasFailed ? 2 : wanted === 0 && hidden > 0 && args.failOn !== undefined && args.failOn !== 'never' ? 1 : wanted;
  screen.stopped({
    reason,
    exchanges: written,
    lost,
    judged: judge?.judged ?? 0,
    verdicts: report?.totals.verdicts ?? { conforms: 0, violates: 0, unmatched: 0, unchecked: 0 },
    findings: report ? report.findings.filter(({ accepted }) => !accepted).length : 0,
    masked,
    ...(redacted && { redacted }),
    exitCode,
  });
  if (args.json) return exitCode;
  const result = `${count(written, 'exchange')} in ${args.out}`;
  if (report) {
    const isVerdict = args.failOn !== undefined && !hasFailed;
    const conclusion = hasFailed
      ? `Recorded ${result}, then ${isUnproved ? 'the proof' : 'writing'} failed (exit code 2)`
      : `Recorded ${result}${failsNot(report)} (exit code 0)`;
    const shown = isVerdict ? report : { ...report, exitCode, conclusion };
    if (written > 0) {
      io.out('\n');
      writeReport(shown, [parseOutput('text')], { quiet: args.quiet, frames: false }, io);
    }
  }
  if (!report || written === 0) io.out(`Recorded ${result}${report ? '' : '; nothing was judged, because no contract was given'}\n`);
  if (judge && judge.judged < written)
    io.out(`Judged ${grouped(judge.judged)} of ${result}; \`truce check ${args.out}\` judges all of them\n`);
  if (masked.length > 0)
    io.out(
      `Not written, because they are or look like credentials: ${list(
        masked.map((name) => plain(name, 80)),
        20,
      )}\n`,
    );
  if (redacted) io.out(`${describeRedaction(args.out, redacted, hidden).join('\n')}\n`);
  if (lost > 0) io.out(`${count(lost, 'exchange')} passed and could not be written\n`);
  return exitCode;
}

const failsNot = ({ totals }: Report): string =>
  totals.findings.error > 0 ? `; ${count(totals.findings.error, 'error')} would fail \`--fail-on error\`` : '';

function reportOf(
  { failOn = 'never', out }: RecordArguments,
  judge: LiveJudge,
  contracts: readonly LoadedContract[],
  file: HarFile,
): Report {
  const begin: CheckEvent = { kind: 'file', uri: out, format: 'har', size: file.end };
  // Without evidence a check has only to say what is wrong with the documents.
  const problems = check({ contracts, evidence: [], severities: judge.severities, accept: judge.accept });
  // What one recording does not need another may: unused waivers are `truce check`'s to name.
  return gather([begin, ...judge.events, ...problems], { contracts, failOn });
}

async function configFor({ config }: RecordArguments, io: Io): Promise<LoadedConfig | undefined> {
  const path = config === undefined ? findConfig(io.cwd) : resolve(io.cwd, config);
  return path === undefined ? undefined : readConfig(path, config ?? shownPath(path, io));
}

const shownPath = (path: string, { cwd }: Io): string => relative(cwd, path).split(sep).join('/') || path;

async function loadContracts({ contracts }: RecordArguments, loaded: LoadedConfig | undefined, io: Io): Promise<readonly LoadedContract[]> {
  if (contracts.length === 0 && (loaded?.config.contracts ?? []).length === 0) return [];
  const wanted = chooseContracts(contracts, loaded, io.cwd);
  return Promise.all(
    wanted.map(({ path, id, references }) => loadContract(path, { ...references, cwd: io.cwd, ...(id !== undefined && { id }) })),
  );
}

function acceptorFor(loaded: LoadedConfig | undefined, io: Io): ReturnType<typeof createAcceptor> {
  const { waivers = [], baseline = 'truce-baseline.json' } = loaded?.config ?? {};
  const path = resolve(loaded?.folder ?? io.cwd, baseline);
  return createAcceptor(waivers, readBaseline(path, shownPath(path, io)), io.today());
}

function warn({ insecure, host }: RecordArguments, screen: Screen): void {
  if (insecure)
    screen.note(
      'truce: WARNING: --insecure: the certificate of the target is not checked, anybody in between can read and change everything',
      'warning',
    );
  if (!isLoopbackHost(host))
    screen.note(
      `truce: WARNING: whoever reaches ${plain(host, 100)} reaches the target, with this machine's place in the network`,
      'warning',
    );
}
