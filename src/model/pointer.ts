// JSON Pointer (RFC 6901): building, splitting, and the generalised form that fingerprints use.

export type Pointer = string;

const escapeToken = (token: string): string =>
  token.includes('~') || token.includes('/') ? token.replaceAll('~', '~0').replaceAll('/', '~1') : token;

/** Appends one reference token: `child('/a', 'b/c')` is `/a/b~1c`. */
export function child(pointer: Pointer, token: string | number): Pointer {
  return `${pointer}/${typeof token === 'number' ? token : escapeToken(token)}`;
}

/** Builds a pointer from unescaped tokens. */
export function pointerOf(...tokens: (string | number)[]): Pointer {
  return tokens.reduce<Pointer>(child, '');
}

/** Splits a pointer into unescaped reference tokens; the empty pointer has none. */
export function tokensOf(pointer: Pointer): string[] {
  if (pointer === '') return [];
  return pointer
    .slice(1)
    .split('/')
    .map((token) => (token.includes('~') ? token.replaceAll('~1', '/').replaceAll('~0', '~') : token));
}

/** The pointer with every array index replaced by `*`, so that equal places in different items are equal. */
export function generalise(pointer: Pointer): Pointer {
  return pointer.replace(/\/\d+(?=\/|$)/g, '/*');
}

/** The value a pointer names, or undefined when there is none (RFC 6901 §4; `-` never resolves). */
export function resolvePointer(value: unknown, pointer: Pointer): unknown {
  let current = value;
  for (const token of tokensOf(pointer)) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, token)) return undefined;
    // A list has its length as an own member, too.
    if (token === 'length' && Array.isArray(current)) return undefined;
    current = (current as Record<string, unknown>)[token];
  }
  return current;
}
