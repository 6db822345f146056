// Small documents made into modules, and the parts of a module a test looks at.
import { join } from 'node:path';
import { loadContract } from '../../src/openapi/load.ts';
import { writeModule } from '../../src/typing/module.ts';
import { folderWith } from '../cli/folder.ts';

export type Json = Record<string, unknown>;

/** A document with one operation whose body and answer are the component `X`. */
export function documentOf(schemas: Json, version = '3.1.0'): Json {
  const content = { 'application/json': { schema: { $ref: '#/components/schemas/X' } } };
  return {
    openapi: version,
    info: { title: 'T', version: '1' },
    paths: {
      '/x': { put: { operationId: 'x', requestBody: { required: true, content }, responses: { 200: { description: 'OK', content } } } },
    },
    components: { schemas },
  };
}

/** The module of a document, which throws for a broken one; `others` are further files beside it. */
export async function moduleOf(document: Json, others: Readonly<Record<string, string>> = {}): Promise<string> {
  const folder = folderWith({ 'api.json': JSON.stringify(document), ...others });
  const contract = await loadContract(join(folder, 'api.json'), { cwd: folder });
  contract.verify();
  const problems = contract.problems().filter(({ severity }) => severity === 'error');
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('\n'));
  return writeModule(contract, { document: 'api.json', from: 'truce' });
}

/** What stands for the component `X` in one of the namespaces, on one line, without comments; an interface as its braces. */
export function declared(text: string, view: 'requests' | 'responses' = 'responses', name = 'X'): string {
  const namespace = text.split(`export declare namespace ${view} {\n`)[1]?.split('\n}\n')[0] ?? '';
  const head = new RegExp(`^ {2}export (?:interface ${name}|type ${name} =)(?=\\s)`, 'm');
  const chunk = namespace.split('\n\n').find((part) => head.test(part));
  if (chunk === undefined) return 'not there';
  return chunk
    .slice(chunk.search(head))
    .replace(head, '')
    .replace(/\/\*\*[\s\S]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/;? $|;$/, '')
    .trim();
}

/** The type of a schema in a view. */
export async function typeOf(schema: unknown, version?: string, view?: 'requests' | 'responses', others: Json = {}): Promise<string> {
  return declared(await moduleOf(documentOf({ X: schema, ...others }, version)), view);
}
