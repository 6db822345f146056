// All rules, one file each; written by scripts/generate-rules.ts.
import type { AnyRule } from '../model/rule.ts';
import contractDocumentMalformed from './contract-document-malformed.ts';
import contractExampleMismatch from './contract-example-mismatch.ts';
import contractFormatUnchecked from './contract-format-unchecked.ts';
import contractOperationMismatch from './contract-operation-mismatch.ts';
import contractPathMismatch from './contract-path-mismatch.ts';
import contractReferenceMalformed from './contract-reference-malformed.ts';
import contractReferenceMissing from './contract-reference-missing.ts';
import contractReferenceUnchecked from './contract-reference-unchecked.ts';
import contractSchemaMalformed from './contract-schema-malformed.ts';
import evidenceExchangeMalformed from './evidence-exchange-malformed.ts';
import evidenceExchangeUnchecked from './evidence-exchange-unchecked.ts';
import evidenceFileMalformed from './evidence-file-malformed.ts';
import evidenceFileUnchecked from './evidence-file-unchecked.ts';
import operationUnchecked from './operation-unchecked.ts';
import operationUndocumented from './operation-undocumented.ts';
import requestAcceptMismatch from './request-accept-mismatch.ts';
import requestBodyMalformed from './request-body-malformed.ts';
import requestBodyMismatch from './request-body-mismatch.ts';
import requestBodyMissing from './request-body-missing.ts';
import requestBodyUnchecked from './request-body-unchecked.ts';
import requestBodyUndocumented from './request-body-undocumented.ts';
import requestCookieMismatch from './request-cookie-mismatch.ts';
import requestCookieMissing from './request-cookie-missing.ts';
import requestHeaderMismatch from './request-header-mismatch.ts';
import requestHeaderMissing from './request-header-missing.ts';
import requestMediaTypeMalformed from './request-media-type-malformed.ts';
import requestMediaTypeMissing from './request-media-type-missing.ts';
import requestMediaTypeUndocumented from './request-media-type-undocumented.ts';
import requestParameterUnchecked from './request-parameter-unchecked.ts';
import requestPathMismatch from './request-path-mismatch.ts';
import requestQueryMismatch from './request-query-mismatch.ts';
import requestQueryMissing from './request-query-missing.ts';
import requestQueryUndocumented from './request-query-undocumented.ts';
import requestSecurityMismatch from './request-security-mismatch.ts';
import requestSecurityMissing from './request-security-missing.ts';
import responseBodyMalformed from './response-body-malformed.ts';
import responseBodyMismatch from './response-body-mismatch.ts';
import responseBodyMissing from './response-body-missing.ts';
import responseBodyUnchecked from './response-body-unchecked.ts';
import responseBodyUndocumented from './response-body-undocumented.ts';
import responseBodyUnpromised from './response-body-unpromised.ts';
import responseHeaderMismatch from './response-header-mismatch.ts';
import responseHeaderMissing from './response-header-missing.ts';
import responseHeaderUnchecked from './response-header-unchecked.ts';
import responseHeaderUndocumented from './response-header-undocumented.ts';
import responseHeaderUnpromised from './response-header-unpromised.ts';
import responseMediaTypeMalformed from './response-media-type-malformed.ts';
import responseMediaTypeMissing from './response-media-type-missing.ts';
import responseMediaTypeUndocumented from './response-media-type-undocumented.ts';
import responsePropertyUnpromised from './response-property-unpromised.ts';
import responseStatusUndocumented from './response-status-undocumented.ts';
import responseStatusUnpromised from './response-status-unpromised.ts';

export const rules: readonly AnyRule[] = [
  contractDocumentMalformed,
  contractExampleMismatch,
  contractFormatUnchecked,
  contractOperationMismatch,
  contractPathMismatch,
  contractReferenceMalformed,
  contractReferenceMissing,
  contractReferenceUnchecked,
  contractSchemaMalformed,
  evidenceExchangeMalformed,
  evidenceExchangeUnchecked,
  evidenceFileMalformed,
  evidenceFileUnchecked,
  operationUnchecked,
  operationUndocumented,
  requestAcceptMismatch,
  requestBodyMalformed,
  requestBodyMismatch,
  requestBodyMissing,
  requestBodyUnchecked,
  requestBodyUndocumented,
  requestCookieMismatch,
  requestCookieMissing,
  requestHeaderMismatch,
  requestHeaderMissing,
  requestMediaTypeMalformed,
  requestMediaTypeMissing,
  requestMediaTypeUndocumented,
  requestParameterUnchecked,
  requestPathMismatch,
  requestQueryMismatch,
  requestQueryMissing,
  requestQueryUndocumented,
  requestSecurityMismatch,
  requestSecurityMissing,
  responseBodyMalformed,
  responseBodyMismatch,
  responseBodyMissing,
  responseBodyUnchecked,
  responseBodyUndocumented,
  responseBodyUnpromised,
  responseHeaderMismatch,
  responseHeaderMissing,
  responseHeaderUnchecked,
  responseHeaderUndocumented,
  responseHeaderUnpromised,
  responseMediaTypeMalformed,
  responseMediaTypeMissing,
  responseMediaTypeUndocumented,
  responsePropertyUnpromised,
  responseStatusUndocumented,
  responseStatusUnpromised,
];

const byId = new Map(rules.map((rule) => [rule.id, rule]));
export const ruleById = (id: string): AnyRule | undefined => byId.get(id);
