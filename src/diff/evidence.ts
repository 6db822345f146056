// Evidence held against both contracts by the one validator: what fitted the old one and does not fit the new one, and by which change.
import type { Exchange } from '../model/exchange.ts';
import type { Finding } from '../model/finding.ts';
import type { Contract } from '../model/contract.ts';
import { generalise } from '../model/pointer.ts';
import type { Outcome } from '../model/report.ts';
import { examine } from '../judge/examine.ts';
import { Judge, type JudgeOptions } from '../judge/judge.ts';
import { attribute, indexSites } from './attribution.ts';
import type { Change, Touch } from './change.ts';
import { type Told, TouchCounter } from './touch-counter.ts';
import { changesUsed, lossOf } from './use.ts';

/** How much of the evidence of one consumer or file there was. */
export interface Witness {
  readonly who: string;
  readonly exchanges: number;
}

export interface Held {
  readonly touches: ReadonlyMap<Change, readonly Touch[]>;
  /** What no longer fits, though no single change says why. */
  readonly stray: readonly Touch[];
  /** Exchanges judged by both contracts. */
  readonly judged: number;
  /** Consumers of pacts, and files of other evidence. */
  readonly witnesses: readonly Witness[];
  /** Whose messages hold a value at the place of a change. */
  readonly uses: ReadonlyMap<Change, readonly Witness[]>;
  /** By `METHOD /path` of the old contract: whose evidence calls it. */
  readonly users: ReadonlyMap<string, readonly Witness[]>;
  /** Why exchanges could not be judged by one of the contracts, with how many. */
  readonly unjudged: ReadonlyMap<string, number>;
}

export interface HoldOptions extends Pick<JudgeOptions, 'severities'> {
  readonly old: Contract;
  readonly new: Contract;
  readonly changes: readonly Change[];
  readonly exchanges: Iterable<Exchange>;
}

/** Never throws for anything the evidence holds. */
export function holdEvidence({ old, new: new_, changes, exchanges, severities }: HoldOptions): Held {
  const options = severities ? { severities } : {};
  const [before, after] = [new Judge([old], options), new Judge([new_], options)];
  const sites = indexSites(changes);
  const touches = new TouchCounter();
  const unjudged = new Map<string, number>();
  const witnesses = new Map<string, number>();
  const users = new Map<string, Map<string, number>>();
  const uses = new Map<Change, Map<string, number>>();
  let judged = 0;
  const skip = (reason: string): void => void unjudged.set(reason, (unjudged.get(reason) ?? 0) + 1);
  for (const exchange of exchanges) {
    const who = exchange.consumer ?? exchange.evidence;
    witnesses.set(who, (witnesses.get(who) ?? 0) + 1);
    if (exchange.problem) {
      skip(exchange.problem.message);
      continue;
    }
    const examination = examine(exchange, [old]);
    const [was, is] = [before.judgeExamined(examination), after.judge(exchange)];
    const reason = whyUnjudged(was.outcome, is.outcome, exchange);
    if (reason !== undefined) skip(reason);
    if (!was.outcome.operation) continue;
    if (was.outcome.verdict !== 'unchecked' && is.outcome.verdict !== 'unchecked') judged++;
    const key = `${was.outcome.operation.method} ${was.outcome.operation.path}`;
    const own = users.get(key) ?? new Map<string, number>();
    users.set(key, own.set(who, (own.get(who) ?? 0) + 1));
    const touched = new Set<Change>();
    for (const touch of touchesOf(exchange, who, was, is)) {
      const found = attribute(touch.finding, exchange, touch.effect, was.outcome.operation, sites);
      if (found.length === 0) touches.add(undefined, touch.told);
      for (const change of found) {
        touches.add(change, touch.told);
        touched.add(change);
      }
    }
    for (const change of changesUsed(examination, was.outcome.operation, sites)) {
      const counts = uses.get(change) ?? new Map<string, number>();
      uses.set(change, counts.set(who, (counts.get(who) ?? 0) + 1));
      // Who fails by it need not be told that he might.
      const told = touched.has(change) ? undefined : lossOf(change, exchange, who);
      if (told) touches.add(change, told);
    }
  }
  const listed = (counts: ReadonlyMap<string, number>): Witness[] => [...counts].map(([who, count]) => ({ who, exchanges: count }));
  return {
    touches: new Map(touches.changes.map((change) => [change, touches.of(change)])),
    stray: touches.of(undefined),
    judged,
    unjudged,
    witnesses: listed(witnesses),
    uses: new Map([...uses].map(([change, counts]) => [change, listed(counts)])),
    users: new Map([...users].map(([key, counts]) => [key, listed(counts)])),
  };
}

