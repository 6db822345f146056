// A contract with every kind of personal data, and recordings of it.
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LoadedContract, loadContract, openEvidence } from '../../src/index.ts';
import { redactFile, type RedactReport } from '../../src/redact/redact-file.ts';

export const folder = mkdtempSync(join(tmpdir(), 'truce-redact-'));

export const document = `openapi: 3.1.0
info: { title: CRM, version: '1' }
paths:
  /people/{login}:
    parameters: [{ name: login, in: path, required: true, schema: { type: string, x-personal-data: true, minLength: 2, maxLength: 40 } }]
    put:
      operationId: savePerson
      parameters:
        - { name: notify, in: query, schema: { type: string, format: email } }
        - { name: tags, in: query, explode: false, schema: { type: array, items: { type: string, x-personal-data: true } } }
        - { name: X-Acting-User, in: header, schema: { type: string, x-personal-data: true, maxLength: 20 } }
      requestBody:
        content:
          application/json: { schema: { $ref: '#/components/schemas/Person' } }
          application/xml: { schema: { $ref: '#/components/schemas/Person' } }
          application/x-www-form-urlencoded: { schema: { $ref: '#/components/schemas/Person' } }
          multipart/form-data: { schema: { $ref: '#/components/schemas/Person' } }
      responses:
        '200':
          description: ok
          content:
            application/json: { schema: { $ref: '#/components/schemas/Person' } }
            application/xml: { schema: { $ref: '#/components/schemas/Person' } }
            image/png: { schema: { type: string, x-personal-data: true } }
            text/plain: { schema: { type: string } }
            application/x-ndjson: { schema: { $ref: '#/components/schemas/Person' } }
components:
  schemas:
    Person:
      type: object
      required: [firstName]
      xml: { name: person }
      properties:
        id: { type: integer }
        firstName: { type: string, minLength: 1, maxLength: 12 }
        lastName: { type: string, x-personal-data: true, pattern: '^[A-Z]' }
        email: { type: string, format: email, maxLength: 40 }
        phone: { type: string, pattern: '^[+]31 [0-9 ]+$', x-personal-data: true }
        born: { type: string, format: date, x-personal-data: true }
        iban: { type: string }
        badge: { type: string, pattern: '^EMP-[0-9]{4}$', x-personal-data: true }
        age: { type: integer, minimum: 0, maximum: 130, x-personal-data: true }
        salary: { type: number, multipleOf: 0.5, x-personal-data: true }
        sex: { enum: [f, m, x], x-personal-data: true }
        isVip: { type: boolean, x-personal-data: true }
        photo: { type: string, contentEncoding: base64, x-personal-data: true }
        site: { type: string, format: uri, x-personal-data: true }
        notes: { type: string, x-personal-data: true }
        public: { type: string }
        mobile: { type: string, x-personal-data: false }
        relatives: { type: array, uniqueItems: true, items: { type: string, x-personal-data: true } }
`;

let loaded: Promise<LoadedContract> | undefined;

export function crm(): Promise<LoadedContract> {
  if (!loaded) {
    const path = join(folder, 'crm.yaml');
    writeFileSync(path, document);
    loaded = loadContract(path);
  }
  return loaded;
}

export interface Draft {
  readonly login?: string;
  readonly query?: string;
  readonly type?: string;
  readonly sent?: string;
  readonly got?: string;
  readonly gotType?: string;
  readonly path?: string;
  readonly headers?: readonly { name: string; value: string }[];
  readonly more?: object;
}

/** One exchange as HAR has it. */
export function entry(draft: Draft): Record<string, unknown> {
  const { login = 'ab', query = '', type = 'application/json', sent, got, gotType = type, headers = [], more = {} } = draft;
  const path = draft.path ?? `/people/${encodeURIComponent(login)}`;
  return {
    startedDateTime: '2026-01-02T03:04:05.678Z',
    request: {
      method: 'PUT',
      url: `https://crm.test${path}${query}`,
      headers: [{ name: 'Content-Type', value: type }, ...headers],
      queryString: [],
      bodySize: sent === undefined ? 0 : Buffer.byteLength(sent),
      ...(sent !== undefined && { postData: { mimeType: type, text: sent } }),
    },
    response: {
      status: 200,
      headers: [{ name: 'Content-Type', value: gotType }],
      content: { size: got === undefined ? 0 : Buffer.byteLength(got), mimeType: gotType, ...(got !== undefined && { text: got }) },
    },
    ...more,
  };
}

let files = 0;

export interface Outcome {
  readonly report: RedactReport;
  /** Undefined when there is none. */
  readonly text: string | undefined;
}

/** Runs the whole of `truce redact` on a text. */
export async function redactText(text: string | Uint8Array, secret = 'key'): Promise<Outcome> {
  const from = join(folder, `in-${++files}.har`);
  const to = join(folder, `out-${files}.har`);
  writeFileSync(from, text);
  const report = redactFile({ from: openEvidence(from, 'in.har'), to, uri: 'out.har', contracts: [await crm()], secret });
  return { report, text: report.failures.length > 0 ? undefined : readFileSync(to, 'utf8') };
}

export const harOf = (entries: readonly object[]): string =>
  `{"log":{"version":"1.2","creator":{"name":"t","version":"1"},"entries":[\n${entries.map((one) => JSON.stringify(one)).join(',\n')}\n]}}\n`;

interface HarMessage {
  readonly url: string;
  readonly postData: { readonly text: string };
  readonly content: { readonly text: string; readonly size: number };
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly bodySize: number;
}

export interface HarEntry {
  readonly request: HarMessage;
  readonly response: HarMessage;
  readonly comment?: string;
}

export const entriesOf = (text: string | undefined): HarEntry[] =>
  (JSON.parse(text ?? '{"log":{"entries":[]}}') as { log: { entries: HarEntry[] } }).log.entries;
