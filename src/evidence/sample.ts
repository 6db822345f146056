// Sample payloads somebody wrote down: files named `<operationId>.request.<name>.<ext>` or `<operationId>.<status>.<name>.<ext>`.
import { basename } from 'node:path/posix';
import type { EvidenceFile, EvidenceFormat } from '../model/evidence.ts';
import type { Exchange } from '../model/exchange.ts';
import { parseHttpMessage } from './sample/http-message.ts';

const namePattern = /^(?<operation>.+?)\.(?<side>request|[1-9]\d\d)\.(?:.+\.)?(?<extension>[A-Za-z0-9]+)$/;

const mediaTypes: ReadonlyMap<string, string> = new Map([
  ['json', 'application/json'],
  ['xml', 'application/xml'],
  ['urlencoded', 'application/x-www-form-urlencoded'],
  ['form', 'application/x-www-form-urlencoded'],
  ['txt', 'text/plain'],
  ['html', 'text/html'],
  ['csv', 'text/csv'],
  ['yaml', 'application/yaml'],
  ['yml', 'application/yaml'],
  ['pdf', 'application/pdf'],
  ['png', 'image/png'],
  ['jpg', 'image/jpeg'],
  ['jpeg', 'image/jpeg'],
  ['gif', 'image/gif'],
]);

interface Name {
  readonly operation: string;
  /** Undefined for a request. */
  readonly status: number | undefined;
  readonly mediaType: string;
}

function parseName(uri: string): Name | undefined {
  const groups = namePattern.exec(basename(uri))?.groups;
  if (!groups) return undefined;
  const { operation = '', side = '', extension = '' } = groups;
  return {
    operation,
    status: side === 'request' ? undefined : Number(side),
    mediaType: mediaTypes.get(extension.toLowerCase()) ?? 'application/octet-stream',
  };
}

function readSample(file: EvidenceFile, { operation, status, mediaType }: Name): Exchange {
  const location = { source: file.source(), pointer: '' };
  const label = basename(file.uri);
  const exchange = { evidence: file.uri, index: 0, label, claim: 'example', location, operation: { id: operation } } as const;
  const bytes = file.bytes();
  const message = parseHttpMessage(file, bytes);
  if (message?.problem !== undefined)
    return { ...exchange, problem: { message: `\`${label}\` is not checked: ${message.problem}`, location } };
  if (message && (message.response === undefined) !== (status === undefined)) {
    return {
      ...exchange,
      problem: {
        message: `\`${label}\` is not checked: its name says ${status === undefined ? 'request' : 'response'} and it holds an HTTP ${status === undefined ? 'response' : 'request'}`,
        location,
      },
    };
  }
  if (message)
    return { ...exchange, ...(message.request && { request: message.request }), ...(message.response && { response: message.response }) };
  const body =
    bytes.length > 0
      ? { fields: [['Content-Type', mediaType] as const], content: { form: 'bytes', bytes, verbatim: true, location } as const }
      : { fields: [] };
  if (status !== undefined) return { ...exchange, response: { status, ...body, complete: false, location } };
  // Method and target are those of the operation the name gives.
  return { ...exchange, request: { method: '', target: '', ...body, complete: false, location } };
}

export default {
  id: 'sample',
  title: 'sample (named `<operationId>.request.<name>.<ext>` or `<operationId>.<status>.<name>.<ext>`)',
  claim: 'example',
  unconvertible: 'a sample is one side of an exchange, and names its operation instead of a URL',
  source: 'sample',
  detect: ({ uri }) => (parseName(uri) ? 0.3 : 0),
  *read(file) {
    const name = parseName(file.uri);
    if (name) yield readSample(file, name);
  },
} satisfies EvidenceFormat;
