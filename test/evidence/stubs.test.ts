// Stubs held against a contract: what they say plainly is judged, what they leave open is neither missing nor guessed.
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { detectFormat } from '../../src/evidence/index.ts';
import { Judge } from '../../src/judge/judge.ts';
import { type LoadedContract, loadContract } from '../../src/openapi/load.ts';
import { placeOf } from '../../src/model/place.ts';
import { openEvidence } from '../../src/source/read.ts';
import { folderWith } from '../cli/folder.ts';

const document = `openapi: 3.1.0
info: { title: Notes, version: '1' }
paths:
  /api/notes/{id}:
    get:
      operationId: getNote
      parameters:
        - { name: id, in: path, required: true, schema: { type: integer } }
        - { name: full, in: query, required: true, schema: { type: boolean } }
      security: [{ key: [] }]
      responses: { '200': { description: A note, content: { application/json: { schema: { $ref: '#/components/schemas/Note' } } } } }
  /api/notes:
    post:
      operationId: createNote
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Note' } } } }
      responses: { '201': { description: Created } }
    get: { operationId: listNotes, responses: { '200': { description: All } } }
components:
  schemas: { Note: { type: object, required: [id], properties: { id: { type: integer } } } }
  securitySchemes: { key: { type: apiKey, in: header, name: X-Key } }
`;

let contract: LoadedContract;
beforeAll(async () => {
  const folder = folderWith({ 'api.yaml': document });
  contract = await loadContract(join(folder, 'api.yaml'), { cwd: folder });
});

function judge(files: Readonly<Record<string, string>>): string[] {
  const folder = folderWith(files);
  const [name = ''] = Object.keys(files);
  const file = openEvidence(join(folder, name), name);
  const lines: string[] = [];
  for (const exchange of detectFormat(file)?.read(file, ({ message }) => lines.push(message)) ?? []) {
    const { outcome, findings } = new Judge([contract], {}).judge(exchange);
    lines.push(`${outcome.verdict} ${outcome.operation?.id ?? outcome.reason}`);
    for (const { rule, instance } of findings) {
      const place = instance && placeOf(instance);
      const [text = ''] = instance?.source.lines(place?.line ?? 0, place?.line ?? 0) ?? [];
      lines.push(`  ${rule} ${place?.uri}:${place?.line} ${text.slice((place?.column ?? 0) - 1, (place?.end?.column ?? 0) - 1)}`);
    }
  }
  return lines;
}

const json = { 'Content-Type': 'application/json' };
const stub = (request: object, response: object = { status: 200, jsonBody: { id: 1 }, headers: json }) =>
  judge({ 'stub.json': JSON.stringify({ priority: 1, request, response }) });

