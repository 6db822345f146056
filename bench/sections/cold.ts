// Cold starts: whole processes that print help, print a version, or check one exchange, beside `node -e 0`.
import type { Bench, SectionResult } from '../bench.ts';
import { atMost, ratio, say, whole } from '../bench.ts';
import { installPeers } from '../install.ts';
import type { Task } from '../measure.ts';
import { interleave } from '../measure.ts';
import { checkTask, judgeReport } from '../truce.ts';

const [help, version, one] = ['truce --help', 'truce --version', 'truce check, 1 exchange, JSON document'];

function run(bench: Bench): SectionResult {
  const traffic = bench.traffic(1);
  say('cold starts');
  const bare = (name: string, args: readonly string[]): Task => ({ name, args, isBare: true });
  const tasks: Task[] = [
    bare(help, [bench.truce.file, '--help']),
    bare(version, [bench.truce.file, '--version']),
    { ...checkTask(bench.truce, one, bench.contract, traffic.har, bench.scratch('cold')), isBare: true },
  ];
  const peers =
    installPeers() && !bench.options.isQuick
      ? ['openapi-request-response-validator', 'openapi-pact-comparator', 'openapi-backend', 'prism-http']
      : [];
  for (const name of ['yardstick', ...peers])
    tasks.push({ ...bench.peerTask(`${name}, 1 exchange`, name, traffic.ndjson, 1), isBare: true });
  const summaries = interleave(bare('node -e 0', ['-e', '0']), tasks, bench.rounds(7));
  bench.check('one exchange', judgeReport(bench.scratch('cold'), traffic.truth));
  const times = (name: string): number => 1 / (summaries.get(name)?.wallRatio ?? 1);
  const rows = [...summaries].map(([name, { wall }]) => [name, whole(wall), ratio(times(name))]);
  const notes = [
    'Peers and the yardstick run from this folder by type stripping, which costs them about 30 ms that a package of their own would not.',
  ];
  return {
    tables: [{ title: 'Cold start', header: ['', 'ms', '× node -e 0'], rows, notes }],
    targets: [atMost(help, times(help), 1.6), atMost(version, times(version), 1.6), atMost(one, times(one), 6)],
  };
}

export default { id: 'cold', title: 'Cold start', run };
