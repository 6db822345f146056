// Holds one exchange against the contracts: which operation, then each side, lazily, so that a rule pays only for what it asks.
import type { BodyWatch } from '../model/body-watch.ts';
import { type Contract, findResponse, type Match, type NoMatch, type Operation, type ResponseEntry } from '../model/contract.ts';
import type {
  BodyExamination,
  Examination,
  ParameterResult,
  ParameterValue,
  RequestExamination,
  ResponseExamination,
  SecurityResult,
} from '../model/examination.ts';
import { type Exchange, fieldValue, type Request, type Response } from '../model/exchange.ts';
import { examineBody } from './body.ts';
import { findMatch } from './find-match.ts';
import { examineExpectedHeaders, examineReach } from './consumer-fields.ts';
import { findExpectedResponse, findUnacceptable } from './consumer-status.ts';
import { examineParameters, examineResponseHeaders, undocumentedHeaders, undocumentedQuery } from './parameters.ts';
import { examineSecurity } from './security.ts';

/** Finds the operation and prepares both sides. The contract that matches best wins; the first one among equals. */
export const examine = (exchange: Exchange, contracts: readonly Contract[], watch?: BodyWatch): Examination =>
  examineAs(exchange, findMatch(exchange, contracts), watch);

/** Prepares both sides of an exchange that was matched already; between templates of one shape its parameters decide. */
export function examineAs(exchange: Exchange, found: Match | NoMatch, watch?: BodyWatch): Examination {
  const match = settle(found, exchange.request);
  if (match.kind !== 'match') return { exchange, match };
  const { operation } = match;
  const { request, response, claim } = exchange;
  const entry = claim === 'expected' ? findExpectedResponse(operation, exchange) : response && findResponse(operation, response.status);
  // A provider that answers 4xx says itself that the request was wrong; the mock only repeats what is said here. So does who sent it wrong on purpose.
  const isRefused =
    request?.isDeliberate ||
    (claim === 'observed' && exchange.provider !== 'mock' && response !== undefined && response.status >= 400 && response.status < 500);
  return {
    exchange,
    match,
    operation,
    ...(request && !isRefused && { request: new ExaminedRequest(request, operation, match.pathValues, exchange, entry, watch) }),
    ...(response && { response: new ExaminedResponse(response, operation, exchange, entry, watch) }),
  };
}

/** Of templates with the same shape, the first one whose path parameters fit. */
function settle(match: Match | NoMatch, request: Request | undefined): Match | NoMatch {
  if (match.kind !== 'match' || !match.rivals || !request) return match;
  const fits = ({ operation, pathValues }: Match): boolean =>
    !examineParameters(operation, request, pathValues).some(({ parameter }) => parameter.in === 'path');
  return [match, ...match.rivals].find(fits) ?? match;
}

class ExaminedRequest implements RequestExamination {
  readonly request: Request;
  readonly #operation: Operation;
  readonly #pathValues: ReadonlyMap<string, string>;
  readonly #exchange: Exchange;
  readonly #entry: ResponseEntry | undefined;
  readonly #watch: BodyWatch | undefined;
  readonly #values: ParameterValue[] = [];
  #parameters: readonly ParameterResult[] | undefined;
  #security: SecurityResult | undefined;
  #body: BodyExamination | undefined;

  constructor(
    request: Request,
    operation: Operation,
    pathValues: ReadonlyMap<string, string>,
    exchange: Exchange,
    entry: ResponseEntry | undefined,
    watch: BodyWatch | undefined,
  ) {
    this.request = request;
    this.#watch = watch;
    this.#exchange = exchange;
    this.#entry = entry;
    this.#operation = operation;
    this.#pathValues = pathValues;
  }

