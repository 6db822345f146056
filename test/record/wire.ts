// Exchanges on the wire for the tests of the recorder, written to a real file and read back by the reader of HARs.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import har from '../../src/evidence/har.ts';
import type { Contract } from '../../src/model/contract.ts';
import type { Content, Exchange } from '../../src/model/exchange.ts';
import type { EvidenceProblem } from '../../src/model/exchange.ts';
import { HarEntryWriter, type WireExchange } from '../../src/record/har-entry.ts';
import { HarFile } from '../../src/record/har-file.ts';
import { openEvidence } from '../../src/source/read.ts';

export const creator = { name: 'truce', version: '0.0.0' };
export const folder = mkdtempSync(join(tmpdir(), 'truce-record-'));
let files = 0;
export const freshPath = (): string => join(folder, `${files++}.har`);

export interface Draft {
  readonly request?: Partial<WireExchange['request']>;
  readonly response?: Partial<WireExchange['response']>;
}

export const wire = ({ request, response }: Draft, rest: Partial<WireExchange> = {}): WireExchange => ({
  startedAt: new Date('2026-01-02T03:04:05.678Z'),
  ms: 12,
  request: {
    method: 'GET',
    target: '/',
    origin: 'http://crm.example',
    httpVersion: 'HTTP/1.1',
    fields: [],
    body: new Uint8Array(),
    ...request,
  },
  response: { status: 200, statusText: 'OK', fields: [], body: new Uint8Array(), ...response },
  ...rest,
});

export function readBack(path: string): { exchanges: Exchange[]; problems: string[] } {
  const problems: EvidenceProblem[] = [];
  const exchanges = [...har.read(openEvidence(path, 'out.har'), (problem) => problems.push(problem))];
  return { exchanges, problems: problems.map(({ message }) => message) };
}

/** Writes to a file and reads it; the file must be whole. */
export function roundTrip(exchanges: readonly WireExchange[], contracts: readonly Contract[] = []): Exchange[] {
  const path = freshPath();
  const file = HarFile.open(path, { creator });
  const writer = new HarEntryWriter(contracts);
  for (const exchange of exchanges) if (!file.append(writer.write(exchange))) throw new Error('not appended');
  file.close();
  const { exchanges: read, problems } = readBack(path);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return read;
}

export const bytesOf = (content: Content | undefined): Buffer => {
  if (!content) return Buffer.alloc(0);
  if (content.form === 'text') return Buffer.from(content.text);
  if (content.form === 'bytes') return Buffer.from(content.bytes);
  throw new Error(content.form === 'unknown' ? content.reason : content.form);
};
