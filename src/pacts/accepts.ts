// Does a matcher let one scalar value pass? As Pact's engine answers, measured with its verifier.
import { kindOf } from '../model/domain.ts';
import { isEqual } from '../model/json-value.ts';
import type { Matcher } from '../model/matching.ts';
import { compileDateFormat } from './datetime.ts';
import { expressionOf } from './expressions.ts';
import { isLiteral, type Need } from './need.ts';

/** `unknown`: the matcher cannot be run. */
export type Acceptance = boolean | 'unknown';

/** Semantic Versioning 2.0.0 */
export const semver =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*)?(?:\+[0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*)?$/;

/** All matchers of a need, combined. */
export function accepts(need: Need, value: unknown): Acceptance {
  if (isLiteral(need)) return equals(need, value);
  let isUnknown = false;
  const wanted = need.combine === 'or';
  for (const matcher of need.matchers) {
    const answer = acceptsOne(matcher, need, value);
    if (answer === wanted) return wanted;
    if (answer === 'unknown') isUnknown = true;
  }
  return isUnknown ? 'unknown' : !wanted;
}

/** What travels as text equals what reads the same. */
const equals = ({ example, isText }: Need, value: unknown): boolean =>
  isEqual(example, value) || (isText && typeof example !== 'object' && typeof value !== 'object' && String(example) === String(value));

/** `value` is what the contract allows; where values travel as text, the matcher sees its text. */
export function acceptsOne(matcher: Matcher, need: Need, value: unknown): Acceptance {
  const kind = kindOf(value);
  const text = kind === 'string' ? (value as string) : textSeen(value);
  switch (matcher.kind) {
    case 'equality':
      return equals(need, value);
    case 'type':
      return need.isText || isSameType(need.example, value);
    case 'number':
      return need.isText ? /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text) : typeof value === 'number';
    case 'integer':
      return need.isText ? /^\d+$/.test(text) : kind === 'integer';
    case 'decimal':
      return need.isText ? /^-?\d+\.\d+$/.test(text) : kind === 'fraction';
    case 'boolean':
      return text === 'true' || text === 'false';
    case 'null':
      return need.isText ? text === '' : value === null;
    case 'regex': {
      const expression = expressionOf(matcher.regex);
      if (expression.kind === 'unusable') return 'unknown';
      return expression.test(text);
    }
    case 'include':
      return text.includes(matcher.text);
    case 'semver':
      return semver.test(text);
    case 'notEmpty':
      return isFilled(value);
    case 'date':
    case 'time':
    case 'datetime': {
      const pattern = compileDateFormat(matcher.format);
      if (!pattern) return 'unknown';
      return (kind === 'string' || kind === 'integer' || need.isText) && pattern.test(text);
    }
    case 'values':
      return equals(need, value);
    case 'contentType':
    // They are about members and items: of anything else they ask nothing.
    case 'eachKey':
    case 'eachValue':
    case 'arrayContains':
      return true;
    case 'statusCode':
    case 'unknown':
      return 'unknown';
  }
}

/** Numbers are one type, whatever their fraction. */
function isSameType(example: unknown, value: unknown): boolean {
  const [one, other] = [kindOf(example), kindOf(value)];
  return one === other || (typeof example === 'number' && typeof value === 'number');
}

function isFilled(value: unknown): boolean {
  if (typeof value === 'string' || Array.isArray(value)) return value.length > 0;
  return value !== null && (typeof value !== 'object' || Object.keys(value).length > 0);
}

/** The text matchers see of a value that is none: of null, too, and of objects and arrays their JSON. */
const textSeen = (value: unknown): string => (typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value));

/** Why a matcher of the need can never be run; undefined when all can. */
export function whyUnusable(need: Need): string | undefined {
  for (const matcher of need.matchers) {
    if (matcher.kind === 'unknown') return matcher.reason;
    if (matcher.kind === 'statusCode') return 'the matcher `statusCode` is for the status only';
    if (matcher.kind === 'regex') {
      const expression = expressionOf(matcher.regex);
      if (expression.kind === 'unusable') return expression.reason;
    }
    if ((matcher.kind === 'date' || matcher.kind === 'time' || matcher.kind === 'datetime') && !compileDateFormat(matcher.format))
      return `the format ${JSON.stringify(matcher.format.slice(0, 60))} has letters this engine does not know`;
  }
  return undefined;
}
