// Stock `prism mock` as the live instance of the three vendors: a probe ends, leaves no crash, and names what Prism does.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCli } from '../cli/run-cli.ts';
import { type RunningPrism, startPrism } from '../mocks/start-prism.ts';
import { credentials } from './run-probe.ts';
import type { TinyFinding } from './tiny-instance.ts';

const root = join(import.meta.dirname, '../..');
let folder: string;
let prism: RunningPrism;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'truce-prism-'));
});
afterEach(async () => {
  await prism.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** What it does whatever the contract: it never looks whether credentials are right, and names no methods with 405. */
const always = [
  'error credentials-required: Expected a request with wrong credentials to be answered with 401 or 403, got 20#',
  'warning undocumented-method-refused: Expected 405 to name the methods there are in an Allow field, got none (RFC 9110 §15.5.6)',
];
/** An unknown media type is invalid to it, unless the contract documents 415; and no object can be `text/json`. */
const asInvalid =
  'warning media-type-refused: Expected a body of the media type application/vnd.truce.unknown to be answered with 415, got 400';
const noText = 'error accept-honoured: Expected `Accept: text/json` to be answered in that media type, got 500';
const noState = /^error workflow-succeeds: Expected the workflow `lifeOf\w+` to go through, but at the step /;

describe('prism mock', () => {
  it.each<[string, number, readonly string[], readonly string[]]>([
    ['superoffice', 2, [...always, asInvalid, noText], []],
    ['onlyoffice', 1, [...always, asInvalid], [noText]],
    ['odyssee', 1, [...always, noText], [asInvalid]],
  ])(
    'of %s is probed to the end, and what it does not do is named',
    async (vendor, code, facts, others) => {
      const document = join(root, 'contracts', vendor, 'openapi.yaml');
      prism = await startPrism(document);
      const options = ['--write', '--rate', '500', '--generate', '12', '--reporter', 'json:report.json'];
      const run = await runCli(['probe', document, '--target', prism.url, ...options], {
        cwd: folder,
        env: { ...credentials, TRUCE_ONLYOFFICE_TOKEN: 'any' },
        timeout: 200_000,
      });
      expect(run.stderr).not.toContain('bug in Truce');
      const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as { readonly findings: readonly TinyFinding[] };
      const told = [
        ...new Set(report.findings.map(({ severity, rule, message }) => `${severity} ${rule}: ${message.replace(/got 20\d/, 'got 20#')}`)),
      ];
      expect(facts.filter((fact) => !told.includes(fact))).toEqual([]);
      expect(others.filter((fact) => told.includes(fact))).toEqual([]);
      expect(told.some((text) => noState.test(text))).toBe(true);
      // It answers everything, whole; asks for credentials; and never takes what its contract refuses.
      expect(told.filter((text) => /answer-complete|without credentials|to be refused with 4xx, got 2/.test(text))).toEqual([]);
      // It forgets what it is told: a company that is made can neither be found nor removed.
      expect(run.stdout).toMatch(vendor === 'superoffice' ? /left behind: \d+/ : /left behind: none/);
      expect(run.code).toBe(code);
    },
    240_000,
  );
});
