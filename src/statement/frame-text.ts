// A code frame of a contract as plain text: numbered lines, the place underlined.
import type { CodeFrame } from '../model/code-frame.ts';

export function frameText({ line, before, marked, after, above, below }: CodeFrame): string {
  const width = String(line + below.length).length;
  const numbered = (n: number, text: string): string => `${String(n).padStart(width)} | ${text}`.trimEnd();
  return [
    ...above.map((text, at) => numbered(line - above.length + at, text)),
    numbered(line, before + marked + after),
    `${' '.repeat(width)} | ${' '.repeat(before.length)}${'^'.repeat(Math.max(1, marked.length))}`,
    ...below.map((text, at) => numbered(line + 1 + at, text)),
  ].join('\n');
}
