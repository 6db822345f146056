// The files of a contract and the references between them (OpenAPI 3.1.1 §4.6, RFC 3986, RFC 6901), in one piece because loading resolves and resolving loads.
import { relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { ContractProblem } from '../model/contract.ts';
import type { Location, Source } from '../model/location.ts';
import { child, pointerOf, resolvePointer, tokensOf, type Pointer } from '../model/pointer.ts';
import { plain, quote } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';
import { disk, type DocumentFiles } from '../source/document-files.ts';
import { explainErrno } from '../source/read.ts';
import { asUtf8, openDocument } from './open-document.ts';
import { findReferences } from './references.ts';

export interface Document {
  /** Absolute URL (`file:` or `http(s):`) without fragment. */
  readonly url: string;
  readonly uri: string;
  readonly value: unknown;
  readonly source: Source;
}

/** A value with its address; what loaders pass around instead of bare values. */
export interface Place {
  readonly document: Document;
  readonly pointer: Pointer;
  readonly value: unknown;
}

export interface ReferencePolicy {
  /** References to http and https addresses may be fetched. */
  readonly network?: boolean;
  /** References may lead to files outside the folder of the contract's main document. */
  readonly outside?: boolean;
}

export type JsonObject = Record<string, unknown>;
export const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);
export const locationOf = (place: Place, at?: 'key'): Location => ({
  source: place.document.source,
  pointer: place.pointer,
  ...(at && { at }),
});

/** One step down; undefined when there is nothing (inherited names never count). */
export function step(place: Place | undefined, ...tokens: (string | number)[]): Place | undefined {
  if (!place) return undefined;
  let { pointer, value } = place;
  for (const token of tokens) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, token)) return undefined;
    value = (value as JsonObject)[token];
    pointer = child(pointer, token);
  }
  return { document: place.document, pointer, value };
}

const referenceOf = (place: Place | undefined): string | undefined => {
  const reference = isObject(place?.value) ? place.value['$ref'] : undefined;
  return typeof reference === 'string' ? reference : undefined;
};

/** The place a pointer leads to, from the top of a document. */
export const placeAt = (document: Document, pointer: Pointer): Place | undefined =>
  step({ document, pointer: '', value: document.value }, ...tokensOf(pointer));

/** The members of an object or items of an array as places; none for anything else. */
export function entriesOf(place: Place | undefined): [string, Place][] {
  if (!place || typeof place.value !== 'object' || place.value === null) return [];
  return Object.entries(place.value).map(([key, value]) => [key, { document: place.document, pointer: child(place.pointer, key), value }]);
}

export const sameKey = (place: Place): string => `${place.document.url}#${place.pointer}`;

export class Documents {
  readonly problems: ContractProblem[] = [];
  readonly #byUrl = new Map<string, Document | undefined>();
  readonly #anchors = new Map<string, Map<string, Pointer>>();
  readonly #broken = new Set<string>();
  /** Where chains of `$ref`s that pass a place end; forgotten when a document joins. */
  readonly #ends = new Map<string, Place | undefined>();
  readonly #required = new Set<string>();
  readonly #directed = new Set<string>();
  readonly #root: string;
  readonly #policy: ReferencePolicy;
  readonly #display: (path: string) => string;
  readonly #files: DocumentFiles;

  /** `root`: folder that references may not leave. `display` turns an absolute path into the one people see. */
  constructor(root: string, policy: ReferencePolicy, display: (path: string) => string, files: DocumentFiles = disk) {
    this.#root = root;
    this.#policy = policy;
    this.#display = display;
    this.#files = files;
  }

  /** A document that is in memory already and refers to nothing but itself. */
  static ofOne(document: Document): Documents {
    const documents = new Documents('', {}, (path) => path);
    documents.#byUrl.set(document.url, document);
    return documents;
  }

