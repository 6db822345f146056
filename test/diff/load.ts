// Contracts out of values, without a disk.
import { type LoadedContract, loadContract } from '../../src/openapi/load.ts';

/** `files`: further documents by name. */
export function contractOf(value: unknown, name = 'openapi.json', files: Readonly<Record<string, unknown>> = {}): Promise<LoadedContract> {
  const texts = new Map(
    Object.entries({ [name]: value, ...files }).map(([file, own]) => [`/law/${file}`, typeof own === 'string' ? own : JSON.stringify(own)]),
  );
  return loadContract(`/law/${name}`, {
    cwd: '/law',
    id: 'law',
    files: {
      kind: (path) => (texts.has(path) ? 'file' : 'none'),
      real: (path) => path,
      read: (path) => Buffer.from(texts.get(path) ?? ''),
    },
  });
}
