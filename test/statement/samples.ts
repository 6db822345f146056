// Statements made by hand: one that is plain, and one in which everything an instance can choose is hostile.
import type { Comparison } from '../../src/statement/comparison.ts';
import type { Deviation, Statement } from '../../src/statement/statement.ts';

const deviation: Deviation = {
  severity: 'error',
  rule: 'response-body-mismatch',
  title: 'The response body does not fit its schema',
  about: 'GET /notes/{id} → 200',
  message: 'Expected `/title` to be a string, got 5',
  why: 'A client reads it by the contract.',
  fix: 'Send a string',
  times: 3,
  exchanges: 3,
  contract: {
    place: 'notes.yaml:12:7',
    pointer: '/components/schemas/Note/properties/title/type',
    frame: { line: 12, before: 'type: ', marked: 'string', after: '', above: ['title:'], below: ['text:'] },
  },
  seen: 'entry 2 of the recording, the body of the response at `/title`',
  exchange: {
    request: 'GET /notes/1 HTTP/1.1\nHost: crm.example\nAccept: application/json',
    response: 'HTTP/1.1 200 OK\nContent-Type: application/json\n\n{"title":5}',
  },
  reproduce: [
    { what: 'the request', line: "curl 'https://crm.example/notes/1'" },
    { what: 'the case with Truce', line: "truce probe notes.yaml --only 'notes/getNote/valid-request-accepted/plain'" },
  ],
  fingerprint: '0123456789abcdef',
};

const comparison: Comparison = {
  earlier: 'last.json',
  remarks: [],
  appeared: [],
  gone: [],
  unjudged: [],
  stayed: 1,
  dropped: [],
  added: [],
};

export const plainStatement: Statement = {
  contract: { title: 'Notes', version: '1.2', document: 'notes.yaml' },
  instance: 'https://crm.example/tenant',
  date: '2026-11-26',
  run: 'abcd1234',
  truce: '0.1.0',
  recording: 'probe.har',
  standing: 'deviates',
  summary: ['The instance deviates from the contract in 1 way (1 error), seen in 1 of 4 cases (6 requests in all).'],
  rows: [
    { operation: 'GET /notes/{id}', check: 'accept-honoured', tried: 2, conforms: 2, deviates: 0, untried: 0 },
    { operation: 'GET /notes/{id}', check: 'valid-request-accepted', tried: 2, conforms: 1, deviates: 1, untried: 1 },
    { operation: 'PUT /notes/{id}', check: '', tried: 0, conforms: 0, deviates: 0, untried: 1 },
  ],
  everywhere: ['An answer is missing or breaks off'],
  deviations: [deviation, { ...deviation, severity: 'info', exchange: undefined, sameAs: 1, fingerprint: 'ffff456789abcdef' } as Deviation],
  hidden: 0,
  untried: [{ reason: 'PUT is sent only with --write', times: 1, what: ['putNote'] }],
  unjudged: [],
  accepted: [],
  own: [],
  left: { isReadOnly: true, removed: 0, kept: 0, items: [], stays: [], mark: 'truce-abcd1234' },
  limits: ['It says nothing about load.'],
};

/** Ends what it stands in, in Markdown and in HTML, and would be seen if anybody obeyed it. */
export const hostile =
  '</details></pre></style>```\n\n# owned <script>alert(1)</script><img src=x onerror=alert(2)> | a | b |\u001b[31m\u202e`x` [click](https://evil.example) @everyone #1 &lt; \ud800 "\'';

export const hostileStatement: Statement = {
  ...plainStatement,
  contract: { title: hostile, version: hostile, document: hostile },
  instance: hostile,
  recording: hostile,
  summary: [hostile],
  rows: plainStatement.rows.map((row) => ({ ...row, operation: hostile, check: hostile })),
  everywhere: [hostile],
  deviations: [
    {
      ...deviation,
      title: hostile,
      about: hostile,
      message: hostile,
      why: hostile,
      fix: hostile,
      contract: {
        place: hostile,
        pointer: hostile,
        frame: { line: 9, before: hostile, marked: hostile, after: hostile, above: [hostile], below: [] },
      },
      seen: hostile,
      exchange: {
        request: `GET / HTTP/1.1\n\n${hostile}`,
        response: `HTTP/1.1 200\n\n${hostile}\n\`\`\`\`\`\n# owned\n<img src=x>\n[click](https://evil.example)`,
      },
      reproduce: [{ what: hostile, line: hostile }],
    },
  ],
  untried: [{ reason: hostile, times: 2, what: [hostile] }],
  unjudged: [{ reason: hostile, times: 2, what: [hostile] }],
  accepted: [{ reason: hostile, times: 1, what: [hostile] }],
  own: [hostile],
  left: { isReadOnly: false, removed: 1, kept: 1, items: [{ what: hostile, why: hostile, at: hostile }], stays: [hostile], mark: hostile },
  limits: [hostile],
  comparison: {
    ...comparison,
    earlier: hostile,
    remarks: [hostile],
    appeared: [{ fingerprint: hostile, severity: 'error', rule: hostile, about: hostile, message: hostile, times: 2 }],
    dropped: [hostile],
    added: [hostile],
  },
};
