// `npm run corpus`: records the vendors' mocks with `truce record`, in JSON and XML, into test/evidence/har/ok-recorder-<vendor>/.
// Not into contracts/: these answers are made by the contract's own mock, and an echo of a contract is no evidence for it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Operation } from '../src/model/contract.ts';
import { contentFor } from '../src/content/index.ts';
import { loadContract } from '../src/openapi/load.ts';

const root = join(import.meta.dirname, '..');
const vendors = ['superoffice', 'onlyoffice', 'odyssee'] as const;
type Vendor = (typeof vendors)[number];

/** What is sent to each operation, in JSON and in XML, and how one path differs from the operation's own. */
const bodies: Readonly<Record<string, unknown>> = {
  saveContactEntity: { ContactId: 0, Name: 'Quartz & Sons <Søndre>', Department: 'Tidal', OrgNr: 'NO 912 345 678' },
  putContactEntity: { ContactId: 1042, Name: 'Harbour Street Joinery Ltd', NoMailing: true, UpdatedDate: '2025-11-03T08:00:00' },
  createPerson: { firstName: 'Amira', lastName: 'Haddad', jobTitle: 'Buyer', about: 'Call < 16:00 & never on Fridays' },
  updatePerson: { personid: 1234, firstName: 'Amira', lastName: 'Haddad-Lund' },
  saveContact: {
    id: '6f1d0c5e-2a4b-4c1e-9d57-3b8a1f0e4c21',
    firstname: 'Lotte',
    lastname: 'Peeters',
    company_id: '0b7f6a52-91d3-4e8f-8a6c-5d2e7c1b9f40',
  },
};

interface Shown {
  readonly id: string;
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** Starts a command of Truce that prints a line of JSON with its `url`. */
async function start(args: readonly string[]): Promise<{ url: string; stop: () => Promise<unknown> }> {
  const child = spawn(process.execPath, [join(root, 'src/cli.ts'), ...args], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  const [first] = (await Promise.race([once(child.stdout, 'data'), ended])) as [unknown];
  child.stdout.resume();
  const { url } = JSON.parse(String(first).split('\n', 1)[0] ?? '') as { url: string };
  return { url, stop: () => (child.kill('SIGTERM'), ended) };
}

/** The body in a media type the operation documents; undefined where it documents none of the kind. */
function write(operation: Operation, kind: 'json' | 'xml', value: unknown): { type: string; bytes: string | Uint8Array } | undefined {
  const entry = operation.requestBody?.content.find(({ mediaType }) => mediaType?.subtype === kind);
  if (!entry?.mediaType) return undefined;
  const { mediaType, encoding, schema } = entry;
  const bytes = contentFor(mediaType).encode?.(value, { mediaType, encoding, ...(schema && { shape: schema.shape }) });
  return bytes === undefined ? undefined : { type: entry.range, bytes };
}

async function recordVendor(vendor: Vendor): Promise<number> {
  const folder = join(root, 'test', 'evidence', 'har', `ok-recorder-${vendor}`);
  const out = join(folder, 'input.har');
  mkdirSync(folder, { recursive: true });
  rmSync(out, { force: true });
  const contract = await loadContract(join(root, 'contracts', vendor, 'openapi.yaml'), { cwd: root });
  const mock = await start(['mock', vendor, '--port', '0', '--json']);
  const recorder = await start(['record', vendor, '--target', mock.url, '--out', out, '--port', '0', '--json']);
  let sent = 0;
  try {
    const operations = (await (await fetch(`${mock.url}/__truce/operations`)).json()) as Shown[];
    for (const { id, method, url, headers } of operations) {
      const operation = contract.operation(id);
      if (!operation) throw new Error(`${vendor} has no operation ${id}`);
      const send = async (fields: Readonly<Record<string, string>>, body: string | Uint8Array): Promise<void> => {
        const { 'Content-Type': _, ...own } = Object.fromEntries(headers) as Record<string, string>;
        const response = await fetch(url.replace(mock.url, recorder.url), {
          method,
          headers: { ...own, 'User-Agent': 'corpus/1', ...fields },
          body: typeof body === 'string' ? body : Buffer.from(body),
        });
        await response.arrayBuffer();
        sent++;
      };
      for (const kind of ['json', 'xml'] as const) {
        const written = write(operation, kind, bodies[id]);
        const accept = kind === 'json' ? 'application/json' : 'application/xml, text/xml';
        if (!written) continue;
        const fields = { 'Content-Type': written.type, Accept: accept };
        await send({ ...fields, 'Accept-Encoding': 'identity' }, written.bytes);
        await send({ ...fields, 'Accept-Encoding': 'gzip', 'Content-Encoding': 'gzip' }, gzipSync(written.bytes));
        await send({ ...fields, Authorization: '', Cookie: 'asc_auth_key=corpus-cookie' }, written.bytes);
        await send(fields, kind === 'json' ? '{"' : '<');
      }
    }
  } finally {
    await recorder.stop();
    await mock.stop();
  }
  return sent;
}

if (import.meta.main)
  for (const vendor of vendors)
    process.stdout.write(`test/evidence/har/ok-recorder-${vendor}/input.har: ${await recordVendor(vendor)} exchanges\n`);
