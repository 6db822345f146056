// Is an answer of the mock one the contract allows? Asked of the one validator, for documents' examples, generated values and handlers alike.
import { examineAs } from '../judge/examine.ts';
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
    response: {
      status,
      fields,
      complete: true,
      location,
      ...(body && body.bytes.length > 0 && { content: { form: 'bytes', bytes: body.bytes, verbatim: false, location } as const }),
    },
  };
  const examination = examineAs(exchange, { kind: 'match', operation, pathValues: new Map(), score: 3 });
  return judge.judgeExamined(examination).findings.filter(({ severity }) => severity === 'error');
}