  /** Reads the main document; `edit` answers with the value to use instead of what the file says. Throws a UserError when it cannot be read or parsed. */
  async open(path: string, edit?: (value: unknown) => unknown): Promise<Document> {
    const read = openDocument(this.#bytes(path), pathToFileURL(this.#files.real(path)).href, this.#display(path));
    const document = edit ? { ...read, value: edit(read.value) } : read;
    this.#byUrl.set(document.url, document);
    await this.#loadReferenced(document);
    return document;
  }

  /** False when no property that is required anywhere is `readOnly` or `writeOnly`: then requests and responses mean the same by a schema. */
  get hasDirectedRequirements(): boolean {
    return this.#directed.has('*') ? this.#required.size > 0 : [...this.#directed].some((name) => this.#required.has(name));
  }

  /** False when no property of this name is `readOnly` or `writeOnly` anywhere. */
  isDirected(name: string): boolean {
    return this.#directed.has(name) || this.#directed.has('*');
  }

  get all(): Document[] {
    return [...this.#byUrl.values()].filter((document) => document !== undefined);
  }

  /** The URLs of all documents, also of those that are referred to but could not be had. */
  get urls(): string[] {
    return [...this.#byUrl.keys()];
  }

  documentOf(source: Source): Document | undefined {
    return this.all.find((document) => document.source === source);
  }

  /** Follows a chain of `$ref`s to the value itself; undefined when it breaks (the problem has been recorded while loading). */
  follow(place: Place | undefined): Place | undefined {
    const passed = new Set<string>();
    let current = place;
    for (let reference = referenceOf(current); current && reference !== undefined; reference = referenceOf(current)) {
      current = this.resolve(current, reference);
      const key = current && sameKey(current);
      if (key === undefined) break;
      const isCircle = passed.has(key);
      if (!isCircle && !this.#ends.has(key)) passed.add(key);
      else {
        current = isCircle ? undefined : this.#ends.get(key);
        break;
      }
    }
    for (const key of passed) this.#ends.set(key, current);
    return current;
  }

  /** The place a reference names, seen from where it stands. */
  resolve(from: Place, reference: string): Place | undefined {
    const hash = reference.indexOf('#');
    const file = hash < 0 ? reference : reference.slice(0, hash);
    const document = file === '' ? from.document : this.#byUrl.get(urlOf(from.document.url, file) ?? '');
    if (!document) return undefined;
    const fragment = decodeFragment(hash < 0 ? '' : reference.slice(hash + 1));
    const pointer = fragment === '' || fragment.startsWith('/') ? fragment : this.#anchor(document, fragment);
    if (pointer === undefined) return undefined;
    const value = resolvePointer(document.value, pointer);
    return value === undefined ? undefined : { document, pointer: normalise(pointer), value };
  }

  async #loadReferenced(document: Document): Promise<void> {
    const root: Place = { document, pointer: '', value: document.value };
    const { references, malformed, tooDeep, required, directed } = findReferences(document.value);
    for (const name of required) this.#required.add(name);
    for (const name of directed) this.#directed.add(name);
    if (tooDeep)
      throw new UserError(`${document.uri} is nested deeper than 500 levels`, { hint: 'Split the document, or mend what wrote it' });
    for (const pointer of malformed)
      this.#problem(
        { document, pointer, value: undefined },
        'contract-reference-malformed',
        'Expected `$ref` to be a string',
        'Write a path relative to this file, or `#/…`',
      );
    const pending: { place: Place; reference: string }[] = [];
    for (const { pointer, reference } of references) {
      const place = { document, pointer, value: reference };
      const file = reference.split('#', 1)[0] ?? '';
      const url = file === '' ? document.url : urlOf(document.url, file);
      if (url === undefined)
        this.#problem(
          place,
          'contract-reference-malformed',
          `The reference ${quote(reference)} is not a URI`,
          'Write a path relative to this file, or `#/…`',
        );
      else if (!this.#byUrl.has(url)) await this.#loadFile(url, place, reference);
      pending.push({ place, reference });
    }
    // What one reference leads to all others of the same text lead to.
    const sound = new Set<string>();
    for (const { place, reference } of pending) {
      if (sound.has(reference)) continue;
      if (this.#verify(root, place, reference)) sound.add(reference);
    }
  }

  async #loadFile(url: string, place: Place, reference: string): Promise<void> {
    this.#byUrl.set(url, undefined);
    try {
      const content = await this.#readReferenced(url, place, reference);
      if (content === undefined) return;
      const document = openDocument(content, url, url.startsWith('file:') ? this.#display(fileURLToPath(url)) : url);
      this.#byUrl.set(url, document);
      this.#ends.clear();
      await this.#loadReferenced(document);
    } catch (error) {
      const reason = reasonOf(error);
      this.#problem(
        place,
        'contract-reference-missing',
        `The reference ${quote(reference)} leads to a file that cannot be read: ${plain(reason)}`,
        'Correct the path, or add the file',
      );
    }
  }

  async #readReferenced(url: string, place: Place, reference: string): Promise<Buffer | string | undefined> {
    if (!url.startsWith('file:')) {
      if (this.#policy.network && /^https?:/.test(url)) {
        const response = await fetch(url, { redirect: 'follow', signal: AbortSignal.timeout(30_000) });
        if (!response.ok) throw new UserError(`the server answered ${response.status}`);
        return await response.text();
      }
      this.#problem(
        place,
        'contract-reference-unchecked',
        `The reference ${quote(reference)} leads to the network, which is not allowed`,
        'Copy the document beside this one, or allow it with `--allow-remote-refs`',
      );
      return undefined;
    }
    const path = this.#files.real(fileURLToPath(url));
    if (!this.#policy.outside && relative(this.#root, path).split(sep)[0] === '..') {
      this.#problem(
        place,
        'contract-reference-unchecked',
        `The reference ${quote(reference)} leaves the folder of the contract, which is not allowed`,
        'Move the file below the folder of the main document, or allow it with `--allow-outside-refs`',
      );
      return undefined;
    }
    return this.#bytes(path);
  }

  #bytes(path: string): Buffer {
    return asUtf8(this.#files.read(path), this.#display(path));
  }

  /** False, and a problem told, where a reference leads to no value. */
  #verify(root: Place, place: Place, reference: string): boolean {
    const target = this.resolve(root, reference);
    if (target && this.follow(target)) return true;
    const file = reference.split('#', 1)[0] ?? '';
    // Files that could not be had are reported once, where they were first asked for.
    if (file !== '' && this.#byUrl.get(urlOf(root.document.url, file) ?? '') === undefined) return false;
    if (target)
      this.#problem(
        place,
        'contract-reference-malformed',
        `The reference ${quote(reference)} leads back to itself and never to a value`,
        'Point it at the object that is meant',
      );
    else
      this.#problem(
        place,
        'contract-reference-missing',
        `Nothing stands at ${quote(reference)}`,
        'Correct the reference, or add what it names',
      );
    return false;
  }

  #problem(place: Place, rule: string, message: string, fix: string): void {
    const key = `${rule} ${sameKey(place)}`;
    if (this.#broken.has(key)) return;
    this.#broken.add(key);
    this.problems.push({ rule, severity: 'error', message, fix, location: locationOf(place) });
  }

  #anchor(document: Document, name: string): Pointer | undefined {
    let anchors = this.#anchors.get(document.url);
    if (!anchors) this.#anchors.set(document.url, (anchors = findReferences(document.value).anchors));
    return anchors.get(name);
  }
}

/** System errors carry absolute paths, which have no place in a report. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof UserError && error.location) {
    const { source, pointer, at } = error.location;
    const { line, column } = source.position(pointer, at);
    return `${source.uri}:${line}:${column}: ${error.message}`;
  }
  if (!('code' in error)) return error.message;
  return explainErrno(error);
}

function urlOf(base: string, file: string): string | undefined {
  try {
    return new URL(file, base).href;
  } catch {
    return undefined;
  }
}

function decodeFragment(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}

const normalise = (pointer: Pointer): Pointer => pointerOf(...tokensOf(pointer));
