// A folder of documents and handlers with `truce mock` running on it as a process, for the tests of reloading.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export const root = new URL('../../', import.meta.url).pathname;

/** A contract whose operation `get<Name>` at `/<name>` answers with an example. */
export const contractOf = (name: string, example: string, more = ''): string =>
  `openapi: 3.1.1\ninfo: { title: ${name}, version: '1' }\npaths:\n${operationOf(name, example)}${more}`;

export const operationOf = (name: string, example: string, schema = '{ type: object }'): string =>
  `  /${name}:\n    get:\n      operationId: get-${name}\n      responses:\n        '200':\n          description: ok\n          content:\n            application/json:\n              schema: ${schema}\n              example: { is: ${example} }\n`;

export class ServedFolder {
  readonly path: string;
  url = '';
  stdout = '';
  stderr = '';
  #child: ChildProcess | undefined;

  constructor(files: Readonly<Record<string, string>>) {
    this.path = realpathSync(mkdtempSync(join(tmpdir(), 'truce-reload-')));
    mkdirSync(join(this.path, '.git'));
    for (const [name, text] of Object.entries(files)) this.write(name, text);
  }

  async start(...args: string[]): Promise<this> {
    const child = spawn(process.execPath, [`${root}src/cli.ts`, 'mock', '--port', '0', '--json', ...args], {
      cwd: this.path,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    child.stderr.on('data', (text: Buffer) => (this.stderr += String(text)));
    child.stdout.on('data', (text: Buffer) => (this.stdout += String(text)));
    await this.until(() => this.stdout.endsWith('\n'));
    this.url = (JSON.parse(this.stdout) as { url: string }).url;
    return this;
  }

  write(name: string, text: string): void {
    mkdirSync(dirname(join(this.path, name)), { recursive: true });
    writeFileSync(join(this.path, name), text);
  }

  /** As most editors save. */
  replace(name: string, text: string): void {
    this.write(`${name}.new`, text);
    renameSync(join(this.path, `${name}.new`), join(this.path, name));
  }

  remove(name: string): void {
    rmSync(join(this.path, name), { recursive: true });
  }

  signal(name: NodeJS.Signals): void {
    this.#child?.kill(name);
  }

  async get(path: string): Promise<string> {
    const response = await fetch(this.url + path);
    const text = await response.text();
    return response.ok ? text : String(response.status);
  }

  async admin<T>(path: string): Promise<T> {
    return (await (await fetch(`${this.url}/__truce/${path}`)).json()) as T;
  }

  /** Polls; a condition that never holds fails with what the process said. */
  async until(holds: () => boolean | Promise<boolean>, patience = 15_000): Promise<void> {
    for (const end = Date.now() + patience; !(await holds()); await new Promise((resolve) => setTimeout(resolve, 10)))
      if (Date.now() > end) throw new Error(`It never came to that. The process said:\n${this.stderr}`);
  }

  /** Waits for a line on stderr that was not there before `change`; answers with what came since. */
  async hears(sentence: RegExp, change: () => void): Promise<string> {
    const from = this.stderr.length;
    change();
    await this.until(() => sentence.test(this.stderr.slice(from)));
    return this.stderr.slice(from);
  }

  async end(): Promise<number | null> {
    const child = this.#child;
    if (!child || child.exitCode !== null) return child?.exitCode ?? null;
    child.kill('SIGTERM');
    const [code] = (await once(child, 'exit')) as [number | null];
    rmSync(this.path, { recursive: true, force: true });
    return code;
  }
}
