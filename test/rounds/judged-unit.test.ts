// What was judged holds as long as every file it was read from is what it was when it was read.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { Judge } from '../../src/judge/judge.ts';
import { loadContract } from '../../src/openapi/load.ts';
import { judgeUnit } from '../../src/rounds/judged-unit.ts';
import { openEvidence } from '../../src/source/read.ts';
import { contract as text } from '../cli/fixtures.ts';
import { folderWith } from '../cli/folder.ts';

const mapping = JSON.stringify({
  request: { method: 'GET', urlPath: '/api/notes/7' },
  response: { status: 200, headers: { 'Content-Type': 'application/json' }, bodyFileName: 'note.json' },
});

it.each([true, false])('a file beside it that changes while it is judged: %s', async (isChanged) => {
  const cwd = folderWith({ 'api.yaml': text, 'stubs/mappings/a.json': mapping, 'stubs/__files/note.json': '{"id": "x"}' });
  const path = join(cwd, 'stubs/mappings/a.json');
  const contract = await loadContract(join(cwd, 'api.yaml'), { cwd });
  const input = { kind: 'file' as const, uri: 'a.json', path, open: () => openEvidence(path, 'a.json') };
  const options = { contracts: [contract], evidence: [input] };
  await sleep(50);
  const steps = judgeUnit(input, new Judge([contract], {}), options);
  let step = steps.next();
  while (!step.done && step.value.kind !== 'exchange') step = steps.next();
  expect(step.done).toBe(false);
  if (isChanged) writeFileSync(join(cwd, 'stubs/__files/note.json'), '{"id": 1}');
  while (!step.done) step = steps.next();
  expect(step.value.exchanges).toBe(1);
  expect(step.value.holds([contract], [])).toBe(!isChanged);
});
