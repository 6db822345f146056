// What every output looks like; the files beside this are read by people before they are accepted.
import { describe, expect, it } from 'vitest';
import { reporters } from '../../src/reporters/index.ts';
import { options, reports } from './shared-report.ts';

const extensions: Readonly<Record<string, string>> = {
  text: 'txt',
  json: 'json',
  ndjson: 'ndjson',
  junit: 'xml',
  sarif: 'json',
  github: 'txt',
  markdown: 'md',
  ctrf: 'json',
};
const shown = Object.entries(reports).filter(([name]) => name !== 'many');

describe.each(shown)('%s', (name, report) => {
  // What tells of pacts only, is looked at in a browser, or is written of runs has a test of its own.
  it.each(reporters.filter(({ id }) => id in extensions))('$id', async ({ id, render }) => {
    await expect([...render(report, options)].join('')).toMatchFileSnapshot(`./${id}/${name}.${extensions[id]}`);
  });

  it('text in a wide terminal', async () => {
    const text = reporters[0]?.render(report, { ...options, width: 200 }) ?? [];
    await expect([...text].join('')).toMatchFileSnapshot(`./text/${name}-wide.txt`);
  });
});
