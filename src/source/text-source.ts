// Sources over text: a whole file, a part of a large file, and a body that is text inside another source.
import { isBodyHolder } from '../model/body-holder.ts';
import type { BodyHolder } from '../model/body-holder.ts';
import type { Content } from '../model/exchange.ts';
import { outlineJson } from '../model/json-outline.ts';
import { indexLines, mapBody } from '../model/line-index.ts';
import type { LineIndex } from '../model/line-index.ts';
import type { At, Location, Position, Source, Span, Syntax } from '../model/location.ts';
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
      return index.position(mapBody(text, verbatim && pointer === '' ? { start: 0, end: 0 } : find(pointer), body, verbatim));
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

interface OpenBody {
  readonly text: string;
  readonly find: Find;
}

// Positions are asked for body by body, so one body is kept open; all of them would be the whole recording in memory.
let recent: { readonly owner: object; readonly body: OpenBody } | undefined;

function openBody(owner: object, read: () => string, syntax: Syntax): OpenBody {
  if (recent?.owner !== owner) {
    const text = read();
    recent = { owner, body: { text, find: outline(text, syntax) } };
  }
  return recent.body;
}

// Each in a function of its own: closures of one function keep alive everything that any of them uses.
const readAgain = (outer: BodyHolder, home: Pointer) => (): string => outer.stringAt?.(home) ?? '';
const keepText = (text: string) => (): string => text;
const keepBytes = (bytes: Uint8Array) => (): string => new TextDecoder().decode(bytes);

function textReader(content: Content): () => string {
  const { source, pointer } = content.location;
  if (content.form === 'bytes') return keepBytes(content.bytes);
  if (content.form !== 'text') return keepText('');
  return isBodyHolder(source) && source.stringAt ? readAgain(source, pointer) : keepText(content.text);
}

/** A body inside another source. Its positions are those of the outer file; bytes from base64 answer with the place of the string. */
export function bodySource({ content, syntax, locate }: { content: Content; syntax: Syntax; locate?: Locate }): Source {
  const isPlain = content.form === 'text' || (content.form === 'bytes' && content.verbatim);
  return new BodySource(
    content.location,
    syntax,
    { isValue: content.form === 'value', isPlain, isVerbatim: content.form === 'bytes' },
    textReader(content),
    locate,
  );
}

interface BodyForm {
  readonly isValue: boolean;
  /** Pieces of it can be found in the outer file. */
  readonly isPlain: boolean;
  readonly isVerbatim: boolean;
}

class BodySource implements Source {
  readonly within: Location;
  readonly syntax: Syntax;
  readonly #form: BodyForm;
  readonly #read: () => string;
  readonly #locate: Locate | undefined;

  constructor(within: Location, syntax: Syntax, form: BodyForm, read: () => string, locate: Locate | undefined) {
    this.within = within;
    this.syntax = syntax;
    this.#form = form;
    this.#read = read;
    this.#locate = locate;
  }

  get uri(): string {
    return this.within.source.uri;
  }

  position(pointer: Pointer, at: At = 'value'): Position {
    const { source: outer, pointer: home, at: homeAt } = this.within;
    if (this.#form.isValue) return outer.position(`${home}${pointer}`, at);
    if (!this.#form.isPlain || !isBodyHolder(outer)) return outer.position(home, homeAt);
    const { text, find } = openBody(this, this.#read, this.syntax);
    const locate = this.syntax === 'json' || this.syntax === 'yaml' ? undefined : this.#locate;
    const span = locate ? nearestBy(locate, text, find, pointer, at) : find(pointer, at);
    return outer.positionInside(home, span, this.#form.isVerbatim);
  }

  lines(from: number, to: number): string[] {
    return this.within.source.lines(from, to);
  }
}
