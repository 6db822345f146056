// The process that runs one peer: `node bench/peer.ts <peer> <folder> <traffic> <result.json> [limit]`; every peer reads the same entries.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readEntries } from './entries.ts';
import type { HarEntry } from './entries.ts';
import type { JsonObject } from './json.ts';

export interface PeerInput {
  /** The 3.1 document. */
  readonly document: JsonObject;
  /** Its 3.0.3 twin, JSON bodies only. */
  readonly twin: JsonObject;
  /** Base URL of every request. */
  readonly server: string;
}

/** True when the peer reports something wrong with the exchange. */
export type Judge = (entry: HarEntry) => boolean | Promise<boolean>;

export interface Peer {
  readonly start: (input: PeerInput) => Judge | Promise<Judge>;
  /** For peers that want all traffic at once (pact files): the indexes they report. */
  readonly judgeAll?: (input: PeerInput, entries: readonly HarEntry[]) => Promise<number[]>;
}

export interface PeerResult {
  readonly entries: number;
  readonly flagged: readonly number[];
}

async function runPeer(peer: Peer, input: PeerInput, traffic: string, limit: number): Promise<PeerResult> {
  if (peer.judgeAll) {
    const entries = [...readEntries(traffic, limit)];
    return { entries: entries.length, flagged: await peer.judgeAll(input, entries) };
  }
  const judge = await peer.start(input);
  const flagged: number[] = [];
  let index = 0;
  for (const entry of readEntries(traffic, limit)) {
    const answer = judge(entry);
    if (typeof answer === 'boolean' ? answer : await answer) flagged.push(index);
    index++;
  }
  return { entries: index, flagged };
}

const readJson = (file: string): JsonObject => JSON.parse(readFileSync(file, 'utf8')) as JsonObject;

if (import.meta.main) {
  const [name = '', folder = '', traffic = '', result = '', limit = 'Infinity'] = process.argv.slice(2);
  const { default: peer } = (await import(`./peers/${name}.ts`)) as { default: Peer };
  const server = readFileSync(join(folder, 'server.txt'), 'utf8');
  const input = { document: readJson(join(folder, 'contract.json')), twin: readJson(join(folder, 'contract-3.0.json')), server };
  writeFileSync(result, JSON.stringify(await runPeer(peer, input, traffic, Number(limit))));
}
