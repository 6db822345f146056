// A small contract, and traffic that keeps or breaks it.

export const contract = `openapi: 3.1.0
info: { title: Notes, version: '1.0' }
servers: [{ url: https://notes.example/api }]
paths:
  /notes/{id}:
    get:
      operationId: getNote
      parameters:
        - { name: id, in: path, required: true, schema: { type: integer } }
      responses:
        '200':
          description: The note
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Note' }
              examples:
                small: { value: { id: 1, title: Milk } }
  /notes:
    post:
      operationId: createNote
      requestBody:
        required: true
        content:
          application/json:
            schema: { $ref: '#/components/schemas/Note' }
      responses:
        '201':
          description: Created
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Note' }
components:
  schemas:
    Note:
      type: object
      required: [id]
      properties:
        id: { type: integer }
        title: { type: string }
        done: { type: boolean }
`;

/** A HAR entry: GET of one note, answered by `body` (a value, or the text itself). */
export function entry(body: unknown, more: { url?: string; status?: number; headers?: object[]; mimeType?: string } = {}): object {
  return {
    startedDateTime: '2026-01-02T03:04:05.678Z',
    time: 1,
    request: { method: 'GET', url: more.url ?? 'https://notes.example/api/notes/7', httpVersion: 'HTTP/1.1', headers: [], queryString: [] },
    response: {
      status: more.status ?? 200,
      statusText: 'OK',
      headers: more.headers ?? [],
      content: { mimeType: more.mimeType ?? 'application/json', text: typeof body === 'string' ? body : JSON.stringify(body) },
    },
  };
}

export const good = entry({ id: 7, title: 'Milk', done: false });
export const bad = entry({ id: 7, title: 5, done: 'yes' });
/** What no schema describes: a warning. */
export const odd = entry({ id: 7, colour: 'red' });
export const elsewhere = entry('', { url: 'https://cdn.example/logo.svg', mimeType: 'image/svg+xml' });

export const har = (...entries: unknown[]): string =>
  JSON.stringify({ log: { version: '1.2', creator: { name: 'tests', version: '1' }, entries } });

export const pact = (...interactions: unknown[]): string =>
  JSON.stringify({
    consumer: { name: 'shop' },
    provider: { name: 'notes' },
    interactions,
    metadata: { pactSpecification: { version: '2.0.0' } },
  });

export const interaction = (body: unknown): object => ({
  description: 'a note',
  request: { method: 'GET', path: '/api/notes/7' },
  response: { status: 200, headers: { 'Content-Type': 'application/json' }, body },
});
