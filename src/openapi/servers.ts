// The URLs a Server Object stands for (OpenAPI 3.1.1 §4.8.5 Server Object, §4.8.6 Server Variable Object).
import { entriesOf, isObject, type Place, step } from './documents.ts';

/** Of one Server Object, however many values its variables list. */
const mostUrls = 100;

/** Templates of URLs, with those variables filled in that may stand for nothing or for more than a part of a host or segment. */
export function serverUrls(server: Place): string[] {
  const url = isObject(server.value) ? server.value['url'] : undefined;
  if (typeof url !== 'string') return [];
  let urls = [url];
  for (const [name, { value }] of entriesOf(step(server, 'variables'))) {
    if (!isObject(value) || !url.includes(`{${name}}`)) continue;
    const listed: unknown[] = Array.isArray(value['enum']) ? value['enum'] : [];
    const values = [...new Set([value['default'], ...listed].filter((known) => typeof known === 'string'))];
    if (values.some((known) => known === '' || known.includes('/')))
      urls = urls.flatMap((given) => values.map((known) => given.replaceAll(`{${name}}`, () => known))).slice(0, mostUrls);
  }
  return urls;
}
