// The verdict on one exchange: the examination is put to every rule, and what they say becomes findings.
import { hash } from 'node:crypto';
import { type Contract, type Operation, operationReference } from '../model/contract.ts';
import { type Examination, isCleanRequest, isCleanResponse } from '../model/examination.ts';
import type { Exchange } from '../model/exchange.ts';
import type { Acceptance, ExchangeReference, Finding, OperationReference, Severity, Side } from '../model/finding.ts';
import type { Location } from '../model/location.ts';
import { generalise } from '../model/pointer.ts';
import type { Outcome, Verdict } from '../model/report.ts';
import { type AnyRule, sideOf, type Told } from '../model/rule.ts';
import { list, plain } from '../model/show.ts';
import { rules } from '../rules/index.ts';
import { milderSeverity, toleratePending } from './tolerance.ts';
import { examine } from './examine.ts';

export interface JudgeOptions {
  readonly strict?: boolean;
  /** An exchange that no contract covers is a finding. */
  readonly strictUnmatched?: boolean;
  /** Contracts that could not be read. */
  readonly unread?: readonly string[];
  /** Severity by rule id; `off` silences. */
  readonly severities?: Readonly<Record<string, Severity | 'off'>>;
  /** Waivers and baseline: why a finding does not count. */
  readonly accept?: (finding: Finding) => Acceptance | undefined;
}

export interface Judged {
  readonly outcome: Outcome;
  readonly findings: readonly Finding[];
}

export class Judge {
  readonly #contracts: readonly Contract[];
  readonly #options: JudgeOptions;
  readonly #rules: ReadonlyMap<Side, readonly AnyRule[]>;
  readonly #operations = new WeakMap<Operation, OperationReference>();

  constructor(contracts: readonly Contract[], options: JudgeOptions) {
    this.#contracts = contracts;
    this.#options = options;
    const asked = rules.filter(
      (rule) =>
        rule.claims.length > 0 &&
        options.severities?.[rule.id] !== 'off' &&
        (rule.id !== 'operation-unchecked' || options.strictUnmatched === true),
    );
    this.#rules = Map.groupBy(asked, (rule) => sideOf(rule.id));
  }

  /** `contracts` narrows the choice for evidence that belongs to some of them. */
  judge(exchange: Exchange, contracts: readonly Contract[] = this.#contracts): Judged {
    return exchange.problem ? this.#unreadable(exchange, referenceTo(exchange)) : this.judgeExamined(examine(exchange, contracts));
  }

  /** For callers that want the examination as well: what was decoded is in it. `unread`: contracts it may belong to that could not be read. */
  judgeExamined(found: Examination, unread = this.#options.unread ?? []): Judged {
    const examination = unread.length > 0 ? doubted(found, unread) : found;
    const { exchange, operation } = examination;
    const reference = referenceTo(exchange);
    const shown = operation && this.#referenceOf(operation);
    const findings: Finding[] = [];
    let failed = false;
    for (const side of sidesToTell(examination)) {
      for (const rule of this.#rules.get(side) ?? []) {
        if (!rule.claims.includes(exchange.claim)) continue;
        for (const told of rule.run(examination)) {
          const finding = this.#finding(rule, told, examination, reference, shown);
          failed ||= finding.severity === 'error' && !finding.accepted;
          findings.push(reference.isPending ? toleratePending(finding) : finding);
        }
      }
    }
    const { verdict, reason } = verdictOf(examination, findings, failed);
    return {
      outcome: {
        exchange: reference,
        ...(shown && { operation: shown }),
        ...(exchange.response && { status: exchange.response.status }),
        verdict,
        ...(reason !== undefined && { reason }),
      },
      findings,
    };
  }

