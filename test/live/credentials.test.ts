// Credentials of every kind of scheme go where the contract says, wrong ones look like right ones, and no sentence repeats one.
import { describe, expect, it } from 'vitest';
import { type CredentialOptions, Credentials, type CredentialUse, variableOf } from '../../src/live/credentials.ts';
import type { WireRequest } from '../../src/live/request-values.ts';
import { Secrets } from '../../src/live/secrets.ts';
import type { Operation } from '../../src/model/contract.ts';
import { UserError } from '../../src/model/user-error.ts';
import { type Json, operationOf } from './contract-of.ts';

const schemes: Json = {
  basic: { type: 'http', scheme: 'basic' },
  bearer: { type: 'http', scheme: 'bearer' },
  digest: { type: 'http', scheme: 'Digest' },
  keyed: { type: 'apiKey', in: 'header', name: 'X-Key' },
  queried: { type: 'apiKey', in: 'query', name: 'api key' },
  baked: { type: 'apiKey', in: 'cookie', name: 'sid' },
  oauth: { type: 'oauth2', flows: { clientCredentials: { tokenUrl: 'https://a.example/t', scopes: {} } } },
  connect: { type: 'openIdConnect', openIdConnectUrl: 'https://a.example/.well-known' },
  mutual: { type: 'mutualTLS' },
  'odd key/ä.b': { type: 'apiKey', in: 'header', name: 'X-Odd' },
  constructor: { type: 'apiKey', in: 'header', name: 'X-Made' },
};

const secured = (...alternatives: readonly (readonly string[])[]): Promise<Operation> =>
  operationOf(
    '/things',
    'get',
    { security: alternatives.map((keys) => Object.fromEntries(keys.map((key) => [key, []]))) },
    { securitySchemes: schemes },
  );

const plain: WireRequest = { method: 'GET', target: '/things', fields: [['Accept', '*/*']] };

function credentialsOf(env: Record<string, string>, more: Partial<CredentialOptions> = {}) {
  const secrets = new Secrets();
  return { secrets, credentials: new Credentials({ contract: 'crm', env, secrets, ...more }) };
}

/** What the credentials add to a request. */
async function applied(key: string | readonly string[], env: Record<string, string>, use: CredentialUse = 'given', request = plain) {
  const operation = await secured(typeof key === 'string' ? [key] : key);
  const { credentials, secrets } = credentialsOf(env);
  const alternative = operation.security?.alternatives[0] ?? [];
  const { request: sent, placed } = credentials.apply(request, alternative, use);
  return { fields: sent.fields.filter(([name]) => name !== 'Accept'), target: sent.target, placed, secrets };
}

