// XML bodies: Truce's reader beside fast-xml-parser on the same documents, and the whole check beside fast-xml-parser alone.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench, SectionResult } from '../bench.ts';
import { atLeast, ratio, say, whole } from '../bench.ts';
import { installPeers } from '../install.ts';
import type { Task } from '../measure.ts';
import { interleave } from '../measure.ts';
import { checkTask, judgeReport } from '../truce.ts';

const here = join(import.meta.dirname, '..');
const contract = join(here, '..', 'contracts', 'odyssee', 'openapi.yaml');

function run(bench: Bench): SectionResult {
  if (!installPeers()) return { tables: [], targets: [] };
  const entries = bench.options.isQuick ? 500 : 10_000;
  const folder = bench.folder;
  const [documents, har, lines] = ['xml.json', 'xml.har', 'xml.ndjson'].map((name) => join(folder, name)) as [string, string, string];
  const isThere =
    existsSync(documents) &&
    statSync(documents).mtimeMs > statSync(contract).mtimeMs &&
    (JSON.parse(readFileSync(documents, 'utf8')) as string[]).length === entries * 2;
  if (!isThere) spawnSync(process.execPath, [join(here, 'xml-traffic.ts'), contract, folder, String(entries)], { stdio: 'inherit' });
  say(`${whole(entries * 2)} XML documents`);
  const reader = (name: string, kind: string, file: string): Task => ({ name, args: [join(here, 'xml-read.ts'), kind, file] });
  const parsed = interleave(
    reader('fast-xml-parser', 'fast-xml-parser', documents),
    [reader('content/xml, documents only', 'truce', documents)],
    bench.rounds(4),
  );
  const wholeJob = 'truce check, HAR';
  const task = checkTask(bench.truce, wholeJob, contract, har, bench.scratch('xml'));
  const checked = interleave(reader('entries + fast-xml-parser', 'entries', lines), [task], bench.rounds(3));
  const { falseAlarms, unjudged } = judgeReport(bench.scratch('xml'), { entries, truth: [] });
  bench.check('XML bodies', { injected: 0, found: 0, placed: 0, falseAlarms, unjudged });
  const rows = [...parsed, ...checked].map(([name, { wall, wallRatio, cpuRatio, rss }]) => [
    name,
    whole((entries * 2) / (wall / 1000)),
    ratio(wallRatio),
    ratio(cpuRatio),
    whole(rss),
  ]);
  const notes = [
    `Documents of ${whole(statSync(documents).size / entries / 2)} bytes. fast-xml-parser checks no well-formedness here; Truce's reader does, resolves namespaces, and limits depth and entities.`,
    'The second pair is the whole job: read, route, decode by schema, validate, report; its yardstick reads entries and parses their bodies, nothing more.',
  ];
  return {
    tables: [{ title: 'XML bodies', header: ['', 'documents per second', '× fast-xml-parser, wall', 'cpu', 'MB'], rows, notes }],
    targets: [atLeast('XML documents read vs fast-xml-parser', parsed.get('content/xml, documents only')?.wallRatio ?? 0, 1.5)],
  };
}

export default { id: 'xml', title: 'XML', run };
