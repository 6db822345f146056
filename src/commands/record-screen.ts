// What `truce record` says while it runs: a line for every new kind of finding and failure, or one line of JSON for every event.
import type { Finding } from '../model/finding.ts';
import { placeOf } from '../model/place.ts';
import type { Outcome, Verdict } from '../model/report.ts';
import { count, grouped, plain } from '../model/show.ts';
import type { Recorded } from '../proxy/recorder.ts';
import { describeFinding, describeOutcome, stringify } from '../model/report-values.ts';
import { showFindingLine } from '../reporters/text.ts';
import type { RedactReport } from '../redact/redact-file.ts';
import { type Io, wantsColor } from './io.ts';

export interface Start {
  readonly url: string;
  readonly target: string;
  /** The file as the user named it. */
  readonly out: string;
  /** Exchanges it held before. */
  readonly before: number;
  readonly contracts: readonly string[];
}

export interface Stop {
  readonly reason: 'signal' | 'disk';
  readonly exchanges: number;
  /** Exchanges that passed and could not be written. */
  readonly lost: number;
  readonly judged: number;
  readonly verdicts: Readonly<Record<Verdict, number>>;
  readonly findings: number;
  /** Credentials that were kept from the disk: names and how often. */
  readonly masked: readonly string[];
  /** With `--redact`: the proof of the file. */
  readonly redacted?: RedactReport;
  readonly exitCode: number;
}

export interface Screen {
  started(start: Start): void;
  exchange(recorded: Recorded): void;
  judged(outcome: Outcome, findings: readonly Finding[]): void;
  /** For people: what happened that is no exchange. */
  note(text: string, event: string): void;
  stopped(stop: Stop): void;
}

/** Lines of JSON, for programs; outcomes and findings have the members they have in `truce check --reporter json`. */
export function createJsonScreen(io: Io): Screen {
  const tell = (event: string, rest: object): void => io.out(`${stringify({ event, ...rest })}\n`);
  return {
    started: (start) => tell('started', start),
    exchange: (recorded) => tell('exchange', recorded),
    judged(outcome, findings) {
      tell('judged', describeOutcome(outcome));
      for (const finding of findings) tell('finding', describeFinding(finding, placeOf));
    },
    note: (text, event) => tell(event, { message: text }),
    stopped: (stop) => tell('stopped', stop),
  };
}

const sinceLastShown = 100;

/** For people. Repetitions are told at 10, 100, 1000 …; a status line stands below where somebody watches. */
export function createTextScreen(io: Io, quiet: boolean): Screen {
  const seen = new Map<string, number>();
  const color = wantsColor(io);
  const hasStatus = !quiet && io.errIsTerminal && !io.env['CI'] && io.env['TERM'] !== 'dumb';
  let [exchanges, judged, problems, shown, isJudging] = [0, 0, 0, 0, false];
  const clear = (): void => {
    if (hasStatus && shown > 0) io.err('\r\u001b[K');
  };
  const status = (): void => {
    const now = performance.now();
    if (!hasStatus || now - shown < sinceLastShown) return;
    shown = now;
    const parts = [count(exchanges, 'exchange'), ...(isJudging ? [`${grouped(judged)} judged`, count(problems, 'finding')] : [])];
    io.err(`\r\u001b[K${parts.join(' · ')}`.slice(0, io.columns));
  };
  /** How often something was seen, where it is time to say so. */
  const timesToTell = (key: string): number | undefined => {
    const times = (seen.get(key) ?? 0) + 1;
    if (times > 1 || seen.size < 10_000) seen.set(key, times);
    return /^10*$/.test(String(times)) ? times : undefined;
  };
  const line = (text: string): void => {
    clear();
    io.out(`${text}\n`);
  };
  return {
    started({ url, target, out, before, contracts }) {
      isJudging = contracts.length > 0;
      const lines = [
        `Recording ${target} on ${url}`,
        before > 0 ? `into ${out}, behind the ${count(before, 'exchange')} it has` : `into ${out}`,
        isJudging
          ? `judged by ${contracts.join(', ')}`
          : 'Nothing is judged: no contract is given. Name one with `--contract openapi.yaml`, or in `truce.config.ts`',
        'Stop with Ctrl-C.',
      ];
      if (!quiet) io.out(`${lines.join('\n')}\n\n`);
    },
    exchange({ method, url, error }) {
      exchanges++;
      if (error !== undefined) {
        const times = timesToTell(error);
        if (times !== undefined)
          line(`${plain(`${method} ${url.replace(/[?#].*$/, '')}`, 200)}  ${plain(error, 300)}${times > 1 ? `  × ${grouped(times)}` : ''}`);
      }
      status();
    },
    judged(_, findings) {
      judged++;
      for (const finding of findings) {
        if (finding.accepted) continue;
        problems++;
        const times = timesToTell(`${finding.severity} ${finding.fingerprint}`);
        if (times !== undefined) line(showFindingLine(finding, times, color));
      }
      status();
    },
    note(text) {
      clear();
      io.err(`${text}\n`);
    },
    stopped: clear,
  };
}
