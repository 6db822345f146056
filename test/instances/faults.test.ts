// Each fault is visible over HTTP exactly as its name says, on every vendor that can have it, and not without it.
import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { faults } from './faults/index.ts';
import type { Fault, FaultId } from './faults/index.ts';
import { startInstance } from './instance.ts';
import type { Instance } from './instance.ts';
import { begin as beginTrial, json, looks, plans } from './looks.ts';
import type { Trial } from './looks.ts';
import type { VendorId } from './vendor.ts';

const started: Instance[] = [];
afterEach(() => Promise.all(started.splice(0).map((instance) => instance.stop())));

async function begin(vendor: VendorId, wanted: readonly Fault[]): Promise<Trial> {
  const trial = await beginTrial(vendor, wanted);
  started.push(trial.started);
  return trial;
}

const rows = Object.entries(looks).flatMap(([fault, trials]) =>
  faults[fault as FaultId].vendors.flatMap((vendor) => trials.map(([wanted, look], trial) => ({ wanted, vendor, trial, look }))),
);

describe('a fault', () => {
  it.each(rows)('$wanted at $vendor ($trial)', async ({ wanted, vendor, look }) => {
    await expect(
      begin(vendor, [wanted])
        .then(look)
        .then(() => 'seen'),
    ).resolves.toBe('seen');
  });

  // What a look sees is the fault, not the instance: without the fault it sees something else.
  it.each(rows)('none instead of $wanted at $vendor ($trial)', async ({ vendor, look, wanted }) => {
    await expect(begin(vendor, []).then(look), wanted).rejects.toThrow(/\S/);
  });

  it.each(['superoffice', 'onlyoffice', 'odyssee'] as const)(
    'redirect-other-host at %s names another host, which a client that does not follow leaves alone',
    async (vendor) => {
      const seen: IncomingHttpHeaders[] = [];
      const other = createServer((incoming, outgoing) => {
        seen.push(incoming.headers);
        outgoing.end();
      });
      await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
      const origin = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
      try {
        for (const status of [302, 307]) {
          const { write, vendor: asked } = await begin(vendor, [`redirect-other-host=${status},${origin}`]);
          const { status: given, headers } = await write();
          expect([given, headers.get('location')]).toEqual([
            status,
            `${origin}${asked === 'superoffice' ? '/Cust12345' : ''}${plans[asked].target}`,
          ]);
        }
        // Nobody followed.
        expect(seen).toEqual([]);
      } finally {
        other.close();
      }
    },
  );

  it('leaves signing in alone unless it is about everything', async () => {
    const { send } = await begin('onlyoffice', ['null-200', 'truncated-json', 'wrong-content-type', 'hanging']);
    const body = JSON.stringify({ userName: 'mike.zanyatski@example.com', password: 'imitation' });
    const { status, text } = await send('POST', '/api/2.0/authentication', json, body);
    expect([status, JSON.parse(text)]).toMatchObject([201, { status: 0 }]);
  });

  it('is refused by an instance that cannot have it, and when it does not exist', async () => {
    await expect(startInstance('odyssee', { faults: ['ignores-precondition'] })).rejects.toThrow(
      'An instance of odyssee cannot have the fault `ignores-precondition`',
    );
    await expect(startInstance('odyssee', { faults: ['nonsense' as Fault] })).rejects.toThrow('There is no fault `nonsense`');
  });

  it('is in the table with a reason and a finder', () => {
    expect(Object.keys(looks).concat('redirect-other-host').toSorted()).toEqual(Object.keys(faults).toSorted());
    for (const { imitates, foundBy, vendors } of Object.values(faults))
      expect([imitates.length > 10, foundBy.length > 5, vendors.length > 0]).toEqual([true, true, true]);
  });
});
