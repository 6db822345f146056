// Loads a contract: the main document and what it refers to, its operations, and everything wrong with it.
import { basename, dirname, relative, resolve, sep } from 'node:path';
import type { Contract, ContractProblem, Match, NoMatch, Operation, SchemaHandle } from '../model/contract.ts';
import type { Location } from '../model/location.ts';
import { quote } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';
import { disk, type DocumentFiles } from '../source/document-files.ts';
import { explainErrno } from '../source/read.ts';
import { Derivation } from './derive.ts';
import { Domains } from './domain.ts';
import { type Document, Documents, entriesOf, isObject, locationOf, type Place, type ReferencePolicy, step } from './documents.ts';
import { Matcher } from './match.ts';
import { type PathItem, readPaths } from './operations.ts';
import { findStructureProblems } from './structure.ts';
import { Validator } from './schema.ts';
import { Shapes } from './shape.ts';
import { versionOf } from './versions/index.ts';

export interface LoadOptions extends ReferencePolicy {
  /** Paths in reports are relative to this folder; the current one by default. */
  readonly cwd?: string;
  /** Name in reports; by default the folder of `openapi.yaml` or the file's own name. */
  readonly id?: string;
  /** Makes of the main document's value the one that judges; places stay those of the file. */
  readonly edit?: (value: unknown) => unknown;
  /** Where the documents are read from; the disk by default. */
  readonly files?: DocumentFiles;
}

/**
 * Loads an OpenAPI 3.0, 3.1 or 3.2 document (JSON or YAML) with everything it refers to.
 * Throws a UserError when the main document cannot be read, parsed or is of another kind; lesser problems are in `problems()`.
 */
export async function loadContract(path: string, options: LoadOptions = {}): Promise<LoadedContract> {
  const cwd = options.cwd ?? '.';
  const absolute = resolve(cwd, path);
  const files = options.files ?? disk;
  const display = (file: string): string => files.display?.(file) ?? (relative(resolve(cwd), file).split(sep).join('/') || '.');
  const kind = files.kind(absolute);
  if (kind === 'none')
    throw new UserError(`There is no contract at ${quote(display(absolute), 200)}`, {
      hint: 'Check the path; it is looked for from the current folder',
    });
  if (kind === 'folder')
    throw new UserError(`The contract ${quote(display(absolute), 200)} is a folder`, {
      hint: 'Name the OpenAPI document in it, such as `openapi.yaml`',
    });
  let documents: Documents;
  let document: Document;
  try {
    documents = new Documents(dirname(files.real(absolute)), options, display, files);
    document = await documents.open(absolute, options.edit);
  } catch (error) {
    if (error instanceof UserError || !isSystemError(error)) throw error;
    throw new UserError(`The contract ${quote(display(absolute), 200)} cannot be read: ${explainErrno(error)}`, {
      hint: 'Check that the file exists and that you may read it',
      cause: error,
    });
  }
  return new LoadedContract(absolute, { ...options, cwd: resolve(cwd), id: options.id ?? nameOf(absolute) }, documents, document);
}

/** Operations from which on deriving every schema costs more than a check of a few exchanges should. */
const largeContract = 400;

const isSystemError = (error: unknown): error is NodeJS.ErrnoException => error instanceof Error && 'code' in error;

function nameOf(path: string): string {
  const name = basename(path).replace(/\.[^.]+$/, '');
  return /^(openapi|api|index|contract)$/i.test(name) ? basename(dirname(path)) || name : name;
}

export class LoadedContract implements Contract {
  readonly id: string;
  /** Absolute path of the main document, and the options it was loaded with: enough to load it again in another thread. */
  readonly path: string;
  readonly options: LoadOptions;
  readonly uri: string;
  readonly title: string;
  readonly version: string;
  readonly location: Location;
  readonly documents: Documents;
  readonly root: Place;
  readonly #derivation: Derivation;
  readonly #validator: Validator;
  readonly #matcher: Matcher;
  readonly #items: readonly PathItem[];
  readonly #operations = new Map<string, Operation>();
  readonly #problems: ContractProblem[] = [];