const refusal = async (action: () => unknown): Promise<UserError> => {
  try {
    await action();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('it was not refused');
};

const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;

describe('a credential', () => {
  it.each<[string, string, string, [string, string]]>([
    ['basic', 'TRUCE_CRM_BASIC', 'jane:pä:ss', ['Authorization', basic('jane:pä:ss')]],
    ['bearer', 'TRUCE_CRM_BEARER', 'sesame42', ['Authorization', 'Bearer sesame42']],
    ['bearer', 'TRUCE_CRM_BEARER', 'bearer sesame42', ['Authorization', 'bearer sesame42']],
    ['digest', 'TRUCE_CRM_DIGEST', 'username="jane"', ['Authorization', 'Digest username="jane"']],
    ['keyed', 'TRUCE_CRM_KEYED', 'SOTicket 7T:abc', ['X-Key', 'SOTicket 7T:abc']],
    ['baked', 'TRUCE_CRM_BAKED', 'sesame42', ['Cookie', 'sid=sesame42']],
    ['oauth', 'TRUCE_CRM_OAUTH', 'sesame42', ['Authorization', 'Bearer sesame42']],
    ['connect', 'TRUCE_CRM_CONNECT', 'sesame42', ['Authorization', 'Bearer sesame42']],
    ['odd key/ä.b', 'TRUCE_CRM_ODD_KEY_B', 'sesame42', ['X-Odd', 'sesame42']],
    ['constructor', 'TRUCE_CRM_CONSTRUCTOR', 'sesame42', ['X-Made', 'sesame42']],
  ])('of %s comes from %s', async (key, variable, value, field) => {
    const { fields, placed, secrets } = await applied(key, { [variable]: value });
    expect(fields).toEqual([field]);
    expect(placed.map(({ env, isPublic }) => [env, isPublic])).toEqual([[variable, false]]);
    expect(secrets.hide(`you sent ${field[1]}`)).not.toContain(value.slice(4));
  });

  it('in a query is percent-encoded, and replaces what an example gives there', async () => {
    const env = { TRUCE_CRM_QUERIED: 'a&b=c d/ä' };
    const encoded = 'api%20key=a%26b%3Dc%20d%2F%C3%A4';
    expect((await applied('queried', env)).target).toBe(`/things?${encoded}`);
    for (const target of ['/things?x=1&api+key=example', '/things?api%20key=example&x=1'])
      expect((await applied('queried', env, 'given', { ...plain, target })).target).toBe(`/things?x=1&${encoded}`);
    expect((await applied('queried', env, 'none', { ...plain, target: '/things?api+key=example' })).target).toBe('/things');
    expect((await applied('queried', env, 'none', { ...plain, target: '/things?x&y=' })).target).toBe('/things?x&y=');
  });

  it('in a field or cookie replaces what an example gives there, and leaves the rest', async () => {
    const request: WireRequest = {
      ...plain,
      fields: [
        ['x-key', 'example'],
        ['cookie', 'sid=example; lang=no'],
        ['authorization', 'Basic example'],
      ],
    };
    const all = await applied(
      ['keyed', 'baked', 'basic'],
      { TRUCE_CRM_KEYED: 'k123', TRUCE_CRM_BAKED: 'c123', TRUCE_CRM_BASIC: 'a:b' },
      'given',
      request,
    );
    expect(all.fields).toEqual([
      ['X-Key', 'k123'],
      ['Authorization', basic('a:b')],
      ['Cookie', 'lang=no; sid=c123'],
    ]);
    expect((await applied(['keyed', 'baked', 'basic'], {}, 'none', request)).fields).toEqual([['Cookie', 'lang=no']]);
  });

  it.each(['basic', 'bearer', 'keyed', 'queried', 'baked', 'oauth', 'digest'])(
    'of %s, wrong: of the same form, public, and not the right one',
    async (key) => {
      const variable = variableOf('crm', key);
      for (const env of [{ [variable]: 'jane:sesame42' }, {}] as Record<string, string>[]) {
        const right = await applied(key, { [variable]: 'jane:sesame42' });
        const wrong = await applied(key, env, 'wrong');
        const text = JSON.stringify([wrong.fields, wrong.target, wrong.placed]);
        expect(wrong.placed.map(({ isPublic, name }) => [isPublic, name])).toEqual([[true, right.placed[0]?.name]]);
        expect(text).not.toContain('sesame42');
        expect(text).not.toContain(Buffer.from('jane:sesame42').toString('base64'));
        expect(wrong.fields.map(([name, value]) => [name, value.split(' ', 1)[0]?.replace(/=.*/, '=')])).toEqual(
          right.fields.map(([name, value]) => [
            name,
            key === 'keyed' ? 'truce-wrong-credential' : value.split(' ', 1)[0]?.replace(/=.*/, '='),
          ]),
        );
      }
    },
  );

  it('with a word before it keeps the word when it is wrong', async () => {
    const { fields } = await applied('keyed', { TRUCE_CRM_KEYED: 'SOTicket 7T:abc' }, 'wrong');
    expect(fields).toEqual([['X-Key', 'SOTicket truce-wrong-credential']]);
  });

  it('that signing in gave goes before that of the environment', async () => {
    const { credentials, secrets } = credentialsOf({ TRUCE_CRM_KEYED: 'old-value' });
    credentials.signIn('keyed', 'new-value');
    const operation = await secured(['keyed']);
    const { request, placed } = credentials.apply(plain, operation.security?.alternatives[0] ?? [], 'given');
    expect(request.fields.at(-1)).toEqual(['X-Key', 'new-value']);
    expect(placed[0]?.env).toBeUndefined();
    expect(secrets.hide('new-value')).toBe('REDACTED');
  });
});

describe('alternatives', () => {
  it('the first of which all is at hand; an empty one only where nothing else is', async () => {
    const operation = await secured(['basic', 'keyed'], [], ['bearer']);
    const keys = (env: Record<string, string>) =>
      credentialsOf(env)
        .credentials.alternativeFor(operation)
        ?.map(({ key }) => key);
    expect(keys({})).toEqual([]);
    expect(keys({ TRUCE_CRM_BASIC: 'a:b' })).toEqual([]);
    expect(keys({ TRUCE_CRM_BEARER: 'x' })).toEqual(['bearer']);
    expect(keys({ TRUCE_CRM_BASIC: 'a:b', TRUCE_CRM_KEYED: 'x', TRUCE_CRM_BEARER: 'x' })).toEqual(['basic', 'keyed']);
    expect(keys({ TRUCE_CRM_BASIC: '', TRUCE_CRM_KEYED: 'x' })).toEqual([]);
  });

  it('what lacks is named; a certificate of TLS has no variable', async () => {
    const { credentials } = credentialsOf({});
    expect(credentials.lackOf(await secured(['basic', 'keyed'], ['mutual', 'odd key/ä.b']))).toBe(
      'no credentials: set `TRUCE_CRM_BASIC` and `TRUCE_CRM_KEYED` or `TRUCE_CRM_ODD_KEY_B`',
    );
    expect(credentials.lackOf(await secured([], ['basic']))).toBeUndefined();
    expect(credentials.lackOf(await secured(['mutual']))).toBeUndefined();
  });

  it('an operation without security needs nothing', async () => {
    const operation = await operationOf('/things', 'get', {});
    expect(credentialsOf({}).credentials.alternativeFor(operation)).toEqual([]);
    expect(credentialsOf({}).credentials.lackOf(operation)).toBeUndefined();
  });
});

describe('names of variables', () => {
  it.each([
    ['crm', 'apiKey', 'TRUCE_CRM_API_KEY'],
    ['superOffice-online', 'OAuth2', 'TRUCE_SUPER_OFFICE_ONLINE_OAUTH2'],
    ['a.b c', 'x-y_z', 'TRUCE_A_B_C_X_Y_Z'],
    ['crm', '日本', 'TRUCE_CRM__'],
    ['2crm', '$', 'TRUCE_2CRM__'],
  ])('%s and %s', (contract, key, variable) => {
    expect(variableOf(contract, key)).toBe(variable);
    expect(variable).toMatch(/^[A-Z_][A-Z0-9_]*$/);
  });

  it('another one, named by the config', async () => {
    const { credentials } = credentialsOf({ MY_KEY: 'sesame42' }, { names: { keyed: 'MY_KEY' } });
    const operation = await secured(['keyed']);
    expect(credentials.apply(plain, operation.security?.alternatives[0] ?? [], 'given').request.fields.at(-1)).toEqual([
      'X-Key',
      'sesame42',
    ]);
  });
});

describe('a secret in the wrong place is not repeated', () => {
  it.each(['jane:sesame', 'Bearer sesame', '7sesame', 'ses-ame', ''])('%j instead of a name', async (name) => {
    const { message, hint } = await refusal(() => credentialsOf({}, { names: { keyed: name } }));
    expect(`${message} ${hint}`).not.toContain('ses');
    expect(message).toContain('`credentials.keyed`');
  });

  it.each(['sesame42', 'SESAME42'])('%s, which could be a name', async (name) => {
    const { credentials } = credentialsOf({}, { names: { keyed: name, basic: name } });
    for (const text of [credentials.lackOf(await secured(['keyed'], ['basic'])), credentials.variable('keyed')]) {
      expect(text).toContain('the environment variable that `credentials.keyed` of the config names');
      expect(text).not.toMatch(/sesame/i);
    }
    const wrong = credentials.apply(plain, (await secured(['keyed'])).security?.alternatives[0] ?? [], 'wrong');
    expect(JSON.stringify(wrong)).not.toMatch(/sesame/i);
  });

  it('a password without a user', async () => {
    const { message } = await refusal(() => applied('basic', { TRUCE_CRM_BASIC: 'sesame42' }));
    expect(message).toBe('`TRUCE_CRM_BASIC` must hold `user:password`');
  });

  it.each(['bearer', 'keyed', 'baked', 'basic'])('a line break in %s', async (key) => {
    const { message } = await refusal(() => applied(key, { [variableOf('crm', key)]: 'jane:sesame42\n' }));
    expect(message).toMatch(/^`TRUCE_CRM_\w+` holds a line break or another character/);
    expect(message).not.toContain('sesame42');
  });
});

describe('inputs of workflows', () => {
  it.each(['password', 'apiKey', 'clientSecret', 'refresh_token', 'pin'])('%s is hidden', (name) => {
    const env = { [variableOf('crm', name)]: 'sesame42' };
    const { credentials, secrets } = credentialsOf(env);
    expect(credentials.input(name)).toBe('sesame42');
    expect(secrets.hide('sesame42')).toBe('REDACTED');
  });

  it('a user name is not: it stands in many answers', () => {
    const env = { TRUCE_CRM_USER_NAME: 'jane@crm.example' };
    const { credentials, secrets } = credentialsOf(env);
    expect(credentials.input('userName')).toBe('jane@crm.example');
    expect(secrets.isEmpty()).toBe(true);
    expect(credentials.input('tenant')).toBeUndefined();
  });
});
