// The paths a regular expression of a stub stands for, as one path in which `{any}` is what may be any text within a segment.

const atom = /(\\[dw]|\\[^A-Za-z0-9]|\[(?:[^\]\\]|\\.)*\]|[A-Za-z0-9_~%@:,;=&!'.-])([+*?]|\{\d*,?\d*\})?/y;
/** A group around a whole segment, or a part of one, changes nothing when it holds no alternatives. */
const group = /\((?:\?:|\?<\w+>)?([^()|]*)\)(?![+*?{])/g;

/**
 * Undefined where the expression may stand for paths of different shapes, such as `.*` or `(a|b)`: then nobody knows which
 * operation is meant. What follows a question mark is a query and is left out.
 */
export function pathOfPattern(pattern: string): string | undefined {
  const path = pattern
    .replace(/^\^/, '')
    .replace(/\$$/, '')
    .replace(/\(?\\\?.*$/s, '')
    .replace(group, '$1')
    .replaceAll('\\/', '/');
  if (!path.startsWith('/')) return undefined;
  const segments = splitSegments(path.slice(1)).map(readSegment);
  return segments.some((segment) => segment === undefined) ? undefined : `/${segments.join('/')}`;
}

/** At slashes outside of brackets. */
function splitSegments(path: string): string[] {
  const segments = [''];
  let isClass = false;
  for (let i = 0; i < path.length; i++) {
    const char = path[i] ?? '';
    if (char === '/' && !isClass) segments.push('');
    else {
      const pair = char === '\\' ? char + (path[++i] ?? '') : char;
      if (char === '[') isClass = true;
      else if (char === ']') isClass = false;
      segments[segments.length - 1] += pair;
    }
  }
  return segments;
}

function readSegment(segment: string): string | undefined {
  let text = '';
  for (let at = 0; at < segment.length; at = atom.lastIndex) {
    atom.lastIndex = at;
    const [, one = '', quantifier] = atom.exec(segment) ?? [];
    if (one === '') return undefined;
    if (one === '.' && quantifier !== undefined) return undefined;
    if (one.startsWith('[') && mayBeSlash(one)) return undefined;
    const isLiteral = quantifier === undefined && !/^(\\[dw]|\[)/.test(one);
    if (isLiteral) text += one.replace(/^\\/, '');
    else if (!text.endsWith('{any}')) text += '{any}';
  }
  return text;
}

function mayBeSlash(set: string): boolean {
  try {
    return new RegExp(set).test('/');
  } catch {
    return true;
  }
}
