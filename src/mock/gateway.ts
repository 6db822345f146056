// One request, one reply: find the operation, judge the request by the one validator, let a fault, a handler or the document answer, and write it into the journal.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { examineAs } from '../judge/examine.ts';
import type { Operation } from '../model/contract.ts';
import type { Examination } from '../model/examination.ts';
import { type Field, fieldValues } from '../model/exchange.ts';
import type { Finding } from '../model/finding.ts';
import type { Outcome } from '../model/report.ts';
import { plain } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';
import type { Coverage } from './coverage.ts';
import { type Fault, type Faults, type Happening, parseFault, throwDice, wait } from './faults.ts';
import { type HandlerContext, readRequest, refuse, runHandler } from './handle.ts';
import type { HarJournal } from './har-journal.ts';
import type { Journal, Recorded } from './journal.ts';
import { answerWithoutRoute } from './no-route.ts';
import { type Preferences, readAccept, readPreferences, splitTwins } from './preferences.ts';
import type { Refusal } from './prism.ts';
import { exchangeOf, receive, type Received, Refused } from './receive.ts';
import { problem, type Reply } from './reply.ts';
import { type Prepared, prepare, transmit } from './send.ts';
import type { States } from './state.ts';
import { findingsField, preferenceApplied } from './told-fields.ts';
import type { Served, World } from './world.ts';

export interface GatewayParts {
  readonly states: States;
  readonly faults: Faults;
  readonly journal: Journal;
  readonly coverage: Coverage;
  readonly har?: HarJournal;
  readonly lenient: boolean;
  /** Bytes of a request body. */
  readonly limit: number;
  readonly now: () => Date;
  /** Bugs, for people. */
  readonly log: (text: string) => void;
}

/** An answer before it is sent, and what is known of the exchange by then. */
interface Answered {
  readonly reply: Reply;
  readonly received?: Received;
  readonly operation?: Operation;
  readonly outcome?: Outcome;
  readonly findings: readonly Finding[];
  readonly fault?: Happening;
}

export class Gateway {
  readonly #parts: GatewayParts;
  /** Replaced whole; a request keeps the one it began with. */
  world: World;
  /** True from when the server is to end: connections are not kept then. */
  isEnding = false;

  constructor(world: World, parts: GatewayParts) {
    this.world = world;
    this.#parts = parts;
  }

  /** Answers whatever comes; never rejects. */
  async serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const at = this.#parts.now();
    const started = performance.now();
    let answered: Answered;
    let last = this.isEnding;
    try {
      answered = await this.#answer(this.world, message, response);
    } catch (error) {
      // What is left of a body that is too large is read and dropped, so that its sender gets to see the answer.
      if (error instanceof Refused) last = error.status !== 413;
      answered = { reply: this.#apologise(error), findings: [] };
    }
    const { reply, received, operation, outcome, findings, fault } = answered;
    const ms = performance.now() - started;
    const how = { last: last || this.isEnding, ...(fault && { fault }) };
    let sent: Prepared;
    try {
      sent = prepare(message, reply, how);
    } catch (error) {
      // A field of a handler's that HTTP cannot carry.
      sent = prepare(message, problem(500, plain(error instanceof Error ? error.message : String(error))), how);
    }
    const { method = 'GET', url = '/' } = message;
    if (operation) this.#parts.coverage.count(operation, sent.status, outcome?.verdict === 'violates');
    const recorded: Recorded = {
      at,
      ms,
      method,
      target: url,
      requestFields: received?.fields ?? fieldsOf(message),
      requestBody: received?.sent ?? Buffer.alloc(0),
      requestText: received?.body ?? Buffer.alloc(0),
      status: sent.status,
      responseFields: sent.fields,
      responseBody: sent.bytes,
      responseText: sent.bytes.length > 0 ? (reply.body?.bytes ?? sent.bytes) : sent.bytes,
      ...(operation && { operation }),
      verdict: outcome?.verdict ?? 'unchecked',
      ...(outcome?.reason !== undefined ? { reason: outcome.reason } : outcome ? {} : { reason: 'the request could not be read' }),
      findings,
      ...(fault && fault.text !== '' && { fault: fault.text }),
      isCut: fault?.reset === true || fault?.truncate === true,
    };
    this.#parts.journal.add(recorded);
    // On disk before the client has its answer: what was answered is never lost.
    this.#parts.har?.add(recorded);
    await transmit(message, response, sent);
  }