function whyUnjudged(was: Outcome, is: Outcome, { request }: Exchange): string | undefined {
  if (!was.operation && !is.operation) return was.reason ?? 'neither contract covers it';
  if (was.verdict === 'unchecked') return was.reason ?? 'the old contract cannot judge it';
  // A sample names its operation and sends nothing that could be refused.
  if (!is.operation && !request?.complete) return is.reason ?? 'the new contract has no such operation';
  return is.verdict === 'unchecked' ? (is.reason ?? 'the new contract cannot judge it') : undefined;
}

interface Judged {
  readonly outcome: Outcome;
  readonly findings: readonly Finding[];
}

interface Found {
  readonly finding: Finding;
  readonly effect: Touch['effect'];
  readonly told: Told;
}

/** What the new contract says and the old one did not. */
function* touchesOf(exchange: Exchange, who: string, was: Judged, is: Judged): Iterable<Found> {
  const known = new Set(was.findings.map(keyOf));
  const named = new Set(was.findings.flatMap(({ rule, message }) => namesIn(message).map((name) => `${rule} ${name}`)));
  const lost = is.outcome.operation ? [] : lostOperation(exchange, is);
  for (const finding of [...is.findings, ...lost]) {
    const effect = effectOf(finding, exchange);
    if (effect === undefined || known.has(keyOf(finding))) continue;
    // Names of one object are told in one finding, at the place of the first.
    if (finding.rule.endsWith('-unpromised') && namesIn(finding.message).every((name) => named.has(`${finding.rule} ${name}`))) continue;
    const { rule, message, instance } = finding;
    yield {
      finding,
      effect,
      told: {
        effect,
        who,
        evidence: exchange.evidence,
        label: exchange.label,
        claim: exchange.claim,
        rule,
        message,
        ...(instance && { location: instance }),
      },
    };
  }
}

/** An operation that is gone leaves requests of which the new contract has nothing to say at all. */
function lostOperation({ location, request }: Exchange, { outcome, findings }: Judged): Finding[] {
  if (findings.some(({ side }) => side === 'operation')) return [];
  return [
    {
      rule: 'operation-undocumented',
      severity: 'error',
      side: 'operation',
      message: `Expected an operation of the new contract, but ${outcome.reason ?? 'none matches'}`,
      fix: '',
      instance: request?.location ?? location,
      related: [],
      about: '',
      fingerprint: '',
    },
  ];
}

/** Neither the sentence nor the place in the contract: those differ between two contracts that find the same fault. */
const keyOf = ({ rule, severity, instance }: Finding): string =>
  `${severity} ${rule} ${generalise(instance?.pointer ?? '')} ${instance?.at ?? ''}`;

const namesIn = (message: string): string[] => message.match(/`[^`]*`/g) ?? [];

function effectOf({ severity, side, rule }: Finding, { claim, request }: Exchange): Touch['effect'] | undefined {
  if (severity === 'info' || rule.endsWith('-unchecked')) return undefined;
  const isUnheard = side === 'operation';
  // A sample of a message names its operation and calls nothing.
  if (isUnheard && !request?.complete) return undefined;
  if (severity === 'warning') return side === 'response' && claim !== 'expected' ? undefined : 'may break';
  return side === 'response' && claim !== 'expected' ? 'contradicts' : 'breaks';
}
