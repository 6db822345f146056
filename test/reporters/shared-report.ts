// The reports every reporter is tested on: nothing, all well, many kinds of findings, could not check, hostile texts, a great many. Data, hence its length.
import type { ExchangeReference, Finding, OperationReference, Severity } from '../../src/model/finding.ts';
import { counts } from '../../src/model/finding.ts';
import type { Outcome, Report, Verdict } from '../../src/model/report.ts';
import type { RenderOptions } from '../../src/model/reporter.ts';
import { fakeSource } from './fake-source.ts';

export const secrets = ['hunter2', 'c2VjcmV0LXRpY2tldA', 'eyJhbGciOiJIUzI1NiJ9.e30.sig', 'SOTICKET-abcdef'];

export const options: RenderOptions = {
  color: false,
  width: 80,
  frames: true,
  quiet: false,
  rule: (id) =>
    id.startsWith('response') ? { title: `Title of ${id}`, why: 'Clients break on it.', fix: 'Send what the contract says' } : undefined,
};

const contractText = `openapi: 3.1.0
paths:
  /api/v1/Contact/{id}:
    put:
      operationId: putContactEntity
      responses:
        '200':
          description: Saved
components:
  schemas:
    ContactEntity:
      type: object
      required: [ContactId]
      properties:
        NoMailing:
          type: boolean
        Country:
          $ref: '#/components/schemas/NoSuchSchema'
`;
export const contract = fakeSource('contracts/superoffice/openapi.yaml', contractText, {
  '/components/schemas/ContactEntity/properties/NoMailing/type': 'boolean',
  '/components/schemas/ContactEntity/required': '[ContactId]',
  '/components/schemas/ContactEntity/properties/Country/$ref': "'#/components/schemas/NoSuchSchema'",
  '/paths/~1api~1v1~1Contact~1{id}/put/responses': "'200':\n          description: Saved",
});

const body =
  String.raw`{\"Ticket\":\"hunter2\",\"Name\":\"Økern Båt & Motor 会社有限公司\",\"NoMailing\":\"false\",\"Password\":\"hun\\\"hunter2\",\"Persons\":[` +
  String.raw`{\"PersonId\":7},`.repeat(40) +
  String.raw`]}`;
const harText = `{"log": {"entries": [
  {"request": {"method": "PUT", "headers": [
      {"name": "Authorization", "value": "Bearer eyJhbGciOiJIUzI1NiJ9.e30.sig"},
      {
        "name": "X-XSRF-Token",
        "value": "c2VjcmV0LXRpY2tldA"
      }]},
   "response": {"status": 418, "content": {"text": "${body}"}}}
]}}
`;
export const har = fakeSource('contracts/superoffice/recordings/traffic.har', harText, {
  '/log/entries/0/response/status': '418',
  '/log/entries/0/response/content/text': `"${body}"`,
  '/log/entries/0/request/headers/1/value': '"c2VjcmV0LXRpY2tldA"',
  '/log/entries/0/request/headers/0': '{"name": "Authorization", "value": "Bearer eyJhbGciOiJIUzI1NiJ9.e30.sig"}',
});
const bodySource = fakeSource(
  har.uri,
  harText,
  { '/NoMailing': String.raw`\"false\"`, '': `${body}`, '/Password': String.raw`\"hun\\\"hunter2\"` },
  { source: har, pointer: '/log/entries/0/response/content/text' },
);
const xml = fakeSource(
  'contracts/odyssee/samples/saveContact.request.document.xml',
  '<Contact SessionTicket="SOTICKET-abcdef">\n\t<Login>me</Login><Password>hunter2</Password>\n</Contact>\n',
  { '/Contact/Login': '<Login>me</Login>' },
);

const operation: OperationReference = { contract: 'superoffice', id: 'putContactEntity', method: 'PUT', path: '/api/v1/Contact/{id}' };
const entry = (index: number, evidence = har.uri): ExchangeReference => ({ evidence, index, label: `entry ${index}`, claim: 'observed' });

