// JSONPath (RFC 9535) as far as Overlays of ours and simple ones by hand need it: names, indexes, wildcards, and filters that compare with scalars.
import { isRecord } from '../model/json-value.ts';
import { child, type Pointer, tokensOf } from '../model/pointer.ts';
import { quote } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';

type Selector =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'all' }
  | { readonly kind: 'equal'; readonly values: readonly unknown[] }
  | { readonly kind: 'named'; readonly members: readonly (readonly [name: string, value: unknown])[] };

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
    else path = memberPath(path, token);
    current = typeof current === 'object' && current !== null && Object.hasOwn(current, token) ? (current as never)[token] : undefined;
  }
  return path;
}

/** The path to the member of this name. */
export const memberPath = (path: string, name: string): string =>
  /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? `${path}.${name}` : `${path}[${quoteName(name)}]`;

const literal = (value: unknown): string => (typeof value === 'string' ? quoteName(value) : JSON.stringify(value));

/** The path to the items of an array that equal one of some scalars. */
export const itemsEqual = (path: string, ...scalars: readonly (string | number | boolean | null)[]): string =>
  `${path}[?${scalars.map((value) => `@ == ${literal(value)}`).join(' || ')}]`;

/** The path to the items of an array whose members have these values. */
export const itemsNamed = (path: string, members: Readonly<Record<string, string>>): string =>
  `${path}[?${Object.entries(members)
    .map(([name, value]) => `@.${name} == ${literal(value)}`)
    .join(' && ')}]`;

const text = String.raw`'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"`;
const scalar = String.raw`${text}|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null`;
const member = String.raw`@\.([\p{L}_][\p{L}\p{N}_]*)\s*==\s*(${scalar})`;
const segment = new RegExp(
  String.raw`(?:\.(?<dotted>[\p{L}_][\p{L}\p{N}_]*)|\.(?<star>\*)|\[\s*(?:(?<name>${text})|(?<index>-?\d+)|(?<all>\*)|\?\s*(?<open>\()?\s*(?:(?<equal>@\s*==\s*(?:${scalar})(?:\s*\|\|\s*@\s*==\s*(?:${scalar}))*)|(?<members>${member}(?:\s*&&\s*${member})*))\s*(?<close>\))?)\s*\])`,
  'uy',
);
const eachMember = new RegExp(member, 'gu');
const eachScalar = new RegExp(String.raw`@\s*==\s*(${scalar})`, 'gu');

/** Throws a UserError for anything beyond names, indexes, `*`, `?@ == 'x'` and `?@.a == 'x' && @.b == 'y'`. */
export function parsePath(path: string): Selector[] {
  const refuse = (): never => {
    throw new UserError(`The target ${quote(path, 200)} is not a JSONPath that Truce can follow`, {
      hint: "It follows names (`.a`, `['a b']`), indexes (`[0]`), `*` and filters on scalars (`[?@ == 'x']`, `[?@.a == 'x' && @.b == 'y']`)",
    });
  };
  if (!path.startsWith('$')) return refuse();
  const selectors: Selector[] = [];
  for (let at = 1; at < path.length; at = segment.lastIndex) {
    segment.lastIndex = at;
    const found = segment.exec(path)?.groups;
    if (!found || (found['open'] === undefined) !== (found['close'] === undefined)) return refuse();
    const { dotted, name, index, equal, members } = found;
    const read = (literal_ = ''): unknown => (/^['"]/.test(literal_) ? (unquote(literal_) ?? refuse()) : (JSON.parse(literal_) as unknown));
    if (dotted !== undefined) selectors.push({ kind: 'name', name: dotted });
    else if (name !== undefined) selectors.push({ kind: 'name', name: unquote(name) ?? refuse() });
    else if (index !== undefined) selectors.push({ kind: 'index', index: Number(index) });
    else if (equal !== undefined)
      selectors.push({ kind: 'equal', values: [...equal.matchAll(eachScalar)].map(([, value]) => read(value)) });
    else if (members !== undefined)
      selectors.push({ kind: 'named', members: [...members.matchAll(eachMember)].map(([, key = '', value]) => [key, read(value)]) });
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
  const isMeant = (item: unknown): boolean =>
    selector.kind === 'all' ||
    (selector.kind === 'equal'
      ? selector.values.includes(item)
      : isRecord(item) && selector.members.every(([name, value]) => Object.hasOwn(item, name) && item[name] === value));
  return entries.filter(([, item]) => isMeant(item)).map(([key]) => key);
}
