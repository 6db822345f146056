// A document becomes a value: JSON (RFC 8259) or YAML 1.2, told apart by content; what cannot be read is a UserError with its place.
import { fixedPlace } from '../model/fixed-place.ts';
import { diagnoseJson } from '../model/json-text.ts';
import { skipString } from '../model/json-scan.ts';
import { indexLines } from '../model/line-index.ts';
import { plain } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';
import { deepest, parseYaml } from './yaml.ts';

export interface ParsedDocument {
  readonly value: unknown;
  readonly syntax: 'json' | 'yaml';
}

/** Parses the text of a document; `uri` names it in errors and settles whether broken JSON was meant. */
export function parseDocument(original: string, uri: string): ParsedDocument {
  const text = original.startsWith('\ufeff') ? original.slice(1) : original;
  if (text.slice(0, 4).includes('\0')) fail(text, uri, 'yaml', 'The file is UTF-16 or binary; write it as UTF-8', 0);
  const first = /[^ \t\r\n]/.exec(text)?.[0];
  const looksJson = first === '{' || first === '[';
  const isYamlName = /\.ya?ml$/i.test(uri);
  if (looksJson || /\.json$/i.test(uri)) {
    const value = tryJson(text);
    if (value !== undefined) {
      const deep = isDeeper(value.parsed) ? tooDeep(text) : undefined;
      if (deep !== undefined) fail(text, uri, 'json', `The document is nested deeper than ${deepest} levels`, deep);
      return { value: value.parsed, syntax: 'json' };
    }
    if (!isYamlName) {
      const { offset, message } = diagnoseJson(text) ?? { offset: 0, message: 'the text is not JSON' };
      fail(text, uri, 'json', `Not JSON: ${message}`, offset);
    }
  }
  const result = parseYaml(text);
  if (result.failure)
    fail(
      text,
      uri,
      'yaml',
      result.failure.message === 'The text is empty' ? 'The file is empty' : `Not YAML: ${plain(result.failure.message)}`,
      result.failure.offset,
    );
  return { value: result.value, syntax: 'yaml' };
}

function tryJson(text: string): { parsed: unknown } | undefined {
  try {
    return { parsed: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** True for a value nested more deeply than is read: asked first, since walking a value is cheaper than walking its text. */
export function isDeeper(value: unknown, levels = deepest): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  if (Array.isArray(value)) {
    for (const item of value as unknown[]) if (typeof item === 'object' && isDeeper(item, levels - 1)) return true;
    return false;
  }
  for (const name in value) {
    const inner = (value as Record<string, unknown>)[name];
    if (typeof inner === 'object' && isDeeper(inner, levels - 1)) return true;
  }
  return false;
}

/** Where a JSON text is nested more deeply than is read; undefined when it is not. */
export function tooDeep(text: string): number | undefined {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x22) i = skipString(text, i) - 1;
    else if (code === 0x7b || code === 0x5b) {
      if (++depth > deepest) return i;
    } else if (code === 0x7d || code === 0x5d) depth--;
  }
  return undefined;
}

function fail(text: string, uri: string, syntax: 'json' | 'yaml', message: string, offset: number): never {
  const index = indexLines(text);
  throw new UserError(message, { location: fixedPlace({ uri, syntax, lines: index.lines }, index.at(offset)) });
}
