// Workflows against a small server: what is sent, in which order, and that every one of them ends.
import { describe, expect, it } from 'vitest';
import type { Json } from './contract-of.ts';
import type { Answering } from './tiny-instance.ts';
import { run } from './tiny-workflows.ts';

const add = {
  stepId: 'add',
  operationId: 'add',
  requestBody: { payload: { name: '{$inputs.mark}', size: '$inputs.size' } },
  outputs: { id: '$response.body#/id' },
};
const useId = [{ name: 'id', in: 'path', value: '$steps.add.outputs.id' }];

describe('a workflow', () => {
  it('gives what a step got to the next', async () => {
    const steps = [
      add,
      { stepId: 'change', operationId: 'change', parameters: useId, requestBody: { payload: { of: 'thing {$steps.add.outputs.id}' } } },
      { stepId: 'remove', operationId: 'remove', parameters: useId },
      { stepId: 'confirm', operationId: 'read', parameters: useId, successCriteria: [{ condition: '$statusCode == 404' }] },
    ];
    const inputs = { type: 'object', properties: { size: { default: 3 } } };
    const { lines, asked, failures } = await run([{ workflowId: 'life', inputs, steps }]);
    expect(failures).toEqual([]);
    expect(lines).toEqual(['POST /things', 'PUT /things/7', 'DELETE /things/7', 'GET /things/7']);
    expect(JSON.parse(asked[0]?.body ?? '')).toEqual({ name: expect.stringMatching(/^truce-/), size: 3 });
    expect(asked[1]?.body).toBe('{"of":"thing 7"}');
  });

  it('fails at the step whose criterion does not hold, with what was seen', async () => {
    const steps = [{ ...add, successCriteria: [{ condition: '$statusCode == 201' }, { condition: '$response.body#/id == 8' }] }];
    const { failures, code } = await run([{ workflowId: 'life', steps }]);
    expect(failures).toEqual([
      'error workflow-succeeds: Expected the workflow `life` to go through, but at the step `add` `$response.body#/id == 8` does not hold: `$response.body#/id` was 7',
    ]);
    expect(code).not.toBe(0);
  });

  it('replaces within its payload, and sends JSON under other names', async () => {
    const requestBody = {
      contentType: 'application/vnd.x+json',
      payload: '{"a": {"b": 1}, "list": [1, 2]}',
      replacements: [
        { target: '/a/b', value: '$inputs.mark' },
        { target: '/a/c~1d', value: { deep: '$inputs.mark' } },
        { target: '/list/1', value: 9 },
      ],
    };
    const { asked } = await run([{ workflowId: 'life', steps: [{ stepId: 'add', operationId: 'add', requestBody }] }]);
    const mark = expect.stringMatching(/^truce-/);
    expect(JSON.parse(asked[0]?.body ?? '')).toEqual({ a: { b: mark, 'c/d': { deep: mark } }, list: [1, 9] });
    expect(asked[0]?.headers['content-type']).toBe('application/vnd.x+json');
  });

  it.each<[string, Json, string]>([
    ['a payload that begins like JSON', { payload: '{"a":' }, 'begins like JSON and is none'],
    ['a replacement where nothing is', { payload: {}, replacements: [{ target: '/a/b', value: 1 }] }, 'which its payload does not have'],
    ['a media type nobody documents', { contentType: 'image/png', payload: {} }, 'does not document'],
  ])('with %s ends with a sentence', async (_, requestBody, sentence) => {
    const { text, lines, code } = await run([{ workflowId: 'life', steps: [{ stepId: 'add', operationId: 'add', requestBody }] }]);
    expect(text).toContain(sentence);
    expect(text).not.toContain('bug in Truce');
    expect([lines, code]).toEqual([[], 2]);
  });

  it('takes parameters and actions from the components, and its own before those of all steps', async () => {
    const components = {
      parameters: { note: { name: 'X-Note', in: 'header', value: 'shared' } },
      failureActions: { once: { name: 'once', type: 'retry', retryAfter: 0.01, retryLimit: 1 } },
    };
    const steps = [
      {
        stepId: 'one',
        operationId: 'list',
        parameters: [{ reference: '$components.parameters.note' }, { name: 'q', in: 'query', value: 'own' }],
      },
      { stepId: 'two', operationId: 'list', parameters: [{ reference: '$components.parameters.note', value: 'another' }] },
      { stepId: 'three', operationId: 'gone', onFailure: [{ reference: '$components.failureActions.once' }] },
    ];
    const common = [{ name: 'q', in: 'query', value: 'common' }];
    const four = steps.map((step) => (step.stepId === 'three' ? { ...step, parameters: [] } : step));
    const { asked, lines } = await run(
      [
        { workflowId: 'life', steps: four.slice(0, 2), parameters: common },
        { workflowId: 'other', steps: four.slice(2) },
      ],
      {
        components,
      },
    );
    expect(lines).toEqual(['GET /things?q=own', 'GET /things?q=common', 'GET /gone', 'GET /gone']);
    expect(asked.map(({ headers }) => headers['x-note'])).toEqual(['shared', 'another', undefined, undefined]);
  });
});

