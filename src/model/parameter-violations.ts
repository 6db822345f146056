// What every kind of parameter is asked, so that the rules for path, query, header and cookie differ only in their words.
import type { ParameterIn } from './contract.ts';
import type { ParameterResult } from './examination.ts';
import { isSecretName, quote } from './show.ts';
import type { Sentence } from './body-violations.ts';
import type { Violation } from './rule.ts';

const seen = ({ parameter, text }: ParameterResult): string => (isSecretName(parameter.name) ? 'a value that is not shown' : quote(text));

const formOf = ({ parameter: { content, style } }: ParameterResult): string =>
  content ? `to be readable as \`${content.range}\`` : `in style \`${style}\``;

export function* missingParameters(
  results: readonly ParameterResult[] | undefined,
  where: ParameterIn,
): Iterable<Violation<{ name: string }>> {
  for (const { parameter, result, instance } of results ?? []) {
    if (parameter.in === where && result.kind === 'missing')
      yield { args: { name: parameter.name }, instance, contract: parameter.location };
  }
}

export function* parameterMismatches(results: readonly ParameterResult[] | undefined, where: ParameterIn): Iterable<Violation<Sentence>> {
  for (const found of results ?? []) {
    const { parameter, result, instance } = found;
    if (parameter.in !== where) continue;
    if (result.kind === 'malformed')
      yield {
        args: { sentence: `Expected \`${parameter.name}\` ${formOf(found)}, got ${seen(found)}: ${result.reason}` },
        instance,
        contract: parameter.location,
      };
    if (result.kind !== 'mismatch') continue;
    for (const { message, contract, fix, related, severity } of result.mismatches)
      yield { args: { sentence: message }, instance, contract, fix, related, ...(severity && { severity }) };
  }
}

export function* uncheckedParameters(results: readonly ParameterResult[] | undefined): Iterable<Violation<Sentence>> {
  for (const { parameter, result, instance } of results ?? []) {
    if (result.kind === 'unchecked')
      yield { args: { sentence: `\`${parameter.name}\` was not judged: ${result.reason}` }, instance, contract: parameter.location };
  }
}
