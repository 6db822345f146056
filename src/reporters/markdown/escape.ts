// Text from outside inside Markdown: code spans, cells of tables, prose; nothing of it is read as markup.
import { plain } from '../../model/show.ts';

/** A code span would not keep a bar from ending the cell. */
export const cell = (text: string): string => escapeText(plain(text, 80).replaceAll('`', "'"));

export const code = (text: string): string => `\`${plain(text, 400).replaceAll('`', "'")}\``;

/** Code spans stay as they are; nothing else of what came from outside is read as markup. */
export function escapeMarkdown(text: string): string {
  const parts = plain(text, 1000).split('`');
  // A tick without its partner opens nothing.
  const closed = parts.length % 2 === 1 ? parts : [...parts.slice(0, -2), parts.slice(-2).join("'")];
  return closed.map((part, at) => (at % 2 === 1 ? part : escapeText(part))).join('`');
}

const escapeText = (text: string): string =>
  text
    .replace(/[\\*_[\]{}#|!~$@]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/https?:\/\//gi, (scheme) => scheme.replace('://', '&#58;//'));