  /** One for all its exchanges: their outcomes are kept until the end. */
  #referenceOf(operation: Operation): OperationReference {
    let reference = this.#operations.get(operation);
    if (!reference) this.#operations.set(operation, (reference = operationReference(operation)));
    return reference;
  }

  #unreadable(exchange: Exchange, reference: ExchangeReference): Judged {
    const { message, location, isForeign } = exchange.problem as NonNullable<Exchange['problem']>;
    const id = isForeign ? 'evidence-exchange-unchecked' : 'evidence-exchange-malformed';
    const rule = announcedRule(id);
    const severity = this.#severity(rule, undefined);
    const finding =
      severity &&
      this.#accepted({
        rule: id,
        severity,
        side: 'evidence',
        message,
        fix: rule.fix,
        instance: location,
        related: [],
        exchange: reference,
        about: exchange.label,
        fingerprint: fingerprintOf(id, '', '', undefined, location, message),
      });
    return { outcome: { exchange: reference, verdict: 'unchecked', reason: message }, findings: finding ? [finding] : [] };
  }

  #finding(
    rule: AnyRule,
    { violation, message }: Told,
    examination: Examination,
    exchange: ExchangeReference,
    operation: OperationReference | undefined,
  ): Finding {
    const { instance, contract, related = [], fix = rule.fix, key = '' } = violation;
    const side = sideOf(rule.id);
    const status = examination.exchange.response?.status;
    const severity = milderSeverity(this.#severity(rule, violation.severity) as Severity, rule.id, examination.exchange);
    return this.#accepted({
      rule: rule.id,
      severity,
      side,
      message,
      fix,
      instance,
      ...(contract && { contract }),
      related,
      exchange,
      ...(operation && { operation }),
      about: aboutOf(examination, operation, status),
      fingerprint: fingerprintOf(rule.id, operation?.contract ?? '', operation?.id ?? '', contract, instance, key),
    });
  }

  #severity(rule: AnyRule, own: Severity | undefined): Severity | undefined {
    const configured = this.#options.severities?.[rule.id];
    if (configured === 'off') return undefined;
    return configured ?? own ?? (this.#options.strict ? rule.strict : undefined) ?? rule.severity;
  }

  #accepted(finding: Finding): Finding {
    const accepted = this.#options.accept?.(finding);
    return accepted ? { ...finding, accepted } : finding;
  }
}

/** What no contract covers may belong to one of those that could not be read: nobody can call it undocumented. */
function doubted(examination: Examination, unread: readonly string[]): Examination {
  const { kind } = examination.match;
  if (kind === 'match' || kind === 'undocumented-method') return examination;
  const names = list(unread.map((name) => `\`${plain(name, 120)}\``));
  return { ...examination, match: { kind: 'unmatched', reason: `${names} could not be read, so nobody knows whether it belongs there` } };
}

const referenceTo = ({ evidence, index, label, claim, circumstances }: Exchange): ExchangeReference => ({
  evidence,
  index,
  label,
  claim,
  ...circumstances,
});

/** The sides a rule may have a word about. */
function sidesToTell({ match, request, response }: Examination): readonly Side[] {
  if (match.kind !== 'match') return ['operation'];
  const sides: Side[] = [];
  if (request && !isCleanRequest(request)) sides.push('request');
  if (response && !isCleanResponse(response)) sides.push('response');
  return sides;
}

export function announcedRule(id: string): AnyRule {
  const rule = rules.find((candidate) => candidate.id === id);
  if (!rule) throw new Error(`there is no rule ${id}`);
  return rule;
}

/** `failed`: an error counts, even where a pending interaction must not fail the run. */
function verdictOf(examination: Examination, findings: readonly Finding[], failed: boolean): { verdict: Verdict; reason?: string } {
  if (failed) return { verdict: 'violates' };
  const { match } = examination;
  if (match.kind === 'unmatched') return { verdict: 'unmatched', reason: match.reason };
  if (match.kind !== 'match') return { verdict: 'unmatched', reason: match.reason };
  const unchecked = findings.find((finding) => finding.rule.endsWith('-unchecked'));
  return unchecked ? { verdict: 'unchecked', reason: unchecked.message } : { verdict: 'conforms' };
}

function aboutOf({ exchange }: Examination, operation: OperationReference | undefined, status: number | undefined): string {
  const what = operation
    ? `${operation.method} ${operation.path}`
    : exchange.request?.target
      ? `${exchange.request.method} ${exchange.request.target.replace(/[?#].*$/, '')}`
      : exchange.label;
  return status === undefined ? what : `${what} → ${status}`;
}

const digest = (text: string): string => hash('sha256', text).slice(0, 16);

const fingerprints = new Map<string, string>();

/** No values and no line numbers, so that it survives a new recording and serves baselines. */
export function fingerprintOf(
  rule: string,
  contract: string,
  operation: string,
  contractPlace: Location | undefined,
  instance: Location | undefined,
  key = '',
): string {
  const text = [rule, contract, operation, contractPlace?.pointer ?? '', generalise(instance?.pointer ?? ''), key].join('\n');
  // A long one hardly comes again, and to keep it would cost more than to hash it.
  if (text.length > 400) return digest(text);
  let fingerprint = fingerprints.get(text);
  if (!fingerprint) {
    fingerprint = digest(text);
    if (fingerprints.size < 10_000) fingerprints.set(text, fingerprint);
  }
  return fingerprint;
}
