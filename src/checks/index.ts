// All checks, one file each; written by scripts/generate-rules.ts.
import type { Check } from '../live/check.ts';
import acceptHonoured from './accept-honoured.ts';
import answerComplete from './answer-complete.ts';
import credentialsKeptSecret from './credentials-kept-secret.ts';
import credentialsRequired from './credentials-required.ts';
import invalidRequestRefused from './invalid-request-refused.ts';
import mediaTypeRefused from './media-type-refused.ts';
import preconditionHonoured from './precondition-honoured.ts';
import putIdempotent from './put-idempotent.ts';
import representationsAgree from './representations-agree.ts';
import responseTime from './response-time.ts';
import undocumentedMethodRefused from './undocumented-method-refused.ts';
import validRequestAccepted from './valid-request-accepted.ts';
import workflowSucceeds from './workflow-succeeds.ts';

export const checks: readonly Check[] = [
  acceptHonoured,
  answerComplete,
  credentialsKeptSecret,
  credentialsRequired,
  invalidRequestRefused,
  mediaTypeRefused,
  preconditionHonoured,
  putIdempotent,
  representationsAgree,
  responseTime,
  undocumentedMethodRefused,
  validRequestAccepted,
  workflowSucceeds,
];

const byId = new Map(checks.map((check) => [check.id, check]));
export const checkById = (id: string): Check | undefined => byId.get(id);
