// The three shipped mocks on one port, a client for them, and `truce check --strict` over what their journal holds.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import odyssee from '../../mocks/odyssee.ts';
import onlyoffice from '../../mocks/onlyoffice.ts';
import superoffice from '../../mocks/superoffice.ts';
import { check, type Finding, gather, loadContract, openEvidence } from '../../src/index.ts';
import type { JournalEntry } from '../../src/mock/journal.ts';
import { type Mock, startMock } from '../../src/mock/server.ts';

export const root = new URL('../../', import.meta.url).pathname;
const definitions = { superoffice, onlyoffice, odyssee };

export const basic = 'Basic dXNlcjpwYXNz';

export interface Answered {
  readonly status: number;
  readonly fields: Headers;
  readonly text: string;
  /** `type/subtype`. */
  readonly type: string | undefined;
  json<T = Record<string, unknown>>(): T;
}

export interface VendorMocks extends Mock {
  /** A body that is an object is sent as JSON; fields whose value is empty are left out. */
  send(method: string, path: string, body?: object | string, fields?: Record<string, string>): Promise<Answered>;
}

/** `at`: where the mocks' clock stands. */
export async function startVendorMocks(at?: string): Promise<VendorMocks> {
  const contracts = await Promise.all(
    Object.entries(definitions).map(async ([id, mock]) => ({
      contract: await loadContract(`contracts/${id}/openapi.yaml`, { cwd: root }),
      mock,
    })),
  );
  const mock = await startMock({ contracts, maxJournal: 10_000, ...(at !== undefined && { now: () => new Date(at) }) });
  return Object.assign(Object.create(mock) as Mock, {
    async send(method: string, path: string, body?: object | string, fields: Record<string, string> = {}): Promise<Answered> {
      const sent = {
        Authorization: basic,
        ...(typeof body === 'object' && !(body instanceof FormData) && { 'Content-Type': 'application/json' }),
      };
      const headers = Object.fromEntries(Object.entries({ ...sent, ...fields }).filter(([, value]) => value !== ''));
      const written = typeof body === 'string' || body instanceof FormData || body === undefined ? body : JSON.stringify(body);
      const answer = await fetch(mock.url + path, { method, headers, ...(written !== undefined && { body: written }) });
      const text = await answer.text();
      return {
        status: answer.status,
        fields: answer.headers,
        text,
        type: answer.headers.get('content-type')?.split(';')[0],
        json: <T>() => JSON.parse(text) as T,
      };
    },
  });
}

/** What is wrong with the answers in the journal, by the command's strict judgement, and how many answers that were. */
export async function judgeJournal(mock: Mock): Promise<{ answers: number; findings: string[]; unjudged: number }> {
  const { entries } = (await (await fetch(`${mock.url}/__truce/journal`)).json()) as { entries: JournalEntry[] };
  const folder = mkdtempSync(join(tmpdir(), 'truce-'));
  writeFileSync(
    join(folder, 'journal.har'),
    JSON.stringify({ log: { version: '1.2', creator: { name: 'test', version: '1' }, entries: entries.map(entryOf) } }),
  );
  const contracts = [...mock.contracts];
  const report = gather(
    check({
      contracts,
      evidence: [{ kind: 'file', uri: 'journal.har', open: () => openEvidence(join(folder, 'journal.har'), 'journal.har') }],
      strict: true,
    }),
    { contracts, failOn: 'info' },
  );
  rmSync(folder, { recursive: true });
  const findings = report.findings.filter(({ side }) => side === 'response' || side === 'evidence');
  return {
    answers: entries.length,
    findings: findings.map(tell),
    unjudged: report.totals.verdicts.unchecked + report.totals.verdicts.unmatched,
  };
}

const tell = ({ exchange, message, instance, rule }: Finding): string =>
  `${exchange?.label}: ${rule} ${instance?.pointer ?? ''} ${message}`;

function entryOf({ request, response, at, ms }: JournalEntry): object {
  const shown = (fields: JournalEntry['request']['fields']): object[] => fields.map(([name, value]) => ({ name, value }));
  const typeOf = (fields: JournalEntry['request']['fields']): string =>
    fields.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  return {
    startedDateTime: at,
    time: ms,
    request: {
      method: request.method,
      url: `http://mock.invalid${request.target}`,
      httpVersion: 'HTTP/1.1',
      headers: shown(request.fields),
      queryString: [],
      cookies: [],
      headersSize: -1,
      bodySize: request.bodySize,
      ...(request.body !== undefined && { postData: { mimeType: typeOf(request.fields), text: request.body } }),
    },
    response: {
      status: response.status,
      statusText: '',
      httpVersion: 'HTTP/1.1',
      headers: shown(response.fields),
      cookies: [],
      content: { size: response.bodySize, mimeType: typeOf(response.fields), ...(response.body !== undefined && { text: response.body }) },
      redirectURL: '',
      headersSize: -1,
      bodySize: response.bodySize,
    },
    cache: {},
    timings: { send: 0, wait: ms, receive: 0 },
  };
}
