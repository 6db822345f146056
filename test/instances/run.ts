// An imitated vendor as a process: `node test/instances/run.ts superoffice --port 0 --fault no-401 --state file`; its first line is its URL.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { faults, parseFault } from './faults/index.ts';
import { startInstance } from './instance.ts';
import type { InstanceOptions } from './instance.ts';
import { vendorIds } from './vendor.ts';
import type { Stored } from './vendor.ts';

const usage = `usage: node test/instances/run.ts ${vendorIds.join('|')} [--port n] [--fault id[=value]]... [--state file.json] [--rate requests/seconds]
       node test/instances/run.ts --faults`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    port: { type: 'string', default: '0' },
    fault: { type: 'string', multiple: true, default: [] },
    state: { type: 'string' },
    rate: { type: 'string' },
    faults: { type: 'boolean', default: false },
  },
});

if (values.faults) {
  for (const [id, { vendors, imitates }] of Object.entries(faults))
    console.log(`${id.padEnd(26)}${vendors.join(', ').padEnd(34)}${imitates}`);
} else {
  const vendor = vendorIds.find((id) => id === positionals[0]);
  if (!vendor || positionals.length > 1) {
    console.error(usage);
    process.exit(2);
  }
  const { state } = values;
  const [, requests, seconds] = /^(\d+)\/(\d+)$/.exec(values.rate ?? '') ?? [];
  const options: InstanceOptions = {
    port: Number(values.port),
    faults: values.fault.map(parseFault),
    ...(requests !== undefined && { rate: { requests: Number(requests), seconds: Number(seconds) } }),
    // Without a farewell, as a crash is.
    crash: () => process.exit(1),
    ...(state !== undefined && {
      ...(existsSync(state) && { stored: JSON.parse(readFileSync(state, 'utf8')) as Stored[] }),
      // Before the answer leaves: whoever kills this process afterwards finds what it stored.
      changed: (stored) => writeFileSync(state, `${JSON.stringify(stored, undefined, 2)}\n`),
    }),
  };
  const instance = await startInstance(vendor, options);
  console.log(instance.url);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void instance.stop().then(() => process.exit(0)));
}
