// A child that appends until it is killed: `node append-loop.ts FILE`; each number is printed once its entry is on disk.
import { writeSync } from 'node:fs';
import type { Entry } from 'har-format';
import { HarFile } from '../../src/record/har-file.ts';

const file = HarFile.open(process.argv[2] ?? '', { creator: { name: 'truce', version: '0.0.0' } });
for (let number = 0; ; number++) {
  // Of many sizes, most of them more than a page.
  const text = JSON.stringify({ number, text: 'å'.repeat((number * 7919) % 200_000) });
  const entry = {
    startedDateTime: '2026-01-02T03:04:05.678Z',
    request: { method: 'GET', url: `http://crm.example/n/${number}`, headers: [] },
    response: { status: 200, headers: [], content: { mimeType: 'application/json', text } },
  };
  if (!file.append(entry as unknown as Entry)) break;
  writeSync(1, `${number}\n`);
}