describe('actions', () => {
  const busy =
    (fails: number): Answering =>
    (_, count) =>
      count <= fails ? { status: 500, body: {} } : { body: {} };
  const retry = (retryLimit: number): Json => ({
    name: 'r',
    type: 'retry',
    retryAfter: 0.01,
    retryLimit,
    criteria: [{ condition: '$statusCode == 500' }],
  });
  const one = (more: Json): Json => ({ stepId: 'one', operationId: 'list', ...more });

  it.each([
    [2, 3, 3, 0],
    [3, 3, 4, 0],
    [4, 3, 4, 1],
    [1, 0, 1, 1],
  ])('%i failures with %i retries: %i requests', async (fails, limit, requests, failing) => {
    const { lines, failures } = await run([{ workflowId: 'w', steps: [one({ onFailure: [retry(limit)] })] }], {}, busy(fails));
    expect([lines.length, failures.length]).toEqual([requests, failing]);
  });

  it('goto leaves steps out, end leaves the rest out, and the first whose criteria hold is taken', async () => {
    const steps = [
      one({
        onSuccess: [
          { name: 'not', type: 'end', criteria: [{ condition: '$statusCode == 500' }] },
          { name: 'yes', type: 'goto', stepId: 'three' },
        ],
      }),
      { stepId: 'two', operationId: 'gone' },
      { stepId: 'three', operationId: 'list', onSuccess: [{ name: 'e', type: 'end' }] },
      { stepId: 'four', operationId: 'gone' },
    ];
    const { lines, failures } = await run([{ workflowId: 'w', steps }]);
    expect([lines, failures]).toEqual([['GET /things', 'GET /things'], []]);
  });

  it('goto a workflow runs it instead of the rest', async () => {
    const other = {
      workflowId: 'other',
      steps: [{ stepId: 'x', operationId: 'gone', successCriteria: [{ condition: '$statusCode == 404' }] }],
    };
    const steps = [one({ onSuccess: [{ name: 'g', type: 'goto', workflowId: 'other' }] }), { stepId: 'two', operationId: 'list' }];
    const { lines } = await run([{ workflowId: 'w', steps }, other]);
    expect(lines.slice(0, 2)).toEqual(['GET /things', 'GET /gone']);
    expect(lines.filter((line) => line === 'GET /things').length).toBe(1);
  });

  it.each<[string, Json, number]>([
    ['a step that goes to itself', { type: 'goto', stepId: 'one' }, 200],
    ['a workflow that goes to itself', { type: 'goto', workflowId: 'w' }, 12],
  ])('%s ends', async (_, action, most) => {
    const { lines, text } = await run([{ workflowId: 'w', steps: [one({ onSuccess: [{ name: 'g', ...action }] })] }]);
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.length).toBeLessThanOrEqual(most);
    expect(text).toMatch(/goes in circles|calls itself without end/);
    expect(text).not.toContain('bug in Truce');
  });
});

describe('workflows of workflows', () => {
  const inner = {
    workflowId: 'inner',
    inputs: { type: 'object', required: ['note'] },
    steps: [
      { stepId: 'x', operationId: 'add', requestBody: { payload: { note: '$inputs.note' } }, outputs: { made: '$response.body#/id' } },
    ],
    outputs: { made: '$steps.x.outputs.made' },
  };

  it('inputs go in, outputs come out', async () => {
    const steps = [
      {
        stepId: 'call',
        workflowId: 'inner',
        parameters: [{ name: 'note', value: 'from {$inputs.mark}' }],
        outputs: { again: '$outputs.made' },
      },
      { stepId: 'one', operationId: 'read', parameters: [{ name: 'id', in: 'path', value: '$steps.call.outputs.made' }] },
      { stepId: 'two', operationId: 'read', parameters: [{ name: 'id', in: 'path', value: '$steps.call.outputs.again' }] },
    ];
    const { lines, asked, failures } = await run([{ workflowId: 'w', steps }, inner]);
    expect([lines, failures]).toEqual([['POST /things', 'GET /things/7', 'GET /things/7'], []]);
    expect(asked[0]?.body).toMatch(/^\{"note":"from truce-/);
  });

  it('what a workflow depends on runs once, before it, and its outputs are there', async () => {
    const first = { ...inner, workflowId: 'first', inputs: { type: 'object', properties: { note: { default: 'n' } } } };
    const use = (workflowId: string, dependsOn: readonly string[]) => ({
      workflowId,
      dependsOn,
      steps: [{ stepId: 'r', operationId: 'read', parameters: [{ name: 'id', in: 'path', value: '$workflows.first.outputs.made' }] }],
    });
    const { lines, failures } = await run([use('b', ['first']), use('a', ['$sourceDescriptions.tiny.first']), first]);
    expect([lines, failures]).toEqual([['POST /things', 'GET /things/7', 'GET /things/7'], []]);
  });

  it('a failure within is told with its place', async () => {
    const failing = { workflowId: 'inner', steps: [{ stepId: 'x', operationId: 'gone' }] };
    const { failures } = await run([{ workflowId: 'w', steps: [{ stepId: 'call', workflowId: 'inner' }] }, failing]);
    expect(failures[0]).toContain('at the step `call` the workflow `inner` failed: the status was 404');
  });

  it('an input that nobody gives is named', async () => {
    expect((await run([inner])).text).toContain('needs the input `note`');
  });
});
