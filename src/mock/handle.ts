// Runs a handler: the request as the contract reads it goes in, an answer in the client's media type comes out, and it is validated like any other.
import { readParameters } from '../judge/parameters.ts';
import { findResponse, type MediaTypeEntry, type Operation } from '../model/contract.ts';
import type { Examination } from '../model/examination.ts';
import { type Field, fieldValue } from '../model/exchange.ts';
import type { Finding } from '../model/finding.ts';
import { covers, parseMediaType } from '../model/media-type.ts';
import { plain } from '../model/show.ts';
import type { Judge } from '../judge/judge.ts';
import { type Answer, type MockRequest, respond } from './define.ts';
import { judgeReply } from './judge-reply.ts';
import { encode, isContentType, problem, type Reply } from './reply.ts';
import type { Served } from './world.ts';

export interface HandlerContext {
  readonly served: Served;
  readonly operation: Operation;
  readonly judge: Judge;
  readonly state: unknown;
  /** Media ranges in order of preference; empty: whatever is documented first. */
  readonly accept: readonly string[];
  readonly now: () => Date;
}

/** The request for handlers. Undocumented parameters are in `target` and `fields` only. */
export function readRequest({ exchange, request: examined, match }: Examination): MockRequest {
  if (match.kind !== 'match') throw new Error('a request without an operation has no handler');
  const { operation, pathValues } = match;
  const request = exchange.request as NonNullable<typeof exchange.request>;
  const type = fieldValue(request.fields, 'content-type');
  return {
    method: request.method,
    target: request.target,
    ...readParameters(operation, request, pathValues),
    body: examined?.body.value,
    mediaType: type === undefined ? undefined : parseMediaType(type)?.essence,
    fields: request.fields,
  };
}

/** What the handler of an operation answers; undefined: the document's own example should. Never rejects: a handler that throws is a 500. */
export async function runHandler(context: HandlerContext, request: MockRequest): Promise<Reply | undefined> {
  const { served, operation, state, now } = context;
  const handler = served.mock?.handlers[operation.id];
  if (!handler) return undefined;
  let answer: Answer | undefined;
  try {
    const mediaType = (status: number): string | undefined => chooseType(status, context);
    answer = await handler({ request, state, respond, now, mediaType });
  } catch (error) {
    return handlerProblem(operation, `threw ${plain(error instanceof Error ? `${error.name}: ${error.message}` : String(error), 300)}`);
  }
  return answer && finish(answer, context);
}

/** The mock's own words for an invalid request; undefined: the documented example has them. */
export async function refuse(context: HandlerContext, request: MockRequest, findings: readonly Finding[]): Promise<Reply | undefined> {
  const { served, operation, state } = context;
  let answer: Answer | undefined;
  try {
    answer = served.mock?.invalid?.({ operation, request, findings, state, respond });
  } catch (error) {
    return handlerProblem(
      operation,
      `threw ${plain(error instanceof Error ? error.message : String(error), 300)} about an invalid request`,
    );
  }
  return answer && finish(answer, context);
}

async function finish(answer: Answer, context: HandlerContext): Promise<Reply> {
  const { operation, served, accept, judge } = context;
  if (answer.kind === 'example') {
    const { status, example } = answer;
    return served.answers.find(operation, { refusals: [], accept, code: status, ...(example !== undefined && { example }) });
  }
  const entries = findResponse(operation, answer.status)?.content ?? [];
  const fields = fieldsOf(answer.fields);
  const own = fields.find(isContentType)?.[1];
  const chosen = own ?? chooseType(answer.status, context);
  if (answer.body !== undefined && entries.length > 0 && chosen === undefined)
    return problem(406, `${operation.id} answers ${answer.status} in ${entries.map(({ range }) => range).join(', ')}`);
  let reply: Reply = { status: answer.status, fields };
  if (answer.body !== undefined) {
    try {
      const { field, body } = encode(answer.body, chosen, operation, answer.status);
      reply = { status: answer.status, fields: [field, ...fields.filter((other) => !isContentType(other))], body };
    } catch (error) {
      return handlerProblem(
        operation,
        `gave a body that cannot be written: ${plain(error instanceof Error ? error.message : String(error))}`,
      );
    }
  }
  const findings = judgeReply(judge, operation, reply);
  return findings.length === 0
    ? reply
    : handlerProblem(operation, `answered ${answer.status} with what the contract does not allow`, findings);
}

function chooseType(status: number, { operation, served, accept }: HandlerContext): string | undefined {
  const entries = findResponse(operation, status)?.content ?? [];
  return negotiate(entries, accept) ?? (served.mock?.disregardAccept ? entries[0]?.range : undefined);
}

/** The documented media type the client prefers (RFC 9110 §12.5.1); undefined when it wants none of them. */
export function negotiate(entries: readonly MediaTypeEntry[], accept: readonly string[]): string | undefined {
  if (accept.length === 0) return entries[0]?.range;
  for (const range of accept) {
    const wanted = parseMediaType(range);
    const entry = wanted && entries.find(({ mediaType }) => mediaType && covers(wanted, mediaType) > 0);
    if (entry) return entry.range;
  }
  return undefined;
}

const fieldsOf = (fields: Readonly<Record<string, string | readonly string[]>>): Field[] =>
  Object.entries(fields).flatMap(([name, value]) =>
    (typeof value === 'string' ? [value] : [...value]).map((one): Field => [name, String(one)]),
  );

function handlerProblem({ id }: Operation, what: string, findings: readonly Finding[] = []): Reply {
  return problem(500, `The handler of ${id} ${what}`, {
    members:
      findings.length > 0
        ? { findings: findings.slice(0, 20).map(({ rule, message, instance }) => ({ rule, message, pointer: instance?.pointer })) }
        : {},
  });
}