describe('WireMock', () => {
  it('a stub the contract no longer allows is a finding, at its place, also in the file that holds the body', () => {
    expect(stub({ method: 'GET', url: '/api/notes/7' })).toEqual(['conforms getNote']);
    expect(stub({ method: 'GET', url: '/api/notes/7' }, { status: 200, jsonBody: { id: 'x' }, headers: json })).toEqual([
      'violates getNote',
      '  response-body-mismatch stub.json:1 "x"',
    ]);
    expect(stub({ method: 'GET', url: '/api/notes/7' }, { status: 418 })).toEqual([
      'violates getNote',
      '  response-status-undocumented stub.json:1 418',
    ]);
    expect(
      judge({
        'mappings/stub.json': JSON.stringify({
          priority: 1,
          request: { method: 'GET', url: '/api/notes/7' },
          response: { bodyFileName: 'a/b.json', headers: json },
        }),
        '__files/a/b.json': '{\n  "id": "x"\n}',
      }),
    ).toEqual(['violates getNote', '  response-body-mismatch __files/a/b.json:2 "x"']);
  });

  it('what the pattern names is judged, what it leaves out is not missing', () => {
    expect(stub({ method: 'GET', url: '/api/notes/x?full=maybe' })).toEqual([
      'violates getNote',
      '  request-path-mismatch stub.json:1 "/api/notes/x?full=maybe"',
      '  request-query-mismatch stub.json:1 "/api/notes/x?full=maybe"',
    ]);
    expect(stub({ method: 'POST', url: '/api/notes' }, { status: 201 })).toEqual(['conforms createNote']);
    expect(stub({ method: 'POST', url: '/api/notes', bodyPatterns: [{ equalToJson: { id: 'x' } }] }, { status: 201 })).toEqual([
      'violates createNote',
      '  request-body-mismatch stub.json:1 "x"',
    ]);
    expect(
      stub({ method: 'POST', url: '/api/notes', bodyPatterns: [{ equalToJson: { id: 'x' }, ignoreExtraElements: true }] }, { status: 201 }),
    ).toEqual(['conforms createNote']);
  });

  it('patterns are matched with the operations where one fits, and never guessed', () => {
    for (const request of [
      { urlPathTemplate: '/api/notes/{x}' },
      { urlPathPattern: '/api/notes/[0-9]+' },
      { urlPattern: '^/api/notes/(\\d+)\\?full=.*$' },
    ])
      expect(stub({ method: 'GET', ...request })).toEqual(['conforms getNote']);
    for (const urlPathPattern of [
      '/api/notes/.*',
      '/api/(notes|tasks)/1',
      '/api/notes(/.+)?',
      '.*',
      '/api/notes/[^x]+',
      '/api/notes/\\S+',
      '/api/[',
    ])
      expect(stub({ method: 'GET', urlPathPattern })[0]).toMatch(/^unmatched `.*` may stand for paths of many shapes/);
    expect(stub({ method: 'GET' })).toEqual(['unmatched it answers to any URL, so nothing says which operation it belongs to']);
    expect(stub({ method: 'ANY', url: '/api/notes/7' })).toEqual(['conforms getNote']);
    expect(stub({ url: '/api/notes' })).toEqual(['unmatched it answers to any method, and `/api/notes` has several operations']);
  });

  it('a body made by a template is not judged, and said', () => {
    const response = { status: 200, body: '{"id": "{{request.path.[2]}}"}', transformers: ['response-template'], headers: json };
    expect(stub({ method: 'GET', url: '/api/notes/7' }, response)).toEqual([
      'unchecked getNote',
      '  response-body-unchecked stub.json:1 "{\\"id\\": \\"{{request.path.[2]}}\\"}"',
    ]);
  });
});

describe('nock and Hoverfly', () => {
  it('are judged as examples too', () => {
    const recording = {
      scope: 'https://a.example:443',
      method: 'GET',
      path: '/api/notes/7',
      body: '',
      status: 200,
      response: { id: 'x' },
      rawHeaders: ['Content-Type', 'application/json'],
    };
    expect(judge({ 'nock.json': JSON.stringify([recording, { ...recording, response: { id: 1 } }], null, 1) })).toEqual([
      'violates getNote',
      '  response-body-mismatch nock.json:9 "x"',
      'conforms getNote',
    ]);
    const exact = (value: string) => [{ matcher: 'exact', value }];
    const pair = (path: object, body: string) => ({
      request: { method: exact('GET'), path },
      response: { status: 200, body, headers: { 'Content-Type': ['application/json'] } },
    });
    const pairs = [
      pair(exact('/api/notes/7'), '{"id": "x"}'),
      pair([{ matcher: 'regex', value: '/api/notes/\\d+' }], '{"id": 1}'),
      pair([{ matcher: 'glob', value: '/api/*' }], ''),
    ];
    expect(judge({ 'sim.json': JSON.stringify({ data: { pairs }, meta: { schemaVersion: 'v5.2' } }) })).toEqual([
      'violates getNote',
      '  response-body-mismatch sim.json:1 \\"x\\"',
      'conforms getNote',
      'unmatched `/api/*` (glob) may stand for paths of many shapes, so nothing says which operation it belongs to',
    ]);
  });
});
