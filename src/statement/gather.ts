// One run of a probe becomes a statement: what was tried, what deviates and how to see it again, what was not tried, what is left.
import type { Attempt, Case } from '../live/case.ts';
import type { Check } from '../live/check.ts';
import type { Cleanup } from '../live/cleanup.ts';
import type { RunResult } from '../live/run.ts';
import { frameOf } from '../model/code-frame.ts';
import type { Contract, Operation } from '../model/contract.ts';
import { counts, type Finding } from '../model/finding.ts';
import { type FindingGroup, groupFindings } from '../model/finding-group.ts';
import type { Location } from '../model/location.ts';
import { reasonOf } from '../model/outcome-reason.ts';
import { placeOf, showPlace } from '../model/place.ts';
import type { Report } from '../model/report.ts';
import type { RuleText } from '../model/rule.ts';
import { count, plain, visible } from '../model/show.ts';
import type { Comparison } from './comparison.ts';
import type { ExchangeText } from './exchange-text.ts';
import type { Deviation, LeftBehind, PlaceText, Reason, Statement } from './statement.ts';
import { describeLimits, isAnswered, type Scope, summarise } from './sentences.ts';
import { isDeviation, tally } from './tally.ts';

export interface StatementInput {
  readonly contract: Pick<Contract, 'title' | 'version' | 'uri'>;
  readonly instance: string;
  readonly date: string;
  readonly run: string;
  readonly mark: string;
  readonly truce: string;
  readonly recording: string;
  readonly report: Report;
  readonly result: RunResult;
  readonly cleanup: Cleanup;
  readonly operations: readonly Operation[];
  readonly checks: readonly Check[];
  readonly workflows: readonly string[];
  readonly scope: Scope;
  readonly textOf: (rule: string) => RuleText | undefined;
  /** Texts of the entries of the recording that are wanted. */
  readonly exchangesOf: (wanted: ReadonlySet<number>) => ReadonlyMap<number, ExchangeText>;
  /** The request for a shell, without credentials. */
  readonly curlOf: (attempt: Attempt) => string;
  /** The call that tries a case again. */
  readonly replayOf: (one: Case) => string;
  readonly comparison?: Comparison;
}

const mostDeviations = 40;
const mostNames = 5;
const mostItems = 50;
const mostReasons = 40;
const mostOwn = 10;
/** Of a line for a shell, in characters; half of one would send something else. */
const longestLine = 4000;

export function gatherStatement(input: StatementInput): Statement {
  const { contract, instance, date, run, truce, recording, report, result, scope, comparison } = input;
  const groups = groupFindings(report.findings.filter(isDeviation));
  const shown = groups.slice(0, mostDeviations);
  const exchanges = input.exchangesOf(new Set(shown.flatMap(({ first }) => (first.exchange ? [first.exchange.index] : []))));
  const attempts = attemptsOf(result);
  const own = report.findings.filter((one) => counts(one) && !isDeviation(one)).map(({ about, message }) => `${about}: ${message}`);
  const rows = tally({ ...input, checks: input.checks.flatMap(({ id, plan }) => (plan ? [id] : [])) });
  const untried = reasonsOf(result.untried.map(({ reason, what }) => ({ reason, what })));
  const unjudged = reasonsOf(
    report.outcomes
      .filter(({ verdict }) => verdict === 'unchecked')
      .map((outcome) => ({
        reason: reasonOf(outcome) ?? 'no reason given',
        what: `${outcome.operation?.id ?? 'no operation'} (${outcome.exchange.label})`,
      })),
  );
  const hasDeviations = groups.some(({ first }) => first.severity !== 'info');
  const isOpen = !isAnswered(report) || report.couldNotCheck.length > 0 || rows.every(({ tried }) => tried === 0);
  return {
    contract: { title: contract.title, version: contract.version, document: contract.uri },
    instance,
    date,
    run,
    truce,
    recording,
    standing: hasDeviations && isAnswered(report) ? 'deviates' : isOpen ? 'open' : 'conforms',
    summary: summarise({ rows, groups, report }),
    rows,
    everywhere: input.checks.flatMap(({ plan, title, id }) => (plan || id === 'workflow-succeeds' ? [] : [title])),
    deviations: shown.map((group, at) => describe(group, input, { exchanges, attempts, sameAs: firstWith(shown, group, at) })),
    hidden: groups.length - shown.length,
    untried,
    unjudged,
    accepted: reasonsOf(
      report.findings.flatMap(({ accepted, about, rule }) =>
        accepted ? [{ reason: `${accepted.by}: ${accepted.reason}`, what: `${rule} ${about}` }] : [],
      ),
    ),
    own: firstOf([...new Set(own)], mostOwn, 'the report of the run has all'),
    left: describeLeft(input),
    limits: describeLimits(scope, report),
    ...(comparison && { comparison }),
  };
}

const firstOf = (texts: readonly string[], most: number, where: string): readonly string[] =>
  texts.length > most ? [...texts.slice(0, most), `and ${texts.length - most} more: ${where}`] : texts;

