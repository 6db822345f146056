// An Arazzo document that cannot be run is refused before anything is sent, with its file and line.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadArazzo } from '../../src/live/arazzo/load.ts';
import type { ArazzoDocument } from '../../src/live/arazzo/model.ts';
import { sentenceOf, UserError } from '../../src/model/user-error.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'truce-arazzo-'));
  const operation = (operationId: string) => ({ operationId, responses: { 200: { description: 'Fine' } } });
  const contract = (paths: object) => JSON.stringify({ openapi: '3.1.0', info: { title: 'T', version: '1' }, paths });
  writeFileSync(
    join(folder, 'openapi.json'),
    contract({
      '/people/{id}': { parameters: [{ name: 'id', in: 'path', required: true, schema: {} }], get: operation('getPerson') },
      '/people': { post: operation('addPerson') },
    }),
  );
  writeFileSync(join(folder, 'other.json'), contract({ '/people': { post: operation('addPerson'), get: operation('list.all') } }));
});
afterEach(() => rmSync(folder, { recursive: true }));

const head = `arazzo: 1.0.1
info: { title: T, version: "1" }
sourceDescriptions:
  - { name: crm, url: openapi.json }
`;

function load(text: string): Promise<ArazzoDocument> {
  writeFileSync(join(folder, 'arazzo.yaml'), text);
  return loadArazzo('arazzo.yaml', folder, []);
}

async function refusal(text: string): Promise<string> {
  try {
    await load(text);
  } catch (error) {
    if (error instanceof UserError) return sentenceOf(error);
    throw error;
  }
  return 'loaded';
}

const steps = (text: string, more = ''): string => `${head}workflows:\n  - workflowId: a\n${more}    steps:\n${text}`;
const one = (members: string): string => steps(`      - { stepId: one, operationId: addPerson, ${members} }\n`);
const step = '      - { stepId: one, operationId: addPerson }\n';

