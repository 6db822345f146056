// Which of the known names somebody may have meant who wrote another one.
import { list, plain } from '../model/show.ts';

/** Levenshtein's distance, letter case ignored. */
function distance(a: string, b: string): number {
  const [left, right] = [a.toLowerCase().slice(0, 100), b.toLowerCase().slice(0, 100)];
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    for (let j = 1; j <= right.length; j++)
      next[j] = Math.min((next[j - 1] ?? 0) + 1, (row[j] ?? 0) + 1, (row[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1));
    row = next;
  }
  return row[right.length] ?? 0;
}

/** A hint: the names most like the wanted one, else the first few there are. */
export function nearest(wanted: string, names: readonly string[]): string {
  if (names.length === 0) return 'There are none';
  const near = names
    .slice(0, 2000)
    .map((name) => ({ name, far: distance(wanted, name) }))
    .filter(
      ({ name, far }) => far <= Math.max(2, Math.min(wanted.length, name.length) / 2) || name.toLowerCase().includes(wanted.toLowerCase()),
    )
    .toSorted((a, b) => a.far - b.far)
    .filter(({ far }, _, [best]) => far <= (best?.far ?? 0) + 1)
    .slice(0, 3)
    .map(({ name }) => `\`${plain(name, 80)}\``);
  if (near.length > 0) return `Did you mean ${list(near, 3, 'or')}?`;
  return `There are ${list(
    names.map((name) => `\`${plain(name, 80)}\``),
    8,
  )}`;
}
