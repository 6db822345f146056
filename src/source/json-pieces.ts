// A large JSON document parsed piece by piece from its bytes (RFC 8259): the whole text would be two bytes for each character, beside the value.
import { type Member, membersOf, skipSpace } from '../model/json-bytes.ts';

/** Larger pieces are divided. */
const largestPiece = 1 << 18;
/** Levels that are divided: the maps of an OpenAPI document, such as `components/schemas`, stand in the second. */
const levels = 3;

export interface Pieces {
  readonly value: unknown;
  /** The outermost object, with its members for some levels. */
  readonly outline: Member;
}

/** The value, as JSON.parse would have it of the text; undefined where the bytes are no JSON object in UTF-8, which others explain. */
export function parseInPieces(bytes: Buffer): Pieces | undefined {
  const start = skipSpace(bytes, 0);
  if (bytes[start] !== 0x7b) return undefined;
  const whole = membersOf(bytes, start, levels);
  if (!whole || skipSpace(bytes, whole.end) < bytes.length) return undefined;
  const outline: Member = { name: '', start, ...whole };
  try {
    return { value: read(bytes, outline), outline };
  } catch {
    return undefined;
  }
}

/** Throws a SyntaxError for what is no JSON. */
function read(bytes: Buffer, { start, end, members }: Member): unknown {
  if (end - start < largestPiece || !members) return JSON.parse(bytes.toString('utf8', start, end));
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
  for (const member of members) {
    if (member.end - member.start < largestPiece) {
      if (from < 0) from = member.key?.start ?? member.start;
      to = member.end;
      if (to - from >= largestPiece) putSmall();
    } else {
      putSmall();
      put(member.name, read(bytes, member));
    }
  }
  putSmall();
  return value;
}
