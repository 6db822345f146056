// The NDJSON of openapi-pact-comparator 2.3.1 (a line for each pact, an array of results on it), so that two tools can be compared; values are left out.
import type { Finding } from '../model/finding.ts';
import { ofPointer } from '../model/known-pointers.ts';
import type { Location } from '../model/location.ts';
import { tokensOf } from '../model/pointer.ts';
import type { Reporter } from '../model/reporter.ts';
import { plain } from '../model/show.ts';

/** Its code for each rule it has one for; the others are told under the rule's own name with full stops. */
const codes: Readonly<Record<string, string>> = {
  'operation-undocumented': 'request.path-or-method.unknown',
  'request-accept-mismatch': 'request.accept.incompatible',
  'request-body-malformed': 'request.body.incompatible',
  'request-body-mismatch': 'request.body.incompatible',
  'request-body-missing': 'request.body.incompatible',
  'request-body-unchecked': 'request.body.unvalidatable',
  'request-body-undocumented': 'request.body.unknown',
  'request-cookie-mismatch': 'request.header.incompatible',
  'request-cookie-missing': 'request.header.incompatible',
  'request-header-mismatch': 'request.header.incompatible',
  'request-header-missing': 'request.header.incompatible',
  'request-media-type-malformed': 'request.content-type.incompatible',
  'request-media-type-missing': 'request.content-type.missing',
  'request-media-type-undocumented': 'request.content-type.incompatible',
  'request-path-mismatch': 'request.path-or-method.unknown',
  'request-query-mismatch': 'request.query.incompatible',
  'request-query-missing': 'request.query.incompatible',
  'request-query-undocumented': 'request.query.unknown',
  'request-security-mismatch': 'request.authorization.missing',
  'request-security-missing': 'request.authorization.missing',
  'response-body-malformed': 'response.body.incompatible',
  'response-body-mismatch': 'response.body.incompatible',
  'response-body-unchecked': 'response.body.unvalidatable',
  'response-header-mismatch': 'response.header.incompatible',
  'response-media-type-malformed': 'response.content-type.incompatible',
  'response-media-type-missing': 'response.content-type.unknown',
  'response-media-type-undocumented': 'response.content-type.incompatible',
  'response-status-undocumented': 'response.status.unknown',
  'response-status-unpromised': 'response.status.default',
};

const reporter: Reporter = {
  id: 'opc',
  title: 'NDJSON as openapi-pact-comparator writes it, pacts only',
  *render({ evidence, findings }) {
    const byFile = Map.groupBy(findings, ({ exchange }) => exchange?.evidence);
    for (const { uri, format } of evidence) {
      if (format !== 'pact') continue;
      let separator = '[';
      for (const finding of byFile.get(uri) ?? []) {
        if (finding.accepted) continue;
        yield separator + JSON.stringify(describe(finding)).toWellFormed();
        separator = ',';
      }
      yield separator === '[' ? '[]\n' : ']\n';
    }
  },
};
export default reporter;

function describe(finding: Finding): unknown {
  const { severity, message, exchange, instance, contract, operation } = finding;
  const { description = '', given = [] } = exchange ?? {};
  return {
    code: codeOf(finding),
    message: plain(message, 1000),
    mockDetails: {
      interactionDescription: plain(description, 1000),
      interactionState: given.length > 0 ? given.join(', ') : '[none]',
      location: instance ? pathOf(instance) : '[root]',
    },
    specDetails: {
      location: contract ? pathOf(contract) : '[root].paths',
      pathMethod: operation?.method.toLowerCase() ?? null,
      pathName: operation?.path ?? null,
    },
    type: severity,
  };
}

function codeOf({ rule, severity, contract }: Finding): string {
  // One rule of ours is two codes there: a property, or a body, nobody documents; a field of HTTP, or another one.
  if (rule === 'response-body-undocumented')
    return contract?.pointer.includes('/content/') ? 'response.body.incompatible' : 'response.body.unknown';
  if (rule === 'response-header-undocumented') return severity === 'error' ? 'response.header.unknown' : 'response.header.undefined';
  return codes[rule] ?? rule.replace(/^([a-z]+)-/, '$1.').replace(/-([a-z]+)$/, '.$1');
}

/** `[root].interactions[0].response.body.name`; of a body that is a text in the pact, the place of that text comes first. */
const pathOf = ({ source, pointer }: Location): string => `[root]${source.within ? stepsOf(source.within.pointer) : ''}${stepsOf(pointer)}`;

const stepsOf = ofPointer((pointer) =>
  tokensOf(pointer)
    .map((token) => (/^\d+$/.test(token) ? `[${token}]` : `.${plain(token, 200)}`))
    .join('')
    .replace(/(responses)\[(\d+)\]/g, '$1.$2'),
);