export function finding(rule: string, severity: Severity, more: Partial<Finding>): Finding {
  let hash = 7;
  for (const char of `${rule} ${more.contract?.pointer} ${more.instance?.pointer}`) hash = (hash * 31 + char.charCodeAt(0)) % 0xffffffff;
  return {
    rule,
    severity,
    side: rule.startsWith('request') ? 'request' : rule.startsWith('contract') ? 'contract' : 'response',
    message: 'Expected `NoMailing` to be a boolean, got "false"',
    fix: 'Send a boolean, or document `NoMailing` as a string',
    related: [],
    about: rule.startsWith('contract') ? '' : 'PUT /api/v1/Contact/{id} → 200',
    fingerprint: hash.toString(16).padStart(16, '0'),
    ...(!rule.startsWith('contract') && { operation }),
    ...more,
  };
}

export const outcome = (exchange: ExchangeReference, verdict: Verdict, reason?: string): Outcome => ({
  exchange,
  verdict,
  ...(verdict !== 'unmatched' && { operation, status: 200 }),
  ...(reason !== undefined && { reason }),
});

export function report(parts: Partial<Report>): Report {
  const { outcomes = [], findings = [] } = parts;
  const verdict = (name: Verdict): number => outcomes.filter((one) => one.verdict === name).length;
  const found = (severity: Severity): number => findings.filter((one) => counts(one) && one.severity === severity).length;
  return {
    tool: { name: 'truce', version: '0.1.0' },
    contracts: [{ id: 'superoffice', uri: contract.uri, title: 'SuperOffice', version: '1.0.0', operations: 2 }],
    evidence: [],
    outcomes,
    findings,
    totals: {
      exchanges: outcomes.length,
      verdicts: {
        conforms: verdict('conforms'),
        violates: verdict('violates'),
        unmatched: verdict('unmatched'),
        unchecked: verdict('unchecked'),
      },
      findings: { error: found('error'), warning: found('warning'), info: found('info') },
      accepted: findings.filter((one) => !counts(one)).length,
    },
    remarks: [],
    failOn: 'error',
    exitCode: 0,
    couldNotCheck: [],
    bailed: false,
    ...parts,
  };
}

const noMailing = { source: bodySource, pointer: '/NoMailing' };
const type = { source: contract, pointer: '/components/schemas/ContactEntity/properties/NoMailing/type' };
const sample = 'contracts/superoffice/samples/putContactEntity.200.document.json';
const pact = 'contracts/superoffice/pacts/crm-sync-superoffice.json';

