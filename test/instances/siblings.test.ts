// What a workflow needs beside the documented operations: signing in, reading back, preconditions, cleaning up, limits; and every way to sign in.
import { afterEach, describe, expect, it } from 'vitest';
import { startInstance } from './instance.ts';
import type { Instance, InstanceOptions } from './instance.ts';
import { sender } from './judged.ts';
import type { Send } from './judged.ts';
import * as odyssee from './odyssee.ts';
import * as onlyoffice from './onlyoffice.ts';
import * as superoffice from './superoffice.ts';
import type { VendorId } from './vendor.ts';

let instance: Instance | undefined;
afterEach(() => instance?.stop());

async function start(vendor: VendorId, options?: InstanceOptions): Promise<{ send: Send; instance: Instance }> {
  instance = await startInstance(vendor, options);
  return { send: sender(instance.url, vendor), instance };
}

const json = { 'Content-Type': 'application/json' };

describe('superoffice', () => {
  const contact = '/api/v1/Contact';

  it('creates, reads back, replaces, refuses a stale replacement, and deletes', async () => {
    let time = Date.parse('2026-01-12T08:00:00Z');
    const { send } = await start('superoffice', { now: () => new Date(time) });
    const created = JSON.parse((await send('POST', '/api/v1/Agents/Contact/SaveContactEntity', json, '{"Name":"Probe AS"}')).text) as {
      ContactId: number;
    };
    const target = `${contact}/${created.ContactId}`;
    const read = await send('GET', target);
    expect(JSON.parse(read.text)).toMatchObject({ Name: 'Probe AS' });
    const since = read.headers.get('last-modified') ?? '';
    expect(since).toBe('Mon, 12 Jan 2026 08:00:00 GMT');
    expect((await send('GET', target, { 'If-Modified-Since': since })).status).toBe(304);
    time += 60_000;
    const put = (fields: Record<string, string>): Promise<{ status: number }> =>
      send('PUT', target, { ...json, ...fields }, '{"Name":"Probe 2"}');
    expect((await put({ 'If-Unmodified-Since': since })).status).toBe(200);
    expect((await put({ 'If-Unmodified-Since': since })).status).toBe(412);
    expect((await put({ 'If-Unmodified-Since': 'yesterday' })).status).toBe(200);
    expect((await send('DELETE', target, { 'If-Unmodified-Since': since })).status).toBe(412);
    expect((await send('DELETE', target)).status).toBe(204);
    expect((await send('GET', target)).status).toBe(404);
    expect((await send('DELETE', target)).status).toBe(404);
  });

  it('creates by the resource, reads and deletes by the agent', async () => {
    const { send, instance: started } = await start('superoffice');
    const before = started.state();
    const { status, text } = await send('POST', contact, json, '{"Name":"Probe AS"}');
    expect(status).toBe(200);
    const { ContactId: id } = JSON.parse(text) as { ContactId: number };
    expect((await send('POST', `/api/v1/Agents/Contact/GetContactEntity?contactEntityId=${id}`)).text).toContain('Probe AS');
    expect((await send('POST', `/api/v1/Agents/Contact/DeleteContactEntity?ContactEntityId=${id}`)).status).toBe(204);
    expect((await send('POST', `/api/v1/Agents/Contact/GetContactEntity?contactEntityId=${id}`)).text).toBe('null');
    expect(started.state()).toEqual(before);
  });

  it('takes the same PUT twice for once', async () => {
    const { send } = await start('superoffice', { now: () => new Date('2026-01-12T08:00:00Z') });
    const put = (): Promise<{ text: string }> => send('PUT', `${contact}/80`, json, '{"Name":"Probe AS"}');
    expect((await put()).text).toBe((await put()).text);
  });

  it('knows every way to sign in, and none that is nearly one', async () => {
    const { send } = await start('superoffice', { users: [{ name: 'kim', password: 'p:q' }] });
    const page = await send('GET', '/api', { Authorization: superoffice.basic });
    const cookie = page.headers.get('set-cookie')?.split(';')[0] ?? '';
    expect(cookie).toBe(`XSRF-TOKEN=${superoffice.xsrf}`);
    expect(page.text).toContain(`name="XSRF_TOKEN" value="${superoffice.xsrf}"`);
    const none = { Authorization: undefined };
    const ways: readonly [number, Record<string, string | undefined>][] = [
      [200, { Authorization: superoffice.basic }],
      [200, { Authorization: `Basic ${Buffer.from('kim:p:q').toString('base64')}` }],
      [200, { Authorization: superoffice.bearer }],
      [200, { Authorization: superoffice.ticket }],
      [200, { Authorization: superoffice.ticket.replace('SOTicket', 'SoTicket'), 'SO-AppToken': superoffice.appToken }],
      [401, { Authorization: superoffice.ticket, 'SO-AppToken': 'wrong' }],
      [200, { ...none, Cookie: cookie, 'X-XSRF-TOKEN': superoffice.xsrf }],
      [401, { ...none, Cookie: cookie }],
      [401, { ...none, 'X-XSRF-TOKEN': superoffice.xsrf }],
      [401, { ...none, Cookie: 'XSRF-TOKEN=other', 'X-XSRF-TOKEN': 'other' }],
      [401, { Authorization: superoffice.bearer.replace('Bearer', 'Basic') }],
    ];
    for (const [status, fields] of ways) expect([status, fields]).toEqual([(await send('GET', `${contact}/80`, fields)).status, fields]);
  });
});

