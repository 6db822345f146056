// Each check against a tiny instance: it finds its fault, and is silent without it.
import { describe, expect, it } from 'vitest';
import { checks } from '../../src/checks/index.ts';
import type { Json } from './contract-of.ts';
import { type Answering, type Asked, probeTiny, tinyContract, type TinyOptions } from './tiny-instance.ts';
import { accepts, arazzo, both, errors, fine, get, id, inXml, key, one, put, strict, things, xml } from './tiny-things.ts';

interface Trial {
  readonly check: string;
  readonly contract: Json;
  /** How a good instance answers. */
  readonly good: Answering;
  /** What is said of one with the fault. */
  readonly fault: Answering;
  readonly told: RegExp;
  readonly more?: Partial<TinyOptions>;
}

const writing = { arazzo, arguments: ['--write', '--generate', '30'] };
const secured = tinyContract({ '/thing': { get: get({ security: [{ key: [] }] }) } }, { components: { securitySchemes: key } });
const env = { TRUCE_TINY_KEY: 'sesame42' };
const isKnown = ({ headers }: Asked): boolean => headers['x-key'] === 'sesame42';
const reading = tinyContract({ '/thing': { get: get() } });
const twoTypes = tinyContract({ '/thing': { get: get({ responses: { ...errors, 200: fine(both) } }) } });
let turn = 0;

const trials: readonly Trial[] = [
  {
    check: 'accept-honoured',
    contract: twoTypes,
    good: (asked) => (accepts(asked, 'xml') ? inXml : one),
    fault: () => one,
    told: /^error accept-honoured: Expected `Accept: application\/xml` to be answered in that media type, got "application\/json"/,
  },
  {
    check: 'representations-agree',
    contract: twoTypes,
    good: (asked) => (accepts(asked, 'xml') ? inXml : one),
    fault: (asked) => (accepts(asked, 'xml') ? { ...inXml, body: xml.replace('Jane', 'John') } : one),
    told: /`\/name` was "Jane" and is "John"/,
  },
  {
    check: 'answer-complete',
    // Where a body is documented, the rules of the recording say it.
    contract: tinyContract({ '/thing': { get: get({ responses: { 200: { description: 'Fine' } } }) } }),
    good: () => ({ status: 200 }),
    fault: () => ({ headers: { 'Content-Encoding': 'snappy' }, body: 'x' }),
    told: /^error answer-complete: Expected a body that can be read, but its coding "?snappy"? is not known$/,
  },
  {
    check: 'answer-complete',
    contract: reading,
    good: () => one,
    fault: () => ({ headers: { 'Content-Length': '99', 'Content-Type': 'application/json' }, body: '{"id":7}' }),
    told: /^error answer-complete: Expected a whole answer, but /,
  },
  {
    check: 'credentials-required',
    contract: secured,
    good: (asked) => (isKnown(asked) ? one : 401),
    fault: () => one,
    told: /^error credentials-required: Expected a request without credentials to be answered with 401 or 403, got 200/,
    more: { env },
  },
  {
    check: 'credentials-required',
    contract: secured,
    good: (asked) => (isKnown(asked) ? one : 403),
    fault: ({ headers }) => (headers['x-key'] === undefined ? 401 : one),
    told: /^error credentials-required: Expected a request with wrong credentials/,
    more: { env },
  },
  {
    check: 'credentials-kept-secret',
    contract: secured,
    good: (asked) => ({ ...one, headers: { 'Set-Cookie': `sid=${asked.headers['x-key']}` } }),
    fault: ({ headers }) => ({ body: { name: JSON.stringify(headers) } }),
    told: /^error credentials-kept-secret: .* in the body$/,
    more: { env },
  },
  {
    check: 'credentials-kept-secret',
    contract: secured,
    good: () => one,
    fault: ({ headers }) => ({ ...one, headers: { 'X-Echo': encodeURIComponent(headers['x-key'] ?? '') } }),
    told: /in the field X-Echo$/i,
    more: { env },
  },
  {
    check: 'response-time',
    contract: reading,
    good: () => one,
    fault: () => {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60);
      return one;
    },
    told: /^info response-time: Expected an answer within 40 ms, it took \d+ ms$/,
    more: { arguments: ['--time-budget', '40'] },
  },
  {
    check: 'valid-request-accepted',
    contract: reading,
    good: () => one,
    fault: () => 400,
    told: /^error valid-request-accepted: Expected a valid request to be accepted, got 400$/,
  },
  {
    check: 'valid-request-accepted',
    contract: reading,
    good: () => one,
    fault: () => ({ status: 302, headers: { Location: '/login' } }),
    told: /got 302 \(a redirect, which is not followed\)$/,
  },
  {
    check: 'valid-request-accepted',
    contract: reading,
    good: () => one,
    fault: () => 404,
    told: /^warning valid-request-accepted: .*404, which is documented/,
  },
  {
    check: 'invalid-request-refused',
    contract: tinyContract(things),
    good: (asked) => strict(asked),
    fault: (asked) => strict(asked, { invalid: { ...one, status: 200 } }),
    told: /^error invalid-request-refused: Expected a request with .* to be refused with 4xx, got 200$/,
    more: writing,
  },
  {
    check: 'invalid-request-refused',
    contract: tinyContract(things),
    good: (asked) => strict(asked),
    fault: (asked) => strict(asked, { invalid: { status: 500 } }),
    told: /^error invalid-request-refused: .* got 500: the instance failed over it/,
    more: writing,
  },
  {
    check: 'invalid-request-refused',
    contract: tinyContract(things),
    good: (asked) => strict(asked),
    fault: (asked) => strict(asked, { invalid: { status: 418 } }),
    told: /^warning invalid-request-refused: .* with a documented status, got 418$/,
    more: writing,
  },
  {
    check: 'media-type-refused',
    contract: tinyContract(things),
    good: (asked) => strict(asked),
    fault: (asked) => strict(asked, { type: one }),
    told: /^error media-type-refused: Expected a body of the media type application\/vnd\.truce\.unknown to be answered with 415, got 200$/,
    more: writing,
  },
  {
    check: 'undocumented-method-refused',
    contract: tinyContract(things),
    good: (asked) => strict(asked),
    fault: (asked) => strict(asked, { method: one }),
    told: /^error undocumented-method-refused: Expected \w+, which `\/things.*` does not document, to be answered with 405, got 200$/,
    more: writing,
  },
  {
    check: 'undocumented-method-refused',
    contract: tinyContract(things),
    good: (asked) => strict(asked),
    fault: (asked) => strict(asked, { method: { status: 405 } }),
    told: /^warning undocumented-method-refused: Expected 405 to name the methods/,
    more: writing,
  },
  {
    check: 'put-idempotent',
    contract: tinyContract(things),
    good: (asked) => strict(asked),
    fault: (asked) => (asked.method === 'PUT' ? { body: { id: turn++, name: 'Jane' } } : strict(asked)),
    told: /^error put-idempotent: .*`\/id` was \d+ and is \d+$/,
    more: writing,
  },
  {
    check: 'precondition-honoured',
    contract: tinyContract({
      ...things,
      '/things/{id}': { parameters: [id], put: { ...put, parameters: [{ name: 'If-Match', in: 'header', schema: { type: 'string' } }] } },
    }),
    good: (asked) => strict(asked),
    fault: (asked) => strict(asked, { stale: one }),
    told: /^error precondition-honoured: Expected a request with the stale `If-Match: "truce-no-such-tag"` to be answered with 412, got 200$/,
    more: writing,
  },
];

