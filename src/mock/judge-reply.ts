// Is an answer of the mock one the contract allows? Asked of the one validator, for documents' examples, generated values and handlers alike.
import { examine } from '../judge/examine.ts';
import type { Judge } from '../judge/judge.ts';
import type { Operation } from '../model/contract.ts';
import type { Exchange } from '../model/exchange.ts';
import type { Finding } from '../model/finding.ts';
import type { Location } from '../model/location.ts';
import type { Reply } from './reply.ts';
import { wireSource } from './wire.ts';

const location: Location = { source: wireSource('<answer of the mock>'), pointer: '' };

/** The errors the validator finds in an answer to an operation. */
export function judgeReply(judge: Judge, operation: Operation, { status, fields, body }: Reply): readonly Finding[] {
  const exchange: Exchange = {
    evidence: '<mock>',
    index: 0,
    label: 'answer',
    claim: 'observed',
    location,
    operation: { contract: operation.contract.id, id: operation.id },
    response: {
      status,
      fields,
      complete: true,
      location,
      ...(body && body.bytes.length > 0 && { content: { form: 'bytes', bytes: body.bytes, verbatim: false, location } as const }),
    },
  };
  return judge.judgeExamined(examine(exchange, [operation.contract])).findings.filter(({ severity }) => severity === 'error');
}
