// Proves that conversion streams: a large HAR and a large NDJSON become a HAR in flat memory. `node scripts/huge-convert.ts [megabytes] [most memory in MB]`.
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const megabytes = Number(process.argv[2] ?? 300);
const most = Number(process.argv[3] ?? 400);

const text = JSON.stringify(Array.from({ length: 900 }, (_, index) => `note ${index} – ok`));
const headers = [{ name: 'Content-Type', value: 'application/json' }];
const har = JSON.stringify({
  startedDateTime: '2026-01-02T03:04:05.678Z',
  request: { method: 'GET', url: 'https://notes.example/notes', headers: [], queryString: [] },
  response: { status: 200, headers, content: { mimeType: 'application/json', text } },
});
const line = JSON.stringify({
  request: { method: 'GET', url: 'https://notes.example/notes' },
  response: { status: 200, headers: [['Content-Type', 'application/json']], body: text },
});

/** Repeats one exchange until the size is reached; how often. */
function write(path: string, before: string, one: string, between: string, after: string): number {
  const file = openSync(path, 'w');
  let count = 50;
  try {
    const block = one + `${between}${one}`.repeat(49);
    writeSync(file, before + block);
    for (let written = block.length; written < megabytes * 1e6; written += block.length, count += 50) writeSync(file, between + block);
    writeSync(file, after);
  } finally {
    closeSync(file);
  }
  return count;
}

function endsAsHar(path: string): boolean {
  const file = openSync(path, 'r');
  try {
    const tail = Buffer.alloc(5);
    readSync(file, tail, 0, 5, statSync(path).size - 5);
    return tail.toString() === '\n]}}\n';
  } finally {
    closeSync(file);
  }
}

const folder = mkdtempSync(join(tmpdir(), 'truce-huge-'));
try {
  const inputs = [
    { name: 'huge.har', count: write(join(folder, 'huge.har'), '{"log":{"version":"1.2","creator":{},"entries":[', har, ',\n', ']}}') },
    { name: 'huge.ndjson', count: write(join(folder, 'huge.ndjson'), '', line, '\n', '\n') },
  ];
  const peak = 'data:text/javascript,process.on("exit",()=>console.error("peak "+process.resourceUsage().maxRSS))';
  const cli = join(import.meta.dirname, '../src/cli.ts');
  for (const { name, count } of inputs) {
    const started = performance.now();
    const { status, stderr } = spawnSync(process.execPath, ['--import', peak, cli, 'convert', name, 'out.har', '--force'], {
      cwd: folder,
      encoding: 'utf8',
    });
    const seconds = (performance.now() - started) / 1000;
    const used = Math.round(Number(/peak (\d+)/.exec(stderr)?.[1]) / 1024);
    const size = Math.round(statSync(join(folder, name)).size / 1e6);
    console.log(`${name}: ${size} MB, ${count} exchanges converted: exit ${status}, ${seconds.toFixed(1)} s, peak ${used} MB`);
    const isWhole = stderr.includes(`Wrote ${count.toLocaleString('en-US')} exchanges`) && endsAsHar(join(folder, 'out.har'));
    if (status !== 0 || !isWhole || !(used <= most)) {
      console.error(`Expected exit 0, every exchange written and at most ${most} MB\n${stderr.slice(-2000)}`);
      process.exitCode = 1;
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
