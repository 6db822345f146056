// Imports a config in a process of its own: Jest's sandbox forbids `import()` or sends it through Babel, and neither reads TypeScript.
import { execFile } from 'node:child_process';
import { execPath } from 'node:process';
import { pathToFileURL } from 'node:url';

/** What the config prints itself comes before the mark. */
const mark = '\u0000';
const script = `
import { argv, stdout } from 'node:process';
const tell = (result) => stdout.write('\\0' + JSON.stringify(result));
try {
  const module = await import(argv[1]);
  tell({ value: await module.default });
} catch (error) {
  tell({ error: error instanceof Error ? error.message : String(error) });
}`;

/** The default export of a module, as far as JSON can carry it; undefined when it has none. Throws an Error with the words of the one inside. */
export async function importElsewhere(path: string): Promise<unknown> {
  const out = await new Promise<string>((resolve, reject) => {
    execFile(
      execPath,
      ['--no-warnings', '--input-type=module', '--eval', script, pathToFileURL(path).href],
      { maxBuffer: 64 * 1024 * 1024 },
      (error, stdout) => (error ? reject(error) : resolve(stdout)),
    );
  });
  const { value, error } = JSON.parse(out.slice(out.lastIndexOf(mark) + 1)) as { value?: unknown; error?: string };
  if (error !== undefined) throw new Error(error);
  return value;
}
