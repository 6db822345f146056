// A consumer's side of parameters and headers: matchers held against their schemas, for values that travel as text.
import type { Contract, Operation, Parameter, ResponseEntry } from '../model/contract.ts';
import type { Domain } from '../model/domain.ts';
import type { Gap, ParameterResult } from '../model/examination.ts';
import { fieldValues, placeOf, type Request, type Response } from '../model/exchange.ts';
import type { Location } from '../model/location.ts';
import type { MatchingRule } from '../model/matching.ts';
import { coerceScalar, wantsArray, wantsObject } from '../openapi/coerce.ts';
import { decodePercent, queryPairs, readPathParameter } from '../openapi/parameters.ts';
import { compare } from '../pacts/compare.ts';
import { isLiteral, type Need, readNeed, textAddressing } from '../pacts/need.ts';
import { findExcess } from '../pacts/reach.ts';
import { samplesOf } from '../pacts/samples.ts';
import { showEscape } from '../pacts/words.ts';
import { domainAllows } from '../pacts/witness.ts';
import { whyUnusable } from '../pacts/accepts.ts';
import { narrow } from './consumer.ts';

type Result = ParameterResult['result'];

/** The need of one text under the rules that bear its name. */
function needOf(
  text: string,
  named: readonly { readonly name: string; readonly rule: MatchingRule }[],
  name: string,
  isCaseless: boolean,
): Need {
  const own = named.filter((entry) => (isCaseless ? entry.name.toLowerCase() === name.toLowerCase() : entry.name === name));
  return readNeed(
    text,
    own.map(({ rule }) => rule),
    textAddressing,
  );
}

const isScalar = ({ schema }: Parameter): boolean => schema !== undefined && !wantsArray(schema.shape) && !wantsObject(schema.shape);

/** The response headers a consumer reads: documented ones that are matched, and those the contract leaves to chance. */
export function examineExpectedHeaders(entry: ResponseEntry, response: Response, judged: readonly ParameterResult[]): ParameterResult[] {
  const results: ParameterResult[] = [];
  for (const header of entry.headers) {
    const values = fieldValues(response.fields, header.name);
    const example = judged.find(({ parameter }) => parameter === header);
    if (values.length === 0) continue;
    const text = values.join(', ');
    const instance = placeOf(response, 'field', header.name);
    const need = needOf(text, response.matching?.header ?? [], header.name, true);
    const result =
      isLiteral(need) || !header.schema || !isScalar(header) ? undefined : judgeHeader(need, header, header.schema.domain('response'));
    if (result) results.push(...result.map((one) => ({ parameter: header, instance, text, result: one })));
    // What a matcher covers is only an example.
    else if (example) results.push(example);
    if (header.required) continue;
    const absent: Gap = { kind: 'absent', pointer: '', text: '', needed: '', contract: header.location };
    results.push({ parameter: header, instance, text, result: { kind: 'unpromised', gaps: [absent] } });
  }
  return results;
}

function judgeHeader(need: Need, { name }: Parameter, domain: Domain): Result[] {
  const { clashes, gaps } = compare(need, domain);
  const unchecked = gaps.find(({ kind }) => kind === 'unchecked');
  const open = gaps.filter(({ kind }) => kind !== 'unchecked');
  const rename = (message: string): string => message.replace('the body', `header \`${name}\``);
  return [
    ...(clashes.length > 0
      ? [{ kind: 'mismatch' as const, mismatches: clashes.map((clash) => ({ ...clash, message: rename(clash.message), related: [] })) }]
      : []),
    ...(unchecked ? [{ kind: 'unchecked' as const, reason: unchecked.text }] : []),
    ...(open.length > 0 ? [{ kind: 'unpromised' as const, gaps: open }] : []),
  ];
}

