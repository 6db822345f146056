// The result of undici's `request()`: its body is a stream that is read here once and given back, so that the test's own `.json()` still works.
import { type Client, fieldsOf, isLoose, type Loose, type Received } from '../client.ts';
import { unpack } from '../unpack.ts';

const readers = ['text', 'json', 'arrayBuffer', 'bytes', 'blob'] as const;

/** Bodies that were read here, by their stream: a second look finds them. */
const known = new WeakMap<object, Uint8Array>();

async function readOnce(body: Loose, headers: Loose): Promise<Uint8Array | undefined> {
  const before = known.get(body);
  if (before) return before;
  if (body['bodyUsed'] === true) return undefined;
  const bytes = new Uint8Array(await (body as unknown as { arrayBuffer(): Promise<ArrayBuffer> }).arrayBuffer());
  known.set(body, bytes);
  // A Response of the same bytes reads them in every way undici offers.
  const init = { headers: { 'Content-Type': String(headers['content-type'] ?? '') } };
  for (const name of readers) {
    const read = async (): Promise<unknown> =>
      (new Response(bytes.slice(), init) as unknown as Record<string, () => Promise<unknown>>)[name]?.();
    Object.defineProperty(body, name, { value: read, configurable: true });
  }
  const iterate = async function* (): AsyncGenerator<Buffer> {
    if (bytes.length > 0) yield Buffer.from(bytes);
  };
  Object.defineProperty(body, Symbol.asyncIterator, { value: iterate, configurable: true });
  Object.defineProperty(body, 'bodyUsed', { value: false, configurable: true });
  return bytes;
}

export default {
  name: 'a result of undici’s `request()`',
  recognises: (value) =>
    'statusCode' in value &&
    typeof value.statusCode === 'number' &&
    'body' in value &&
    isLoose(value.body) &&
    typeof value.body['arrayBuffer'] === 'function',
  async read(value): Promise<Received> {
    const { statusCode, headers, body } = value as { statusCode: number; headers: Loose; body: Loose };
    const bytes = await readOnce(body, headers);
    const received = { status: statusCode, fields: fieldsOf(headers), sent: {} };
    if (!bytes)
      return { ...received, body: { kind: 'unknown', reason: 'the test had read it before; let `toSatisfyContract()` come first' } };
    return { ...received, body: unpack(bytes, received.fields) };
  },
} satisfies Client;
