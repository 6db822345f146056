// JSONPath (RFC 9535) as far as Overlays of ours and simple ones by hand need it: names, indexes, wildcards, and a filter for one scalar.
import { isRecord } from '../model/json-value.ts';
import { child, type Pointer, tokensOf } from '../model/pointer.ts';
import { quote } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';

type Selector =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'all' }
  | { readonly kind: 'equal'; readonly value: unknown };

/** A name as a quoted string literal (RFC 9535 §2.3.1.1). */
export function quoteName(name: string): string {
  const escaped = name.replace(/[\\'\p{Cc}\u2028\u2029]/gu, (character) =>
    character === '\\' || character === "'" ? `\\${character}` : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `'${escaped}'`;
}

/** The path to a place in `value`: a pointer does not say which of its tokens are indexes of arrays, the value does. */
export function pathTo(value: unknown, pointer: Pointer): string {
  let path = '$';
  let current = value;
  for (const token of tokensOf(pointer)) {
    if (Array.isArray(current)) path += `[${token}]`;
    else path += /^[A-Za-z_][A-Za-z0-9_]*$/.test(token) ? `.${token}` : `[${quoteName(token)}]`;
    current = typeof current === 'object' && current !== null && Object.hasOwn(current, token) ? (current as never)[token] : undefined;
  }
  return path;
}

/** The path to the items of an array that equal a text. */
export const itemsEqual = (path: string, text: string): string => `${path}[?@ == ${quoteName(text)}]`;

const text = String.raw`'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"`;
const segment = new RegExp(
  String.raw`(?:\.(?<dotted>[\p{L}_][\p{L}\p{N}_]*)|\.(?<star>\*)|\[\s*(?:(?<name>${text})|(?<index>-?\d+)|(?<all>\*)|\?\s*(?<open>\()?\s*@\s*==\s*(?<scalar>${text}|-?\d+(?:\.\d+)?|true|false|null)\s*(?<close>\))?)\s*\])`,
  'uy',
);

/** Throws a UserError for anything beyond names, indexes, `*` and `?@ == 'x'`. */
export function parsePath(path: string): Selector[] {
  const refuse = (): never => {
    throw new UserError(`The target ${quote(path, 200)} is not a JSONPath that Truce can follow`, {
      hint: "It follows names (`.a`, `['a b']`), indexes (`[0]`), `*` and filters on one scalar (`[?@ == 'x']`)",
    });
  };
  if (!path.startsWith('$')) return refuse();
  const selectors: Selector[] = [];
  for (let at = 1; at < path.length; at = segment.lastIndex) {
    segment.lastIndex = at;
    const found = segment.exec(path)?.groups;
    if (!found || (found['open'] === undefined) !== (found['close'] === undefined)) return refuse();
    const { dotted, name, index, scalar } = found;
    if (dotted !== undefined) selectors.push({ kind: 'name', name: dotted });
    else if (name !== undefined) selectors.push({ kind: 'name', name: unquote(name) ?? refuse() });
    else if (index !== undefined) selectors.push({ kind: 'index', index: Number(index) });
    else if (scalar !== undefined)
      selectors.push({ kind: 'equal', value: /^['"]/.test(scalar) ? (unquote(scalar) ?? refuse()) : (JSON.parse(scalar) as unknown) });
    else selectors.push({ kind: 'all' });
  }
  return selectors;
}

function unquote(literal: string): string | undefined {
  const inner = literal.slice(1, -1);
  const json = literal.startsWith('"')
    ? inner
    : inner.replace(/\\.|"/gs, (piece) => (piece === "\\'" ? "'" : piece === '"' ? '\\"' : piece));
  try {
    return JSON.parse(`"${json}"`) as string;
  } catch {
    return undefined;
  }
}

/** The places that a path selects, in document order. */
export function select(root: unknown, selectors: readonly Selector[]): Pointer[] {
  let places: { pointer: Pointer; value: unknown }[] = [{ pointer: '', value: root }];
  for (const selector of selectors) {
    places = places.flatMap(({ pointer, value }) =>
      keysOf(value, selector).map((key) => ({ pointer: child(pointer, key), value: (value as Record<string, unknown>)[key] })),
    );
  }
  return places.map(({ pointer }) => pointer);
}

function keysOf(value: unknown, selector: Selector): string[] {
  if (selector.kind === 'name') return isRecord(value) && Object.hasOwn(value, selector.name) ? [selector.name] : [];
  if (selector.kind === 'index') {
    if (!Array.isArray(value)) return [];
    const index = selector.index < 0 ? value.length + selector.index : selector.index;
    return index >= 0 && index < value.length ? [String(index)] : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  const entries = Object.entries(value);
  return (selector.kind === 'all' ? entries : entries.filter(([, item]) => item === selector.value)).map(([key]) => key);
}