  async #answer(world: World, message: IncomingMessage, response: ServerResponse): Promise<Answered> {
    const received = await receive(message, this.#parts.limit);
    const { target, values: twins } = splitTwins(received.target);
    const isPreflight = received.method === 'OPTIONS' && message.headers['access-control-request-method'] !== undefined;
    const route = isPreflight ? undefined : world.routes.find(received.method, target);
    if (!route) return { ...answerWithoutRoute(world, received, target, isPreflight), received };
    const examination = examineAs(exchangeOf(received, route.target), route.match);
    const { operation = route.match.operation } = examination;
    const { outcome, findings } = world.judge.judgeExamined(examination);
    const known = { received, operation, outcome, findings };

    const asked = this.#faultFor(received, operation);
    if (asked instanceof UserError) return { ...known, reply: problem(400, `${asked.message}. ${asked.hint}`) };
    const fault = asked && throwDice(asked);
    const { preferences } = readPreferences([...fieldValues(received.fields, 'prefer'), ...twins]);
    await waitFor((preferences.wait ?? 0) + (fault?.wait ?? 0), response);

    const served = world.served.get(operation.contract.id) as Served;
    const accept = acceptFor(received, target, operation);
    if (fault?.status !== undefined) return { ...known, fault, reply: await faultReply(fault, fault.status, operation, served, accept) };
    const errors = findings.filter(({ severity }) => severity === 'error');
    const context: HandlerContext = {
      served,
      operation,
      judge: world.judge,
      state: this.#parts.states.get(operation.contract.id),
      accept,
      now: this.#parts.now,
    };
    const reply = await this.#choose(context, examination, errors, preferences);
    const extra = [...preferenceApplied(preferences), ...findingsField(errors)];
    return { ...known, reply: extra.length > 0 ? { ...reply, fields: [...reply.fields, ...extra] } : reply, ...(fault && { fault }) };
  }

  /** A preference of the client, the refusal of what is invalid, the handler, the document: the first that has an answer. */
  async #choose(
    context: HandlerContext,
    examination: Examination,
    errors: readonly Finding[],
    { code, example, dynamic, seed }: Preferences,
  ): Promise<Reply> {
    const wanted = {
      ...(code !== undefined && { code }),
      ...(example !== undefined && { example }),
      ...(dynamic !== undefined && { dynamic }),
      ...(seed !== undefined && { seed }),
    };
    const { served, operation, accept } = context;
    const isForced = code !== undefined || this.#parts.lenient;
    const isChosen = code !== undefined || example !== undefined || dynamic === true;
    const isRefused = errors.length > 0 && !isForced;
    if (served.mock && !isChosen && (isRefused || served.mock.handlers[operation.id])) {
      const request = readRequest(examination);
      const reply = isRefused ? await refuse(context, request, errors) : await runHandler(context, request);
      if (!isRefused) await this.#parts.states.settle();
      if (reply) return reply;
    }
    const found = await served.answers.find(operation, { refusals: isRefused ? errors.map(refusalOf) : [], accept, ...wanted });
    // An example or a generated value that violates the document it comes from is sent, and said.
    return found.findings.length > 0
      ? { ...found, fields: [...found.fields, ...findingsField(found.findings, 'Truce-Answer-Findings')] }
      : found;
  }

  #faultFor({ fields }: Received, { id }: Operation): Fault | UserError | undefined {
    const text = fieldValues(fields, 'truce-fault').join(' ');
    if (text === '') return this.#parts.faults.find(id);
    try {
      return parseFault(text);
    } catch (error) {
      if (error instanceof UserError) return error;
      throw error;
    }
  }

  #apologise(error: unknown): Reply {
    if (error instanceof Refused) return problem(error.status, error.message);
    if (error instanceof UserError) return problem(500, error.message);
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.#parts.log(`truce: this is a bug in the mock, please report it\n${text}\n`);
    return problem(500, `This is a bug in the mock: ${plain(error instanceof Error ? error.message : String(error))}`);
  }
}

async function waitFor(milliseconds: number, response: ServerResponse): Promise<void> {
  if (milliseconds <= 0) return;
  const gone = new AbortController();
  const leave = (): void => gone.abort();
  response.once('close', leave);
  await wait(milliseconds, gone.signal);
  response.off('close', leave);
}

/** The documented answer of that status where there is one, and when to come back (RFC 9110 §10.2.3). */
async function faultReply(
  { retryAfter, text }: Happening,
  status: number,
  operation: Operation,
  served: Served,
  accept: readonly string[],
): Promise<Reply> {
  const documented = operation.responses.some(({ key }) => key === String(status));
  const reply = documented
    ? await served.answers.find(operation, { refusals: [], accept, code: status })
    : problem(status, `A fault was asked for: ${text}`);
  const seconds = retryAfter ?? (status === 429 || status === 503 ? 1 : undefined);
  const others = reply.fields.filter(([name]) => seconds === undefined || name.toLowerCase() !== 'retry-after');
  return { ...reply, fields: seconds === undefined ? others : [...others, ['Retry-After', String(seconds)]] };
}

function refusalOf({ rule, message, instance }: Finding): Refusal {
  const code = rule.startsWith('request-security') ? 401 : rule.startsWith('request-media-type') ? 415 : 422;
  return { code, message, path: (instance?.pointer ?? '').split('/').slice(1) };
}

/** The URL's ending decides where the server lets it (extension `x-path-suffixes`), else Accept does. */
function acceptFor({ fields }: Received, target: string, operation: Operation): readonly string[] {
  const ending = /\.(json|xml)(?:$|[?#])/.exec(target)?.[1];
  const forced =
    ending === undefined || operation.path.endsWith(ending)
      ? undefined
      : operation.responses
          .flatMap(({ content }) => content.flatMap(({ mediaType }) => mediaType ?? []))
          .find(({ subtype, suffix }) => subtype === ending || suffix === ending);
  return forced ? [forced.essence] : readAccept(fieldValues(fields, 'accept'));
}

function fieldsOf({ rawHeaders }: IncomingMessage): Field[] {
  const fields: Field[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) fields.push([rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '']);
  return fields;
}
