// Other people's tools accept each contract: Redocly's recommended rules, and the stock Prism mock answers every operation.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { loadContract } from '../../src/index.ts';
import { startPrism } from '../mocks/start-prism.ts';

const root = new URL('../../', import.meta.url).pathname;
const env = { ...process.env, REDOCLY_TELEMETRY: 'off', SCARF_ANALYTICS: 'false', NO_COLOR: '1', NODE_ENV: 'test' };
const vendors = ['superoffice', 'onlyoffice', 'odyssee'];

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
    const prism = await startPrism(`${root}${document}`);
    try {
      for (const { method, path, responses } of contract.operations) {
        for (const { key } of responses.filter((response) => /^\d+$/.test(response.key))) {
          const response = await fetch(prism.url + path.replace(/\{[^}]*\}/g, '80'), {
            method,
            headers: { Authorization: 'Basic dXNlcjpwYXNz', Accept: '*/*', 'Content-Type': 'application/json', Prefer: `code=${key}` },
            body: JSON.stringify({ id: '5f0c6f7e-8d86-4d0b-9d8c-2f3d2f6f9b11', firstName: 'Ada', lastName: 'Byron', lastname: 'Byron' }),
          });
          await response.arrayBuffer();
          expect(`${method} ${path} ${response.status}`).toBe(`${method} ${path} ${key}`);
        }
      }
    } finally {
      await prism.stop();
    }
  }, 60_000);
});
