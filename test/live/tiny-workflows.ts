// Workflows run by `truce probe` against a tiny store of things.
import type { Json } from './contract-of.ts';
import { type Answering, type Asked, probeTiny, tinyContract } from './tiny-instance.ts';

const object = { type: 'object' };
const response = { description: 'Fine', content: { 'application/json': { schema: {} } } };
const id: Json = { name: 'id', in: 'path', required: true, schema: { type: 'integer' } };
const operation = (operationId: string, more: Json = {}): Json => ({
  operationId,
  responses: { '2XX': response, '4XX': response, '5XX': response },
  ...more,
});
const body = {
  requestBody: { content: { 'application/json': { schema: object }, 'application/vnd.x+json': { schema: {} }, 'text/plain': {} } },
};
const parameters = [
  { name: 'q', in: 'query', schema: { type: 'string' } },
  { name: 'X-Note', in: 'header', schema: { type: 'string' } },
];
const contract = tinyContract({
  '/things': { post: operation('add', { ...body, parameters }), get: operation('list', { parameters }) },
  '/things/{id}': { parameters: [id], get: operation('read'), put: operation('change', body), delete: operation('remove') },
  '/gone': { get: operation('gone') },
});

/** Things with ids from 7 on. */
const store = (): Answering => {
  const things = new Map<string, unknown>();
  return ({ method, path, body: sent }) => {
    if (method === 'POST') {
      const thing = { id: 7 + things.size, ...(JSON.parse(sent || '{}') as object) };
      things.set(`/things/${thing.id}`, thing);
      return { status: 201, body: thing };
    }
    if (path === '/things') return { body: [...things.values()] };
    const thing = things.get(path);
    if (!thing) return { status: 404, body: { error: 'none' } };
    if (method === 'DELETE') things.delete(path);
    return { body: thing };
  };
};

/** Runs workflows of an Arazzo document; `more` are its other members. */
export async function run(workflows: readonly Json[], more: Json = {}, answer: Answering = store()) {
  const arazzo = {
    arazzo: '1.0.1',
    info: { title: 'T', version: '1' },
    sourceDescriptions: [{ name: 'tiny', url: 'tiny.json' }],
    workflows,
    ...more,
  };
  const result = await probeTiny({
    contract,
    arazzo,
    answer,
    arguments: ['--write', '--checks', 'workflow-succeeds', '--max-requests', '3000'],
  });
  const lines = result.asked.map(({ method, target }: Asked) => `${method} ${target}`);
  const text = (result.out + result.err).replaceAll(/\s+/g, ' ');
  return { ...result, lines, text, failures: result.told.filter((one) => one.startsWith('error workflow-succeeds')) };
}
