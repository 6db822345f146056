// Path expressions of matching rules (Pact specification 2 to 4): `$.a[0]['b c'].*` and `$[*]` taken apart.
import type { PathToken } from '../../model/matching.ts';

const step = /\.(?:(\*)|([^.[\]]+))|\[(?:(\*)|(\d+)|'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")\]/y;

/** The steps of a path; the root is no step. Undefined for text that is no path expression. */
export function parseRulePath(text: string): PathToken[] | undefined {
  if (!text.startsWith('$')) return undefined;
  const tokens: PathToken[] = [];
  let at = 1;
  while (at < text.length) {
    step.lastIndex = at;
    const match = step.exec(text);
    if (!match) return undefined;
    const [whole, star, name, starIndex, index, single, double] = match;
    if (star !== undefined) tokens.push({ kind: 'any-name' });
    else if (starIndex !== undefined) tokens.push({ kind: 'any-index' });
    else if (index !== undefined) tokens.push({ kind: 'index', index: Number(index) });
    else tokens.push({ kind: 'name', name: name ?? (single ?? double ?? '').replace(/\\(.)/g, '$1') });
    at += whole.length;
  }
  return tokens;
}
