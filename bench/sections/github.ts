// A large document: GitHub's REST description (13 MB of JSON, over a thousand operations), loaded and used for 20 exchanges.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench, SectionResult } from '../bench.ts';
import { atLeast, atMost, ratio, say, whole } from '../bench.ts';
import { installPeers } from '../install.ts';
import { resolvePeer } from '../load-peer.ts';
import type { Task } from '../measure.ts';
import { interleave } from '../measure.ts';
import { checkTask } from '../truce.ts';

const here = join(import.meta.dirname, '..');
const [nothing, bareParse, check] = ['node -e 0', 'JSON.parse of the file', 'truce check, 20 exchanges'];
const [dereference, operations] = ['swagger-parser dereference', 'prism getHttpOperationsFromSpec'];

function run(bench: Bench): SectionResult {
  if (!installPeers()) return { tables: [], targets: [] };
  const document = resolvePeer('@octokit/openapi/generated/api.github.com.json');
  const har = join(bench.folder, 'github.har');
  if (!existsSync(har)) spawnSync(process.execPath, [join(here, 'github-traffic.ts'), document, har, '20'], { stdio: 'inherit' });
  say(`${whole(statSync(document).size / 1e6)} MB document`);
  const script = (name: string, text: string): Task => ({ name, args: ['-e', text, document], cwd: join(here, 'peers') });
  const report = bench.scratch('github');
  const tasks: Task[] = [
    { ...checkTask(bench.truce, check, document, har, report), accepts: [0, 1, 2] },
    script(bareParse, 'JSON.parse(require("node:fs").readFileSync(process.argv[1], "utf8"))'),
  ];
  if (!bench.options.isQuick) {
    tasks.push(
      script(
        dereference,
        'import("@apidevtools/swagger-parser").then((parser) => (parser.default ?? parser).dereference(process.argv[1]))',
      ),
    );
    tasks.push(script(operations, 'require("@stoplight/prism-http").getHttpOperationsFromSpec(process.argv[1])'));
  }
  const summaries = interleave({ name: nothing, args: ['-e', '0'] }, tasks, bench.rounds(3));
  const start = summaries.get(nothing)?.wall ?? 0;
  const net = (name: string): number => Math.max(1, (summaries.get(name)?.wall ?? Number.NaN) - start);
  const rows = [...summaries].map(([name, { wall, rss }]) => [
    name,
    whole(wall),
    name === nothing ? '' : ratio(net(name) / net(bareParse)),
    whole(rss),
  ]);
  const targets = [atMost('GitHub document and 20 exchanges vs its bare JSON.parse, node start excluded', net(check) / net(bareParse), 3)];
  if (!bench.options.isQuick) {
    targets.push(atLeast('... faster than swagger-parser dereference alone', net(dereference) / net(check), 2.5));
    targets.push(atLeast('... faster than prism reading the operations alone', net(operations) / net(check), 15));
  }
  const header = ['', 'ms', '× JSON.parse, start excluded', 'MB'];
  return { tables: [{ title: 'A 13 MB document', header, rows, notes: [verdictNote(report)] }], targets };
}

function verdictNote(report: string): string {
  const { outcomes, findings } = JSON.parse(readFileSync(report, 'utf8')) as { outcomes: { verdict: string }[]; findings: unknown[] };
  const counted = Object.entries(Object.groupBy(outcomes, ({ verdict }) => verdict)).map(
    ([verdict, list]) => `${list?.length ?? 0} ${verdict}`,
  );
  return `The exchanges are the document's own examples: ${counted.join(', ')}; ${findings.length} findings.`;
}

export default { id: 'github', title: 'A large document', run };
