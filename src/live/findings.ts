// What checks found becomes findings with two addresses: the entry of the recording and the place in the contract.
import { fingerprintOf } from '../judge/judge.ts';
import type { EvidenceFile } from '../model/evidence.ts';
import type { Finding, Severity } from '../model/finding.ts';
import type { Location } from '../model/location.ts';
import type { Attempt } from './case.ts';
import { curlLine, quoteWord } from './curl.ts';
import type { Found } from './run.ts';
import type { Secrets } from './secrets.ts';

export interface FindingOptions {
  /** The recording of the run. */
  readonly file: EvidenceFile;
  readonly secrets: Secrets;
  readonly severities: Readonly<Record<string, Severity | 'off'>>;
  /** Scheme and authority. */
  readonly origin: string;
  /** How a case is tried again, such as `truce probe crm --only`; its id is put behind. */
  readonly replay: string;
}

/** A finding that is not yet accepted or counted, and the entry it belongs to. */
export interface CheckedFinding {
  readonly index: number;
  readonly finding: Finding;
}

/** None for checks whose severity is `off`. */
export function findingsOf(found: readonly Found[], options: FindingOptions): readonly CheckedFinding[] {
  const slices = options.file.slices();
  return found.flatMap((one): CheckedFinding[] => {
    const { attempt, check, part } = one;
    const severity = options.severities[check.id] ?? one.severity ?? check.severity;
    if (severity === 'off') return [];
    const { operation } = attempt.send.values;
    const pointer = `/log/entries/${attempt.index}`;
    const source = slices.slice({ syntax: 'json', prefix: pointer, ...attempt.span });
    const instance: Location = { source, pointer: pointer + pathOf(part, attempt.status) };
    const message = options.secrets.hide(one.message);
    const status = attempt.status === 0 ? 'no answer' : String(attempt.status);
    return [
      {
        index: attempt.index,
        finding: {
          rule: check.id,
          severity,
          side: 'response',
          message,
          fix: one.fix ?? check.fix,
          instance,
          ...(one.contract && { contract: one.contract }),
          related: [],
          replay: {
            ...(one.case && !one.case.isStep && { command: `${options.replay} ${quoteWord(one.case.id)}` }),
            curl: options.secrets.hide(curlOf(attempt, options.origin)),
          },
          exchange: { evidence: options.file.uri, index: attempt.index, label: `entry ${attempt.index}`, claim: 'observed' },
          operation: { contract: operation.contract.id, id: operation.id, method: operation.method, path: operation.path },
          about: `${attempt.request.method} ${operation.path} → ${status}`,
          fingerprint: fingerprintOf(
            check.id,
            operation.contract.id,
            operation.id,
            one.contract,
            { ...instance, pointer: pathOf(part, attempt.status) },
            one.key ?? '',
          ),
        },
      },
    ];
  });
}

/** A response that never came has no parts; fields stand in a list whose order is the instance's. */
const pathOf = (part: Found['part'], status: number): string => {
  if (part === 'request') return '/request';
  if (status === 0 || typeof part === 'object') return '/response';
  return part === 'status' ? '/response/status' : part === 'body' ? '/response/content' : '/response';
};

/** Without what curl says by itself. */
export function curlOf({ request, placed }: Attempt, origin: string): string {
  const fields = request.fields.filter(([name]) => !/^(host|content-length|user-agent)$/i.test(name));
  return curlLine({ ...request, fields }, origin, placed);
}
