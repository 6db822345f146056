// Names of the written module: identifiers made of whatever a document calls its things, each given once; literals and quoted keys.
import { dirname, posix } from 'node:path';
import { tokensOf } from '../model/pointer.ts';
import { entriesOf, type Place, sameKey, step } from '../openapi/documents.ts';

/** Tokens of a pointer that say where in an OpenAPI document something stands, not what it is. */
const structural = new Set(
  'components schemas $defs definitions properties paths content schema items allOf oneOf anyOf requestBody responses parameters'.split(
    ' ',
  ),
);
const component = /^\/(?:components\/schemas|\$defs|definitions)\/[^/]+$/;

/** True for places a reader knows by name: components, definitions, and files that are one schema. */
export const isComponent = (place: Place): boolean => place.pointer === '' || component.test(place.pointer);

/** `simple-user` → `SimpleUser`, `Contact_v2` stays, `3d` → `_3d`. Never a reserved word, since none begins with a capital. */
export function typeNameOf(text: string): string {
  const name = text
    .split(/[^\p{ID_Continue}$]+/u)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');
  if (name === '') return 'Unnamed';
  return /^[\p{ID_Start}$_]/u.test(name) && !/^\p{Ll}/u.test(name) ? name : `_${name}`;
}

/** A name for the token of a contract: `my-api` → `myApi`; reserved words and the module's own names get a suffix. */
export function tokenNameOf(id: string): string {
  const type = typeNameOf(id);
  const name = type.charAt(0).toLowerCase() + type.slice(1);
  return reserved.has(name) ? `${name}Contract` : name;
}

const reserved = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for function ' +
    'if implements import in instanceof interface let new null package private protected public return static super switch this throw true ' +
    'try typeof undefined var void while with yield requests responses'
  ).split(' '),
);

/** Gives every place one name; the components of the main document are first to choose, in the order they are written. */
export class Names {
  readonly #byPlace = new Map<string, string>();
  readonly #taken = new Set<string>();

  constructor(root: Place) {
    const components = entriesOf(step(root, 'components', 'schemas'));
    // Who needs no cleaning keeps the name: `a-b` does not take `AB` from the one that is called so.
    for (const [name, place] of components) if (typeNameOf(name) === name) this.#give(place, name);
    for (const [, place] of components) this.of(place);
  }

  of(place: Place): string {
    return this.#byPlace.get(sameKey(place)) ?? this.#give(place, typeNameOf(wordsOf(place).join('-')));
  }

  #give(place: Place, wanted: string): string {
    let name = wanted;
    for (let number = 2; this.#taken.has(name); number++) name = `${wanted}${number}`;
    this.#taken.add(name);
    this.#byPlace.set(sameKey(place), name);
    return name;
  }
}

/** What a place is called: its file for a whole document, else the last tokens that mean something. */
function wordsOf({ document, pointer }: Place): string[] {
  const tokens = tokensOf(pointer).filter((token) => !structural.has(token));
  if (tokens.length > 0) return tokens.slice(-3);
  const { pathname } = new URL(document.url);
  const name = posix.basename(pathname).replace(/\.[^.]*$/, '');
  return [decode(name || dirname(pathname))];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A string literal in single quotes. */
export const literal = (text: string): string =>
  `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'").replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}'`;

/** A property name, quoted where it is no identifier. */
export const keyOf = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name));
