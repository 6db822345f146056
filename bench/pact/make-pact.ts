// Writes one pact with its documents and its truth: `node bench/pact/make-pact.ts <small|superoffice|like|github> <document> <folder> <interactions>`.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { resolvePointer } from '../../src/model/pointer.ts';
import { type BenchContract, readContract } from '../contract.ts';
import type { HarEntry } from '../entries.ts';
import { BodyMaker, type TruthEntry } from '../generate.ts';
import { exampleOf } from '../github-traffic.ts';
import { isObject } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import { compileOracles } from '../oracle.ts';
import { makePact } from '../pact.ts';
import { type Random, seedRandom } from '../random.ts';
import { makeEntry } from '../traffic.ts';
import { injectViolation } from '../violations.ts';
import { findUnknownName } from './unknown-names.ts';

export type Kind = 'small' | 'superoffice' | 'like' | 'github';
export interface PactTruth {
  readonly entries: number;
  readonly truth: readonly TruthEntry[];
}

/** Answers an operation may give, proved by ajv, and the proof. */
interface Source {
  readonly at: number;
  readonly make: () => Json;
  readonly rejects: (body: Json) => boolean;
}

function madeBodies(maker: BodyMaker): Source[] {
  return maker.oracles.flatMap(({ operation, response }, at) =>
    operation.response === undefined || !response
      ? []
      : [{ at, make: () => maker.make(at, 'response') ?? null, rejects: (body: Json) => !response(body) }],
  );
}

/** The document's own examples, where they are what its schemas say. */
function exampleBodies(contract: BenchContract, count: number): Source[] {
  const shown = contract.operations.filter(
    (operation) => operation.method === 'GET' && operation.response !== undefined && isObject(exampleOf(contract, operation)),
  );
  const step = Math.max(1, Math.floor(shown.length / (count * 1.5)));
  const chosen = shown.filter((_, index) => index % step === 0);
  return compileOracles(contract.document, chosen, true)
    .flatMap(({ operation, response }): Source[] => {
      const example = exampleOf(contract, operation);
      if (!response || example === undefined || !response(example)) return [];
      return [{ at: contract.operations.indexOf(operation), make: () => structuredClone(example), rejects: (body) => !response(body) }];
    })
    .slice(0, count);
}

/** A name nobody documents, in the body or its first item. */
function addUnknown(body: Json): string | undefined {
  const holder = Array.isArray(body) ? body[0] : body;
  if (!isObject(holder)) return undefined;
  holder['truceUnknown'] = 1;
  return Array.isArray(body) ? '/0/truceUnknown' : '/truceUnknown';
}

/** What a consumer reads of an answer, bytes of JSON. */
const most = 1400;

/** Takes members away, at random, until the rest is small; never the one at `keep`, nor one without which the body is refused. */
function trim(body: Json, keep: string | undefined, random: Random, accepts?: (body: Json) => boolean): Json {
  if (!isObject(body)) return body;
  // Nobody reads what is null.
  const kept = accepts ? { ...body } : Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null));
  const names = Object.keys(body).filter((name) => keep === undefined || !`${keep}/`.startsWith(`/${name}/`));
  while (names.length > 1 && JSON.stringify(kept).length > most) {
    const [name] = names.splice(random.between(0, names.length - 1), 1);
    if (name === undefined) break;
    const { [name]: member, ...rest } = kept;
    delete kept[name];
    if (accepts && member !== undefined && !accepts(rest)) kept[name] = member;
  }
  return kept;
}

/** Two interactions in a hundred expect another type somewhere, two a name nobody documents. */
function writePact(kind: Kind, contract: BenchContract, folder: string, count: number): void {
  const random: Random = seedRandom(20_261_126);
  const { document, server, operations } = contract;
  const maker = kind === 'github' ? undefined : new BodyMaker(contract, random);
  if (maker) maker.fill = 0.2;
  const sources = maker ? madeBodies(maker) : exampleBodies(contract, count);
  const truth: TruthEntry[] = [];
  const entries: JsonObject[] = [];
  // A small pact has one of each, too.
  const every = Math.min(50, count >> 1);
  for (let index = 0; index < count; index++) {
    const { at, make, rejects } = sources[index % sources.length] as Source;
    const operation = operations[at] as BenchContract['operations'][number];
    let body = make();
    let pointer: string | undefined;
    if (index % every === 1) {
      const schema = resolvePointer(document, operation.response ?? '') as Json;
      const broken = injectViolation('type', make, schema, document, random, rejects);
      if (broken) {
        body = broken.body;
        pointer = broken.injected.pointer;
        truth.push({ index, side: 'response', ...broken.injected });
      }
    } else if (index % every === 2) {
      pointer = addUnknown(body);
      if (pointer !== undefined) truth.push({ index, side: 'response', kind: 'type', pointer });
    }
    // ajv lets a name pass that no schema mentions; some of the document's own examples hold one.
    if (pointer === undefined && !maker) {
      pointer = findUnknownName(body, [resolvePointer(document, operation.response ?? '') as Json], document);
      if (pointer !== undefined) truth.push({ index, side: 'response', kind: 'type', pointer });
    }
    if (maker) body = trim(body, pointer, random);
    const whole = maker?.make(at, 'request');
    const request = whole === undefined ? undefined : trim(whole, undefined, random, maker?.oracles[at]?.request);
    entries.push(makeEntry(document, server, operation, { response: body, ...(request !== undefined && { request }) }, random));
  }
  const pact = makePact(entries as unknown as HarEntry[], server) as { interactions: { response: Record<string, unknown> }[] };
  // As `like(…)` writes it: the example is only an example.
  if (kind === 'like') for (const { response } of pact.interactions) response['matchingRules'] = { '$.body': { match: 'type' } };
  const file = join(folder, `${kind}-${count}`);
  writeFileSync(`${file}.json`, JSON.stringify(pact));
  writeFileSync(`${file}.truth.json`, JSON.stringify({ entries: count, truth } satisfies PactTruth));
}

if (import.meta.main) {
  const [kind = 'small', file = '', folder = '', count = '10'] = process.argv.slice(2);
  mkdirSync(folder, { recursive: true });
  const contract = readContract(file);
  // Where further names are allowed outright, none is undocumented.
  const closed = (_: string, value: unknown): unknown =>
    isObject(value) && value['additionalProperties'] === true ? { ...value, additionalProperties: undefined } : value;
  writeFileSync(join(folder, `${kind}.document.json`), JSON.stringify(contract.document, closed));
  // The peer reads 3.0, and paths without a base.
  writeFileSync(join(folder, `${kind}.twin.json`), JSON.stringify({ ...contract.twin, servers: [{ url: '/' }] }, closed));
  writePact(kind as Kind, contract, folder, Number(count));
}