  get parameters(): readonly ParameterResult[] {
    if (this.#parameters) return this.#parameters;
    if (!this.request.complete) return (this.#parameters = []);
    const found = examineParameters(this.#operation, this.request, this.#pathValues, this.#values);
    const own = this.request.isPattern ? found.filter(({ result }) => result.kind !== 'missing') : found;
    return (this.#parameters = this.request.matching ? [...own, ...examineReach(this.#operation, this.request)] : own);
  }

  get parameterValues(): readonly ParameterValue[] {
    void this.parameters;
    return this.#values;
  }

  get ruleProblems() {
    return this.request.matching?.problems ?? [];
  }

  get unacceptable() {
    return this.#exchange.claim === 'expected' ? findUnacceptable(this.#exchange, this.#entry) : undefined;
  }

  get undocumentedQuery() {
    return this.request.complete ? undocumentedQuery(this.#operation, this.request) : [];
  }

  get security(): SecurityResult {
    return (this.#security ??=
      this.request.complete && !this.request.isPattern ? examineSecurity(this.#operation.security, this.request) : { kind: 'open' });
  }

  get body(): BodyExamination {
    if (this.#body) return this.#body;
    const operation = this.#operation;
    const watch = this.#watch;
    const { requestBody, location } = operation;
    return (this.#body = examineBody({
      content: this.request.content,
      contentType: fieldValue(this.request.fields, 'content-type'),
      entries: requestBody?.content ?? [],
      contract: requestBody?.location ?? location,
      message: this.request.location,
      direction: 'request',
      isInferred: !this.request.complete || this.request.isPattern === true,
      ...(this.#exchange.claim === 'expected' && { consumer: { rules: this.request.matching?.body ?? [] } }),
      watch: watch && ((value, entry) => watch.see(value, { operation, entry })),
      isUncalledFor: requestBody === undefined,
      isExpected: requestBody?.required === true && !this.request.isPattern,
    }));
  }
}

class ExaminedResponse implements ResponseExamination {
  readonly response: Response;
  readonly entry: ResponseEntry | undefined;
  readonly #operation: Operation;
  readonly #exchange: Exchange;
  readonly #watch: BodyWatch | undefined;
  readonly #values: ParameterValue[] = [];
  #headers: readonly ParameterResult[] | undefined;
  #body: BodyExamination | undefined;

  constructor(
    response: Response,
    operation: Operation,
    exchange: Exchange,
    entry: ResponseEntry | undefined,
    watch: BodyWatch | undefined,
  ) {
    this.#watch = watch;
    this.response = response;
    this.#operation = operation;
    this.#exchange = exchange;
    this.entry = entry;
  }

  get headers(): readonly ParameterResult[] {
    if (this.#headers) return this.#headers;
    if (!this.entry || !this.response.complete) return (this.#headers = []);
    const own = examineResponseHeaders(this.entry, this.response, this.#values);
    return (this.#headers = this.#exchange.claim === 'expected' ? examineExpectedHeaders(this.entry, this.response, own) : own);
  }

  get headerValues(): readonly ParameterValue[] {
    void this.headers;
    return this.#values;
  }

  get isByDefault(): boolean {
    return this.#exchange.claim === 'expected' && this.entry?.key === 'default';
  }

  get ruleProblems() {
    return this.response.matching?.problems ?? [];
  }

  get undocumentedHeaders() {
    const isExpected = this.#exchange.claim === 'expected';
    return this.entry && this.response.complete ? undocumentedHeaders(this.entry, this.response, isExpected) : [];
  }

  get body(): BodyExamination {
    if (this.#body) return this.#body;
    const operation = this.#operation;
    const watch = this.#watch;
    const response = this.entry;
    const forbidden = whyForbidden(this.#exchange.request?.method, this.response.status);
    return (this.#body = examineBody({
      content: this.response.content,
      contentType: fieldValue(this.response.fields, 'content-type'),
      entries: this.entry?.content ?? [],
      contract: this.entry?.location ?? this.#operation.responsesLocation,
      message: this.response.location,
      direction: 'response',
      isInferred: !this.response.complete,
      ...(this.#exchange.claim === 'expected' && { consumer: { rules: this.response.matching?.body ?? [] } }),
      ...(forbidden !== undefined && { forbidden }),
      watch: watch && response && ((value, entry) => watch.see(value, { operation, response, entry })),
      isUncalledFor: this.entry !== undefined && this.entry.content.length === 0,
      isExpected: this.#exchange.claim !== 'expected',
    }));
  }
}

/** RFC 9110 §6.4.1: which messages never have content. */
function whyForbidden(method: string | undefined, status: number): string | undefined {
  if (method?.toUpperCase() === 'HEAD') return 'the answer to a HEAD request has no body (RFC 9110 §9.3.2)';
  if (status === 204) return 'a 204 response has no body (RFC 9110 §15.3.5)';
  if (status === 205) return 'a 205 response has no body (RFC 9110 §15.3.6)';
  return status === 304 ? 'a 304 response has no body (RFC 9110 §15.4.5)' : undefined;
}
