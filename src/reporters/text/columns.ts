// How many terminal columns a text takes (Unicode UAX #11, as far as terminals agree), and wrapping by that measure.

const wide =
  /[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{16fe0}-\u{18aff}\u{1b000}-\u{1b2ff}\u{1f000}-\u{1faff}\u{20000}-\u{3fffd}]|[⌚⌛⏩-⏬⏰⏳⚡⚽✅❌❓❗➕]/u;
const zero = /^\p{M}$/u;

/** Columns of one code point. */
export function columnsOfChar(char: string): number {
  if (char < '\u0300') return 1;
  if (zero.test(char)) return 0;
  return wide.test(char) ? 2 : 1;
}

export function columnsOf(text: string): number {
  let columns = 0;
  for (const char of text) columns += columnsOfChar(char);
  return columns;
}

/** A stretch of text in one style. */
export interface Piece {
  readonly text: string;
  readonly style?: (text: string) => string;
  /** Not broken at its spaces where a line of its own can hold it. */
  readonly whole?: boolean;
}

export interface Indent {
  /** Before the first line; already styled text is not measured, so give `columns`. */
  readonly first: string;
  readonly columns: number;
}

/** Lines of at most `width` columns, broken at spaces, and inside a word only where no line could hold it. */
export function wrap(pieces: readonly Piece[], width: number, indent: Indent): string[] {
  const room = Math.max(10, width - indent.columns);
  const lines: Piece[][] = [[]];
  let used = 0;
  let spaces = '';
  const put = (text: string, style: Piece['style'], columns: number): void => {
    const line = lines.at(-1) ?? [];
    const last = line.at(-1);
    if (last && last.style === style) line[line.length - 1] = { text: last.text + text, style };
    else line.push({ text, style });
    used += columns;
  };
  const feed = (): void => {
    lines.push([]);
    used = 0;
    spaces = '';
  };
  for (const { text, style, whole } of pieces) {
    for (const atom of whole && columnsOf(text) <= room ? [text] : text.split(/(?<= )(?! )/)) {
      let word = atom.trimEnd();
      let columns = columnsOf(word);
      if (used > 0 && used + spaces.length + columns > room) feed();
      while (columns > room) {
        const head = cutAt(word, room);
        put(head, style, columnsOf(head));
        feed();
        word = word.slice(head.length);
        columns = columnsOf(word);
      }
      if (word !== '') {
        if (used > 0) put(spaces, lines.at(-1)?.at(-1)?.style === style ? style : undefined, spaces.length);
        put(word, style, columns);
        spaces = '';
      }
      if (used > 0) spaces += atom.slice(atom.trimEnd().length);
    }
  }
  const rest = ' '.repeat(indent.columns);
  return lines
    .filter((line) => line.length > 0)
    .map(
      (line, at) => (at === 0 ? indent.first : rest) + line.map((piece) => (piece.style ? piece.style(piece.text) : piece.text)).join(''),
    );
}

/** The longest start of a word that fits, preferably up to a slash in its second half. */
function cutAt(word: string, room: number): string {
  let head = '';
  let columns = 0;
  for (const char of word) {
    columns += columnsOfChar(char);
    if (columns > room) break;
    head += char;
  }
  const slash = head.lastIndexOf('/');
  return slash > head.length / 2 ? head.slice(0, slash) : head;
}
