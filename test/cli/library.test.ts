// The library does what the command does, and leaves process and console alone.
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { check, gather, loadContract, openEvidence, reporterById, ruleById } from '../../src/index.ts';
import { bad, contract, good, har } from './fixtures.ts';
import { folderWith } from './folder.ts';
import { truce } from './run-cli.ts';

it('gives the report of the command', async () => {
  const cwd = folderWith({ 'notes.yaml': contract, 't.har': har(good, bad) });
  const spies = (['log', 'info', 'warn', 'error'] as const).map((name) => vi.spyOn(console, name));
  const writes = [vi.spyOn(process.stdout, 'write'), vi.spyOn(process.stderr, 'write'), vi.spyOn(process, 'exit')];
  const exitCode = process.exitCode;
  const notes = await loadContract('notes.yaml', { cwd });
  const report = gather(
    check({ contracts: [notes], evidence: [{ kind: 'file', uri: 't.har', open: () => openEvidence(join(cwd, 't.har'), 't.har') }] }),
    {
      contracts: [notes],
      failOn: 'error',
    },
  );
  const json = [
    ...(reporterById('json')?.render(report, { color: false, width: 80, frames: false, quiet: false, rule: ruleById }) ?? []),
  ].join('');
  for (const spy of [...spies, ...writes]) expect(spy).not.toHaveBeenCalled();
  expect(process.exitCode).toBe(exitCode);
  vi.restoreAllMocks();
  expect(report.exitCode).toBe(1);
  expect(json).toBe((await truce(['check', '-c', 'notes.yaml', 't.har', '-r', 'json'], { cwd })).stdout);
});
