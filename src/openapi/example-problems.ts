// Examples that are no bodies: of parameters, headers and schemas (OpenAPI 3.1.1 §4.8.12, §4.8.21, JSON Schema 2020-12 §9.5), held against their schema.
import type { ContractProblem, Parameter, View } from '../model/contract.ts';
import { entriesOf, isObject, locationOf, type Place, placeAt, sameKey, step } from './documents.ts';
import { examplesOf } from './examples.ts';
import type { LoadedContract } from './load.ts';

/** One problem for every example that does not fit. A schema's own example counts when it fits neither direction, and less: it may show a part. */
export function findExampleProblems(contract: LoadedContract): ContractProblem[] {
  const problems = new Map<string, ContractProblem>();
  const add = (place: Place, severity: ContractProblem['severity'], sentence: string, fix: string): void => {
    const key = sameKey(place);
    if (!problems.has(key))
      problems.set(key, { rule: 'contract-example-mismatch', severity, message: sentence, fix, location: locationOf(place) });
  };
  for (const operation of contract.operations) {
    const headers = operation.responses.flatMap((response) => response.headers);
    for (const parameter of [...operation.parameters, ...headers]) {
      for (const example of parameterExamples(contract, parameter)) {
        const [mismatch] = judge(parameter, example);
        if (mismatch) add(example, 'error', mismatch, 'Correct the example, or the schema');
      }
    }
  }
  for (const { place, keyword, example } of schemaExamples(contract)) {
    const handle = contract.handle(place);
    const views: readonly View[] = ['request', 'response'];
    const judgements = views.map((view) => handle.judge(example.value, view, `the \`${keyword}\` of the schema`));
    const failed = judgements.filter((judgement) => judgement.kind === 'judged' && judgement.mismatches.length > 0);
    const [first] = failed;
    if (failed.length < views.length || first?.kind !== 'judged') continue;
    add(example, 'warning', first.mismatches[0]?.message ?? '', `Correct the \`${keyword}\`, or the schema`);
  }
  return [...problems.values()];
}

function parameterExamples(contract: LoadedContract, parameter: Parameter): Place[] {
  const document = contract.documents.documentOf(parameter.location.source);
  const place = document && placeAt(document, parameter.location.pointer);
  if (!place) return [];
  return examplesOf(contract.documents, place).map((found) => found.place);
}

function judge(parameter: Parameter, example: Place): string[] {
  // An example under `content` is text of a media type; it is judged where such a parameter is sent.
  if (!parameter.schema) return [];
  const judgement = parameter.schema.judge(example.value, 'request', `the example of \`${parameter.name}\``);
  return judgement.kind === 'judged' ? judgement.mismatches.map(({ message }) => message) : [];
}

/** Every `example`, item of `examples` and `default` of the schemas below `components`. */
function* schemaExamples(contract: LoadedContract): Iterable<{ place: Place; keyword: string; example: Place }> {
  const pending = entriesOf(step(contract.root, 'components', 'schemas')).map(([, place]) => place);
  for (let place = pending.pop(); place; place = pending.pop()) {
    if (!isObject(place.value)) continue;
    for (const keyword of ['example', 'default']) {
      const example = step(place, keyword);
      if (example) yield { place, keyword, example };
    }
    const list = step(place, 'examples');
    if (list && Array.isArray(list.value)) for (const [, example] of entriesOf(list)) yield { place, keyword: 'examples', example };
    for (const keyword of ['properties', 'patternProperties', 'allOf', 'anyOf', 'oneOf', 'prefixItems'])
      pending.push(...entriesOf(step(place, keyword)).map(([, inner]) => inner));
    for (const keyword of ['items', 'additionalProperties']) {
      const inner = step(place, keyword);
      if (inner) pending.push(inner);
    }
  }
}
