// Sources over text: a whole file, a part of a large file, and a body that is text inside another source.
import { isBodyHolder } from '../model/body-holder.ts';
import type { BodyHolder } from '../model/body-holder.ts';
import type { Content } from '../model/exchange.ts';
import { locateNearestJson } from '../model/json-text.ts';
import { indexLines, mapBody } from '../model/line-index.ts';
import type { LineIndex } from '../model/line-index.ts';
import type { At, Position, Source, Span, Syntax } from '../model/location.ts';
import { tokensOf } from '../model/pointer.ts';
import type { Pointer } from '../model/pointer.ts';
import { locateNearestYaml } from './yaml.ts';

export { sliceFile } from '../model/file-slices.ts';
export type { FileSlices, Slice } from '../model/file-slices.ts';

const bom = '\ufeff';
const withoutMark = (text: string): string => (text.startsWith(bom) ? text.slice(1) : text);

function nearest(text: string, syntax: Syntax, pointer: Pointer, at?: At): Span {
  if (syntax === 'json') return locateNearestJson(text, pointer, at);
  if (syntax === 'yaml') return locateNearestYaml(text, pointer, at);
  return { start: 0, end: text.length };
}

/** A whole file; `read` is called when somebody asks for a position or a line, once. */
export function fileSource({ uri, syntax, read }: { uri: string; syntax: Syntax; read: () => string }): BodyHolder {
  let opened: { text: string; index: LineIndex } | undefined;
  const open = (): { text: string; index: LineIndex } => {
    if (!opened) {
      let text = '';
      try {
        text = withoutMark(read());
      } catch {
        // Positions never throw: a file that has gone since has only its first line.
      }
      opened = { text, index: indexLines(text) };
    }
    return opened;
  };
  return {
    uri,
    syntax,
    position(pointer, at) {
      const { text, index } = open();
      return index.position(nearest(text, syntax, pointer, at));
    },
    positionInside(pointer, body, verbatim) {
      const { text, index } = open();
      return index.position(mapBody(text, verbatim ? { start: 0, end: 0 } : nearest(text, syntax, pointer), body, verbatim));
    },
    lines: (from, to) => open().index.lines(from, to),
  };
}

/** How a content format finds a pointer in its text. */
export type Locate = (text: string, pointer: Pointer, at: At) => Span | undefined;

const mostSteps = 64;

// A place that is not in the text answers with the nearest one above it; JSON and YAML find that in one walk.
function spanIn(text: string, syntax: Syntax, locate: Locate | undefined, pointer: Pointer, at: At): Span {
  const found = locate?.(text, pointer, at);
  if (found) return found;
  if (!locate || syntax === 'json' || syntax === 'yaml') return nearest(text, syntax, pointer, at);
  const depth = tokensOf(pointer).length;
  let parent = pointer;
  for (let step = 0; step < Math.min(depth, mostSteps); step++) {
    parent = parent.slice(0, parent.lastIndexOf('/'));
    const span = locate(text, parent, 'value');
    if (span) return span;
  }
  return { start: 0, end: text.length };
}

/** A body inside another source. Its positions are those of the outer file; bytes from base64 answer with the place of the string. */
export function bodySource({ content, syntax, locate }: { content: Content; syntax: Syntax; locate?: Locate }): Source {
  const { source: outer, pointer: home } = content.location;
  let text: string | undefined;
  const open = (): string =>
    (text ??= content.form === 'text' ? content.text : content.form === 'bytes' ? new TextDecoder().decode(content.bytes) : '');
  const whole = (): Position => outer.position(home, content.location.at);
  return {
    uri: outer.uri,
    syntax,
    within: content.location,
    position(pointer, at = 'value') {
      if (content.form === 'value') return outer.position(`${home}${pointer}`, at);
      const verbatim = content.form === 'bytes';
      if (content.form === 'unknown' || (verbatim && !content.verbatim) || !isBodyHolder(outer)) return whole();
      return outer.positionInside(home, spanIn(open(), syntax, locate, pointer, at), verbatim);
    },
    lines: (from, to) => outer.lines(from, to),
  };
}