/** Matchers of path, query and headers that let the consumer send what the contract does not allow. */
export function examineReach(operation: Operation, request: Request): ParameterResult[] {
  const { matching } = request;
  if (!matching) return [];
  const results: ParameterResult[] = [];
  for (const parameter of operation.parameters) {
    const { in: where, name, schema } = parameter;
    if (!schema || parameter.isWholeQuery) continue;
    if (where === 'query' && matching.query.length > 0) {
      const [value] = queryPairs(request.target).filter(([key]) => decodePercent(key, true).replace(/\[\]$/, '') === name);
      if (value)
        results.push(
          ...reachOf(parameter, needOf(decodePercent(value[1], true), matching.query, name, false), placeOf(request, 'query', name)),
        );
    }
    if (where === 'header' && matching.header.length > 0) {
      const values = fieldValues(request.fields, name);
      if (values.length > 0)
        results.push(...reachOf(parameter, needOf(values.join(', '), matching.header, name, true), placeOf(request, 'field', name)));
    }
  }
  if (matching.path) results.push(...reachOfPath(operation, request, matching.path));
  return results;
}

function reachOf(parameter: Parameter, need: Need, instance: Location): ParameterResult[] {
  if (isLiteral(need)) return [];
  const found = { parameter, instance, text: String(need.example) };
  const unusable = whyUnusable(need);
  if (unusable !== undefined) return [{ ...found, result: { kind: 'unchecked', reason: unusable } }];
  const { schema } = parameter;
  if (!schema || wantsObject(schema.shape)) return [];
  const isList = wantsArray(schema.shape);
  const shape = isList ? schema.shape.items : schema.shape;
  const whole = schema.domain('request');
  const inner = isList ? whole.alternatives[0]?.item(0) : whole;
  if (!inner || inner === 'closed') return [];
  return findExcess(need, inner, `\`${parameter.name}\``, (text) => coerceScalar(text, shape)).map(({ severity, message, contract }) => ({
    ...found,
    result: {
      kind: 'mismatch',
      mismatches: [{ pointer: '', message, contract, fix: narrow, keyword: 'matcher', severity, related: [] }],
    },
  }));
}

/** A regular expression for a path, tried with paths it accepts: do they still belong to the operation, and fit its parameters? */
function reachOfPath(operation: Operation, request: Request, rule: MatchingRule): ParameterResult[] {
  const results: ParameterResult[] = [];
  const told = new Set<string>();
  const [first] = operation.parameters.filter((parameter) => parameter.in === 'path');
  const unusable = whyUnusable(readNeed(request.target, [rule], textAddressing));
  if (first && unusable !== undefined)
    return [{ parameter: first, instance: placeOf(request, 'target'), text: '', result: { kind: 'unchecked', reason: unusable } }];
  for (const matcher of rule.matchers) {
    if (matcher.kind !== 'regex') continue;
    for (const path of samplesOf(matcher.regex)) {
      // Leading zeros are no number anybody means to send.
      if (/\/0\d/.test(path)) continue;
      for (const [parameter, text] of pathTexts(operation.contract, operation, request.method, path)) {
        if (told.has(parameter.name) || !parameter.schema) continue;
        const found = readPathParameter(parameter, text);
        if (found.kind !== 'value' || typeof found.value === 'object' || domainAllows(parameter.schema.domain('request'), found.value))
          continue;
        told.add(parameter.name);
        const message = `Expected path parameter \`${parameter.name}\` to fit its schema, but the consumer may send ${showEscape('', found.value)} (by the matcher of its path)`;
        results.push({
          parameter,
          instance: placeOf(request, 'target'),
          text,
          result: {
            kind: 'mismatch',
            mismatches: [
              {
                pointer: '',
                message,
                contract: parameter.schema.location,
                fix: narrow,
                keyword: 'matcher',
                severity: 'warning',
                related: [],
              },
            ],
          },
        });
      }
    }
  }
  return results;
}

function pathTexts(contract: Contract, operation: Operation, method: string, path: string): [Parameter, string][] {
  const match = contract.match(method, path);
  if (match.kind !== 'match' || match.operation !== operation) return [];
  return operation.parameters.flatMap((parameter) => {
    const text = parameter.in === 'path' ? match.pathValues.get(parameter.name) : undefined;
    return text === undefined ? [] : [[parameter, text] as [Parameter, string]];
  });
}
