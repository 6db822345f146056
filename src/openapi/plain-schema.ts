// Validates a value against a JSON Schema of our own (config, baseline) with the same validator and the same sentences as evidence.
import type { Mismatch, SchemaHandle } from '../model/contract.ts';
import { pathToFileURL } from 'node:url';
import { fileSource } from '../source/text-source.ts';
import { Derivation } from './derive.ts';
import { Domains } from './domain.ts';
import { Documents, type Document } from './documents.ts';
import { Validator } from './schema.ts';
import { Shapes } from './shape.ts';
import { editSchema } from './versions/3.1.ts';
import type { Version } from './versions/index.ts';

/** All mismatches; `subject` names the value in their sentences. The schema is one of ours and must compile. */
export function judgePlainValue(schema: unknown, value: unknown, subject: string): readonly Mismatch[] {
  const judgement = readPlainSchema(schema).judge(value, 'response', subject);
  if (judgement.kind === 'unchecked') throw new Error(judgement.reason);
  return judgement.mismatches;
}

/** The handle of a schema in memory that refers to nothing but itself. */
export function readPlainSchema(schema: unknown): SchemaHandle {
  const document: Document = {
    url: pathToFileURL('schema.json').href,
    uri: 'schema.json',
    value: schema,
    source: fileSource({ uri: 'schema.json', syntax: 'json', read: () => JSON.stringify(schema) }),
  };
  const documents = Documents.ofOne(document);
  const shapes = new Shapes(documents);
  const version: Version = { id: '3.1', editSchema, admitsNull: () => false };
  const derivation = new Derivation(documents, shapes, version);
  return new Validator(derivation, documents, shapes, new Domains(documents, version)).handle({ document, pointer: '', value: schema });
}
