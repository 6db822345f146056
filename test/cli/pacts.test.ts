// Pacts on the command line: how optional properties weigh, the other tool's NDJSON, provider states in the report.
import { expect, it } from 'vitest';
import { folderWith } from './folder.ts';
import { truce } from './run-cli.ts';

const contract = `openapi: 3.1.0
info: { title: Notes, version: '1' }
paths:
  /notes:
    get:
      operationId: getNote
      responses:
        '200':
          description: A note
          headers:
            X-Page: { schema: { type: integer } }
          content:
            application/json:
              schema:
                type: object
                required: [id]
                properties:
                  id: { type: integer }
                  text: { type: string }
`;
const interaction = {
  description: 'a note',
  providerStates: [{ name: 'a note exists', params: { id: 7 } }],
  request: { method: 'GET', path: '/notes' },
  response: { status: 200, headers: { 'Content-Type': 'application/json', 'X-Page': '1' }, body: { id: 7, text: 'x' } },
};
const pact = JSON.stringify({
  consumer: { name: 'c' },
  provider: { name: 'p' },
  interactions: [interaction],
  metadata: { pactSpecification: { version: '3.0.0' } },
});
const files = { 'api.yaml': contract, 'pact.json': pact };
const args = ['check', '-c', 'api.yaml', 'pact.json'];

it.each([
  [[], 0, 2],
  [['--promise', 'warn'], 0, 2],
  [['--promise', 'error'], 1, 2],
  [['--promise', 'off'], 0, 0],
])('%j: exit code %i, %i findings', async (more, exitCode, findings) => {
  const { code, stdout } = await truce([...args, '-r', 'json', ...more], { cwd: folderWith(files) });
  expect(code).toBe(exitCode);
  expect((JSON.parse(stdout) as { findings: unknown[] }).findings).toHaveLength(findings);
});

it('the config says it too, and the command line has the last word', async () => {
  const config = { 'truce.config.json': JSON.stringify({ contracts: ['api.yaml'], evidence: ['pact.json'], promise: 'error' }) };
  const cwd = folderWith({ ...files, ...config });
  expect((await truce(['check'], { cwd })).code).toBe(1);
  expect((await truce(['check', '--promise', 'off'], { cwd })).code).toBe(0);
});

it('refuses another word', async () => {
  const { code, stderr } = await truce([...args, '--promise', 'maybe'], { cwd: folderWith(files) });
  expect(code).toBe(2);
  expect(stderr).toContain('Allowed choices are off, warn, error');
});

it('names the provider state of a finding', async () => {
  const { stdout } = await truce(args, { cwd: folderWith(files) });
  expect(stdout).toMatch(/given {5}a note exists \(id: 7\)/);
});

it('writes one line of NDJSON for each pact', async () => {
  const { stdout } = await truce([...args, '-r', 'opc'], { cwd: folderWith({ ...files, 'other.json': pact }) });
  const lines = stdout.trimEnd().split('\n');
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject([
    { code: 'response.header.unpromised', type: 'warning' },
    {
      code: 'response.property.unpromised',
      type: 'warning',
      mockDetails: { interactionDescription: 'a note', interactionState: 'a note exists (id: 7)' },
    },
  ]);
});