describe('onlyoffice', () => {
  const authenticate = '/api/2.0/authentication';
  const sign = JSON.stringify({ userName: 'mike.zanyatski@example.com', password: 'imitation' });

  it('gives a token, with which a workflow creates, updates, reads back and deletes', async () => {
    const { send, instance: started } = await start('onlyoffice');
    const before = started.state();
    const none = { Authorization: undefined };
    expect(
      (
        await send(
          'POST',
          authenticate,
          { ...none, ...json },
          JSON.stringify({ userName: 'mike.zanyatski@example.com', password: 'wrong' }),
        )
      ).status,
    ).toBe(401);
    const signed = await send('POST', `${authenticate}.json`, { ...none, ...json }, sign);
    expect(signed.status).toBe(201);
    const { response } = JSON.parse(signed.text) as { response: { token: string; expires: string } };
    const as = { Authorization: response.token };
    const created = await send('POST', '/api/2.0/crm/contact/person', { ...as, ...json }, '{"firstName":"Ada","lastName":"Probe"}');
    const { id } = (JSON.parse(created.text) as { response: { id: number } }).response;
    await send(
      'PUT',
      `/api/2.0/crm/contact/person/${id}.json`,
      { ...as, ...json },
      '{"firstName":"Ada","lastName":"Byron","companyId":16}',
    );
    const read = await send('GET', `/api/2.0/crm/contact/${id}.json`, as);
    expect(JSON.parse(read.text)).toMatchObject({ status: 0, response: { id, lastName: 'Byron', company: { id: 16 } } });
    expect((await send('GET', `/api/2.0/crm/contact/${id}.xml`, as)).text).toContain('<lastName>Byron</lastName>');
    expect((await send('DELETE', `/api/2.0/crm/contact/${id}`, as)).status).toBe(200);
    expect((await send('GET', `/api/2.0/crm/contact/${id}`, as)).status).toBe(404);
    expect(started.state()).toEqual(before);
  });

  it('knows every way to sign in', async () => {
    const { send } = await start('onlyoffice');
    const none = { Authorization: undefined };
    const ways: readonly [number, Record<string, string | undefined>][] = [
      [200, { Authorization: onlyoffice.token }],
      [200, { Authorization: `Bearer ${onlyoffice.token}` }],
      [200, { Authorization: onlyoffice.basic }],
      [200, { ...none, Cookie: `a=b; asc_auth_key=${onlyoffice.token}` }],
      [401, { ...none, Cookie: 'asc_auth_key=wrong' }],
      [401, { Authorization: `Basic ${onlyoffice.token}` }],
    ];
    for (const [status, fields] of ways)
      expect([status, fields]).toEqual([(await send('GET', '/api/2.0/crm/contact/17', fields)).status, fields]);
  });

  it('refuses a rate above its limit with 503 and the seconds to wait', async () => {
    let time = Date.parse('2026-01-12T08:00:00Z');
    const { send, instance: started } = await start('onlyoffice', { rate: { requests: 2, seconds: 10 }, now: () => new Date(time) });
    const read = (): Promise<{ status: number; headers: Headers }> => send('GET', '/api/2.0/crm/contact/17');
    await read();
    time += 4000;
    await read();
    const refused = await read();
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '6']);
    time += 6001;
    expect((await read()).status).toBe(200);
    expect(started.log().map(({ method, target, status }) => `${method} ${target} ${String(status)}`)).toEqual(
      [200, 200, 503, 200].map((status) => `GET /api/2.0/crm/contact/17 ${status}`),
    );
  });
});

describe('odyssee', () => {
  it('archives what it cannot delete, and offers no way to read', async () => {
    const { send, instance: started } = await start('odyssee');
    const id = '6f1d0c5e-2a4b-4c1e-9d57-3b8a1f0e4c21';
    const save = (members: object): Promise<{ status: number }> =>
      send('POST', '/api/Contact/Save', json, JSON.stringify({ id, lastname: 'Probe', ...members }));
    expect((await save({})).status).toBe(201);
    expect((await save({ archived: true })).status).toBe(200);
    expect(started.state()).toMatchObject([{ id, archived: true }]);
    expect((await send('GET', `/api/Contact(${id})`)).status).toBe(404);
  });

  it('signs in by Basic alone', async () => {
    const { send } = await start('odyssee', { credentials: { user: { name: 'other', password: 'secret@acme' } } });
    const body = '{"id":"6f1d0c5e-2a4b-4c1e-9d57-3b8a1f0e4c21","lastname":"Probe"}';
    expect((await send('POST', '/api/Contact/Save', json, body)).status).toBe(401);
    const other = `basic ${Buffer.from('other:secret@acme').toString('base64')}`;
    expect((await send('POST', '/api/Contact/Save', { ...json, Authorization: other }, body)).status).toBe(201);
    expect(
      (await send('POST', '/api/Contact/Save', { ...json, Authorization: odyssee.credential.replace('Basic', 'Bearer') }, body)).status,
    ).toBe(401);
  });
});