const kinds: readonly Finding[] = [
  finding('response-header-undocumented', 'info', {
    exchange: entry(2),
    message: 'The contract documents no header `X-Powered-By`',
    fix: 'Document it, or stop sending it',
    instance: { source: har, pointer: '/log/entries/0/request/headers/0' },
  }),
  ...Array.from({ length: 12 }, (_, index) =>
    finding('response-body-mismatch', 'error', { exchange: entry(index), instance: noMailing, contract: type }),
  ),
  finding('response-body-missing', 'error', {
    exchange: entry(3),
    message: 'Expected the properties `ContactId`, `Name` and `OrgNr`, got an object without them',
    fix: 'Send them, or take them off `required`',
    instance: { source: bodySource, pointer: '' },
    contract: { source: contract, pointer: '/components/schemas/ContactEntity/required' },
    related: [
      { message: 'The other branch of `oneOf`', location: type },
      ...Array.from({ length: 6 }, (_, n) => ({ message: `Branch ${n} wants an array`, location: type })),
    ],
  }),
  finding('response-body-missing', 'error', {
    exchange: entry(3),
    instance: { source: bodySource, pointer: '/Password' },
    message: 'Expected `Password` to have at most 8 characters',
    contract: type,
  }),
  finding('response-status-undocumented', 'error', {
    exchange: entry(1),
    about: 'PUT /api/v1/Contact/{id} → 418',
    message: 'Expected one of 200, 400, 401, 403, 404, 409, 412, 500, got 418',
    fix: 'Document the status, or a range such as `4XX`, or stop sending it',
    instance: { source: har, pointer: '/log/entries/0/response/status' },
    contract: { source: contract, pointer: '/paths/~1api~1v1~1Contact~1{id}/put/responses' },
  }),
  finding('request-header-mismatch', 'warning', {
    exchange: entry(2),
    instance: { source: har, pointer: '/log/entries/0/request/headers/1/value' },
    message: 'Expected `X-XSRF-Token` to be a UUID, got "…"',
  }),
  finding('request-header-mismatch', 'warning', {
    exchange: entry(2),
    instance: { source: har, pointer: '/log/entries/0/request/headers/1/value' },
    message: 'Expected `X-XSRF-Token` to be a UUID, got "…"',
  }),
  finding('request-body-undocumented', 'warning', {
    exchange: entry(0, xml.uri),
    instance: { source: xml, pointer: '/Contact/Login' },
    contract: type,
    message: 'The contract describes no property `Login`',
  }),
  finding('request-body-missing', 'error', {
    exchange: entry(0, xml.uri),
    instance: { source: xml, pointer: '/Contact/Login' },
    accepted: { by: 'waiver', reason: 'The sample of the vendor lacks it' },
  }),
  finding('response-body-undocumented', 'warning', {
    exchange: entry(4),
    instance: noMailing,
    accepted: { by: 'baseline', reason: 'in the baseline' },
  }),
];

const violating: Verdict = 'violates';

/** Every report by name. */
export const reports: Readonly<Record<string, Report>> = {
  empty: report({ contracts: [], exitCode: 2, couldNotCheck: ['No exchange was checked: no evidence was given'] }),
  conforms: report({
    evidence: [
      { uri: sample, format: 'sample', claim: 'example', exchanges: 1 },
      { uri: pact, format: 'pact', claim: 'expected', exchanges: 2 },
    ],
    outcomes: [
      outcome({ ...entry(0, sample), claim: 'example' }, 'conforms'),
      ...[0, 1].map((n) => outcome({ evidence: pact, index: n, label: `interaction "contact ${n}"`, claim: 'expected' }, 'conforms')),
    ],
  }),
  kinds: report({
    evidence: [
      { uri: har.uri, format: 'har', claim: 'observed', exchanges: 18 },
      { uri: xml.uri, format: 'sample', claim: 'example', exchanges: 1 },
      { uri: pact, format: 'pact', claim: 'expected', exchanges: 1 },
    ],
    outcomes: [
      ...Array.from({ length: 12 }, (_, index) => outcome(entry(index), violating)),
      ...[12, 13, 14].map((n) =>
        outcome(entry(n), 'unmatched', `No contract covers \`GET https://cdn.example.com/${n}.js?token=hunter2\``),
      ),
      outcome(entry(15), 'unmatched', 'No contract covers `GET /favicon.ico?key=hunter2`'),
      ...[16, 17].map((n) => outcome(entry(n), 'unchecked', 'The media type `application/x-protobuf` has no decoder')),
      outcome(entry(0, xml.uri), violating),
      outcome({ evidence: pact, index: 0, label: 'interaction "a contact"', claim: 'expected' }, 'conforms'),
    ],
    findings: kinds,
    remarks: [
      { severity: 'warning', message: 'The waiver for `request-body-missing` expires in 12 days' },
      { severity: 'info', message: 'A baseline entry was used by nothing' },
    ],
    exitCode: 1,
  }),
  unchecked: report({
    evidence: [
      { uri: '<stdin>', format: 'unknown', exchanges: 0 },
      { uri: sample, format: 'sample', claim: 'example', exchanges: 1 },
    ],
    outcomes: [outcome(entry(0, sample), 'unchecked', 'The schema of the response body could not be compiled')],
    findings: [
      finding('contract-reference-malformed', 'error', {
        message: 'Expected `$ref` to name a schema of this document, got "#/components/schemas/NoSuchSchema"',
        fix: 'Add the schema, or mend the name',
        contract: { source: contract, pointer: '/components/schemas/ContactEntity/properties/Country/$ref' },
      }),
      finding('evidence-file-malformed', 'error', {
        side: 'evidence',
        about: '',
        message: 'The file is cut off after 3 whole entries',
        fix: 'Record it again',
        instance: { source: fakeSource('<stdin>', '{"log": {"entries": [{}, {}, {}, {"requ'), pointer: '' },
      }),
    ],
    exitCode: 2,
    couldNotCheck: ['1 exchange is unchecked', 'A schema of `superoffice` cannot be compiled'],
    bailed: true,
    failOn: 'warning',
  }),
  hostile: createHostile(),
  many: createMany(100_000),
};

