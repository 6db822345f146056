// A large JSON document parsed piece by piece from its bytes (RFC 8259): the whole text would be two bytes for each character, beside the value.
import { membersOf, skipSpace, skipValue } from '../model/json-bytes.ts';

/** Larger pieces are divided. */
const largestPiece = 1 << 18;
/** Levels that are divided at most: the maps of an OpenAPI document, such as `components/schemas`, stand in the third. */
const mostLevels = 4;

/** The value, as JSON.parse would have it of the text; undefined where the bytes are no JSON in UTF-8, which others explain. */
export function parseInPieces(bytes: Buffer): { readonly value: unknown } | undefined {
  const start = skipSpace(bytes, 0);
  const end = skipValue(bytes, start);
  if (skipSpace(bytes, end) < bytes.length) return undefined;
  try {
    return { value: read(bytes, start, end, mostLevels) };
  } catch {
    return undefined;
  }
}

/** Throws a SyntaxError for what is no JSON. */
function read(bytes: Buffer, start: number, end: number, levels: number): unknown {
  const isObject = bytes[start] === 0x7b;
  if (end - start < largestPiece || levels === 0 || !isObject) return JSON.parse(bytes.toString('utf8', start, end));
  const members = membersOf(bytes, start);
  if (!members) throw new SyntaxError('No object');
  const value: Record<string, unknown> = {};
  const put = (name: string, inner: unknown): void => {
    if (name === '__proto__') Object.defineProperty(value, name, { value: inner, enumerable: true, configurable: true, writable: true });
    else value[name] = inner;
  };
  // Small members are parsed together: V8 puts what comes from a long text where it need not be moved.
  let from = -1;
  let to = -1;
  const putSmall = (): void => {
    if (from >= 0)
      for (const [name, inner] of Object.entries(JSON.parse(`{${bytes.toString('utf8', from, to)}}`) as object)) put(name, inner);
    from = -1;
  };
  for (const { name, key, start: at, end: behind } of members) {
    if (behind - at < largestPiece) {
      if (from < 0) from = key?.start ?? at;
      to = behind;
      if (to - from >= largestPiece) putSmall();
    } else {
      putSmall();
      put(name, read(bytes, at, behind, levels - 1));
    }
  }
  putSmall();
  return value;
}
