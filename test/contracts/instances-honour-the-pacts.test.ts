// The imitation instances are providers the consumers could use: pact-js verifies each pact against its instance.
import { join } from 'node:path';
import { Verifier } from '@pact-foundation/pact';
import type { VerifierOptions } from '@pact-foundation/pact';
import { afterEach, describe, expect, it } from 'vitest';
import { startInstance } from '../instances/instance.ts';
import type { Instance } from '../instances/instance.ts';
import { credential } from '../instances/odyssee.ts';
import { token } from '../instances/onlyoffice.ts';

const pactFile = (vendor: string, name: string): string =>
  join(import.meta.dirname, '..', '..', 'contracts', vendor, 'pacts', `${name}.json`);
const nothing = (): Promise<void> => Promise.resolve();
let instance: Instance | undefined;
afterEach(() => instance?.stop());

interface Filtered {
  readonly headers: Record<string, string | undefined>;
  body: unknown;
}

type States = NonNullable<VerifierOptions['stateHandlers']>;

/** `expired` is the state in which the consumer's credentials no longer work; in any other they are `valid`. */
function verify(url: string, file: string, valid: string | undefined, expired: string, states: States): Promise<string> {
  let outdated = false;
  return new Verifier({
    providerBaseUrl: url,
    pactUrls: [file],
    logLevel: 'error',
    stateHandlers: { ...states, [expired]: async () => void (outdated = true) },
    requestFilter: (request: Filtered, _response: unknown, next: () => void) => {
      if (outdated) request.headers['authorization'] = 'Bearer outdated';
      else if (valid !== undefined) request.headers['authorization'] = valid;
      outdated = false;
      // pact-js 17 parses a form and would pass it on as JSON.
      if (request.headers['content-type'] === 'application/x-www-form-urlencoded')
        request.body = Buffer.from(new URLSearchParams(request.body as Record<string, string>).toString());
      next();
    },
  }).verifyProvider();
}

describe('instances honour the pacts', () => {
  it('superoffice', async () => {
    instance = await startInstance('superoffice');
    const states = {
      'the lists have the items': nothing,
      'no contact has the identifier': nothing,
      'a contact has the identifier': nothing,
      'a contact was changed': nothing,
    };
    await expect(
      verify(instance.url, pactFile('superoffice', 'contact-form-superoffice'), undefined, 'the token has expired', states),
    ).resolves.toBeTypeOf('string');
  }, 20_000);

  it('onlyoffice', async () => {
    instance = await startInstance('onlyoffice');
    const states = {
      'a company has the identifier': nothing,
      'no company has the identifier': nothing,
      'a custom field has the identifier': nothing,
      'a person has the identifier': nothing,
      'no person has the identifier': nothing,
    };
    await expect(
      verify(instance.url, pactFile('onlyoffice', 'crm-sync-onlyoffice'), token, 'the token has expired', states),
    ).resolves.toBeTypeOf('string');
  }, 20_000);

  it('odyssee', async () => {
    const { url } = (instance = await startInstance('odyssee'));
    const add = async (parameters?: unknown): Promise<void> => {
      const body = JSON.stringify({ lastname: 'Peeters', ...(parameters as { id: string }) });
      await fetch(`${url}/api/Contact/Save`, {
        method: 'POST',
        headers: { Authorization: credential, 'Content-Type': 'application/json' },
        body,
      });
    };
    const states = {
      'a contact has the identifier': add,
      'no contact has the identifier': nothing,
      'a company has the identifier': nothing,
      'no company has the identifier': nothing,
    };
    await expect(
      verify(url, pactFile('odyssee', 'erp-connector-odyssee'), undefined, 'the password of the connector has changed', states),
    ).resolves.toBeTypeOf('string');
  }, 20_000);
});
