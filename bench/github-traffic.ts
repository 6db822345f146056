// Writes exchanges of a large document from its own examples: `node bench/github-traffic.ts <document.json> <har> <count>`.
import { writeFileSync } from 'node:fs';
import { readContract } from './contract.ts';
import type { BenchContract, BenchOperation } from './contract.ts';
import { dereference, isObject, objectAt } from './json.ts';
import type { Json, JsonObject } from './json.ts';
import { seedRandom } from './random.ts';
import { makeEntry } from './traffic.ts';

/** The first example of the operation's answer in JSON; undefined when it shows none. */
export function exampleOf({ document }: BenchContract, { path, method, status }: BenchOperation): Json | undefined {
  const operation = objectAt(objectAt(objectAt(document, 'paths'), path), method.toLowerCase());
  const response = dereference(document, objectAt(operation, 'responses')[String(status)]);
  const media = objectAt(objectAt(response, 'content'), 'application/json');
  const [first] = Object.values(objectAt(media, 'examples'));
  return media['example'] ?? dereference(document, first)['value'];
}

if (import.meta.main) {
  const [file = '', har = '', count = '20'] = process.argv.slice(2);
  const contract = readContract(file);
  const random = seedRandom(11);
  const usable = contract.operations.filter(
    (operation) => operation.method === 'GET' && operation.response !== undefined && isObject(exampleOf(contract, operation)),
  );
  // Evenly spread, so that the schemas met have little in common.
  const step = Math.max(1, Math.floor(usable.length / Number(count)));
  const chosen = usable.filter((_, index) => index % step === 0).slice(0, Number(count));
  const entries: JsonObject[] = chosen.map((operation) =>
    makeEntry(contract.document, contract.server, operation, { response: exampleOf(contract, operation) ?? null }, random),
  );
  writeFileSync(har, JSON.stringify({ log: { version: '1.2', creator: { name: 'truce-bench', version: '1' }, entries } }, null, 2));
}
