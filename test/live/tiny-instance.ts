// A tiny instance that answers as a test says, and `truce probe` run against it in this process, with a tiny contract in a folder of its own.
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../src/commands/main.ts';
import type { Json } from './contract-of.ts';

export interface Asked {
  readonly method: string;
  /** With its query. */
  readonly target: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

export interface Answered {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** A value is sent as JSON, a text as it is. */
  readonly body?: unknown;
}

/** `undefined` is 204; a number is a status without a body. */
export type Answering = (asked: Asked, count: number) => Answered | number | undefined;

export interface TinyOptions {
  readonly contract: Json;
  /** YAML or JSON. */
  readonly arazzo?: string | Json;
  readonly answer: Answering;
  /** Beside contract, target and files. */
  readonly arguments?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Path of the instance before those of the contract. */
  readonly base?: string;
  readonly files?: Readonly<Record<string, string>>;
}

export interface TinyFinding {
  readonly rule: string;
  readonly severity: string;
  readonly message: string;
  readonly about: string;
}

export interface TinyResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly asked: readonly Asked[];
  readonly findings: readonly TinyFinding[];
  /** `severity check: message`, without those of the rules that judge the recording. */
  readonly told: readonly string[];
  readonly ledger: string;
}

/** A document with one or more paths. */
export const tinyContract = (paths: Json, more: Json = {}): Json => ({
  openapi: '3.1.0',
  info: { title: 'Tiny', version: '1' },
  paths,
  ...more,
});

export async function probeTiny({ contract, arazzo, answer, base = '', ...options }: TinyOptions): Promise<TinyResult> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      const target = request.url ?? '';
      const one: Asked = {
        method: request.method ?? '',
        target: target.slice(base.length),
        path: target.slice(base.length).replace(/\?.*/s, ''),
        headers: request.headers as Asked['headers'],
        body,
      };
      asked.push(one);
      const given = answer(one, asked.length);
      const { status = 200, headers = {}, body: sent } = typeof given === 'object' ? given : { status: given ?? 204 };
      const isText = typeof sent === 'string' || sent === undefined;
      response.writeHead(status, {
        ...(!isText && { 'Content-Type': 'application/json' }),
        ...(headers as Record<string, string | string[]>),
      });
      response.end(isText ? sent : JSON.stringify(sent));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('no port');
  const cwd = mkdtempSync(join(tmpdir(), 'truce-tiny-'));
  try {
    writeFileSync(join(cwd, 'tiny.json'), JSON.stringify(contract));
    if (arazzo !== undefined) writeFileSync(join(cwd, 'arazzo.yaml'), typeof arazzo === 'string' ? arazzo : JSON.stringify(arazzo));
    for (const [name, text] of Object.entries(options.files ?? {})) writeFileSync(join(cwd, name), text);
    let [out, err] = ['', ''];
    const files = ['--har', 'tiny.har', '--ledger', 'tiny.ledger', '--reporter', 'json:tiny-report.json', '--reporter', 'text'];
    const target = `http://127.0.0.1:${address.port}${base}`;
    const code = await main(
      [
        'node',
        'truce',
        'probe',
        'tiny.json',
        '--target',
        target,
        '--rate',
        '999',
        '--timeout',
        '2',
        ...files,
        ...(options.arguments ?? []),
      ],
      {
        cwd,
        env: options.env ?? {},
        out: (text) => (out += text),
        err: (text) => (err += text),
        outIsTerminal: false,
        errIsTerminal: false,
        columns: 200,
        today: () => '2026-01-01',
        stopped: () => new Promise(() => undefined),
        onHangup: () => undefined,
        staySmall: () => undefined,
      },
    );
    const read = (name: string): string => (existsSync(join(cwd, name)) ? readFileSync(join(cwd, name), 'utf8') : '');
    const { findings } = JSON.parse(read('tiny-report.json') || '{"findings":[]}') as { findings: TinyFinding[] };
    const told = findings
      .filter(({ rule }) => !/^(request|response|contract|operation|pact)-/.test(rule) || rule === 'response-time')
      .map(({ severity, rule, message }) => `${severity} ${rule}: ${message}`);
    return { code, out, err, asked, findings, told, ledger: read('tiny.ledger') };
  } finally {
    rmSync(cwd, { recursive: true, force: true });
    server.closeAllConnections();
    server.close();
  }
}
