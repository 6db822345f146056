// Proves that `truce redact` streams: flat memory whatever the size of the recording. `node scripts/huge-redact.ts [megabytes] [most memory in MB] [people]`.
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const megabytes = Number(process.argv[2] ?? 300);
const most = Number(process.argv[3] ?? 500);
/** Different people in the recording; memory grows with them, not with the entries. Each has some seven originals. */
const people = Number(process.argv[4] ?? 2000);
const perEntry = 60;

const contract = `openapi: 3.1.0
info: { title: People, version: '1' }
paths:
  /people/{email}:
    get:
      operationId: listPeople
      parameters: [{ name: email, in: path, required: true, schema: { type: string, format: email } }]
      responses:
        '200': { description: People, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Person' } } } } }
components:
  schemas:
    Person:
      type: object
      required: [firstName, lastName]
      properties:
        id: { type: integer }
        seen: { type: integer }
        firstName: { type: string, x-personal-data: true, maxLength: 20 }
        lastName: { type: string, x-personal-data: true, maxLength: 20 }
        email: { type: string, format: email, x-personal-data: true }
        phone: { type: string, pattern: '^[+][0-9 ]+$', x-personal-data: true }
        born: { type: string, format: date, x-personal-data: true }
        about: { type: string, maxLength: 40 }
`;

const letters = (n: number): string => [...n.toString(26)].map((digit) => String.fromCharCode(97 + Number.parseInt(digit, 26))).join('');

function person(n: number) {
  const [first, last] = [`Fir${letters(n % 97)}st`, `Las${letters(n)}t`];
  return {
    id: n,
    firstName: first,
    lastName: last,
    email: `${first}.${last}@crm.test`.toLowerCase(),
    phone: `+31 6 ${String(10_000_000 + n * 37)}`,
    born: `19${String(10 + (n % 89))}-0${1 + (n % 9)}-1${n % 10}`,
    about: `seen by ${first} ${last} in week ${n % 52}`,
  };
}

function entry(number: number): string {
  const list = Array.from({ length: perEntry }, (_, at) => ({ ...person((number * 31 + at * 7) % people), seen: number * perEntry + at }));
  return JSON.stringify({
    startedDateTime: '2026-01-02T03:04:05.678Z',
    request: { method: 'GET', url: `https://crm.test/people/${list[0]?.email}`, headers: [], queryString: [] },
    response: { status: 200, headers: [], content: { mimeType: 'application/json', text: JSON.stringify(list) } },
  });
}

/** No two entries are the same. */
function write(path: string): number {
  const file = openSync(path, 'w');
  let entries = 0;
  try {
    writeSync(file, '{"log":{"version":"1.2","creator":{"name":"huge","version":"1"},"entries":[\n');
    for (let written = 0; written < megabytes * 1e6;) {
      const block = Array.from({ length: 100 }, (_, at) => entry(entries + at)).join(',\n');
      writeSync(file, `${entries > 0 ? ',\n' : ''}${block}`);
      written += block.length;
      entries += 100;
    }
    writeSync(file, '\n]}}\n');
  } finally {
    closeSync(file);
  }
  return entries;
}

const folder = mkdtempSync(join(tmpdir(), 'truce-huge-redact-'));
try {
  const entries = write(join(folder, 'huge.har'));
  writeFileSync(join(folder, 'api.yaml'), contract);
  const peak =
    'data:text/javascript,process.on("exit",()=>{const{maxRSS,userCPUTime,systemCPUTime}=process.resourceUsage();console.error("peak "+maxRSS+" cpu "+(userCPUTime+systemCPUTime))})';
  const cli = join(import.meta.dirname, '../src/cli.ts');
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', peak, cli, 'redact', '-c', 'api.yaml', 'huge.har', 'out.har'],
    { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 26, env: { ...process.env, TRUCE_REDACT_KEY: 'huge' } },
  );
  const seconds = (performance.now() - started) / 1000;
  const busy = Number(/cpu (\d+)/.exec(stderr)?.[1]) / 1e6;
  const used = Math.round(Math.max(...[...stderr.matchAll(/peak (\d+)/g)].map(([, size]) => Number(size))) / 1024);
  const size = statSync(join(folder, 'huge.har')).size / 1e6;
  console.log(
    `redact: ${Math.round(size)} MB, ${entries} entries, ${people} people: exit ${status}, ${seconds.toFixed(1)} s, ${(size / seconds).toFixed(1)} MB/s (${(size / busy).toFixed(1)} per second of processor time), peak ${used} MB`,
  );
  const counted = stdout.includes(`verdicts: ${entries.toLocaleString('en-US')} of ${entries.toLocaleString('en-US')} the same`);
  const isThere = existsSync(join(folder, 'out.har'));
  if (status !== 0 || !counted || !isThere || !(used <= most)) {
    console.error(`Expected exit 0, every verdict the same and at most ${most} MB\n${stdout.slice(-2000)}${stderr.slice(-2000)}`);
    process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
