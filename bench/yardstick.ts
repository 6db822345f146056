// The yardstick (b): parse the entry, parse both bodies, one precompiled ajv validator each; less than any real tool does.
import { listOperations } from './contract.ts';
import type { HarEntry } from './entries.ts';
import type { JsonObject } from './json.ts';
import { compileOracles, routeTo } from './oracle.ts';
import type { Judge } from './peer.ts';

export function startYardstick(document: JsonObject, server: string): Judge {
  const route = routeTo(compileOracles(document, listOperations(document)), server);
  return (entry: HarEntry): boolean => {
    const oracle = route(entry.request.method, entry.request.url);
    if (!oracle) return true;
    const { postData } = entry.request;
    const { text } = entry.response.content;
    const isRequestFine = postData === undefined || oracle.request === undefined || oracle.request(JSON.parse(postData.text));
    const isResponseFine = text === undefined || oracle.response === undefined || oracle.response(JSON.parse(text));
    return !(isRequestFine && isResponseFine);
  };
}
