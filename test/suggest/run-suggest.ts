// Suggests in a folder of its own: a document and a HAR on disk, read, judged, and the Overlay applied by way of its text.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { check } from '../../src/check.ts';
import { detectFormat } from '../../src/evidence/index.ts';
import type { Finding } from '../../src/model/finding.ts';
import { type LoadedContract, loadContract } from '../../src/openapi/load.ts';
import { parseDocument } from '../../src/source/document.ts';
import { openEvidence } from '../../src/source/read.ts';
import { type Action, applyOverlay } from '../../src/suggest/apply.ts';
import { makeOverlay, writeOverlay } from '../../src/suggest/overlay.ts';
import { suggest, type Suggestion } from '../../src/suggest/suggest.ts';
import { folderWith } from '../cli/folder.ts';

export interface Seen {
  readonly method?: string;
  readonly target?: string;
  readonly status?: number;
  readonly type?: string;
  /** A value is written as JSON, a text as it is where `type` is no JSON. */
  readonly body?: unknown;
  readonly sent?: { readonly type: string; readonly text: string };
  readonly headers?: readonly { readonly name: string; readonly value: string }[];
  readonly at?: string;
}

export const harOf = (seen: readonly Seen[]): string =>
  JSON.stringify({
    log: {
      version: '1.2',
      creator: { name: 'tests', version: '1' },
      entries: seen.map(
        ({ method = 'GET', target = '/things', status = 200, type = 'application/json', body, sent, headers = [], at }) => ({
          startedDateTime: at ?? '2026-01-02T03:04:05.000Z',
          time: 1,
          request: {
            method,
            url: `https://api.example${target}`,
            httpVersion: 'HTTP/1.1',
            headers: [],
            queryString: [],
            ...(sent && { postData: { mimeType: sent.type, text: sent.text } }),
          },
          response: {
            status,
            statusText: '',
            headers,
            content:
              body === undefined
                ? { size: 0, mimeType: '' }
                : { mimeType: type, text: typeof body === 'string' && !/json/.test(type) ? body : JSON.stringify(body) },
          },
        }),
      ),
    },
  });

/** GET /things with this schema for the answer; `more` lies over the document. */
export const documentOf = (openapi: string, schema: object, more: { operation?: object; components?: object } = {}) => ({
  openapi,
  info: { title: 'Things', version: '1', license: { name: 'MIT', url: 'https://license.example' } },
  servers: [{ url: 'https://api.example' }],
  security: [],
  paths: {
    '/things': {
      get: {
        operationId: 'getThings',
        summary: 'Things',
        responses: {
          '200': { description: 'Things', content: { 'application/json': { schema } } },
          '400': { description: 'Wrong' },
        },
        ...more.operation,
      },
    },
  },
  ...(more.components && { components: more.components }),
});

export interface Run {
  readonly suggestion: Suggestion;
  readonly actions: readonly Action[];
  readonly text: string;
  /** The document with the Overlay applied. */
  readonly applied: Record<string, never>;
  /** What the applied document, written to a file and loaded again, finds in the same recording. */
  readonly left: readonly Finding[];
  readonly reasons: readonly string[];
}

export async function run(
  document: object,
  seen: readonly Seen[],
  options: { minExchanges?: number; files?: Readonly<Record<string, string>> } = {},
): Promise<Run> {
  const cwd = folderWith({ 'api.json': JSON.stringify(document, null, 2), 'seen.har': harOf(seen), ...options.files });
  const contract = await loadContract('api.json', { cwd });
  const suggestion = await suggest({ contracts: [contract], exchanges: () => exchangesIn(cwd), ...options });
  const actions = suggestion.actions.get(contract) ?? [];
  const text = writeOverlay(makeOverlay(contract, 'api.json', actions));
  const applied = applyOverlay(document, parseDocument(text, 'overlay.yaml').value) as Record<string, never>;
  // Whoever applies it a second time changes nothing.
  expect(inAnyOrder(applyOverlay(applied, parseDocument(text, 'overlay.yaml').value))).toEqual(inAnyOrder(applied));
  writeFileSync(join(cwd, 'applied.json'), JSON.stringify(applied, null, 2));
  const again = await loadContract('applied.json', { cwd });
  return { suggestion, actions, text, applied, left: findingsOf(again, cwd), reasons: suggestion.refusals.map(({ reason }) => reason) };
}

function* exchangesIn(cwd: string) {
  const file = openEvidence(join(cwd, 'seen.har'), 'seen.har');
  for (const exchange of detectFormat(file)?.read(file, () => undefined) ?? []) yield { exchange };
}

function findingsOf(contract: LoadedContract, cwd: string): Finding[] {
  const events = check({
    contracts: [contract],
    evidence: [{ kind: 'file', uri: 'seen.har', open: () => openEvidence(join(cwd, 'seen.har'), 'seen.har') }],
  });
  return [...events].flatMap((event) => (event.kind === 'exchange' ? event.findings : event.kind === 'finding' ? [event.finding] : []));
}

/** Items that are removed and appended again stand last; no list of an Overlay of ours has a meaning by its order but `prefixItems`. */
function inAnyOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => JSON.stringify(inAnyOrder(item))).toSorted();
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, inner]) => [name, inAnyOrder(inner)]);
}
