// A Response of the Fetch Standard, whoever made it: it knows its URL and nothing else of the request. A clone is read, so the test can still read it.
import { type Client, fieldsOf, isLoose, type Received } from '../client.ts';

interface ResponseLike {
  readonly status: number;
  readonly url: string;
  readonly bodyUsed: boolean;
  readonly headers: object;
  clone(): { arrayBuffer(): Promise<ArrayBuffer> };
}

export default {
  name: 'a fetch Response',
  recognises: (value) =>
    'clone' in value &&
    typeof value.clone === 'function' &&
    'arrayBuffer' in value &&
    'status' in value &&
    typeof value.status === 'number',
  async read(value): Promise<Received> {
    const response = value as ResponseLike;
    const { status, url, bodyUsed } = response;
    const known = { status, fields: fieldsOf(isLoose(response.headers) ? response.headers : {}), sent: url ? { target: url } : {} };
    if (bodyUsed)
      return { ...known, body: { kind: 'unknown', reason: 'the test had read it before; let `toSatisfyContract()` come first' } };
    const bytes = new Uint8Array(await response.clone().arrayBuffer());
    return { ...known, body: bytes.length > 0 ? { kind: 'bytes', bytes } : { kind: 'none' } };
  },
} satisfies Client;
