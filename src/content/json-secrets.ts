// The secret scalars of a JSON text (RFC 8259) with their places: text and shape are walked in step, so that repeated names are all found.
import type { IsSecret, SecretLeaf } from '../model/content.ts';
import { skipSpace, skipString, skipValue } from '../model/json-scan.ts';
import { itemShape, propertyShape, type Shape } from '../model/shape.ts';

/** The text must be well-formed. Throws a RangeError for one nested too deeply to be walked. */
export function secretsOfJson(text: string, shape: Shape | undefined, isSecret: IsSecret): SecretLeaf[] {
  const leaves: SecretLeaf[] = [];
  const walk = (at: number, described: Shape | undefined, isWithin: boolean, near: string | undefined): number => {
    const start = skipSpace(text, at);
    const code = text.charCodeAt(start);
    if (code === 0x7b) {
      let i = skipSpace(text, start + 1);
      while (text.charCodeAt(i) === 0x22) {
        const nameEnd = skipString(text, i);
        const name = unquote(text.slice(i, nameEnd));
        const member = described && propertyShape(described, name);
        i = walk(skipSpace(text, nameEnd) + 1, member, isWithin || isSecret(name, member), name);
        i = skipSpace(text, i);
        if (text.charCodeAt(i) === 0x2c) i = skipSpace(text, i + 1);
      }
      return i + 1;
    }
    if (code === 0x5b) {
      let i = skipSpace(text, start + 1);
      for (let index = 0; i < text.length && text.charCodeAt(i) !== 0x5d; index++) {
        const item = described && itemShape(described, index);
        i = skipSpace(text, walk(i, item, isWithin || isSecret(undefined, item), near));
        if (text.charCodeAt(i) === 0x2c) i = skipSpace(text, i + 1);
      }
      return i + 1;
    }
    const end = skipValue(text, start);
    if (isWithin) {
      const leaf = leafAt(text, start, end, described, near);
      if (leaf) leaves.push(leaf);
    }
    return end;
  };
  walk(0, shape, isSecret(undefined, shape), undefined);
  return leaves;
}

function leafAt(text: string, start: number, end: number, shape: Shape | undefined, name: string | undefined): SecretLeaf | undefined {
  const raw = text.slice(start, end);
  if (raw === 'null') return undefined;
  if (raw.startsWith('"')) return { start, end, name, shape, kind: 'string', value: unquote(raw), write: JSON.stringify };
  return { start, end, name, shape, kind: raw === 'true' || raw === 'false' ? 'boolean' : 'number', value: raw, write: (value) => value };
}

/** Nearly no string has an escape. */
const unquote = (literal: string): string => (literal.includes('\\') ? String(JSON.parse(literal)) : literal.slice(1, -1));
