// A consumer's needs and a contract's facts in words: “Expected `x` to be …, but the consumer needs …”.
import type { Alternative } from '../model/domain.ts';
import { kindOf, typeOfKind } from '../model/domain.ts';
import type { Location } from '../model/location.ts';
import type { Matcher } from '../model/matching.ts';
import { ofPointer } from '../model/known-pointers.ts';
import { tokensOf, type Pointer } from '../model/pointer.ts';
import { count, isSecretName, list, plain, quote, show } from '../model/show.ts';
import { expectation, fixFor } from '../openapi/expectation.ts';
import { isLiteral, isLiteralThroughout, type Need } from './need.ts';
import type { Clash, Gap } from './result.ts';

/** `the body`, `` `name` ``, `` an item of `names` ``. */
export function nameOf(pointer: Pointer, root = 'the body'): string {
  const tokens = tokensOf(pointer);
  const last = tokens.at(-1);
  if (last === undefined) return root;
  if (!/^\d+$/.test(last)) return `\`${plain(last, 80)}\``;
  const list_ = tokens.slice(0, -1).findLast((token) => !/^\d+$/.test(token));
  return list_ === undefined ? `an item of ${root}` : `an item of \`${plain(list_, 80)}\``;
}

const isSecret = ofPointer((pointer) => tokensOf(pointer).some(isSecretName));

/** What came with the pact, cut short; never a secret. */
const showExample = ({ pointer, example }: Pick<Need, 'pointer' | 'example'>): string =>
  isSecret(pointer) ? 'a value that is not shown' : show(example);

function wordsOf(matcher: Matcher, { example, pointer }: Need): string {
  switch (matcher.kind) {
    case 'type':
      return `${typeWords[kindOf(example)] ?? 'a value'}${countWords(matcher)}`;
    case 'regex':
      return `a text that matches ${quote(matcher.regex, 80)}`;
    case 'include':
      return `a text with ${quote(matcher.text)} in it`;
    case 'date':
    case 'time':
    case 'datetime':
      return `a ${matcher.kind === 'datetime' ? 'date and time' : matcher.kind} written \`${plain(matcher.format, 60)}\``;
    case 'integer':
    case 'decimal':
    case 'number':
    case 'boolean':
    case 'null':
    case 'semver':
    case 'notEmpty':
      return kindWords[matcher.kind];
    case 'equality':
      return showExample({ example, pointer });
    case 'arrayContains':
      return 'an array with certain items';
    default:
      return 'an object or array of certain values';
  }
}

function countWords({ min, max }: { readonly min?: number; readonly max?: number }): string {
  if (min !== undefined && max !== undefined) return ` of ${min} to ${count(max, 'item')}`;
  if (min !== undefined) return ` of at least ${count(min, 'item')}`;
  return max === undefined ? '' : ` of at most ${count(max, 'item')}`;
}

const kindWords = {
  integer: 'an integer',
  decimal: 'a number with a fraction',
  number: 'a number',
  boolean: 'a boolean',
  null: 'null',
  semver: 'a semantic version',
  notEmpty: 'something that is not empty',
} as const;
const typeWords: Readonly<Record<string, string>> = {
  null: 'null',
  boolean: 'a boolean',
  integer: 'a number',
  fraction: 'a number',
  string: 'a string',
  array: 'an array',
  object: 'an object',
};

/** What the consumer wants to find. */
export function needWords(need: Need): string {
  if (isLiteral(need)) return showExample(need);
  return [...new Set(need.matchers.map((matcher) => wordsOf(matcher, need)))].join(need.combine === 'or' ? ' or ' : ' and ');
}

/** Types of all alternatives as `type` would list them. */
export function typesOf(alternatives: readonly Alternative[]): readonly string[] {
  const [first] = alternatives;
  if (!first || alternatives.length > 1) return readTypes(alternatives);
  let types = typesOfOne.get(first);
  if (!types) typesOfOne.set(first, (types = readTypes(alternatives)));
  return types;
}

const typesOfOne = new WeakMap<Alternative, readonly string[]>();

function readTypes(alternatives: readonly Alternative[]): string[] {
  const kinds = new Set(alternatives.flatMap((alternative) => [...alternative.kinds]));
  if (kinds.has('fraction')) kinds.delete('integer');
  return [...new Set([...kinds].map(typeOfKind))];
}

/** The sentence for what the contract rules out. `wanted` is the keyword with its value, as an object. */
export function clashOf(need: Need, keyword: string, wanted: Readonly<Record<string, unknown>>, contract: Location): Clash {
  const { pointer } = need;
  const isExact = isLiteral(need);
  // Most clashes are of branches that do not matter in the end: their sentences are never asked for.
  return {
    pointer,
    get message() {
      const needed = isExact ? `got ${showExample(need)}` : `but the consumer needs ${needWords(need)}`;
      return `Expected ${nameOf(pointer)} ${expectation(keyword, wanted, wanted)}, ${needed}`;
    },
    get fix() {
      const name = nameOf(pointer);
      if (isExact) return fixFor(keyword, name);
      return `Let the consumer expect what the contract documents, or document what it needs for ${name}`;
    },
    keyword,
    contract,
    get isExact() {
      return isExact && isLiteralThroughout(need);
    },
  };
}

export const gapOf = (need: Need, kind: Gap['kind'], text: string, contract: Location): Gap => ({
  kind,
  pointer: need.pointer,
  text,
  get needed() {
    return kind === 'value' ? needWords(need) : '';
  },
  contract,
});

/** The smallest value a branch may send, for `may send …`. */
export function showBranch(alternative: Alternative): string {
  const component = /\/components\/schemas\/([^/]+)$/.exec(alternative.location.pointer)?.[1];
  if (component !== undefined) return `what \`${plain(component.replaceAll('~1', '/').replaceAll('~0', '~'), 60)}\` describes`;
  return `another ${list(typesOf([alternative]), 7, 'or')}`;
}

/** A value the contract allows, for `may send …`. */
export const showEscape = (pointer: Pointer, value: unknown): string => (isSecret(pointer) ? 'another value' : show(value));
