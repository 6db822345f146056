// Writes the bench's files: `node bench/generate.ts <contract> <folder> <entries> [drift]` makes <folder>/<name>.har, .ndjson and .truth.json.
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { readContract } from './contract.ts';
import type { BenchContract } from './contract.ts';
import { isObject } from './json.ts';
import type { Json } from './json.ts';
import { resolvePointer } from '../src/model/pointer.ts';
import { compileOracles } from './oracle.ts';
import type { Accepts, OperationOracle } from './oracle.ts';
import { seedRandom } from './random.ts';
import type { Random } from './random.ts';
import { makeEntry } from './traffic.ts';
import { makeValue } from './values.ts';
import { injectViolation, violationKinds } from './violations.ts';
import type { Injected, ViolationKind } from './violations.ts';

export interface TruthEntry extends Injected {
  readonly index: number;
  readonly side: 'request' | 'response';
}

type Side = 'request' | 'response';
const wantedBytes = 12_000;

/** Makes bodies of one contract; every valid one is proved by ajv on the document and on its twin, every broken one too. */
export class BodyMaker {
  readonly contract: BenchContract;
  readonly random: Random;
  readonly oracles: readonly OperationOracle[];
  #twins: readonly OperationOracle[];
  fill = 0.4;

  constructor(contract: BenchContract, random: Random) {
    this.contract = contract;
    this.random = random;
    this.oracles = compileOracles(contract.document, contract.operations);
    this.#twins = compileOracles(contract.twin, contract.operations);
  }

  #checks(at: number, side: Side): Accepts[] {
    return [this.oracles[at]?.[side], this.#twins[at]?.[side]].filter((check) => check !== undefined);
  }

  /** A valid body, or undefined where the operation has none on that side. */
  make(at: number, side: Side): Json | undefined {
    const pointer = this.oracles[at]?.operation[side];
    if (pointer === undefined) return undefined;
    const schema = resolvePointer(this.contract.document, pointer) as Json;
    const checks = this.#checks(at, side);
    for (let attempt = 0; attempt < 50; attempt++) {
      const body = makeValue(schema, { document: this.contract.document, random: this.random, side, fill: this.fill });
      if (typeof body === 'object' && body !== null && checks.every((accepts) => accepts(body))) return body;
    }
    throw new Error(`No valid ${side} body could be made for ${this.oracles[at]?.operation.id}`);
  }

  /** A body broken in one place, of the wanted kind or the next the schema has room for. */
  break(at: number, side: Side, wanted: ViolationKind): { body: Json; injected: Injected } {
    const schema = resolvePointer(this.contract.document, this.oracles[at]?.operation[side] ?? '') as Json;
    const checks = this.#checks(at, side);
    const start = violationKinds.indexOf(wanted);
    for (let offset = 0; offset < violationKinds.length; offset++) {
      const kind = violationKinds[(start + offset) % violationKinds.length] ?? wanted;
      const broken = injectViolation(
        kind,
        () => this.make(at, side) ?? null,
        schema,
        this.contract.document,
        this.random,
        (body) => !checks.some((accepts) => accepts(body)),
      );
      if (broken) return broken;
    }
    throw new Error(`Nothing in the ${side} body of ${this.oracles[at]?.operation.id} can be broken`);
  }

  /** Finds the share of filled nullable objects that brings an exchange to about 12 kB of JSON. */
  calibrate(): void {
    let [low, high] = [0, 1];
    for (let step = 0; step < 6; step++) {
      this.fill = (low + high) / 2;
      if (this.#meanBytes() < wantedBytes) low = this.fill;
      else high = this.fill;
    }
  }

  #meanBytes(): number {
    let bytes = 0;
    for (let round = 0; round < 60; round++) {
      for (const side of ['request', 'response'] as const)
        bytes += Buffer.byteLength(JSON.stringify(this.make(round % this.oracles.length, side) ?? ''));
    }
    return bytes / 60;
  }
}

/** Writes the three files of one day of traffic; `isDrift` breaks every response in several places. */
export function writeTraffic(contract: BenchContract, folder: string, name: string, entries: number, isDrift = false): void {
  const random = seedRandom(20_260_301);
  const maker = new BodyMaker(contract, random);
  maker.calibrate();
  mkdirSync(folder, { recursive: true });
  const har = openSync(join(folder, `${name}.har`), 'w');
  const lines = openSync(join(folder, `${name}.ndjson`), 'w');
  const truth: TruthEntry[] = [];
  writeSync(har, '{\n  "log": {\n    "version": "1.2",\n    "creator": { "name": "truce-bench", "version": "1" },\n    "entries": [\n');
  for (let index = 0; index < entries; index++) {
    const at = index % maker.oracles.length;
    const entry = makeExchange(maker, at, index, isDrift, truth);
    const pretty = JSON.stringify(entry, null, 2).replace(/^/gm, '      ');
    writeSync(har, index === entries - 1 ? `${pretty}\n` : `${pretty},\n`);
    writeSync(lines, `${JSON.stringify(entry)}\n`);
  }
  writeSync(har, '    ]\n  }\n}\n');
  closeSync(har);
  closeSync(lines);
  writeFileSync(join(folder, `${name}.truth.json`), JSON.stringify({ entries, truth }));
}

function makeExchange(maker: BodyMaker, at: number, index: number, isDrift: boolean, truth: TruthEntry[]): Json {
  const bodies: Partial<Record<Side, Json>> = {};
  const operation = maker.oracles[at]?.operation;
  if (!operation) throw new Error('The contract has no operations');
  // One in a hundred, not at a round place, half of them in requests, the kinds in turn.
  const ordinal = Math.floor(index / 100);
  const isBroken = isDrift || index % 100 === (ordinal * 37 + 11) % 100;
  const brokenSide: Side = ordinal % 2 === 0 && operation.request !== undefined && !isDrift ? 'request' : 'response';
  for (const side of ['request', 'response'] as const) {
    if (isBroken && side === brokenSide) {
      const kind = violationKinds[(isDrift ? index : Math.floor(ordinal / 2)) % violationKinds.length] ?? 'type';
      const { body, injected } = maker.break(at, side, kind);
      bodies[side] = isDrift ? spoil(body) : body;
      truth.push({ index, side, ...injected });
    } else {
      const body = maker.make(at, side);
      if (body !== undefined) bodies[side] = body;
    }
  }
  return makeEntry(maker.contract.document, maker.contract.server, operation, bodies, maker.random);
}

// A drifted provider: on top of the first error, the booleans of the entity itself have become strings.
function spoil(body: Json): Json {
  if (!isObject(body)) return body;
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, typeof value === 'boolean' ? String(value) : value]));
}

if (import.meta.main) {
  const [file = '', folder = '', entries = '1000', drift] = process.argv.slice(2);
  const contract = readContract(file);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'contract.json'), JSON.stringify(contract.document));
  writeFileSync(join(folder, 'contract-3.0.json'), JSON.stringify(contract.twin));
  writeFileSync(join(folder, 'server.txt'), contract.server);
  writeTraffic(contract, folder, drift ? `drift-${entries}` : `day-${entries}`, Number(entries), drift === 'drift');
}
