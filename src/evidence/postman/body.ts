// The body of a Postman request in each of its modes: raw, urlencoded, formdata, graphql, file.
import { type Content, type Field, fieldValue } from '../../model/exchange.ts';
import { writeForm } from '../../model/form-text.ts';
import { lostBody } from '../../model/held-body.ts';
import { isRecord } from '../../model/json-value.ts';
import type { Location } from '../../model/location.ts';

/** What Postman sends for the language chosen beside a raw body. */
const languages: Readonly<Record<string, string>> = {
  json: 'application/json',
  xml: 'application/xml',
  html: 'text/html',
  javascript: 'application/javascript',
  text: 'text/plain',
};

const unsetWords =
  '(?:string|integer|long|number|boolean|float|double|decimal|date|dateTime|dateTime-only|time-only|uuid|binary|byte|base64)';
const unset = new RegExp(`^<${unsetWords}>$`, 'i');
const unsetMember = new RegExp(`"<${unsetWords}>"|><${unsetWords}></`, 'i');

/** Collections made from an OpenAPI document say `<integer>` where a person is to fill something in. */
export const isUnset = (text: string): boolean => unset.test(text);

/** Adds the Content-Type the mode implies where there is none. */
export function readBody(
  body: unknown,
  fields: Field[],
  fill: (text: string) => string,
  { source, pointer }: Location,
): Content | undefined {
  if (!isRecord(body) || body['disabled'] === true) return undefined;
  const { mode, raw, graphql } = body;
  const place = (name: string): Location => ({ source, pointer: `${pointer}/body/${name}` });
  const addType = (type: string): void => {
    if (fieldValue(fields, 'content-type') === undefined) fields.push(['Content-Type', type]);
  };
  if (mode === 'raw' && typeof raw === 'string' && raw !== '') {
    const options = isRecord(body['options']) && isRecord(body['options']['raw']) ? body['options']['raw']['language'] : undefined;
    addType((typeof options === 'string' && Object.hasOwn(languages, options) ? languages[options] : undefined) ?? 'text/plain');
    return filled(raw, fill, place('raw'));
  }
  if (mode === 'urlencoded' || mode === 'formdata') {
    const list = body[mode];
    if (!Array.isArray(list) || list.length === 0) return undefined;
    addType(mode === 'urlencoded' ? 'application/x-www-form-urlencoded' : 'multipart/form-data');
    const params = (list as unknown[])
      .filter(isRecord)
      .filter(({ disabled }) => disabled !== true)
      .map(({ key, value, type, contentType }) => ({
        name: key,
        ...(type === 'file' ? { fileName: 'file' } : { value }),
        contentType,
      }));
    if (params.some((param) => 'value' in param && typeof param.value === 'string' && isUnset(param.value)))
      return lostBody('The body holds values that are still to be filled in, such as `<string>`', place(mode));
    const text = writeForm(params, fields);
    return text === undefined ? lostBody('The files of the form are not in the collection', place(mode)) : filled(text, fill, place(mode));
  }
  if (mode === 'graphql' && isRecord(graphql)) {
    addType('application/json');
    const { query, variables } = graphql;
    const parsed = typeof variables === 'string' ? parse(fill(variables)) : variables;
    return filled(JSON.stringify({ query, ...(parsed !== undefined && { variables: parsed }) }), fill, place('graphql'));
  }
  return mode === 'file' ? lostBody('The file that is sent is not in the collection', place('file')) : undefined;
}

/** A text with placeholders is no longer where it stood, so its parts have the place of the whole. */
function filled(text: string, fill: (text: string) => string, location: Location): Content {
  const whole = fill(text);
  if (/\{\{[^{}]+\}\}/.test(whole)) return lostBody('The body holds placeholders that have no value in the collection', location);
  if (unsetMember.test(whole)) return lostBody('The body holds values that are still to be filled in, such as `<string>`', location);
  return whole === text ? { form: 'text', text, location } : { form: 'bytes', bytes: Buffer.from(whole), verbatim: false, location };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