describe('a document that cannot be run', () => {
  it.each<[string, string, string]>([
    ['broken YAML', `${head}workflows: [\n`, 'arazzo.yaml:'],
    ['a list', '- 1\n', 'arazzo.yaml:1:1: "arazzo.yaml" is no Arazzo 1 document'],
    ['nothing', '', 'arazzo.yaml:1:1: The file is empty'],
    ['an OpenAPI document', 'openapi: 3.1.0\n', 'arazzo.yaml:1:1: "arazzo.yaml" is no Arazzo 1 document'],
    ['another version', 'arazzo: 2.0.0\n', 'arazzo.yaml:1:1: "arazzo.yaml" is no Arazzo 1 document'],
    ['a version that is a number', 'arazzo: 1.0\n', 'is no Arazzo 1 document'],
    [
      'a source on the network',
      head.replace('openapi.json', 'https://a.example/openapi.json'),
      'arazzo.yaml:4:5: The source "crm" is on the network',
    ],
    [
      'a source without an address',
      head.replace(', url: openapi.json', ''),
      'arazzo.yaml:4:5: A source description has a `name` and a `url`',
    ],
    [
      'a source of another type',
      head.replace('openapi.json', 'x.yaml, type: arazzo'),
      'arazzo.yaml:4:5: The source "crm" is of type "arazzo"',
    ],
    ['a source that is not there', head.replace('openapi.json', 'none.json'), 'none.json'],
    ['workflows that are no list', `${head}workflows: {}\n`, 'arazzo.yaml:5:12: Expected a list'],
    ['a workflow without an id', `${head}workflows:\n  - steps: []\n`, 'arazzo.yaml:6:5: A workflow has a `workflowId`'],
    ['a workflow without steps', `${head}workflows:\n  - workflowId: a\n    steps: []\n`, 'arazzo.yaml:6:5: The workflow "a" has no steps'],
    [
      'two workflows of one name',
      `${steps(step)}  - workflowId: a\n    steps:\n${step}`,
      'arazzo.yaml:9:5: There are two workflows called "a"',
    ],
    ['two steps of one name', steps(step + step), 'arazzo.yaml:6:5: Two steps of the workflow "a" have the same `stepId`'],
    ['a step without an id', steps('      - { operationId: addPerson }\n'), 'arazzo.yaml:8:9: A step has a `stepId`'],
    ['a step that calls nothing', steps('      - { stepId: one }\n'), 'arazzo.yaml:8:9: The step "one" names no `operationId`'],
    ['an unknown operation', steps('      - { stepId: one, operationId: none }\n'), 'arazzo.yaml:8:9: No source has an operation "none"'],
    [
      'an operation of an unknown source',
      steps('      - { stepId: one, operationId: $sourceDescriptions.erp.addPerson }\n'),
      'arazzo.yaml:8:9: No source has an operation',
    ],
    [
      'an unknown path',
      steps("      - { stepId: one, operationPath: '{$sourceDescriptions.crm.url}#/paths/~1none/get' }\n"),
      'arazzo.yaml:8:9: ',
    ],
    [
      'an unknown workflow',
      steps('      - { stepId: one, workflowId: b }\n'),
      'arazzo.yaml:6:5: The workflow "a" names the workflow "b", which is not there',
    ],
    [
      'an unknown workflow to wait for',
      steps(step, '    dependsOn: [b]\n'),
      'arazzo.yaml:6:5: The workflow "a" names the workflow "b", which is not there',
    ],
    ['a workflow that waits for itself', steps(step, '    dependsOn: [a]\n'), 'arazzo.yaml:6:5: The workflow "a" waits for itself'],
    [
      'a workflow that calls itself',
      steps('      - { stepId: one, workflowId: a }\n'),
      'arazzo.yaml:6:5: The workflow "a" waits for itself',
    ],
    [
      'two that wait for each other',
      `${steps(step, '    dependsOn: [b]\n')}  - workflowId: b\n    steps:\n      - { stepId: one, workflowId: a }\n`,
      'arazzo.yaml:6:5: The workflow "a" waits for itself, by `dependsOn` or by a step that calls it',
    ],
    [
      'goto a step that is not there',
      one('onSuccess: [{ name: x, type: goto, stepId: two }]'),
      'arazzo.yaml:6:5: The workflow "a" goes to the step "two", which is not there',
    ],
    ['goto nowhere', one('onSuccess: [{ name: x, type: goto }]'), 'arazzo.yaml:8:60: An action of type `goto` names'],
    [
      'goto two places',
      one('onSuccess: [{ name: x, type: goto, stepId: one, workflowId: a }]'),
      'arazzo.yaml:8:60: An action goes to a step or to a workflow, not to both',
    ],
    ['goto a workflow that is not there', one('onFailure: [{ name: x, type: goto, workflowId: b }]'), 'names the workflow "b"'],
    [
      'an action of another type',
      one('onSuccess: [{ name: x, type: jump }]'),
      'arazzo.yaml:8:60: The type of an action is `end`, `goto` or `retry`, not "jump"',
    ],
    ['a criterion without a condition', one('successCriteria: [{}]'), 'arazzo.yaml:8:66: A criterion has a `condition`'],
    [
      'a criterion of XPath',
      one('successCriteria: [{ condition: a, context: $response.body, type: { type: xpath, version: x } }]'),
      'Criteria of type `xpath` are not run',
    ],
    ['a pattern on nothing', one('successCriteria: [{ condition: a, type: regex }]'), 'A criterion of type `regex` has a `context`'],
    [
      'a component that is not there',
      one('parameters: [{ reference: $components.parameters.none }]'),
      'arazzo.yaml:8:61: "$components.parameters.none" names nothing',
    ],
    [
      'a component of another kind',
      `${one('parameters: [{ reference: $components.inputs.none }]')}components: { inputs: { none: {} } }\n`,
      'names nothing',
    ],
    [
      'inputs that are not there',
      steps(step, '    inputs: { $ref: "#/components/inputs/none" }\n'),
      'arazzo.yaml:7:13: "#/components/inputs/none" names nothing',
    ],
    [
      'a replacement by XPath',
      one('requestBody: { payload: {}, replacements: [{ target: //a, value: 1 }, { target: a }] }'),
      'The target of a replacement is a JSON Pointer',
    ],
  ])('%s', async (_, text, sentence) => {
    expect(await refusal(text)).toContain(sentence);
  });

  it.each<[string, string, string]>([
    ['is no object', 'x-truce: 5', 'arazzo.yaml:9:10: `x-truce` of "arazzo.yaml" must be an object, it is 5'],
    ['has another member', 'x-truce: { operation: {} }', 'arazzo.yaml:9:10: `x-truce` of "arazzo.yaml" has no member "operation"'],
    [
      'has an operation that is none',
      'x-truce:\n  operations:\n    none: {}',
      'arazzo.yaml:11:11: `x-truce.operations` of "arazzo.yaml" names the operation "none"',
    ],
    [
      'has another member of an operation',
      'x-truce:\n  operations:\n    addPerson: { undoes: x }',
      'arazzo.yaml:11:16: `x-truce.operations.addPerson` of "arazzo.yaml" has no member "undoes"',
    ],
    [
      'has no list',
      'x-truce:\n  operations:\n    addPerson: { mark: body#/x }',
      'arazzo.yaml:11:16: `x-truce.operations.addPerson.mark` of "arazzo.yaml" must be a list',
    ],
    [
      'has no place',
      'x-truce:\n  operations:\n    addPerson: { mark: [name] }',
      'arazzo.yaml:11:16: `x-truce.operations.addPerson.mark` of "arazzo.yaml": "name" is no place in a request',
    ],
    [
      'undoes by a workflow that is not there',
      'x-truce:\n  operations:\n    addPerson: { undo: none }',
      'arazzo.yaml:11:16: `x-truce.operations.addPerson` of "arazzo.yaml" names the workflow "none"',
    ],
    [
      'makes by a workflow that is not there',
      'x-truce:\n  operations:\n    getPerson: { subject: { make: none, at: [] } }',
      'names the workflow "none"',
    ],
    [
      'signs in by a workflow that is not there',
      'x-truce:\n  credentials:\n    key: { signIn: none, output: x }',
      'arazzo.yaml:11:10: `x-truce.credentials.key` of "arazzo.yaml" names the workflow "none"',
    ],
    [
      'signs in without an output',
      'x-truce:\n  credentials:\n    k.e.y: { signIn: a }',
      'arazzo.yaml:11:12: `x-truce.credentials.k.e.y.output` of "arazzo.yaml" must be text',
    ],
  ])('whose x-truce %s', async (_, text, sentence) => {
    expect(await refusal(`${steps(step)}${text}\n`)).toContain(sentence);
  });
});

