// Makes a generated value conform where leaving something out is enough: recursion cut off too deep, members that are only written.
import { walkProperties } from '../judge/undocumented.ts';
import type { SchemaHandle } from '../model/contract.ts';
import { tokensOf } from '../model/pointer.ts';

const mostCuts = 50;

/** A copy without what the schema refuses and does not require, as far as that can be found by taking away one part after another. */
export function prune(value: unknown, schema: SchemaHandle): unknown {
  let current = value;
  for (const { pointer } of walkProperties(value, schema.shape, 'response').misdirected) current = without(current, tokensOf(pointer));
  for (let cuts = 0; cuts < mostCuts && !schema.accepts(current, 'response'); cuts++) {
    const better = cut(current, schema);
    if (better === undefined) break;
    current = better;
  }
  return current;
}

/** The value without the smallest part around its first fault whose absence leaves fewer faults; undefined when no part is like that. */
function cut(value: unknown, schema: SchemaHandle): unknown {
  const faults = faultsOf(value, schema);
  const tokens = tokensOf(faults[0] ?? '');
  for (let depth = tokens.length; depth > 0; depth--) {
    const shorter = without(value, tokens.slice(0, depth));
    if (schema.accepts(shorter, 'response') || faultsOf(shorter, schema).length < faults.length) return shorter;
  }
  return undefined;
}

function faultsOf(value: unknown, schema: SchemaHandle): string[] {
  const judgement = schema.judge(value, 'response');
  return judgement.kind === 'judged' ? judgement.mismatches.map(({ pointer }) => pointer) : [];
}

function without(value: unknown, [token, ...rest]: readonly string[]): unknown {
  if (token === undefined || typeof value !== 'object' || value === null || !Object.hasOwn(value, token)) return value;
  if (Array.isArray(value)) {
    const index = Number(token);
    return rest.length === 0 ? value.toSpliced(index, 1) : value.with(index, without(value[index], rest));
  }
  const entries = Object.entries(value).filter(([name]) => rest.length > 0 || name !== token);
  return Object.fromEntries(entries.map(([name, member]) => [name, name === token ? without(member, rest) : member]));
}
