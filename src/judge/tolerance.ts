// Findings that weigh less: requests a pact makes to provoke an error, and interactions that are pending (Pact specification 4).
import type { Exchange } from '../model/exchange.ts';
import type { Finding, Severity } from '../model/finding.ts';
import { sideOf } from '../model/rule.ts';

/** Statuses that say the request itself was wrong: a pact that expects one sends what the contract forbids, and means to. */
const provoked = new Set([400, 405, 406, 411, 412, 413, 414, 415, 417, 422, 428, 431]);
/** Statuses about one part of the request, with the rules about that part. */
const partly: Readonly<Record<number, RegExp>> = {
  401: /^request-security-/,
  403: /^request-security-/,
  404: /^request-path-/,
};

/** The severity of a finding about a request, given the status the consumer expects for it. */
export function milderSeverity(severity: Severity, rule: string, { claim, response }: Exchange): Severity {
  const status = response?.status;
  if (claim !== 'expected' || status === undefined || status < 400 || sideOf(rule) !== 'request') return severity;
  if (provoked.has(status) || partly[status]?.test(rule)) return 'info';
  // Any other error may have come about before anybody looked at the request.
  return severity === 'error' ? 'warning' : severity;
}

/** A pending interaction is listed and never fails the run. */
export function toleratePending(finding: Finding): Finding {
  if (finding.severity !== 'error') return finding;
  return { ...finding, severity: 'warning', message: `${finding.message} (pending, so it does not fail the run)` };
}
