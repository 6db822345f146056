// Other people's tools accept each contract: Redocly's recommended rules, and the stock Prism mock answers every operation.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { loadContract } from '../../src/index.ts';

const root = new URL('../../', import.meta.url).pathname;
const env = { ...process.env, REDOCLY_TELEMETRY: 'off', SCARF_ANALYTICS: 'false', NO_COLOR: '1', NODE_ENV: 'test' };
const vendors = ['superoffice', 'onlyoffice', 'odyssee'];

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || !address) throw new Error('no port');
  return address.port;
}

async function withPrism<T>(document: string, use: (url: string) => Promise<T>): Promise<T> {
  const port = await freePort();
  const child = spawn(
    process.execPath,
    [`${root}node_modules/@stoplight/prism-cli/dist/index.js`, 'mock', document, '-p', String(port), '-h', '127.0.0.1'],
    { env, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  try {
    let output = '';
    await new Promise<void>((resolve, reject) => {
      const listen = (chunk: Buffer): void => {
        output += String(chunk);
        if (output.includes('Prism is listening')) resolve();
      };
      child.stdout.on('data', listen);
      child.stderr.on('data', listen);
      child.on('exit', () => reject(new Error(`Prism ended: ${output}`)));
    });
    return await use(`http://127.0.0.1:${port}`);
  } finally {
    child.kill('SIGKILL');
  }
}

describe.each(vendors)('%s', (vendor) => {
  const document = `contracts/${vendor}/openapi.yaml`;

  it('passes redocly lint (recommended) without an error or warning', async () => {
    const { stderr } = await promisify(execFile)(
      process.execPath,
      [`${root}node_modules/@redocly/cli/bin/cli.js`, 'lint', document, '--config', 'redocly.yaml'],
      { cwd: root, env },
    );
    expect(stderr).toContain('Your API description is valid');
    expect(stderr).not.toMatch(/warning/i);
  }, 60_000);

  it('is served by the stock prism mock', async () => {
    const contract = await loadContract(document, { cwd: root });
    await withPrism(`${root}${document}`, async (url) => {
      for (const { method, path, responses } of contract.operations) {
        for (const { key } of responses.filter((response) => /^\d+$/.test(response.key))) {
          const target = url + path.replace(/\{[^}]*\}/g, '80');
          const response = await fetch(target, {
            method,
            headers: { Authorization: 'Basic dXNlcjpwYXNz', Accept: '*/*', 'Content-Type': 'application/json', Prefer: `code=${key}` },
            body: JSON.stringify({ id: '5f0c6f7e-8d86-4d0b-9d8c-2f3d2f6f9b11', firstName: 'Ada', lastName: 'Byron', lastname: 'Byron' }),
          });
          await response.arrayBuffer();
          expect(`${method} ${path} ${response.status}`).toBe(`${method} ${path} ${key}`);
        }
      }
    });
  }, 60_000);
});
