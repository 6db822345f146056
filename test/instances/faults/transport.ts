// Faults below HTTP's messages and beside them: time, sockets, codings, sizes, other hosts.
import { everyone } from './fault.ts';
import type { FaultEntry, Layer } from './fault.ts';
import type { Transport } from '../vendor.ts';

const behave =
  (transport: Transport): Layer =>
  async (request, next) => {
    const given = await next(request);
    return { ...given, transport: { ...given.transport, ...transport } };
  };

export const transport = {
  slow: {
    imitates: 'a server that takes its time',
    vendors: everyone,
    foundBy: 'probe: latency, time limit',
    value: 'milliseconds, 1000 by default',
    everywhere: true,
    layer: (value = '1000') => behave({ delay: Number(value) }),
  },
  'dropping-connections': {
    imitates: 'a proxy or a process that dies while it answers; the request has been carried out',
    vendors: everyone,
    foundBy: 'probe: the connection ended before the answer did',
    value: '`before-headers` (default), `after-headers` or `mid-body`',
    layer: (value = 'before-headers') => behave({ cut: value as NonNullable<Transport['cut']> }),
  },
  hanging: {
    imitates: 'a server that accepts a request and never answers',
    vendors: everyone,
    foundBy: 'probe: time limit',
    layer: () => behave({ hang: true }),
  },
  'gzip-broken': {
    imitates: '`Content-Encoding: gzip` in front of bytes that are none',
    vendors: everyone,
    foundBy: 'response-body-malformed',
    layer: () => behave({ falseGzip: true }),
  },
  'huge-body': {
    imitates: 'an answer far larger than anybody expects: white space behind the JSON or XML',
    vendors: everyone,
    foundBy: 'probe: limit of an answer’s size',
    value: 'bytes, 64 MiB by default',
    layer: (value = String(64 * 1024 * 1024)) => behave({ padding: Number(value) }),
  },
  'redirect-other-host': {
    imitates: 'a redirect to a host that must not see the credentials',
    vendors: everyone,
    foundBy: 'response-status-undocumented; the other host’s log holds no credentials',
    value: 'status and origin, separated by a comma; `307,https://elsewhere.invalid` by default',
    layer: (value = '307') => {
      const [status = '307', origin = 'https://elsewhere.invalid'] = value.split(',');
      return (request) => ({ status: Number(status), headers: { Location: `${origin}${request.target}` } });
    },
  },
} satisfies Record<string, FaultEntry>;
