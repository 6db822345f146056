// Bodies that evidence holds as a list of parameters only (HAR 1.2, params; Postman's form modes), written again as the forms they were.
import type { Field } from './exchange.ts';
import { isRecord } from './json-value.ts';

const ownBoundary = 'truce-boundary-of-a-body-recorded-as-params';

/** The text of the form; undefined when the media type is no form or a file's content was not recorded. Gives a multipart media type the boundary it lacks. */
export function writeForm(params: readonly unknown[], fields: Field[]): string | undefined {
  const at = fields.findLastIndex(([name]) => name.toLowerCase() === 'content-type');
  const [name, type] = fields[at] ?? ['Content-Type', ''];
  const records = params.filter(isRecord);
  if (/^application\/x-www-form-urlencoded\b/i.test(type)) {
    const form = new URLSearchParams();
    for (const param of records) form.append(String(param['name'] ?? ''), String(param['value'] ?? ''));
    return form.toString();
  }
  if (!/^multipart\/form-data\b/i.test(type)) return undefined;
  if (records.some(({ fileName, value }) => fileName !== undefined && typeof value !== 'string')) return undefined;
  const given = /;\s*boundary=(?:"([^"]+)"|([^\s;"]+))/i.exec(type);
  const boundary = given?.[1] ?? given?.[2] ?? ownBoundary;
  if (!given) fields[at] = [name, `${type}; boundary=${boundary}`];
  return `${records.map((param) => `--${boundary}\r\n${writePart(param)}\r\n`).join('')}--${boundary}--\r\n`;
}

/** RFC 7578 §4.2, with the escapes browsers use. */
function writePart({ name, value, fileName, contentType }: Record<string, unknown>): string {
  const quoted = (text: unknown): string =>
    `"${String(text ?? '').replace(/["\r\n]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)}"`;
  const file = typeof fileName === 'string' ? `; filename=${quoted(fileName)}` : '';
  const type = typeof contentType === 'string' && contentType !== '' ? `\r\nContent-Type: ${contentType.replace(/[\r\n]+/g, ' ')}` : '';
  return `Content-Disposition: form-data; name=${quoted(name)}${file}${type}\r\n\r\n${String(value ?? '')}`;
}
