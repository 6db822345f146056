// Sources over text: a whole file, a part of a large file, and a body that is text inside another source.
import { isBodyHolder } from '../model/body-holder.ts';
import type { BodyHolder } from '../model/body-holder.ts';
import type { Content } from '../model/exchange.ts';
import { outlineJson } from '../model/json-outline.ts';
import { indexLines, mapBody } from '../model/line-index.ts';
import type { LineIndex } from '../model/line-index.ts';
import type { At, Position, Source, Span, Syntax } from '../model/location.ts';
import { tokensOf } from '../model/pointer.ts';
import type { Pointer } from '../model/pointer.ts';
import { outlineYaml } from './yaml.ts';

export { sliceFile } from '../model/file-slices.ts';
export type { FileSlices, Slice } from '../model/file-slices.ts';

const bom = '\ufeff';
const withoutMark = (text: string): string => (text.startsWith(bom) ? text.slice(1) : text);

type Find = (pointer: Pointer, at?: At) => Span;

/** Answers with the nearest place; only JSON and YAML have places of their own. */
function outline(text: string, syntax: Syntax): Find {
  if (syntax === 'json') return outlineJson(text);
  if (syntax === 'yaml') return outlineYaml(text);
  return () => ({ start: 0, end: text.length });
}

/** A whole file; `read` is called when somebody asks for a position or a line, once. */
export function fileSource({ uri, syntax, read }: { uri: string; syntax: Syntax; read: () => string }): BodyHolder {
  let opened: { text: string; index: LineIndex; find: Find } | undefined;
  const open = (): { text: string; index: LineIndex; find: Find } => {
    if (!opened) {
      let text = '';
      try {
        text = withoutMark(read());
      } catch {
        // Positions never throw: a file that has gone since has only its first line.
      }
      opened = { text, index: indexLines(text), find: outline(text, syntax) };
    }
    return opened;
  };
  return {
    uri,
    syntax,
    position(pointer, at) {
      const { index, find } = open();
      return index.position(find(pointer, at));
    },
    positionInside(pointer, body, verbatim) {
      const { text, index, find } = open();
      return index.position(mapBody(text, verbatim ? { start: 0, end: 0 } : find(pointer), body, verbatim));
    },
    lines: (from, to) => open().index.lines(from, to),
  };
}

/** How a content format finds a pointer in its text. */
export type Locate = (text: string, pointer: Pointer, at: At) => Span | undefined;

const mostSteps = 64;

// A place that is not in the text answers with the nearest one above it; JSON and YAML find that in one walk.
function nearestBy(locate: Locate, text: string, find: Find, pointer: Pointer, at: At): Span {
  const found = locate(text, pointer, at);
  if (found) return found;
  let parent = pointer;
  for (let step = Math.min(tokensOf(pointer).length, mostSteps); step > 0; step--) {
    parent = parent.slice(0, parent.lastIndexOf('/'));
    const span = locate(text, parent, 'value');
    if (span) return span;
  }
  return find('');
}

/** A body inside another source. Its positions are those of the outer file; bytes from base64 answer with the place of the string. */
export function bodySource({ content, syntax, locate }: { content: Content; syntax: Syntax; locate?: Locate }): Source {
  const { source: outer, pointer: home } = content.location;
  let opened: { text: string; find: Find } | undefined;
  const open = (): { text: string; find: Find } => {
    if (!opened) {
      const text = content.form === 'text' ? content.text : content.form === 'bytes' ? new TextDecoder().decode(content.bytes) : '';
      opened = { text, find: outline(text, syntax) };
    }
    return opened;
  };
  const whole = (): Position => outer.position(home, content.location.at);
  return {
    uri: outer.uri,
    syntax,
    within: content.location,
    position(pointer, at = 'value') {
      if (content.form === 'value') return outer.position(`${home}${pointer}`, at);
      const verbatim = content.form === 'bytes';
      if (content.form === 'unknown' || (verbatim && !content.verbatim) || !isBodyHolder(outer)) return whole();
      const { text, find } = open();
      const span = locate && syntax !== 'json' && syntax !== 'yaml' ? nearestBy(locate, text, find, pointer, at) : find(pointer, at);
      return outer.positionInside(home, span, verbatim);
    },
    lines: (from, to) => outer.lines(from, to),
  };
}
