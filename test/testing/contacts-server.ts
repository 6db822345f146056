// A provider of test/testing/contacts.yaml on a free port; what it answers is named by the path: `/contacts/2` has drifted.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

interface Answer {
  readonly status?: number;
  readonly type?: string;
  readonly body?: string | Uint8Array;
  readonly fields?: Readonly<Record<string, string | string[]>>;
}

const json = (value: unknown, status = 200): Answer => ({ status, type: 'application/json', body: JSON.stringify(value) });

const answers: Readonly<Record<string, Answer>> = {
  'GET /contacts/1': json({ id: 1, name: 'Ada' }),
  'GET /contacts/2': json({ id: '2', name: 'Bob' }),
  'GET /contacts/3': { ...json({ id: 3, name: 'Zip' }), body: gzipSync('{"id":3,"name":"Zip"}'), fields: { 'Content-Encoding': 'gzip' } },
  'GET /contacts/4': { status: 404 },
  'GET /contacts/5': json({ id: 5, name: 'Eve', nick: 'E' }),
  'GET /contacts/6': { type: 'application/json', body: '{"id": 6, "name": ' },
  'GET /contacts/7': { status: 200 },
  'GET /contacts/8': { status: 302, fields: { Location: '/contacts/1' } },
  'HEAD /contacts/1': { type: 'application/json' },
  'PUT /contacts/1': json({ id: 1, name: 'Ada' }),
  'POST /contacts': json({ id: 9, name: 'New' }, 201),
  'POST /contacts?refuse': { status: 400 },
  'GET /names/1': json('Ada'),
  'GET /names/2': { type: 'application/json', body: 'Ada' },
  'GET /photos/1': { type: 'image/png', body: new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0xff]) },
  'GET /cards/1': {
    type: 'application/xml',
    body: '<contact><id>1</id><name>Ada</name></contact>',
    fields: { 'X-Revision': '7', 'Set-Cookie': ['a=1', 'b=2'] },
  },
  'GET /cards/2': { type: 'application/xml', body: '<contact><id>one</id></contact>', fields: { 'X-Revision': 'seven' } },
};

/** Starts it; `close` ends it with its connections. */
export async function startContacts(): Promise<{ url: string; server: Server; close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    const path = (request.url ?? '').replace(/\?(?!refuse).*$/, '');
    const { status = 200, type, body, fields = {} } = answers[`${request.method} ${path}`] ?? { status: 418 };
    request.resume().on('end', () => {
      response.writeHead(status, {
        ...fields,
        ...(type !== undefined && { 'Content-Type': type }),
        ...(body !== undefined && { 'Content-Length': Buffer.byteLength(body) }),
      });
      response.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    server,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
