// A file of evidence as one JSON or YAML document: damage is described with its place, and what stands before it is kept.
import type { EvidenceDocument } from '../model/evidence.ts';
import { fixedPlace } from '../model/fixed-place.ts';
import { outlineJson } from '../model/json-outline.ts';
import { diagnoseJson } from '../model/json-text.ts';
import { indexLines } from '../model/line-index.ts';
import type { Pointer } from '../model/pointer.ts';
import { plain } from '../model/show.ts';
import { salvageJson } from './salvage.ts';
import { fileSource } from './text-source.ts';
import { tooDeep } from './document.ts';
import { deepest, parseYaml } from './yaml.ts';

/** YAML that is damaged is cut before the last item that begins ahead of the damage; as often as this. */
const mostCuts = 3;

/** `original` is the text of the file `uri`, with or without a byte order mark. */
export function readDocument(original: string, uri: string): EvidenceDocument {
  const text = original.startsWith('\ufeff') ? original.slice(1) : original;
  const first = /[^ \t\r\n]/.exec(text)?.[0];
  return first === '{' || first === '[' ? readJson(text, uri) : readYaml(text, uri);
}

function readJson(text: string, uri: string): EvidenceDocument {
  const source = fileSource({ uri, syntax: 'json', read: () => text });
  let find: ReturnType<typeof outlineJson> | undefined;
  const textAt = (pointer: Pointer): string => {
    const { start, end } = (find ??= outlineJson(text))(pointer);
    return text.slice(start, end);
  };
  const whole = { source, isCut: () => false, textAt };
  const tell = (message: string, offset: number) => ({
    message: `\`${uri}\` ${message}`,
    location: fixedPlace(source, indexLines(text).at(offset)),
  });
  const deep = tooDeep(text);
  if (deep !== undefined) return { ...whole, value: undefined, problem: tell(`is nested deeper than ${deepest} levels`, deep) };
  try {
    return { ...whole, value: JSON.parse(text) as unknown };
  } catch {
    const { offset, message } = diagnoseJson(text) ?? { offset: 0, message: 'the text is not JSON' };
    const problem = tell(`is not JSON: ${message}`, offset);
    const salvaged = salvageJson(text, offset);
    return { ...whole, problem, value: salvaged?.value, isCut: (pointer) => salvaged?.cut.has(pointer) ?? false };
  }
}

function readYaml(text: string, uri: string): EvidenceDocument {
  const source = fileSource({ uri, syntax: 'yaml', read: () => text });
  const whole = { source, isCut: () => false, textAt: () => undefined };
  const result = parseYaml(text, 'ignored');
  if (!result.failure) return { ...whole, value: result.value };
  const { offset, message } = result.failure;
  const problem = {
    message: `\`${uri}\` is not YAML: ${lowerFirst(plain(message))}`,
    location: fixedPlace(source, indexLines(text).at(offset)),
  };
  let end = offset;
  for (let cuts = 0; cuts < mostCuts; cuts++) {
    end = lastItem(text, end);
    if (end <= 0) break;
    const before = parseYaml(text.slice(0, end), 'ignored');
    if (before.failure) continue;
    const readable = text.slice(0, end);
    return { ...whole, source: fileSource({ uri, syntax: 'yaml', read: () => readable }), problem, value: before.value };
  }
  return { ...whole, problem, value: undefined };
}

const lowerFirst = (sentence: string): string => sentence.charAt(0).toLowerCase() + sentence.slice(1);

/** Where the last line before `end` begins that starts an item of the outermost list. */
function lastItem(text: string, end: number): number {
  if (end < 1) return 0;
  return Math.max(...['\n- ', '\n - ', '\n  - '].map((mark) => text.lastIndexOf(mark, end - 1))) + 1;
}
