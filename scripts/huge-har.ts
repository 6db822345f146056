// Proves that a recording larger than one string can hold (512 MB) is streamed: `node scripts/huge-har.ts [megabytes] [most memory in MB]`.
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const megabytes = Number(process.argv[2] ?? 600);
const most = Number(process.argv[3] ?? 400);

const contract = `openapi: 3.1.0
info: { title: Notes, version: '1' }
paths:
  /notes:
    get:
      operationId: getNotes
      responses:
        '200': { description: Notes, content: { application/json: { schema: { type: array, items: { type: string, maxLength: 20 } } } } }
`;

const entry = (text: string): string =>
  JSON.stringify({
    startedDateTime: '2026-01-02T03:04:05.678Z',
    request: { method: 'GET', url: 'https://notes.example/notes', headers: [], queryString: [] },
    response: { status: 200, headers: [], content: { mimeType: 'application/json', text } },
  });

/** Writes entries of about 20 kB until the size is reached; the last one breaks the contract. */
function write(path: string): number {
  const good = entry(JSON.stringify(Array.from({ length: 900 }, (_, index) => `note ${index} – ok`)));
  const file = openSync(path, 'w');
  let entries = 0;
  try {
    writeSync(file, '{"log":{"version":"1.2","creator":{"name":"huge","version":"1"},"entries":[');
    const block = `${good},`.repeat(50);
    for (let written = 0; written < megabytes * 1e6; written += block.length) {
      writeSync(file, block);
      entries += 50;
    }
    writeSync(file, `${entry('["a note that is far too long"]')}]}}`);
  } finally {
    closeSync(file);
  }
  return entries + 1;
}

const folder = mkdtempSync(join(tmpdir(), 'truce-huge-'));
try {
  const path = join(folder, 'huge.har');
  const entries = write(path);
  writeFileSync(join(folder, 'api.yaml'), contract);
  // The child reports its own peak, workers included.
  const peak = 'data:text/javascript,process.on("exit",()=>console.error("peak "+process.resourceUsage().maxRSS))';
  const cli = join(import.meta.dirname, '../src/cli.ts');
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', peak, cli, 'check', '-c', 'api.yaml', 'huge.har', '-r', 'text'],
    {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    },
  );
  const seconds = (performance.now() - started) / 1000;
  const megabytesUsed = Math.round(Math.max(...[...stderr.matchAll(/peak (\d+)/g)].map(([, size]) => Number(size))) / 1024);
  console.log(
    `${Math.round(statSync(path).size / 1e6)} MB, ${entries} entries: exit ${status}, ${seconds.toFixed(1)} s, peak ${megabytesUsed} MB`,
  );
  const counted = stdout.includes(
    `exchanges ${entries.toLocaleString('en-US')} · ${(entries - 1).toLocaleString('en-US')} conform · 1 violates`,
  );
  if (status !== 1 || !counted || !(megabytesUsed <= most)) {
    console.error(`Expected exit 1, every entry judged and at most ${most} MB\n${stdout.slice(-2000)}${stderr.slice(-2000)}`);
    process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