/** They look at what others send. */
const passive = new Set(checks.filter(({ plan }) => !plan).map((check) => check.id));

const probe = ({ check, contract, more }: Trial, answer: Answering) => {
  const { arguments: given = [], ...options } = more ?? {};
  return probeTiny({
    contract,
    answer,
    ...options,
    arguments: ['--checks', passive.has(check) ? `${check},valid-request-accepted` : check, ...given],
  });
};

describe('a check', () => {
  it.each(trials)('$check finds $told', async (trial) => {
    const { told, out } = await probe(trial, trial.fault);
    expect(
      told.filter((text) => trial.told.test(text)),
      out,
    ).not.toEqual([]);
    expect(told.filter((text) => !text.includes(trial.check))).toEqual([]);
  });

  it.each(trials.filter(({ check }, at) => trials.findIndex((other) => other.check === check) === at))(
    '$check is silent without it',
    async (trial) => {
      const { told, asked, findings } = await probe(trial, trial.good);
      expect(told).toEqual([]);
      expect(findings).toEqual([]);
      expect(asked.length).toBeGreaterThan(0);
    },
  );

  it('has a trial here, or among those of workflows', () => {
    const tried = new Set([...trials.map(({ check }) => check), 'workflow-succeeds']);
    expect(checks.map(({ id: one }) => one).filter((check) => !tried.has(check))).toEqual([]);
  });
});