describe('a document that can', () => {
  it('names operations with and without their source, and by their path', async () => {
    const two = head
      .replace('workflows', '')
      .replace('openapi.json }', 'openapi.json }\n  - { name: erp, url: ./other.json, type: openapi }');
    const text = `${two}workflows:
  - workflowId: a
    steps:
      - { stepId: one, operationId: getPerson }
      - { stepId: two, operationId: $sourceDescriptions.erp.list.all }
      - { stepId: three, operationPath: '{$sourceDescriptions.crm.url}#/paths/~1people~1{id}/get' }
      - { stepId: four, operationId: $sourceDescriptions.crm.addPerson }
`;
    const { workflows } = await load(text);
    const called = workflows
      .get('a')
      ?.steps.map(({ call }) => (call.kind === 'operation' ? `${call.operation.contract.id} ${call.operation.id}` : ''));
    expect(called?.map((one) => one.replace(/^.* /, ''))).toEqual(['getPerson', 'list.all', 'getPerson', 'addPerson']);
    expect(await refusal(text.replace('$sourceDescriptions.crm.addPerson', 'addPerson'))).toContain('"addPerson" is in several sources');
  });

  it('has its inputs beside the workflow or in the components', async () => {
    const inputs = '{ type: object, required: [user], properties: { user: { type: string }, size: { default: 5 } } }';
    for (const text of [
      steps(step, `    inputs: ${inputs}\n`),
      `${steps(step, '    inputs: { $ref: "#/components/inputs/all~1" }\n')}components: { inputs: { all/: ${inputs} } }\n`,
    ]) {
      const { workflows } = await load(text);
      expect([workflows.get('a')?.required, workflows.get('a')?.defaults]).toEqual([['user'], { size: 5 }]);
    }
  });

  it('may go round by actions: what repeats ends at run time', async () => {
    expect(await refusal(one('onFailure: [{ name: x, type: goto, workflowId: a }]'))).toBe('loaded');
  });
});
