// A tiny contract of things, settings to make one, and an instance that keeps to it.
import type { Json } from './contract-of.ts';
import type { Answered, Asked } from './tiny-instance.ts';

export const thing: Json = {
  type: 'object',
  required: ['name'],
  properties: { id: { type: 'integer' }, name: { type: 'string', minLength: 1 } },
};
export const json: Json = { 'application/json': { schema: thing } };
export const both: Json = { ...json, 'application/xml': { schema: thing } };
export const fine = (content: Json = json): Json => ({ description: 'Fine', content });
export const id: Json = { name: 'id', in: 'path', required: true, schema: { type: 'string' } };
export const errors = Object.fromEntries([400, 401, 404, 405, 412, 415].map((status) => [status, { description: 'No' }]));
export const key: Json = { key: { type: 'apiKey', in: 'header', name: 'X-Key' } };
export const get = (more: Json = {}): Json => ({ operationId: 'readThing', responses: { ...errors, 200: fine() }, ...more });
export const requestBody: Json = { required: true, content: { 'application/json': { schema: thing, example: { name: 'Jane' } } } };
export const put: Json = { operationId: 'putThing', requestBody, responses: { ...errors, 200: fine() } };

/** A setting that lets the run make a thing and change it. */
export const arazzo: Json = {
  arazzo: '1.0.1',
  info: { title: 'T', version: '1' },
  sourceDescriptions: [{ name: 'tiny', url: 'tiny.json' }],
  workflows: [
    {
      workflowId: 'make',
      steps: [
        { stepId: 'a', operationId: 'addThing', requestBody: { payload: { name: '$inputs.mark' } }, outputs: { id: '$response.body#/id' } },
      ],
      outputs: { subject: '$steps.a.outputs.id' },
    },
  ],
  'x-truce': { operations: { putThing: { subject: { make: 'make', at: ['path.id'] } }, addThing: { harmless: true } } },
};
export const add: Json = { operationId: 'addThing', requestBody, responses: { ...errors, 201: fine() } };
export const things: Json = { '/things': { post: add }, '/things/{id}': { parameters: [id], put } };

export const one: Answered = { body: { id: 7, name: 'Jane' } };
export const xml = '<thing><id>7</id><name>Jane</name></thing>';
export const accepts = ({ headers }: Asked, type: string): boolean => headers['accept']?.includes(type) ?? false;
export const inXml: Answered = { headers: { 'Content-Type': 'application/xml' }, body: xml };
export const isValid = ({ body }: Asked): boolean => {
  try {
    const value = JSON.parse(body) as { name?: unknown; id?: unknown };
    const hasId = value.id === undefined || (Number.isInteger(value.id) && typeof value.id === 'number');
    return typeof value.name === 'string' && value.name !== '' && hasId;
  } catch {
    return false;
  }
};
/** Checks what it gets, and documents its methods. */
export const strict = (asked: Asked, wrongly: Partial<Record<'invalid' | 'type' | 'method' | 'stale', Answered>> = {}): Answered => {
  const { method, path, headers } = asked;
  if (method !== (path === '/things' ? 'POST' : 'PUT')) return wrongly.method ?? { status: 405, headers: { Allow: 'POST, PUT' } };
  if (!headers['content-type']?.startsWith('application/json')) return wrongly.type ?? { status: 415 };
  if (headers['if-match'] === '"truce-no-such-tag"') return wrongly.stale ?? { status: 412 };
  if (!isValid(asked)) return wrongly.invalid ?? { status: 400 };
  return { ...one, status: method === 'POST' ? 201 : 200 };
};
