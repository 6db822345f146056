// One matcher of a matching rule (Pact specification 2 to 4), from what stands in the file to what it means.
import { isRecord } from '../../model/json-value.ts';
import type { Matcher, MatchingRule, Variant } from '../../model/matching.ts';
import { quote, show } from '../../model/show.ts';

type Fields = Record<string, unknown>;
/** Reads the rules of an arrayContains variant, whose paths begin at the item. */
export type ReadVariantRules = (rules: unknown) => MatchingRule[];

const unknown = (reason: string): Matcher => ({ kind: 'unknown', reason });
const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value) && value >= 0;
/** The first of the members that is a text: versions name them differently. */
const text = (fields: Fields, ...names: string[]): string | undefined => {
  for (const name of names) if (typeof fields[name] === 'string') return fields[name];
  return undefined;
};

const plainKinds: Readonly<Record<string, Matcher['kind']>> = {
  equality: 'equality',
  number: 'number',
  integer: 'integer',
  decimal: 'decimal',
  real: 'decimal',
  boolean: 'boolean',
  null: 'null',
  semver: 'semver',
  notEmpty: 'notEmpty',
  'not-empty': 'notEmpty',
  values: 'values',
};

/** Reads one matcher. What is written wrongly, or of a kind nobody here knows, is `unknown` and says why. */
export function readMatcher(value: unknown, variants: ReadVariantRules): Matcher {
  if (!isRecord(value)) return unknown(`a matcher should be an object, got ${show(value)}`);
  const name = value['match'];
  if (name === undefined) return readUnnamed(value);
  if (typeof name !== 'string') return unknown(`\`match\` of a matcher should be a text, got ${show(name)}`);
  const plain = Object.hasOwn(plainKinds, name) ? plainKinds[name] : undefined;
  if (plain) return { kind: plain } as Matcher;
  switch (name) {
    case 'type':
      return readType(value);
    case 'regex':
      return readRegex(value);
    case 'include': {
      const part = value['value'];
      return typeof part === 'string' ? { kind: 'include', text: part } : unknown('the matcher `include` has no text to look for');
    }
    case 'date':
    case 'time':
      return { kind: name, format: text(value, 'format', name) ?? (name === 'date' ? 'yyyy-MM-dd' : 'HH:mm:ss') };
    case 'datetime':
    case 'timestamp':
      return { kind: 'datetime', format: text(value, 'format', 'datetime', 'timestamp') ?? "yyyy-MM-dd'T'HH:mm:ss" };
    case 'contentType':
    case 'content-type': {
      const mediaType = text(value, 'value');
      return mediaType === undefined ? unknown('the matcher `contentType` names no media type') : { kind: 'contentType', mediaType };
    }
    case 'statusCode':
    case 'status-code':
      return readStatus(value['status']);
    case 'eachKey':
    case 'each-key':
      return readEach('eachKey', value['rules'], variants);
    case 'eachValue':
    case 'each-value':
      return readEach('eachValue', value['rules'], variants);
    case 'arrayContains':
    case 'array-contains':
      return readContains(value['variants'], variants);
    default:
      return unknown(`the matcher ${quote(name, 40)} is not known`);
  }
}

/** Version 2 also writes `{ "regex": … }` and `{ "min": … }` without saying which matcher that is. */
function readUnnamed(value: Fields): Matcher {
  if (typeof value['regex'] === 'string') return readRegex(value);
  if (isCount(value['min']) || isCount(value['max'])) return readType(value);
  return unknown('a matcher should say what it is in `match`');
}

function readType({ min, max }: Fields): Matcher {
  if ((min !== undefined && min !== null && !isCount(min)) || (max !== undefined && max !== null && !isCount(max)))
    return unknown('`min` and `max` of the matcher `type` should be whole numbers');
  return { kind: 'type', ...(isCount(min) && { min }), ...(isCount(max) && { max }) };
}

function readRegex({ regex }: Fields): Matcher {
  return typeof regex === 'string' ? { kind: 'regex', regex } : unknown('the matcher `regex` has no expression');
}

const statusWords = new Set(['info', 'success', 'redirect', 'clientError', 'serverError', 'nonError', 'error']);

function readStatus(status: unknown): Matcher {
  if (typeof status === 'string' && statusWords.has(status)) return { kind: 'statusCode', status };
  if (typeof status === 'number') return { kind: 'statusCode', status: [status] };
  if (Array.isArray(status) && status.every((code) => typeof code === 'number')) return { kind: 'statusCode', status: status as number[] };
  return unknown(`the matcher \`statusCode\` names no class of status codes, got ${show(status)}`);
}

function readEach(kind: 'eachKey' | 'eachValue', rules: unknown, variants: ReadVariantRules): Matcher {
  if (!Array.isArray(rules)) return unknown(`the matcher \`${kind}\` has no list of rules`);
  return { kind, rules: (rules as unknown[]).map((inner) => readMatcher(inner, variants)) };
}

function readContains(list: unknown, variants: ReadVariantRules): Matcher {
  if (!Array.isArray(list)) return unknown('the matcher `arrayContains` has no list of variants');
  const read: Variant[] = [];
  for (const variant of list as unknown[]) {
    if (!isRecord(variant) || !isCount(variant['index'])) return unknown('a variant of the matcher `arrayContains` names no item');
    read.push({ index: variant['index'], rules: variants(variant['rules'] ?? {}) });
  }
  return { kind: 'arrayContains', variants: read };
}