function createHostile(): Report {
  const bad =
    '\u001b[31mred\u001b[0m\r\n::error::injected ##[error]x %0A ]]> <b>&amp;"\'| `tick [link](https://evil.example) \u0000\u0007\u009b2J\u202Eesrever\u2066 \uD800 \uFFFE 😀会社 ' +
    'é'.repeat(50);
  const uri = 'evil dir/\u001b[2J%0A,a:b.har';
  const source = fakeSource(uri, `${'x"'.repeat(6000)}"password": "hunter2", ${bad}TARGET${bad}${'y'.repeat(9000)}\n`, {
    [`/${bad}`]: 'TARGET',
  });
  const nested = fakeSource(uri, '\u001b[31m\t\u202E\u0000abc', { [`/${bad}`]: 'abc' }, { source, pointer: `/${bad}` });
  const exchange: ExchangeReference = { evidence: uri, index: 0, label: bad, claim: 'observed' };
  const where = { source, pointer: `/${bad}` };
  const long = `/${'deeply/nested/'.repeat(40)}${'w'.repeat(300)}`;
  return report({
    contracts: [{ id: bad, uri, title: bad, version: bad, operations: 1 }],
    evidence: [{ uri, format: 'har', claim: 'observed', exchanges: 1 }],
    outcomes: [
      { exchange, operation: { contract: bad, id: bad, method: bad, path: bad }, status: 200, verdict: 'violates' },
      { exchange: { ...exchange, index: 1 }, verdict: 'unchecked', reason: bad },
      { exchange: { ...exchange, index: 2 }, verdict: 'unmatched', reason: bad },
    ],
    findings: [
      finding('response-body-mismatch', 'error', {
        exchange,
        about: bad,
        message: bad,
        fix: bad,
        instance: where,
        contract: where,
        related: [{ message: bad, location: where }],
      }),
      finding('request-body-mismatch', 'warning', {
        exchange,
        about: bad.repeat(40),
        message: bad.repeat(40),
        instance: { source: nested, pointer: `/${bad}` },
        contract: { source, pointer: long },
      }),
      finding('request-body-missing', 'info', { exchange, message: 'w'.repeat(1000), accepted: { by: 'waiver', reason: bad } }),
    ],
    remarks: [{ severity: 'warning', message: bad }],
    couldNotCheck: [bad],
    exitCode: 2,
  });
}

export function createMany(total: number): Report {
  const findings = Array.from({ length: total }, (_, n) =>
    finding('response-body-mismatch', n % 3 === 0 ? 'warning' : 'error', {
      exchange: entry(n >> 1),
      instance: noMailing,
      contract: type,
      fingerprint: (n % 2 === 0 ? n : n % 100).toString(16).padStart(16, '0'),
    }),
  );
  return report({
    evidence: [{ uri: har.uri, format: 'har', claim: 'observed', exchanges: total >> 1 }],
    outcomes: Array.from({ length: total >> 1 }, (_, n) => outcome(entry(n), violating)),
    findings,
    exitCode: 1,
  });
}

/** How often places were asked of the shared sources. */
export const asked = (): number => contract.asked + har.asked + bodySource.asked;
