// Every way to sign in that the three vendors have, out of the environment alone; no value of it is left in any output.
import { expect, it } from 'vitest';
import { appToken, bearer, ticket, xsrf } from '../instances/superoffice.ts';
import { token } from '../instances/onlyoffice.ts';
import type { VendorId } from '../instances/vendor.ts';
import { runProbe } from './run-probe.ts';

const none = { TRUCE_SUPEROFFICE_BASIC: '', TRUCE_ONLYOFFICE_USER_NAME: '', TRUCE_ONLYOFFICE_PASSWORD: '', TRUCE_ODYSSEE_BASIC: '' };
const raw = bearer.replace('Bearer ', '');

const ways: readonly (readonly [VendorId, string, Readonly<Record<string, string>>])[] = [
  ['superoffice', 'Basic', { TRUCE_SUPEROFFICE_BASIC: 'jane:imitation' }],
  ['superoffice', 'Bearer', { TRUCE_SUPEROFFICE_BEARER: raw }],
  ['superoffice', 'Bearer with its scheme', { TRUCE_SUPEROFFICE_BEARER: bearer }],
  ['superoffice', 'SOTicket and SO-AppToken', { TRUCE_SUPEROFFICE_SO_TICKET: ticket, TRUCE_SUPEROFFICE_SO_APP_TOKEN: appToken }],
  ['superoffice', 'the XSRF pair', { TRUCE_SUPEROFFICE_XSRF_HEADER: xsrf, TRUCE_SUPEROFFICE_XSRF_COOKIE: xsrf }],
  ['onlyoffice', 'token', { TRUCE_ONLYOFFICE_TOKEN: token }],
  ['onlyoffice', 'cookie', { TRUCE_ONLYOFFICE_COOKIE: token }],
  ['onlyoffice', 'Bearer', { TRUCE_ONLYOFFICE_BEARER: token }],
  ['onlyoffice', 'Basic', { TRUCE_ONLYOFFICE_BASIC: 'mike.zanyatski@example.com:imitation' }],
  [
    'onlyoffice',
    'a name and a password',
    { TRUCE_ONLYOFFICE_USER_NAME: 'mike.zanyatski@example.com', TRUCE_ONLYOFFICE_PASSWORD: 'imitation' },
  ],
  ['odyssee', 'Basic', { TRUCE_ODYSSEE_BASIC: 'erp.connector:imitation@acme' }],
];

it.each(ways)('%s with %s', async (vendor, _, env) => {
  const { instance, har, out, err, code, findings } = await runProbe(vendor, {
    env: { ...none, ...env },
    arguments: ['--checks', 'media-type-refused,credentials-kept-secret', '--generate', '1'],
  });
  const answered = instance.log().filter(({ status }) => status === 401 || status === 403);
  expect(answered).toEqual([]);
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(code).toBe(0);
  for (const [name, value] of Object.entries(env)) {
    if (name.endsWith('USER_NAME')) continue;
    const secrets = [value, value.slice(value.indexOf(':') + 1), Buffer.from(value).toString('base64')];
    for (const secret of secrets) for (const text of [har, out, err]) expect(text).not.toContain(secret);
  }
});

it('wrong ones end the run before an account is locked', async () => {
  const { instance, couldNotCheck, code } = await runProbe('odyssee', {
    env: { ...none, TRUCE_ODYSSEE_BASIC: 'erp.connector:wrong' },
    arguments: ['--exclude-checks', 'credentials-required'],
  });
  expect(couldNotCheck.join('\n')).toContain('Not everything was tried: the instance does not accept the credentials (401)');
  expect(instance.log().length).toBeLessThan(8);
  expect(code).toBe(2);
});

it('none are named with their variables', async () => {
  const { out, code, instance } = await runProbe('superoffice', { env: none, arguments: ['--checks', 'valid-request-accepted'] });
  expect(out).toContain('no credentials: set `TRUCE_SUPEROFFICE_BASIC`, `TRUCE_SUPEROFFICE_BEARER`');
  expect(instance.log()).toEqual([]);
  expect(code).toBe(2);
});
