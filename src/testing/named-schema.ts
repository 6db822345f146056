// A value of a test held against one schema of `components.schemas` (OpenAPI 3.1.1 Components Object).
import type { Mismatch, SchemaHandle } from '../model/contract.ts';
import { fingerprintOf } from '../judge/judge.ts';
import { count, quote } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';
import { entriesOf, step } from '../openapi/documents.ts';
import type { LoadedContract } from '../openapi/load.ts';
import { showFindings } from '../reporters/text.ts';
import { fileSource } from '../source/text-source.ts';
import { nearest } from './nearest.ts';
import type { MatcherResult } from './verdict.ts';

export interface SchemaOptions {
  /** Which of `readOnly` and `writeOnly` hold; `response` unless said otherwise. */
  readonly as?: 'request' | 'response';
}

/** Throws a UserError when no contract has a schema of that name, or it cannot be used. */
export function judgeNamed(
  value: unknown,
  name: string,
  options: SchemaOptions,
  contracts: readonly LoadedContract[],
  color: boolean,
): MatcherResult {
  const { contract, handle } = schemaNamed(name, contracts);
  const judgement = handle.judge(value, options.as ?? 'response', 'the value');
  if (judgement.kind === 'unchecked')
    throw new UserError(`The value cannot be held against the schema ${quote(name, 80)}: ${judgement.reason}`);
  const { mismatches } = judgement;
  if (mismatches.length === 0)
    return {
      pass: true,
      message: () => `Expected the value not to satisfy the schema ${quote(name, 80)} of \`${contract.uri}\`, but it does`,
    };
  return {
    pass: false,
    message: () =>
      `Expected the value to satisfy the schema ${quote(name, 80)} of \`${contract.uri}\`, but there ${mismatches.length === 1 ? 'is' : 'are'} ${count(mismatches.length, 'error')}\n\n${showMismatches(mismatches, value, `${options.as ?? 'response'}-body-mismatch`, name, color)}`,
  };
}

function schemaNamed(name: string, contracts: readonly LoadedContract[]): { contract: LoadedContract; handle: SchemaHandle } {
  for (const contract of contracts) {
    const place = step(contract.root, 'components', 'schemas', name);
    if (place) return { contract, handle: contract.handle(place) };
  }
  const names = contracts.flatMap((contract) => entriesOf(step(contract.root, 'components', 'schemas')).map(([key]) => key));
  throw new UserError(`No contract has a schema ${quote(name, 80)} below \`components.schemas\``, { hint: nearest(name, names) });
}

function showMismatches(mismatches: readonly Mismatch[], value: unknown, rule: string, name: string, color: boolean): string {
  const source = fileSource({ uri: 'value', syntax: 'json', read: () => JSON.stringify(value, null, 2) ?? '' });
  const findings = mismatches.map(({ message, fix, contract, pointer, at, related }) => {
    const instance = { source, pointer, ...(at && { at }) };
    return {
      // A value belongs to no message; the page of the rule about bodies says what can be done about it all the same.
      rule,
      severity: 'error' as const,
      side: 'contract' as const,
      message,
      fix,
      instance,
      contract,
      related,
      about: name,
      fingerprint: fingerprintOf(rule, '', name, contract, instance, message),
    };
  });
  return showFindings(findings, { color, width: 100, frames: true });
}
