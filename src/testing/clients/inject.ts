// A response of light-my-request, which is what `inject()` of Fastify gives: no socket, but the request is there, all but its body.
import { bodyOf, type Client, fieldsOf, isLoose, type Loose, type Received, sentBy } from '../client.ts';
import { unpack } from '../unpack.ts';

export default {
  name: 'a response of `inject()`',
  recognises: (value) => 'statusCode' in value && typeof value.statusCode === 'number' && 'rawPayload' in value && 'headers' in value,
  read(value): Received {
    const { statusCode, headers, rawPayload, raw } = value as Loose & { statusCode: number };
    const fields = fieldsOf(headers);
    const body = bodyOf(rawPayload);
    return {
      status: statusCode,
      fields,
      body: body.kind === 'bytes' ? unpack(body.bytes, fields) : body,
      sent: {
        ...sentBy(isLoose(raw) ? raw['req'] : undefined),
        body: { kind: 'unknown', reason: '`inject()` does not show what it sent' },
      },
    };
  },
} satisfies Client;
