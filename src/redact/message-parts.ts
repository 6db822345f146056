// Targets, header fields, cookies and listed parameters of a message without personal data and credentials (RFC 9110, RFC 6265, HAR 1.2).
import { findResponse, type Operation, type Parameter, type ParameterIn } from '../model/contract.ts';
import { decodePercent } from '../openapi/parameters.ts';
import { type FieldRedactor, mapUrls, withoutUser } from '../record/redact-fields.ts';
import { respellWhole } from './decoded-view.ts';
import { apply, type Edit, settle } from './edits.ts';
import { hintFor, isListed, isPersonal } from './personal.ts';
import type { Rewriter } from './rewriter.ts';

export interface MessageContext {
  readonly redactor: FieldRedactor;
  readonly rewriter: Rewriter;
  readonly operation: Operation | undefined;
  /** As sent, still percent-encoded. */
  readonly pathValues: ReadonlyMap<string, string>;
  readonly status: number;
}

/** RFC 9110 §10.1.2: an e-mail address. */
const isSender = /^from$/;

/** An absolute URL or a target; `isOwn`: it is the target of the request, so its path holds the values of the operation. */
export function rewriteUrl(url: string, isOwn: boolean, context: MessageContext): string {
  const { redactor, rewriter } = context;
  const bare = withoutUser(redactor.target(url));
  const start = bare.search(/[?#]/);
  const edits: Edit[] = isOwn ? pathEdits(start < 0 ? bare : bare.slice(0, start), context) : [];
  if (start >= 0) {
    for (const { 0: pair, 1: before = '', 2: name = '', 3: raw = '', index } of bare.slice(start).matchAll(/([?#&])([^=&#?]*)=([^&#]+)/g)) {
      const plain = decodePercent(name, true);
      const written = rewriteParameter(raw, plain, isOwn ? parameterOf(context, 'query', plain) : undefined, rewriter, true);
      if (written === undefined) continue;
      const from = start + index + before.length + name.length + 1;
      edits.push({ start: from, end: start + index + pair.length, text: written });
    }
  }
  return apply(bare, settle([...edits, ...rewriter.edits(bare)]));
}

/** One value or, where the contract says so, several with commas between them; `raw` is percent-encoded when `isEncoded`. */
function rewriteParameter(
  raw: string,
  name: string,
  parameter: Parameter | undefined,
  rewriter: Rewriter,
  isEncoded: boolean,
): string | undefined {
  const shape = parameter?.schema?.shape;
  if (!isPersonal(name, shape) && !(shape?.items && isPersonal(name, shape.items))) return undefined;
  const hint = hintFor(name, shape?.items ?? shape);
  let isChanged = false;
  const parts = (shape?.types.has('array') || hint === 'network' ? raw.split(/(\s*,\s*)/) : [raw]).map((part, at) => {
    const value = isEncoded ? decodePercent(part, true) : part;
    const written = at % 2 === 1 || part === '' || isListed(shape, value) ? undefined : rewriter.value(value, hint);
    isChanged ||= written !== undefined;
    if (written === undefined) return part;
    return isEncoded ? (respellWhole(part, value, written) ?? encodeURIComponent(written)) : written;
  });
  return isChanged ? parts.join('') : undefined;
}

function pathEdits(path: string, { operation, pathValues, rewriter }: MessageContext): Edit[] {
  const edits: Edit[] = [];
  for (const parameter of operation?.parameters ?? []) {
    const sent = parameter.in === 'path' ? pathValues.get(parameter.name) : undefined;
    if (!sent || !isPersonal(parameter.name, parameter.schema?.shape)) continue;
    const value = decodePercent(sent);
    const written = rewriter.value(value, hintFor(parameter.name, parameter.schema?.shape));
    if (written === undefined) continue;
    let at = path.length;
    for (const segment of path.split('/').toReversed()) {
      at -= segment.length;
      if (decodePercent(segment) === value) {
        edits.push({ start: at, end: at + segment.length, text: respellWhole(segment, value, written) ?? encodeURIComponent(written) });
        break;
      }
      at--;
    }
  }
  return edits;
}

/** A field line of a request or a response. */
export function rewriteField(name: string, value: string, side: 'request' | 'response', context: MessageContext): string {
  const { redactor, rewriter, operation, status } = context;
  const [, bare] = side === 'request' ? redactor.requestField([name, value]) : redactor.responseField([name, value], status);
  const lower = name.toLowerCase();
  const urls = mapUrls(
    lower,
    bare,
    (url) => rewriteUrl(url, lower === ':path', context),
    (words) => rewriter.text(words),
  );
  if (urls !== undefined) return urls;
  const documented =
    side === 'request'
      ? parameterOf(context, 'header', lower)
      : operation && findResponse(operation, status)?.headers.find((header) => header.name.toLowerCase() === lower);
  return rewriteParameter(bare, isSender.test(lower) ? 'email' : lower, documented, rewriter, false) ?? rewriter.text(bare);
}

/** A cookie as HAR lists it. */
export function rewriteCookie(
  name: string,
  value: string,
  side: 'request' | 'response',
  { redactor, rewriter, status }: MessageContext,
): string {
  const pair = `${name.replace(/[=;]/g, '')}=${value.replaceAll(';', '')}`;
  const [, bare] = side === 'request' ? redactor.requestField(['Cookie', pair]) : redactor.responseField(['Set-Cookie', pair], status);
  return rewriter.text(bare.slice(bare.indexOf('=') + 1));
}

/** A query parameter as HAR lists it: decoded by most recorders, as sent by some. */
export function rewriteListed(name: string, value: string, context: MessageContext): string {
  const target = `?${encodeURIComponent(name)}=${encodeURIComponent(value)}`;
  const redacted = context.redactor.target(target);
  if (redacted !== target) return decodePercent(redacted.slice(redacted.indexOf('=') + 1));
  const written = rewriteParameter(value, name, parameterOf(context, 'query', name), context.rewriter, /%[0-9a-f]{2}/i.test(value));
  return written ?? context.rewriter.text(value);
}

const parameterOf = ({ operation }: MessageContext, where: ParameterIn, name: string): Parameter | undefined =>
  operation?.parameters.find(
    (parameter) => parameter.in === where && (where === 'header' ? parameter.name.toLowerCase() : parameter.name) === name,
  );
