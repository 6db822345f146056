// Compares an example and its matching rules with a schema, without a contract around them.
import { readRules } from '../../src/evidence/pact/rules.ts';
import type { Domain } from '../../src/model/domain.ts';
import type { Location } from '../../src/model/location.ts';
import { Documents } from '../../src/openapi/documents.ts';
import { Domains } from '../../src/openapi/domain.ts';
import { editSchema } from '../../src/openapi/versions/3.1.ts';
import { compare } from '../../src/pacts/compare.ts';
import { type Need, readNeed } from '../../src/pacts/need.ts';
import { type Excess, findExcess } from '../../src/pacts/reach.ts';
import { isImpossible, type Result } from '../../src/pacts/result.ts';
import { fileSource } from '../../src/source/text-source.ts';

const source = fileSource({ uri: 'api.json', syntax: 'json', read: () => '{}' });
const location: Location = { source, pointer: '' };

/** The domain of a schema; `components` may be referred to as `#/components/schemas/…`. */
export function domainOf(
  schema: unknown,
  components: Record<string, unknown> = {},
  direction: 'request' | 'response' = 'response',
): Domain {
  const document = { url: 'file:///api.json', uri: 'api.json', value: { schema, components: { schemas: components } }, source };
  const version = { id: '3.1' as const, editSchema, admitsNull: () => false };
  return new Domains(Documents.ofOne(document), version).of([{ document, pointer: '/schema', value: schema }], direction);
}

/** `rules` are those of the category `body`: a path and a list of matchers, or one. */
export function needOf(example: unknown, rules: Record<string, unknown> = {}): Need {
  const body = Object.fromEntries(
    Object.entries(rules).map(([path, rule]) => [path, Array.isArray(rule) ? { combine: 'AND', matchers: rule } : rule]),
  );
  return readNeed(example, readRules({ body }, location).body);
}

export interface Answer {
  readonly answer: 'impossible' | 'guaranteed' | 'depends' | 'undecided' | 'unchecked';
  /** What may be sent, omitted or is wrong, each with its place. */
  readonly told: readonly string[];
}

export function answerOf(result: Result): Answer {
  const { clashes, unknown, gaps } = result;
  if (isImpossible(result))
    return {
      answer: 'impossible',
      told: [...clashes.map(({ message }) => message), ...unknown.map(({ pointer }) => `undocumented ${pointer}`)],
    };
  const open = gaps.filter(({ kind }) => kind !== 'undecided' && kind !== 'unchecked');
  if (open.length > 0) return { answer: 'depends', told: open.map(({ kind, pointer, text }) => `${kind} ${pointer} ${text}`.trim()) };
  const [first] = gaps;
  return { answer: first ? (first.kind as 'undecided' | 'unchecked') : 'guaranteed', told: gaps.map(({ text }) => text) };
}

export const compareWith = (
  schema: unknown,
  example: unknown,
  rules: Record<string, unknown> = {},
  components: Record<string, unknown> = {},
): Answer => answerOf(compare(needOf(example, rules), domainOf(schema, components)));

export const excessOf = (schema: unknown, example: unknown, rules: Record<string, unknown>): readonly Excess[] =>
  findExcess(needOf(example, rules), domainOf(schema, {}, 'request'));
