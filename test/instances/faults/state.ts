// Faults of what is stored: writes that vanish, are repeated, ignore a precondition, cannot be undone or are the last the instance does.
import { everyone, isSuccess, isWrite, serverError } from './fault.ts';
import type { FaultEntry } from './fault.ts';
import { parseJson } from '../reading.ts';

export const state = {
  'lost-update': {
    imitates: 'a write that is answered with success and not stored',
    vendors: everyone,
    foundBy: 'probe: reading back gives what was written (Odyssee: a second save is 201 again)',
    layer:
      (_value, { world }) =>
      async (request, next) => {
        if (!['POST', 'PUT'].includes(request.method)) return next(request);
        const before = world.state();
        const given = await next(request);
        if (isSuccess(given)) world.restore(before);
        return given;
      },
  },
  'not-idempotent-put': {
    imitates: 'a replacement that adds to what is there instead (JSON requests; Odyssee: a save)',
    vendors: everyone,
    foundBy: 'probe: the same PUT twice gives the same resource',
    layer: (_value, { vendor }) => {
      let saves = 0;
      return (request, next) => {
        const value = request.method === vendor.replacesBy ? parseJson(request.body.toString()) : undefined;
        if (typeof value !== 'object' || value === null || Array.isArray(value)) return next(request);
        const text = (value as Record<string, unknown>)[vendor.freeText];
        const changed = { ...value, [vendor.freeText]: `${typeof text === 'string' ? `${text} ` : ''}(save ${++saves})` };
        return next({ ...request, body: Buffer.from(JSON.stringify(changed)) });
      };
    },
  },
  'ignores-precondition': {
    imitates: 'a server that overwrites what somebody else changed meanwhile',
    vendors: ['superoffice'],
    foundBy: 'probe: a stale If-Unmodified-Since is refused with 412',
    layer: () => (request, next) => {
      const { 'if-unmodified-since': _since, ...headers } = request.headers;
      return next({ ...request, headers });
    },
  },
  'delete-fails': {
    imitates: 'rights to create and none to delete: what a probe made stays behind (Odyssee: archiving fails)',
    vendors: everyone,
    foundBy: 'probe: a leftover is reported',
    value: 'status of the refusal, 500 by default',
    layer:
      (value = '500', { vendor }) =>
      (request, next) =>
        vendor.isCleanUp(request) ? { ...serverError(vendor), status: Number(value) } : next(request),
  },
  'crash-mid-workflow': {
    imitates: 'an instance that ends behind the n-th write; from then on connections are refused',
    vendors: everyone,
    foundBy: 'probe: the instance is gone, and what was created before is named',
    value: 'n, 1 by default; `n,unanswered` when that write is stored but not answered',
    layer: (value = '1') => {
      const [count = '1', how] = value.split(',');
      let writes = 0;
      return async (request, next) => {
        const given = await next(request);
        if (!isWrite(request) || ++writes !== Number(count)) return given;
        return { ...given, transport: { ...given.transport, crash: how === 'unanswered' ? 'unanswered' : 'answered' } };
      };
    },
  },
} satisfies Record<string, FaultEntry>;