interface Sent {
  readonly attempt: Attempt;
  readonly case?: Case;
}

function attemptsOf({ tried, found }: RunResult): ReadonlyMap<number, Sent> {
  const sent = new Map<number, Sent>();
  for (const { attempt, case: own } of found) sent.set(attempt.index, { attempt, ...(own && { case: own }) });
  for (const { attempts, case: own } of tried) for (const attempt of attempts) sent.set(attempt.index, { attempt, case: own });
  return sent;
}

/** Number of the deviation before it that shows the same exchange. */
function firstWith(groups: readonly FindingGroup[], { first }: FindingGroup, at: number): number | undefined {
  const before = groups.findIndex((other) => other.first.exchange?.index === first.exchange?.index);
  return before < 0 || before >= at || !first.exchange ? undefined : before + 1;
}

interface Known {
  readonly exchanges: ReadonlyMap<number, ExchangeText>;
  readonly attempts: ReadonlyMap<number, Sent>;
  readonly sameAs: number | undefined;
}

function describe({ first, findings, exchanges: times }: FindingGroup, input: StatementInput, known: Known): Deviation {
  const { severity, rule, about, message, fix, contract, instance, exchange, fingerprint } = first;
  const text = input.textOf(rule);
  const { exchanges, attempts, sameAs } = known;
  const shown = exchange && exchanges.get(exchange.index);
  const place = contract ?? placeOfOperation(first, input);
  const frame = place && frameOf(place);
  return {
    severity,
    rule,
    title: text?.title ?? rule,
    about,
    message,
    why: text?.why ?? '',
    fix,
    times: findings,
    exchanges: times,
    ...(place && { contract: { ...describePlace(place), ...(frame && { frame }) } }),
    ...(instance && exchange && { seen: `${exchange.label} of the recording, ${showPart(instance)}` }),
    ...(sameAs !== undefined ? { sameAs } : shown && { exchange: shown }),
    reproduce: reproductionOf(first, exchange && attempts.get(exchange.index), input),
    fingerprint,
  };
}

/** Where no sentence of the contract is broken, such as by an answer that never came, its operation is the place. */
const placeOfOperation = ({ operation }: Finding, { operations }: StatementInput): Location | undefined =>
  operations.find(({ id }) => id === operation?.id)?.location;

const describePlace = (location: Location): PlaceText => ({ place: showPlace(placeOf(location)), pointer: location.pointer });

function showPart({ source, pointer }: Location): string {
  if (source.within) return `the body of the response${pointer === '' ? '' : ` at \`${pointer}\``}`;
  const part = pointer.replace(/^\/log\/entries\/\d+/, '');
  return part === '' ? 'as a whole' : `\`${part}\``;
}

/** As the finding says it; what rules found says nothing, so the request it was sent with does. */
function reproductionOf({ replay: told }: Finding, sent: Sent | undefined, { curlOf, replayOf }: StatementInput): Deviation['reproduce'] {
  const curl = told?.curl ?? (sent && curlOf(sent.attempt));
  const replay = sent?.case && !sent.case.isStep ? (told?.command ?? replayOf(sent.case)) : undefined;
  const isLong = curl !== undefined && curl.length > longestLine;
  return [
    ...(curl === undefined
      ? []
      : [
          {
            what: isLong ? `the request is too long to be shown here: ${curl.length} characters` : 'the request',
            line: isLong ? '' : visible(curl),
          },
        ]),
    ...(replay === undefined ? [] : [{ what: 'the case with Truce', line: visible(replay) }]),
  ];
}

/** Most frequent first; at most a few names each. */
function reasonsOf(all: readonly { readonly reason: string; readonly what: string }[]): readonly Reason[] {
  const reasons = [...Map.groupBy(all, ({ reason }) => reason)]
    .map(([reason, own]) => ({
      reason,
      times: own.length,
      what: [...new Set(own.map(({ what }) => plain(what, 160)))].slice(0, mostNames),
    }))
    .toSorted((a, b) => b.times - a.times);
  const rest = reasons.slice(mostReasons);
  if (rest.length === 0) return reasons;
  const times = rest.reduce((sum, reason) => sum + reason.times, 0);
  return [
    ...reasons.slice(0, mostReasons),
    { reason: `${count(rest.length, 'other reason')}, which the output of the run has`, times, what: [] },
  ];
}

function describeLeft({ cleanup, scope, mark }: StatementInput): LeftBehind {
  const { undone, left, stays } = cleanup;
  const items = left.slice(0, mostItems).map(({ operation, subject, why, at }) => ({
    what: subject === undefined ? operation : `${operation} ${String(subject)}`,
    why: why ?? 'it was not removed',
    at,
  }));
  return {
    isReadOnly: !scope.isWriting,
    removed: undone,
    kept: left.length,
    items: left.length > mostItems ? [...items, { what: `and ${left.length - mostItems} more`, why: 'the ledger has all', at: '' }] : items,
    stays: [...stays].map(([what, times]) => `${times} × ${what}`),
    mark,
  };
}
