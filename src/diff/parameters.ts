// Parameters of two operations and headers of two responses compared (OpenAPI 3.1.1 Parameter Object, Header Object).
import type { Operation, Parameter, ResponseEntry } from '../model/contract.ts';
import { plain } from '../model/show.ts';
import { wantsArray, wantsObject } from '../openapi/coerce.ts';
import { compareSchemas } from './content.ts';
import { asKey } from './places.ts';
import type { Context } from './recorder.ts';
import type { Tools } from './tools.ts';

const label = ({ in: where, name, isWholeQuery }: Parameter): string =>
  isWholeQuery ? 'the query' : `${where} parameter \`${plain(name, 80)}\``;

export function compareParameters(old: Operation, new_: Operation, context: Context, tools: Tools): void {
  const { recorder } = tools;
  const were = byKey(old);
  const are = byKey(new_);
  const holders = { old: old.location, new: new_.location };
  const within = (parameter: Parameter): Context => ({ ...context, part: { kind: 'parameter', name: label(parameter) } });
  for (const [key, was] of were) {
    const is = are.get(key);
    if (is) compareOne(was, is, within(is), tools);
    else
      recorder.add(
        { id: 'request-parameter-removed', message: `${label(was)} is gone`, old: was.location, new: asKey(new_.location) },
        'request',
        within(was),
      );
  }
  for (const [key, is] of are) {
    if (were.has(key)) continue;
    const places = { old: asKey(holders.old), new: is.location };
    if (is.required)
      recorder.add(
        { id: 'request-parameter-added-required', message: `${label(is)} is new and must be there`, ...places },
        'request',
        within(is),
      );
    else
      recorder.add({ id: 'request-parameter-added', message: `${label(is)} is new and may be left out`, ...places }, 'request', within(is));
  }
}

/** Names of path parameters are nobody's business but the document's: their position counts. */
function byKey({ parameters, path }: Operation): Map<string, Parameter> {
  const variables = [...path.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name ?? '');
  return new Map(
    parameters.map((parameter) => {
      const { in: where, name } = parameter;
      if (parameter.isWholeQuery) return ['querystring', parameter];
      if (where === 'path') return [`path ${variables.includes(name) ? variables.indexOf(name) : name}`, parameter];
      return [`${where} ${where === 'header' ? name.toLowerCase() : name}`, parameter];
    }),
  );
}

export function compareHeaders(old: ResponseEntry, new_: ResponseEntry, context: Context, tools: Tools): void {
  const { recorder } = tools;
  const of = ({ headers }: ResponseEntry): Map<string, Parameter> => new Map(headers.map((header) => [header.name.toLowerCase(), header]));
  const [were, are] = [of(old), of(new_)];
  const name = (header: Parameter): string => `header \`${plain(header.name, 80)}\``;
  const within = (header: Parameter): Context => ({ ...context, part: { kind: 'header', name: name(header) } });
  for (const [key, was] of were) {
    const is = are.get(key);
    if (is) compareOne(was, is, within(is), tools, name(is));
    else
      recorder.add(
        { id: 'response-header-removed', message: `${name(was)} is gone`, old: was.location, new: asKey(new_.location) },
        'response',
        within(was),
      );
  }
  for (const [key, is] of are)
    if (!were.has(key))
      recorder.add(
        { id: 'response-header-added', message: `${name(is)} is new`, old: asKey(old.location), new: is.location },
        'response',
        within(is),
      );
}

function compareOne(was: Parameter, is: Parameter, context: Context, tools: Tools, name = label(is)): void {
  const { side } = context;
  const { recorder } = tools;
  const places = { old: was.location, new: is.location };
  const what = side === 'request' ? 'request-parameter' : 'response-header';
  if (!was.required && is.required) {
    const message = `${name} could be left out and must be there now`;
    recorder.add({ id: `${what}-became-required`, message, ...places }, side, context);
  }
  if (was.required && !is.required)
    recorder.add({ id: `${what}-became-optional`, message: `${name} was always there and may be left out now`, ...places }, side, context);
  if (!was.allowEmptyValue && is.allowEmptyValue)
    recorder.add({ id: 'request-parameter-empty-allowed', message: `${name} may come without a value now`, ...places }, side, context);
  if (was.allowEmptyValue && !is.allowEmptyValue)
    recorder.add(
      { id: 'request-parameter-empty-refused', message: `${name} may no longer come without a value`, ...places },
      side,
      context,
    );
  const areMany = isPerhapsMany(was) && isPerhapsMany(is);
  const [before, after] = [writtenAs(was, areMany), writtenAs(is, areMany)];
  if (before !== after)
    recorder.add(
      { id: `${what}-style-changed`, message: `${name} was written as ${before}, is written as ${after}`, ...places },
      side,
      context,
    );
  const isText = [was, is].every(({ content }) => !content || /^(text\/|application\/x-www-form-urlencoded)/i.test(content.range));
  compareSchemas(was.schema ?? was.content?.schema, is.schema ?? is.content?.schema, places, { ...context, isText }, tools);
}

const isPerhapsMany = ({ schema }: Parameter): boolean => schema?.shape.types.has('array') === true || wantsObject(schema?.shape);

/** How a value becomes text; of a scalar only what shows in it. `areMany`: a list or an object may come, beside other values perhaps. */
function writtenAs({ style, explode, schema, content, isWholeQuery }: Parameter, areMany: boolean): string {
  if (content) return `\`${content.range}\``;
  const isPlain = !areMany && schema !== undefined && !wantsArray(schema.shape) && !wantsObject(schema.shape);
  const own = isPlain && (style === 'form' || style === 'spaceDelimited' || style === 'pipeDelimited') ? 'form' : style;
  return `\`${own}\`${isPlain || !explode ? '' : ' exploded'}${isWholeQuery ? ' of the whole query' : ''}`;
}
