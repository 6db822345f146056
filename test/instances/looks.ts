// How each fault shows itself over HTTP, as trials of a faulty instance; long because it is a table.
import { expect } from 'vitest';
import type { Fault, FaultId } from './faults/index.ts';
import { startInstance } from './instance.ts';
import type { Instance, InstanceOptions } from './instance.ts';
import { sender, vendorAccess } from './judged.ts';
import type { Send, Sent } from './judged.ts';
import type { VendorId } from './vendor.ts';

export const json = { 'Content-Type': 'application/json', Accept: 'application/json' };
const id = '6f1d0c5e-2a4b-4c1e-9d57-3b8a1f0e4c21';

/** Per vendor: a write, its valid and its invalid body, and the path in an answer where the name stands. */
export const plans = {
  superoffice: {
    method: 'PUT',
    target: '/api/v1/Contact/80',
    valid: { Name: 'Probe', Category: { Id: 12 } },
    invalid: { NoMailing: 'no' },
    read: '/api/v1/Contact/80',
    xml: 'application/xml',
  },
  onlyoffice: {
    method: 'PUT',
    target: '/api/2.0/crm/contact/person/17',
    valid: { firstName: 'Ada', lastName: 'Probe' },
    invalid: { firstName: '', lastName: 'B' },
    read: '/api/2.0/crm/contact/17',
    xml: 'text/xml',
  },
  odyssee: {
    method: 'POST',
    target: '/api/Contact/Save',
    valid: { id, lastname: 'Probe' },
    invalid: { id },
    read: undefined,
    xml: 'application/xml',
  },
} as const;

export interface Trial {
  readonly vendor: VendorId;
  readonly send: Send;
  readonly started: Instance;
  readonly write: (fields?: Record<string, string | undefined>, body?: object) => Promise<Sent>;
}

export async function begin(vendor: VendorId, wanted: readonly Fault[], options: InstanceOptions = {}): Promise<Trial> {
  const started = await startInstance(vendor, { ...options, faults: wanted });
  const send = sender(started.url, vendor);
  const { method, target, valid } = plans[vendor];
  return {
    vendor,
    send,
    started,
    write: (fields = {}, body = valid) => send(method, target, { ...json, ...fields }, JSON.stringify(body)),
  };
}

export type Look = (trial: Trial) => Promise<void>;

const failing = (look: () => Promise<unknown>): Promise<boolean> =>
  look().then(
    () => false,
    () => true,
  );

const otherMethod =
  (status: number): Look =>
  async ({ vendor, send }) => {
    const answer = await send('PROPFIND', plans[vendor].target);
    expect([answer.status, answer.headers.get('allow')]).toEqual([status, null]);
  };

const dropped =
  (where: string): Look =>
  async ({ vendor, started }) => {
    const { method, target, valid } = plans[vendor];
    const before = started.state();
    const call = (): Promise<Response> =>
      fetch(started.url + vendorAccess[vendor].prefix + target, {
        method,
        headers: { ...json, Authorization: vendorAccess[vendor].authorization },
        body: JSON.stringify(valid),
      });
    if (where === 'before-headers') expect(await failing(call)).toBe(true);
    else {
      const response = await call();
      expect(response.status).toBeLessThan(202);
      expect(await failing(() => response.text())).toBe(true);
    }
    expect(started.state()).not.toEqual(before);
  };

const undeletable =
  (status: string): Look =>
  async ({ vendor, send, started, write }) => {
    const { read, valid } = plans[vendor];
    await write();
    const before = started.state();
    const removed = read === undefined ? await write({}, { ...valid, archived: true }) : await send('DELETE', read);
    expect(removed.status).toBe(Number(status));
    expect(started.state()).toEqual(before);
  };

