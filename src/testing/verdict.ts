// Whether an exchange of a test satisfies the contract, and the failure in the words of the text report.
import type { Contract } from '../model/contract.ts';
import { Judge } from '../judge/judge.ts';
import { counts, type Finding } from '../model/finding.ts';
import { count, list } from '../model/show.ts';
import { showFindings } from '../reporters/text.ts';
import type { Held } from './contracts.ts';
import type { ContractOptions, Reading } from './responses.ts';

/** What a matcher answers with; `message` is asked for only when the expectation failed. */
export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/** Columns of a failure; test runners indent it further. */
const width = 100;

/** Judges what was read. `color` paints the findings. */
export function judgeReading(
  { client, exchange, notes, unmatched }: Reading,
  options: ContractOptions,
  held: Held,
  color: boolean,
): MatcherResult {
  const subject = client.replace(/^an? /, '');
  const tail = notes.map((note) => `\n\n${note}.`).join('');
  if (unmatched !== undefined) return failed(`Expected the ${subject} to satisfy a contract, but ${unmatched}`, tail);
  const { strict = held.judging.strict ?? false } = options;
  const { outcome, findings } = new Judge(held.contracts, { ...held.judging, strict }).judge(exchange);
  const about = outcome.operation ? `${outcome.operation.method} ${outcome.operation.path} → ${exchange.response?.status}` : undefined;
  const failing = findings.filter((finding) => counts(finding) && isFailing(finding, strict));
  if (failing.length > 0) {
    const total = list(severitiesOf(failing));
    return failed(
      `Expected the ${subject} to satisfy the contract, but there ${failing.length === 1 ? 'is' : 'are'} ${total}`,
      `\n\n${showFindings(failing, { color, width, frames: true })}${tail}`,
    );
  }
  if (outcome.verdict === 'unmatched')
    return failed(`Expected the ${subject} to satisfy a contract, but ${outcome.reason ?? 'none covers it'}`, tail);
  return {
    pass: true,
    message: () =>
      `Expected the ${subject} not to satisfy the contract, but it does: ${about ?? ''} conforms to ${documentedBy(held.contracts, outcome.operation)}${tail}`,
  };
}

const failed = (sentence: string, rest: string): MatcherResult => ({ pass: false, message: () => sentence + rest });

/** A response that could not be judged has not satisfied anything; a request that is only half known is no fault of the test. */
const isFailing = ({ severity, rule, side }: Finding, strict: boolean): boolean =>
  severity === 'error' || (strict && severity === 'warning') || (side === 'response' && isUnjudged(rule));

const isUnjudged = (rule: string): boolean => rule === 'response-body-unchecked' || rule === 'response-header-unchecked';

function severitiesOf(findings: readonly Finding[]): string[] {
  const judged = findings.filter(({ rule }) => !isUnjudged(rule));
  const errors = judged.filter(({ severity }) => severity === 'error').length;
  const others = judged.length - errors;
  const unjudged = findings.length - judged.length;
  return [
    ...(errors > 0 ? [count(errors, 'error')] : []),
    ...(others > 0 ? [count(others, 'warning')] : []),
    ...(unjudged > 0 ? [`${count(unjudged, 'part')} that could not be judged`] : []),
  ];
}

function documentedBy(contracts: readonly Contract[], operation: { readonly contract: string; readonly id: string } | undefined): string {
  const contract = contracts.find(({ id }) => id === operation?.contract);
  return contract ? `\`${contract.uri}\`` : 'the contract';
}
