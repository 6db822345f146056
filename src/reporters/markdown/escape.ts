// Text from outside inside Markdown: code spans, cells of tables, prose; nothing of it is read as markup.
import { plain } from '../../model/show.ts';

/** A code span would not keep a bar from ending the cell. */
export const cell = (text: string, limit = 80): string => escapeText(plain(text, limit).replaceAll('`', "'"));

/** Two ticks with nothing between them would open a span that ends elsewhere. */
export const code = (text: string, limit = 400): string => `\`${plain(text, limit).replaceAll('`', "'") || ' '}\``;

/** Code spans stay as they are; nothing else of what came from outside is read as markup. */
export function escapeMarkdown(text: string, limit = 1000): string {
  // Several in a row would open a span that only as many end, and what looks like code here would not be any.
  const parts = plain(text, limit)
    .replace(/`{2,}/g, (ticks) => "'".repeat(ticks.length))
    .split('`');
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
    .replace(/(?:https?|ftp):\/\//gi, (scheme) => scheme.replace('://', '&#58;//'))
    .replace(/\bwww\./gi, (start) => start.replace('.', '&#46;'));

/** A block of text in which nothing is markup: the fence is longer than any in it. */
export function fenced(text: string, language = ''): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}
