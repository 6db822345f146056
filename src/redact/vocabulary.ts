// Words that are no secret because they stand in the contract or in every recording: names of members and fields, listed values, parts of paths.
import type { Contract } from '../model/contract.ts';
import type { Shape } from '../model/shape.ts';
import { fold } from './scramble.ts';

/** HAR 1.2, HTTP and media types. */
const everywhere =
  'log version creator browser pages entries comment name value page pageref starteddatetime time request response cache timings serveripaddress connection method url httpversion cookies headers querystring postdata headerssize bodysize status statustext content redirecturl path domain expires httponly secure params mimetype text filename contenttype size compression encoding send wait receive blocked dns connect ssl beforerequest afterrequest etag hitcount lastaccess title id pagetimings oncontentload onload base64 true false null http https get post put patch delete head options trace application json xml html plain form data urlencoded multipart image charset utf-8 gzip deflate example test redacted accept authorization bearer basic cookie host origin referer user agent date server location keep-alive close cache-control no-cache created updated error message code type mock truce provider none unknown';

/** A document with more schemas than these is looked through no further. */
const mostShapes = 50_000;

const common: ReadonlySet<string> = new Set(everywhere.split(' '));

/** Never searched for, whatever the contract. */
export const isPlainlyCommon = (text: string): boolean => common.has(text);

/** Folded. */
export function vocabularyOf(contracts: readonly Contract[]): ReadonlySet<string> {
  const words = new Set<string>();
  const visited = new Set<Shape>();
  const add = (word: string): void => void words.add(fold(word));
  const walk = (root: Shape | undefined): void => {
    const pending = root ? [root] : [];
    for (let shape = pending.pop(); shape; shape = pending.pop()) {
      if (visited.has(shape) || visited.size > mostShapes) continue;
      visited.add(shape);
      for (const value of shape.values) if (typeof value === 'string') add(value);
      for (const name of [shape.name, shape.xml.name]) if (name !== undefined) add(name);
      for (const [name, property] of shape.properties) {
        add(name);
        pending.push(property);
      }
      const { patterns, additional, items, prefixItems } = shape;
      pending.push(...patterns.map((pattern) => pattern.shape), ...prefixItems);
      if (items) pending.push(items);
      if (typeof additional === 'object') pending.push(additional);
    }
  };
  for (const { operations } of contracts)
    for (const { path, parameters, requestBody, responses } of operations) {
      for (const word of path.split(/[/{}]/)) if (word !== '') add(word);
      for (const { name, schema } of parameters) {
        add(name);
        walk(schema?.shape);
      }
      for (const entry of [...(requestBody?.content ?? []), ...responses.flatMap(({ content }) => content)]) walk(entry.schema?.shape);
      for (const { name, schema } of responses.flatMap(({ headers }) => headers)) {
        add(name);
        walk(schema?.shape);
      }
    }
  return words;
}
