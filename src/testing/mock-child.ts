// `truce mock` as a child process that dies with its parent, and its administration below /__truce/ spoken over plain HTTP.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { request } from 'node:http';
import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { plain } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';

export interface MockProcess {
  readonly url: string;
  /** One call of the administration; answers with the JSON of the answer. Throws an Error that tells what was refused. */
  admin(method: string, path: string, body?: unknown): Promise<unknown>;
  /** Ends the process and waits for its end. */
  close(): Promise<void>;
}

/** Where the command line is: beside this file when built, a folder up in the sources. */
const cli = ['./cli.js', '../cli.ts'].map((path) => fileURLToPath(new URL(path, import.meta.url))).find((path) => existsSync(path));

/** Ends the child when its standard input ends, as it does when the parent dies, however that happens. */
const lifeline = `data:text/javascript,${encodeURIComponent("import { exit, stdin } from 'node:process'; stdin.on('end', () => exit()).on('error', () => exit()).resume(); stdin.unref?.();")}`;

/** Milliseconds after which a child that does not end by itself is killed. */
const patience = 3000;

/** Starts `truce mock` on a free port with further arguments. Throws a UserError with its words when it does not start. */
export async function startProcess(args: readonly string[], cwd = '.'): Promise<MockProcess> {
  if (cli === undefined) throw new Error('the command line of truce is not beside its testing module');
  const child = spawn(execPath, ['--import', lifeline, cli, 'mock', '--port', '0', '--json', ...args], {
    cwd,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const { url, token } = await readStart(child);
  // The test runner must be able to end while the mock still listens.
  child.unref();
  for (const stream of [child.stdin, child.stdout, child.stderr]) (stream as unknown as { unref?(): void }).unref?.();
  return { url, admin: (method, path, body) => call(url, token, method, path, body), close: () => end(child) };
}

function readStart(child: ChildProcess): Promise<{ url: string; token?: string }> {
  return new Promise((resolve, reject) => {
    let out = '';
    let err = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (err = (err + text).slice(-8000)));
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      if (out.includes('\n')) return;
      out += text;
      const line = /^(.*)\n/.exec(out)?.[1];
      if (line === undefined) return;
      try {
        resolve(JSON.parse(line) as { url: string; token?: string });
      } catch {
        reject(new UserError(`The mock said ${plain(line, 200)} where its address was expected`));
      }
    });
    child.once('error', (error) => reject(new UserError(`The mock could not be started: ${error.message}`, { cause: error })));
    child.once('close', (code) =>
      reject(new UserError(`The mock did not start (exit code ${code})\n${err.trim().replace(/^truce: /, '')}`)),
    );
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  await new Promise<void>((resolve) => {
    child.ref();
    const timer = setTimeout(() => child.kill('SIGKILL'), patience);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    child.kill('SIGTERM');
  });
}

/** Not `fetch`: tests replace that one. */
function call(url: string, token: string | undefined, method: string, path: string, body: unknown): Promise<unknown> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const sent = request(
      `${url}/__truce/${path}`,
      {
        method,
        agent: false,
        headers: {
          ...(text !== undefined && { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) }),
          ...(token !== undefined && { Authorization: `Bearer ${token}` }),
        },
      },
      (response) => {
        let answer = '';
        response.setEncoding('utf8').on('data', (part: string) => (answer += part));
        response.on('error', reject).on('end', () => {
          const { statusCode = 0 } = response;
          if (statusCode < 300) resolve(answer === '' ? undefined : JSON.parse(answer));
          else reject(new Error(`The mock refused ${method} /__truce/${path} with ${statusCode}: ${plain(answer, 400)}`));
        });
      },
    );
    sent.on('error', (error) => reject(new Error(`The mock at ${url} does not answer: ${error.message}`, { cause: error })));
    sent.end(text);
  });
}
