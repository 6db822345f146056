// Readers that take values the way SuperOffice's JSON reader does: names in any case, .NET's defaults for what is absent, strict kinds.
// The contract checks PascalCase only; what a client sends in camelCase is judged here.

/** `path` is for people, such as `Phones[0].Value`; undefined is what was not sent. Throws Unreadable. */
export type Reader<T> = (value: unknown, path: string, depth?: number) => T;

export class Unreadable extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Unreadable';
  }
}

/** .NET's first moment, which stands for none. */
export const noDate = '0001-01-01T00:00:00';
const deepest = 64;

const unreadable = (value: unknown, kind: string, path: string): Unreadable =>
  new Unreadable(`Error converting value ${(JSON.stringify(value) ?? '').slice(0, 60)} to type '${kind}'. Path '${path}'.`);

/** The database keeps no null. */
export const text: Reader<string> = (value, path) => {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  throw unreadable(value, 'System.String', path);
};

export const integer: Reader<number> = (value = 0, path) => {
  if (typeof value === 'number' && Number.isInteger(value) && Math.abs(value + 0.5) < 2 ** 31) return value;
  throw unreadable(value, 'System.Int32', path);
};

/** A number that counts or marks; negative ones make no sense to the server. */
export const natural: Reader<number> = (value, path) => {
  const number = integer(value, path);
  if (number >= 0) return number;
  throw unreadable(value, 'System.Int16', path);
};

export const real: Reader<number> = (value = 0, path) => {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw unreadable(value, 'System.Double', path);
};

export const flag: Reader<boolean> = (value = false, path) => {
  if (typeof value === 'boolean') return value;
  throw unreadable(value, 'System.Boolean', path);
};

const dateTime = /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):([0-5]\d):([0-5]\d|60)(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)?$/i;

/** Kept as it was sent, digit for digit. */
export const date: Reader<string> = (value = noDate, path) => {
  const parts = typeof value === 'string' ? dateTime.exec(value) : null;
  const [, year = '', month = '', day = '', , minute, second] = parts ?? [];
  const isLeapSecond = second !== '60' || minute === '59';
  // Year 0 to 99 would be read as 1900 to 1999; every 400 years the calendar repeats.
  const last = new Date(Date.UTC(2000 + (Number(year) % 400), Number(month), 0)).getUTCDate();
  const isInCalendar = Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= last;
  if (typeof value === 'string' && parts && isLeapSecond && isInCalendar) return value;
  throw unreadable(value, 'System.DateTime', path);
};

export const oneOf =
  <const T extends string>(names: readonly [T, ...T[]]): Reader<T> =>
  (value, path) => {
    if (value === undefined) return names[0];
    const found = typeof value === 'string' ? names.find((name) => name.toLowerCase() === value.toLowerCase()) : undefined;
    if (found !== undefined) return found;
    throw unreadable(value, names.join('|'), path);
  };

export const optional =
  <T>(read: Reader<T>): Reader<T | null> =>
  (value, path, depth) =>
    value === undefined || value === null ? null : read(value, path, depth);

export const list =
  <T>(read: Reader<T>): Reader<T[]> =>
  (value, path, depth = 0) => {
    if (value === undefined || value === null) return [];
    if (depth > deepest) throw new Unreadable(`The reader's MaxDepth of ${deepest} has been exceeded. Path '${path.slice(0, 60)}…'.`);
    if (Array.isArray(value)) return value.map((item: unknown, index) => read(item, `${path}[${index}]`, depth + 1));
    throw unreadable(value, 'System.Array', path);
  };

/** Names of a map are kept as they are. */
export const fieldMap: Reader<Record<string, string | null>> = (value, path) => {
  if (value === undefined || value === null) return {};
  if (!isObject(value)) throw unreadable(value, 'System.Collections.Dictionary', path);
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, item === null ? null : text(item, `${path}.${name}`)]));
};

/** Every member of `shape`, whatever was sent; other members are passed over. Of two that differ in case the last counts. */
export function carrier<S extends Readonly<Record<string, Reader<unknown>>>>(shape: S): Reader<{ [K in keyof S]: ReturnType<S[K]> }> {
  const members = Object.entries(shape);
  return (value, path, depth = 0) => {
    if (!isObject(value)) throw unreadable(value, 'SuperOffice.Carrier', path);
    const sent = new Map(Object.entries(value).map(([name, member]) => [name.toLowerCase(), member]));
    const read = members.map(
      ([name, reader]) => [name, reader(sent.get(name.toLowerCase()), `${path && `${path}.`}${name}`, depth)] as const,
    );
    // Each member was read by the reader its type comes from; the compiler does not follow `fromEntries`.
    return Object.fromEntries(read) as { [K in keyof S]: ReturnType<S[K]> };
  };
}

/** Several members of one kind. */
export const all = <T, const K extends string>(read: Reader<T>, ...names: readonly K[]): Record<K, Reader<T>> =>
  Object.fromEntries(names.map((name) => [name, read])) as Record<K, Reader<T>>;

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);
