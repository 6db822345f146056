// The mock the page is tested with: a small contract that tries to do harm by its texts, handlers that remember and echo.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ContractToken } from '../../../src/model/operation-types.ts';
import { loadContract } from '../../../src/openapi/load.ts';
import { defineMock } from '../../../src/mock/define.ts';
import { type Mock, type MockOptions, startMock } from '../../../src/mock/server.ts';

export const harm = `<img src=x onerror="globalThis.harmed = 1"><script>globalThis.harmed = 1</script>`;

const document = `
openapi: 3.1.1
info: { title: '${harm}', version: '1.2.3' }
paths:
  /things:
    post:
      operationId: saveThing
      summary: Saves a thing
      requestBody:
        content:
          application/json:
            schema: { $ref: '#/components/schemas/Thing' }
            example: { name: kettle, weight: 2 }
      responses:
        '201': { description: saved, content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } }
        '422':
          description: not saved
          content: { application/json: { schema: { type: object }, examples: { plain: { value: { error: no } } } } }
  /echo:
    post:
      operationId: echo
      summary: '${harm}'
      requestBody: { content: { application/json: { schema: {} } } }
      responses:
        '200': { description: the same, content: { application/json: { schema: {} } } }
  /moved:
    get:
      operationId: moved
      responses:
        '302': { description: elsewhere, headers: { Location: { schema: { type: string } } } }
  /never:
    get:
      operationId: neverCalled
      responses:
        '200': { description: a wrong example, content: { application/json: { schema: { type: string }, example: 7 } } }
components:
  schemas:
    Thing:
      type: object
      required: [name]
      properties: { name: { type: string }, weight: { type: number } }
`;

interface Operation<R> {
  parameters: { path: object; query: object; header: object; cookie: object };
  body: unknown;
  responses: R;
}
interface Operations {
  saveThing: Operation<{ 201: unknown; 422: unknown }>;
  echo: Operation<{ 200: unknown }>;
  moved: Operation<{ 302: undefined }>;
}

/** Starts it on a free port unless told otherwise. */
export async function startThings(options: Partial<MockOptions> = {}): Promise<Mock> {
  const folder = mkdtempSync(join(tmpdir(), 'truce-page-'));
  writeFileSync(join(folder, 'things.yaml'), document);
  const contract = await loadContract('things.yaml', { cwd: folder });
  rmSync(folder, { recursive: true });
  const token: ContractToken<Operations> = { id: contract.id, document: 'things.yaml' };
  const mock = defineMock<Operations, { things: unknown[]; elsewhere?: string }>(
    token,
    {
      saveThing: ({ request, state, respond }) => {
        state.things.push(request.body);
        return respond(201, request.body);
      },
      echo: ({ request, respond }) => respond(200, request.body),
      moved: ({ state, respond }) => respond(302, undefined, { Location: state.elsewhere ?? '/' }),
    },
    { state: () => ({ things: [] }) },
  );
  return startMock({ contracts: [{ contract, mock }], ...options });
}

/** What another client sends. */
export const sendTo = (mock: Mock, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(mock.url + path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { ...(body !== undefined && { 'Content-Type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
