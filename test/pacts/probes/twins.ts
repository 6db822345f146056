// For every probe that must be an error, the smallest change that makes it compatible: what the judge must not complain about.

/** Values to put at JSON Pointers into `{ oas, pact }`. */
export type Edit = readonly (readonly [pointer: string, value: unknown])[];

const request = '/pact/interactions/0/request';
const response = '/pact/interactions/0/response';
const body = `${response}/body`;

export const twins: Readonly<Record<string, Edit>> = {
  'res-literal-outside-enum': [[`${body}/s`, 'B']],
  'res-decimal-matcher-vs-integer': [[`${response}/matchingRules/body/$.n/matchers/0/match`, 'integer']],
  'res-null-matcher-nonnullable': [
    [`${body}/n`, 'text'],
    [`${response}/matchingRules/body/$.n/matchers/0/match`, 'type'],
  ],
  'res-date-matcher-vs-datetime-format': [
    [`${response}/matchingRules/body/$.t/matchers/0`, { match: 'timestamp', timestamp: "yyyy-MM-dd'T'HH:mm:ssXXX" }],
  ],
  'res-unknown-prop-nullable-object': [[`${body}/o`, { a: 'x' }]],
  'res-unknown-prop-oneOf': [[body, { a: 'x' }]],
  'res-discriminator-anyOf-wrong-branch': [[`${body}/k`, 'B']],
  'res-additionalProperties-schema': [[`${body}/zz`, 7]],
  'res-falsy-body-zero': [[body, 'zero']],
  'res-null-body': [[body, {}]],
  'res-empty-string-body': [[body, { a: '' }]],
  'res-deep-items-unknown': [[`${body}/1`, { a: 'y' }]],
  'req-body-missing-required-xml': [[`${request}/body`, '<root><a>x</a></root>']],
  'req-wrong-content-type': [[`${request}/headers/Content-Type`, 'application/json']],
  'req-ct-vendor-json-vs-json': [[`${request}/headers/Content-Type`, 'application/json; profile=foo']],
  'res-xml-wrong': [[body, '<r><a>-5</a></r>']],
  'res-text-xml-unknown-element': [[body, '<r><a>5</a></r>']],
  'res-two-types-by-response-ct': [[`${response}/headers/Content-Type`, 'application/json']],
  'res-problem-json': [[`${body}/title`, '5']],
  'res-accept-mismatch': [[`${request}/headers/Accept`, 'text/csv, application/*']],
  'q-int-empty': [[`${request}/query/n`, ['0']]],
  'q-required-missing': [[`${request}/query/n`, ['1']]],
  'q-deepObject': [[`${request}/query/f[n]`, ['12']]],
  'h-required-missing': [[`${request}/headers/X-Request-Id`, '1']],
  'p-int-bad': [[`${request}/path`, '/f/12']],
  'p-suffix-bad': [[`${request}/path`, '/r/x.json']],
  'p-concrete-wins': [[`${request}/path`, '/u/you']],
  's-range-vs-exact': [[`${response}/status`, 400]],
  'h-res-type': [[`${response}/headers/X-Rate`, '12']],
  'sec-and-one-missing': [[`${request}/headers/Authorization`, 'Bearer abc']],
  'sec-wrong-scheme': [[`${request}/headers/Authorization`, 'Bearer abc']],
  'v4-json-encoded': [[`${body}/content`, '{"a":"1"}']],
  'v4-json-encoded-base64': [[`${body}/content`, 'eyJhIjoiMSJ9']],
  'v4-body-contenttype-no-header': [[`${body}/content`, { a: 5 }]],
  'one-bad-schema-keeps-others': [
    ['/pact/interactions/1/response/body/a', 'x'],
    ['/oas/paths/~1bad/get/responses/200/content/application~1json/schema/properties/s/pattern', 'good'],
    ['/pact/interactions/0/response/body/s', 'good'],
  ],
  'res-allOf-circular-bad': [[`${body}/parent/v`, 2]],
};
