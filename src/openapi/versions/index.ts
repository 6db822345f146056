// The OpenAPI versions Truce reads, and what to say about the others.
import { UserError } from '../../model/user-error.ts';
import { quote } from '../../model/show.ts';
import { isObject, type Document, type JsonObject } from '../documents.ts';
import { admitsNull, editSchema as editSchema30 } from './3.0.ts';
import { editSchema as editSchema31 } from './3.1.ts';

export interface Version {
  readonly id: '3.0' | '3.1' | '3.2';
  readonly editSchema: (schema: JsonObject) => JsonObject;
  /** True when null is accepted besides what the schema's branches accept. */
  readonly admitsNull: (schema: JsonObject) => boolean;
}

const versions: Readonly<Record<string, Version>> = {
  '3.0': { id: '3.0', editSchema: editSchema30, admitsNull },
  '3.1': { id: '3.1', editSchema: editSchema31, admitsNull },
  '3.2': { id: '3.2', editSchema: editSchema31, admitsNull },
};

/** Reads the `openapi` field. Throws a UserError with the place and the way out. */
export function versionOf(document: Document): Version {
  const { value, source } = document;
  if (!isObject(value))
    throw new UserError(`${document.uri} is not an OpenAPI document: its top level is not an object`, {
      location: { source, pointer: '' },
      hint: 'Name the file that begins with `openapi: 3.1.1`',
    });
  if (Object.hasOwn(value, 'swagger')) {
    throw new UserError(`${document.uri} is a Swagger ${quote(String(value['swagger']))} document; Truce reads OpenAPI 3.0, 3.1 and 3.2`, {
      location: { source, pointer: '/swagger' },
      hint: 'Convert it once, for example with the npm package `swagger2openapi`, and keep the result as the contract',
    });
  }
  if (Object.hasOwn(value, 'asyncapi'))
    throw new UserError(`${document.uri} is an AsyncAPI document; Truce judges HTTP exchanges`, {
      location: { source, pointer: '/asyncapi' },
      hint: 'Name an OpenAPI document',
    });
  if (!Object.hasOwn(value, 'openapi'))
    throw new UserError(`${document.uri} is not an OpenAPI document: it has no \`openapi\` field`, {
      location: { source, pointer: '' },
      hint: 'Add `openapi: 3.1.1`, or pass evidence without `--contract`',
    });
  const text = String(value['openapi']);
  const version = /^(3\.\d)(\.|$)/.exec(text);
  const known = version ? versions[version[1] ?? ''] : undefined;
  if (!known)
    throw new UserError(`${document.uri} says OpenAPI ${quote(text)}; Truce reads 3.0, 3.1 and 3.2`, {
      location: { source, pointer: '/openapi' },
      hint: 'Write `openapi: 3.1.1`',
    });
  return known;
}
