// Pending interactions on the command line: they fail no run, and a run of nothing else says what it could not judge.
import { describe, expect, it } from 'vitest';
import { folderWith } from './folder.ts';
import { truce } from './run-cli.ts';

const contract = `openapi: 3.1.0
info: { title: Notes, version: '1' }
servers: [{ url: 'https://notes.example/api' }]
paths:
  /notes:
    get:
      operationId: getNote
      responses:
        '200':
          description: A note
          content:
            application/json:
              schema: { type: object, required: [id], properties: { id: { type: integer } } }
`;
const headers = { 'Content-Type': ['application/json'] };
const interaction = (description: string, path: string, id: unknown, more: object = {}): object => ({
  type: 'Synchronous/HTTP',
  description,
  pending: true,
  request: { method: 'GET', path },
  response: { status: 200, headers, body: { content: { id }, contentType: 'application/json', encoded: false } },
  ...more,
});
/** Its expression is none. */
const opaque = interaction('planned', '/api/notes', 7);
Object.assign((opaque as { response: object }).response, {
  matchingRules: { body: { '$.id': { matchers: [{ match: 'regex', regex: '(' }] } } },
});
const message = { type: 'Asynchronous/Messages', description: 'a message', pending: true, contents: { content: 'x' } };
const broken = { type: 'Synchronous/HTTP', description: 'broken', pending: true, request: { method: 'GET', path: '/api/notes' } };

const pact = (...interactions: object[]): string =>
  JSON.stringify({
    consumer: { name: 'c' },
    provider: { name: 'p' },
    interactions,
    metadata: { pactSpecification: { version: '4.0' } },
  });
const check = async (text: string, ...more: string[]): Promise<{ code: number | null; stdout: string; last: string }> => {
  const cwd = folderWith({ 'api.yaml': contract, 'pact.json': text });
  const { code, stdout } = await truce(['check', '-c', 'api.yaml', 'pact.json', ...more], { cwd });
  return { code, stdout, last: stdout.trimEnd().split('\n✓ ').at(-1)?.replace(/\s+/g, ' ') ?? '' };
};

describe('a run of pending interactions alone', () => {
  it('passes where one cannot be judged, and says so', async () => {
    const { code, last } = await check(pact(opaque));
    expect(last).toBe('Passes: the only interaction is pending, and it could not be judged: 1 unchecked (exit code 0)');
    expect(code).toBe(0);
  });

  it('passes where some are no HTTP', async () => {
    const { code, last } = await check(pact(opaque, message));
    expect(last).toBe('Passes: all 2 interactions are pending, and none of them could be judged: 2 unchecked (exit code 0)');
    expect(code).toBe(0);
  });

  it('passes as ever where one is judged', async () => {
    const { code, last } = await check(pact(opaque, interaction('wrong', '/api/notes', 'seven')));
    expect(last).toMatch(/^Passes: nothing at or above `--fail-on error`, 2 warnings/);
    expect(code).toBe(0);
  });

  it('could not check where one was not read', async () => {
    const { code, stdout } = await check(pact(opaque, broken));
    expect(stdout).toContain('is not checked: it has no `response` object');
    expect(code).toBe(2);
  });

  it('could not check where something that is not pending was judged by nobody', async () => {
    const { code, stdout } = await check(pact(opaque, { ...opaque, pending: false }));
    expect(stdout).toContain('Not one exchange could be judged: 2 unchecked');
    expect(code).toBe(2);
  });

  it.each([
    ['no interactions', pact()],
    ['no pact', '{"consumer":'],
  ])('could not check %s', async (_, text) => {
    expect((await check(text)).code).toBe(2);
  });

  it('is the same for machines: no failure, no error, what was not judged is skipped', async () => {
    const { code, stdout } = await check(pact(opaque, message, interaction('wrong', '/api/notes', 'seven')), '-r', 'junit');
    expect(code).toBe(0);
    expect(stdout).toMatch(/tests="3" failures="0" errors="0" skipped="2"/);
  });
});

it('never fails, not even where warnings do', async () => {
  const wrong = interaction('wrong', '/api/notes', 'seven');
  const { code, last } = await check(pact(wrong), '--fail-on', 'warning');
  expect(last).toBe('Passes: nothing at or above `--fail-on warning` but what is pending, 1 warning in all (exit code 0)');
  expect(code).toBe(0);
  expect((await check(pact(wrong, { ...wrong, pending: false }), '--fail-on', 'warning')).code).toBe(1);
});

it('the shards of such a run, put together, pass too', async () => {
  const cwd = folderWith({ 'api.yaml': contract, 'a.json': pact(opaque), 'b.json': pact(message) });
  for (const shard of ['1/2', '2/2'])
    await truce(['check', '-c', 'api.yaml', 'a.json', 'b.json', '--shard', shard, '-r', `blob:blobs/${shard[0]}.jsonl`], { cwd });
  const { code, stdout } = await truce(['merge', 'blobs'], { cwd });
  expect(stdout).toContain('all 2 interactions are pending');
  expect(code).toBe(0);
});
