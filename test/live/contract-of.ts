// A contract made of a few lines, in a real file.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Operation } from '../../src/model/contract.ts';
import { type LoadedContract, loadContract } from '../../src/openapi/load.ts';

export type Json = Readonly<Record<string, unknown>>;

/** Loads a document whose `paths` and `components` are given. */
export async function contractOf(paths: Json, components: Json = {}, openapi = '3.1.0'): Promise<LoadedContract> {
  const folder = mkdtempSync(join(tmpdir(), 'truce-live-'));
  const file = join(folder, 'made.json');
  writeFileSync(file, JSON.stringify({ openapi, info: { title: 'Made', version: '1' }, paths, components }));
  try {
    return await loadContract('made.json', { cwd: folder });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The operation `test` of a contract with that one operation. */
export async function operationOf(
  path: string,
  method: string,
  operation: Json,
  components: Json = {},
  openapi = '3.1.0',
): Promise<Operation> {
  const contract = await contractOf(
    { [path]: { [method]: { operationId: 'test', responses: { 200: { description: 'Fine' } }, ...operation } } },
    components,
    openapi,
  );
  return contract.operation('test') as Operation;
}

/** An operation that takes a JSON body of this schema. */
export const bodyOperation = (schema: Json | boolean, components: Json = {}, range = 'application/json'): Promise<Operation> =>
  operationOf('/things', 'post', { requestBody: { required: true, content: { [range]: { schema } } } }, components);