  constructor(path: string, options: LoadOptions & { readonly id: string }, documents: Documents, document: Document) {
    const { id } = options;
    this.id = id;
    this.path = path;
    this.options = options;
    this.uri = document.uri;
    this.documents = documents;
    this.root = { document, pointer: '', value: document.value };
    this.location = locationOf(this.root);
    const version = versionOf(document);
    const info = step(this.root, 'info')?.value;
    this.title = isObject(info) && typeof info['title'] === 'string' ? info['title'] : id;
    // `version: 1.0` without quotes is a number, and means what it says.
    const named = isObject(info) ? info['version'] : undefined;
    this.version = typeof named === 'string' || typeof named === 'number' ? String(named) : '';
    const shapes = new Shapes(documents);
    this.#derivation = new Derivation(documents, shapes, version);
    this.#validator = new Validator(this.#derivation, documents, shapes, new Domains(documents, version));
    this.#items = readPaths({ documents, validator: this.#validator, root: this.root }, () => this);
    this.#matcher = new Matcher(this.root, this.#items);
    this.#readOperations();
    this.#problems.push(...findStructureProblems(this.root, documents));
  }

  get operations(): readonly Operation[] {
    return [...this.#operations.values()];
  }

  match(method: string, target: string): Match | NoMatch {
    return this.#matcher.match(method, target, this);
  }

  operation(id: string): Operation | undefined {
    return this.#operations.get(id);
  }

  /** The handle of a schema of this contract. */
  handle(place: Place): SchemaHandle {
    return this.#validator.handle(place);
  }

  problems(): readonly ContractProblem[] {
    return [...this.documents.problems, ...this.#problems, ...this.#derivation.problems];
  }

  /** True when the document is so large that only the schemas its evidence touches are looked at. */
  get isLarge(): boolean {
    return this.operations.length > largeContract;
  }

  /** Derives every schema an operation uses, so that a broken one is reported even when no evidence touches it; not for large documents. */
  verify(): void {
    if (this.isLarge) return;
    for (const operation of this.operations) {
      for (const parameter of operation.parameters) parameter.schema?.verify('request');
      for (const entry of operation.requestBody?.content ?? []) entry.schema?.verify('request');
      for (const response of operation.responses) {
        for (const header of response.headers) header.schema?.verify('response');
        for (const entry of response.content) entry.schema?.verify('response');
      }
    }
  }

  #readOperations(): void {
    const shapes = new Map<string, PathItem>();
    for (const item of this.#items) {
      const shape = item.template.replace(/\{[^}]*\}/g, '{}');
      const twin = shapes.get(shape);
      if (twin)
        this.#problem(
          item.place,
          'contract-path-mismatch',
          `The paths \`${twin.template}\` and \`${item.template}\` match the same requests; the first one is used`,
          'Give one path item both operations, or tell the paths apart by a literal segment',
          'warning',
        );
      else shapes.set(shape, item);
      for (const operation of item.operations.values()) {
        const known = this.#operations.get(operation.id);
        if (known)
          this.#problem(
            step(this.documents.follow(item.place) ?? item.place, operation.method.toLowerCase(), 'operationId') ?? item.place,
            'contract-operation-mismatch',
            `The operationId \`${operation.id}\` is used twice, first by ${known.method} ${known.path}`,
            'Give every operation its own operationId',
          );
        else this.#operations.set(operation.id, operation);
      }
    }
    const paths = step(this.root, 'paths');
    if (paths && !isObject(paths.value))
      this.#problem(
        paths,
        'contract-document-malformed',
        'Expected `paths` to be an object',
        'Write a Paths Object: a map from `/path` to Path Items',
      );
    for (const [key, place] of isObject(paths?.value) ? entriesOf(paths) : []) {
      if (!key.startsWith('/') && !key.startsWith('x-'))
        this.#problem(place, 'contract-document-malformed', `Expected the path ${quote(key)} to begin with a slash`, `Write \`/${key}\``);
    }
  }

  #problem(place: Place, rule: string, message: string, fix: string, severity: ContractProblem['severity'] = 'error'): void {
    this.#problems.push({ rule, severity, message, fix, location: locationOf(place) });
  }
}