export const looks: Readonly<Record<Exclude<FaultId, 'redirect-other-host'>, readonly (readonly [Fault, Look])[]>> = {
  'null-200': [['null-200', async ({ write }) => expect(await write()).toMatchObject({ status: 200, text: 'null' })]],
  'select-string': [
    [
      'select-string',
      async ({ vendor, write }) =>
        expect((await write()).text).toMatch(vendor === 'superoffice' ? /"Category":\{"Id":"12"/ : /"shareType":"0"/),
    ],
  ],
  'offset-less-dates': [
    ['offset-less-dates', async ({ write }) => expect((await write()).text).toMatch(/"(created|modified_dateutc)":"[\dT:.-]{19,27}"/)],
  ],
  'wrong-date-format': [
    ['wrong-date-format', async ({ write }) => expect((await write()).text).toMatch(/"\d\d\\?\/\d\d\\?\/\d{4} \d\d:\d\d"/)],
  ],
  'missing-required-field': [
    [
      'missing-required-field',
      async ({ write }) => {
        const members = Object.keys(JSON.parse((await write()).text) as object);
        expect(members.filter((name) => ['ContactId', 'response', 'lastname'].includes(name))).toEqual([]);
      },
    ],
  ],
  'extra-undocumented-field': [
    ['extra-undocumented-field', async ({ write }) => expect(JSON.parse((await write()).text)).toMatchObject({ undocumentedMember: true })],
  ],
  'json-xml-disagree': [
    [
      'json-xml-disagree',
      async ({ vendor, write }) => {
        expect((await write({ Accept: plans[vendor].xml })).text).toContain('>Probe (as XML)</');
        expect((await write()).text).not.toContain('as XML');
      },
    ],
  ],
  'truncated-json': [
    [
      'truncated-json',
      async ({ write }) => {
        const { status, text } = await write();
        expect(status).toBeLessThan(202);
        expect(() => void JSON.parse(text)).toThrow(SyntaxError);
      },
    ],
  ],
  'wrong-content-type': [
    ['wrong-content-type', async ({ write }) => expect((await write()).headers.get('content-type')).toBe('text/html')],
  ],
  'echo-credentials': [
    [
      'echo-credentials',
      async ({ started, write }) => {
        const { text, headers } = await write();
        const sent = started.log()[0]?.headers.authorization ?? '?';
        expect(JSON.parse(text)).toMatchObject({ debug: { authorization: sent } });
        expect(headers.get('x-debug-authorization')).toBe(sent);
      },
    ],
  ],
  'plain-text-401': [
    [
      'plain-text-401',
      async ({ write }) => {
        const { status, headers, text } = await write({ Authorization: undefined });
        expect([status, headers.get('content-type'), text]).toEqual([401, 'text/plain; charset=utf-8', 'Unauthorized']);
      },
    ],
  ],
  'error-500': [['error-500', async ({ vendor, write }) => expect((await write({}, plans[vendor].invalid)).status).toBe(500)]],
  'missing-name-500': [
    [
      'missing-name-500',
      async ({ send }) => {
        expect((await send('POST', '/api/2.0/crm/contact/person', json, '{"firstName":"Ada"}')).status).toBe(500);
        expect((await send('POST', '/api/2.0/crm/contact/person', json, '{"firstName":"","lastName":"B"}')).status).toBe(400);
      },
    ],
  ],
  'accepts-invalid': [
    [
      'accepts-invalid',
      async ({ vendor, started, write }) => {
        expect((await write({}, plans[vendor].invalid)).status).toBeLessThan(202);
        expect(JSON.stringify(started.state())).toContain('Accepted');
      },
    ],
  ],
  'accepts-any-media-type': [
    [
      'accepts-any-media-type',
      async ({ write }) => expect((await write({ 'Content-Type': 'application/x-unknown' })).status).toBeLessThan(202),
    ],
    [
      'accepts-any-media-type',
      async ({ vendor, send }) =>
        expect((await send(plans[vendor].method, plans[vendor].target, { 'Content-Type': 'text/csv' }, 'a;b')).status).toBeLessThan(202),
    ],
  ],
  'form-of-anything': [
    [
      'form-of-anything',
      async ({ send }) => {
        const post = (body: string): Promise<Sent> =>
          send('POST', '/api/2.0/crm/contact/person', { 'Content-Type': 'application/xml' }, body);
        expect((await post('firstName=Ada&lastName=Probe')).status).toBe(201);
        expect((await post('<person><firstName>Ada</firstName><lastName>Probe</lastName></person>')).status).toBe(400);
      },
    ],
  ],
  'drops-unordered-xml': [
    [
      'drops-unordered-xml',
      async ({ send }) => {
        const body = `<contact><id>${id}</id><firstname>Ada</firstname><lastname>Probe</lastname></contact>`;
        const { status, text } = await send(
          'POST',
          '/api/Contact/Save',
          { 'Content-Type': 'application/xml', Accept: 'application/json' },
          body,
        );
        expect([status, JSON.parse(text)]).toMatchObject([201, { firstname: '', lastname: 'Probe' }]);
      },
    ],
  ],
  'ignored-accept': [
    [
      'ignored-accept',
      async ({ vendor, write }) =>
        expect((await write({ Accept: plans[vendor].xml })).headers.get('content-type')).toMatch(/^application\/json;/),
    ],
  ],
  'no-401': [
    ['no-401', async ({ write }) => expect((await write({ Authorization: undefined })).status).toBeLessThan(202)],
    ['no-401', async ({ write }) => expect((await write({ Authorization: 'Basic wrong' })).status).toBeLessThan(202)],
  ],
  'no-405': [
    ['no-405=200', otherMethod(200)],
    ['no-405=404', otherMethod(404)],
    ['no-405=500', otherMethod(500)],
  ],
  'rate-limit': [
    [
      'rate-limit',
      async ({ write }) => {
        const refused = await write();
        expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
        expect((await write()).status).toBeLessThan(202);
      },
    ],
    [
      'rate-limit=503,date,always',
      async ({ write }) => {
        await write();
        const refused = await write();
        expect(refused.status).toBe(503);
        expect(Date.parse(refused.headers.get('retry-after') ?? '') - Date.now()).toBeLessThan(1500);
      },
    ],
  ],
  slow: [
    [
      'slow=150',
      async ({ write }) => {
        const before = performance.now();
        expect((await write()).status).toBeLessThan(202);
        expect(performance.now() - before).toBeGreaterThan(140);
      },
    ],
  ],
  'dropping-connections': [
    ['dropping-connections=before-headers', dropped('before-headers')],
    ['dropping-connections=after-headers', dropped('after-headers')],
    ['dropping-connections=mid-body', dropped('mid-body')],
  ],
  hanging: [
    [
      'hanging',
      async ({ vendor, started }) => {
        const { method, target, valid } = plans[vendor];
        const call = fetch(started.url + vendorAccess[vendor].prefix + target, {
          method,
          headers: { ...json, Authorization: vendorAccess[vendor].authorization },
          body: JSON.stringify(valid),
          signal: AbortSignal.timeout(200),
        });
        await expect(call).rejects.toMatchObject({ name: 'TimeoutError' });
        expect(started.log()).toHaveLength(1);
      },
    ],
  ],
  'gzip-broken': [['gzip-broken', async ({ write }) => expect(await failing(() => write())).toBe(true)]],
  'huge-body': [
    [
      'huge-body=3000000',
      async ({ write }) => {
        const { text } = await write();
        expect(text.length).toBeGreaterThan(3_000_000);
        expect(JSON.parse(text)).toBeTypeOf('object');
      },
    ],
  ],
  'lost-update': [
    [
      'lost-update',
      async ({ started, write }) => {
        const before = started.state();
        expect((await write()).status).toBeLessThan(202);
        expect(started.state()).toEqual(before);
      },
    ],
    [
      'lost-update',
      async ({ vendor, send, write }) => {
        const { read } = plans[vendor];
        const { text } = await write();
        if (read !== undefined) expect((await send('GET', read)).text).not.toBe(text);
        else expect((await write()).status).toBe(201);
      },
    ],
  ],
  'not-idempotent-put': [
    [
      'not-idempotent-put',
      async ({ write, started }) => {
        await write();
        const once = started.state();
        await write();
        expect(JSON.stringify(started.state())).toContain('(save 2)');
        expect(JSON.stringify(once)).toContain('(save 1)');
      },
    ],
  ],
  'ignores-precondition': [
    [
      'ignores-precondition',
      async ({ write }) => expect((await write({ 'If-Unmodified-Since': 'Sun, 06 Nov 1994 08:49:37 GMT' })).status).toBe(200),
    ],
  ],
  'delete-fails': [
    ['delete-fails=500', undeletable('500')],
    ['delete-fails=403', undeletable('403')],
  ],
  'crash-mid-workflow': [
    [
      'crash-mid-workflow=2',
      async ({ started, write }) => {
        expect((await write()).status).toBeLessThan(202);
        expect((await write()).status).toBeLessThan(202);
        expect(await failing(() => write())).toBe(true);
        expect(await failing(() => fetch(started.url))).toBe(true);
        expect(started.state().length).toBeGreaterThan(0);
      },
    ],
    [
      'crash-mid-workflow=1,unanswered',
      async ({ started, write }) => {
        expect(await failing(() => write())).toBe(true);
        expect(JSON.stringify(started.state())).toContain('Probe');
        expect(await failing(() => fetch(started.url))).toBe(true);
      },
    ],
  ],
};
