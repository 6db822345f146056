// Requests sent to an instance through a recorder, and what `check` makes of the exchanges with the vendor's shipped contract.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderHar } from '../../scripts/record/har.ts';
import { Clock, startRecorder } from '../../scripts/record/recorder.ts';
import { check, gather, loadContract, openEvidence } from '../../src/index.ts';
import type { Report } from '../../src/index.ts';
import type { LoadedContract } from '../../src/openapi/load.ts';
import { startInstance } from './instance.ts';
import type { Instance, InstanceOptions } from './instance.ts';
import { credential } from './odyssee.ts';
import { token } from './onlyoffice.ts';
import { bearer } from './superoffice.ts';
import type { VendorId } from './vendor.ts';

const root = new URL('../../', import.meta.url).pathname;

/** Where the vendor's API stands, and who asks. */
export const vendorAccess: Readonly<Record<VendorId, { origin: string; prefix: string; authorization: string }>> = {
  superoffice: { origin: 'https://online.superoffice.com', prefix: '/Cust12345', authorization: bearer },
  onlyoffice: { origin: 'https://yourportal.onlyoffice.com', prefix: '', authorization: token },
  odyssee: { origin: 'https://serviceappapi-dev.odysseemobile.com', prefix: '', authorization: credential },
};

export const contractOf = (vendor: VendorId): Promise<LoadedContract> => loadContract(`contracts/${vendor}/openapi.yaml`, { cwd: root });

export interface Sent {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export type Send = (
  method: string,
  target: string,
  fields?: Readonly<Record<string, string | undefined>>,
  body?: string | Uint8Array<ArrayBuffer>,
) => Promise<Sent>;

/** A signed-in request to an instance; a field that is undefined is not sent. */
export function sender(base: string, vendor: VendorId): Send {
  const { prefix, authorization } = vendorAccess[vendor];
  return async (method, target, fields = {}, body) => {
    const wanted = { Authorization: authorization, ...fields };
    const headers = Object.entries(wanted).flatMap(([name, value]): [string, string][] => (value === undefined ? [] : [[name, value]]));
    const response = await fetch(base + prefix + target, { method, headers, redirect: 'manual', ...(body !== undefined && { body }) });
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
}

/** Runs `steps` against an instance and judges every exchange. */
export async function judgeInstance(
  vendor: VendorId,
  options: InstanceOptions,
  steps: (send: Send, instance: Instance) => Promise<void>,
): Promise<Report> {
  const instance = await startInstance(vendor, options);
  const recorder = await startRecorder(instance.url, new Clock('2026-01-12T08:15:42Z'));
  const folder = mkdtempSync(join(tmpdir(), 'truce-'));
  try {
    await steps(sender(recorder.url, vendor), instance);
    const contract = await contractOf(vendor);
    const file = join(folder, 'instance.har');
    writeFileSync(file, renderHar(recorder.wires, { origin: vendorAccess[vendor].origin }));
    const evidence = [{ kind: 'file' as const, uri: 'instance.har', open: () => openEvidence(file, 'instance.har') }];
    return gather(check({ contracts: [contract], evidence }), { contracts: [contract], failOn: 'error' });
  } finally {
    await recorder.close();
    await instance.stop();
    rmSync(folder, { recursive: true });
  }
}
