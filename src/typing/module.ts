// A contract as a TypeScript module: the types of its operations, the schemas they use in both views, and the token that carries them.
import type { Location, Source } from '../model/location.ts';
import { plain } from '../model/show.ts';
import { type Document, type Place, placeAt } from '../openapi/documents.ts';
import type { LoadedContract } from '../openapi/load.ts';
import { Shapes } from '../openapi/shape.ts';
import { versionOf } from '../openapi/versions/index.ts';
import { keyOf, literal, Names, tokenNameOf } from './names.ts';
import { type OperationType, operationType, type ResponseType } from './operation-type.ts';
import { printDoc, printNamed, printType, spaced } from './print.ts';
import { type Reading, SchemaTypes } from './schema-types.ts';
import { cutCircles } from './type-node.ts';

export interface ModuleOptions {
  /** Path of the document as the module names it. */
  readonly document: string;
  /** Where the module imports `ContractToken` from. */
  readonly from: string;
}

/** The first line of every written module says so: nothing else is overwritten. */
export const mark = 'written by `truce types`; do not edit.';

/** Writes the module; the same contract always gives the same text. */
export function writeModule(contract: LoadedContract, { document, from }: ModuleOptions): string {
  const { documents, root } = contract;
  const reading: Reading = { documents, version: versionOf(root.document), shapes: new Shapes(documents), names: new Names(root) };
  const requests = new SchemaTypes(reading, 'request');
  const responses = new SchemaTypes(reading, 'response');
  const placeOf = createPlaces(contract);
  const operations = contract.operations.map((operation) => operationType(operation, { requests, responses, placeOf }));
  return [
    `// The operations of ${plain(document, 500)} as types, ${mark}\n`,
    `import type { ContractToken } from ${literal(from)};\n\n`,
    `export interface Operations {\n${operations.map(printOperation).join('')}}\n\n`,
    printNamespace('requests', 'What requests may hold: read-only members are never required.', requests),
    printNamespace('responses', 'What responses may hold: write-only members are never required.', responses),
    printDoc({ description: [contract.title, contract.version].filter((text) => text !== '').join(', ') }, ''),
    `export const ${tokenNameOf(contract.id)}: ContractToken<Operations> = { id: ${literal(contract.id)}, document: ${literal(document)} };\n`,
  ].join('');
}

function createPlaces({ documents }: LoadedContract): (location: Location) => Place | undefined {
  const bySource = new Map<Source, Document>(documents.all.map((document) => [document.source, document]));
  return ({ source, pointer }) => {
    const document = bySource.get(source);
    return document && placeAt(document, pointer);
  };
}

function printOperation({ id, doc, parameters, body, responses }: OperationType): string {
  const indent = '    ';
  const places = (['path', 'query', 'header', 'cookie'] as const).map(
    (place) => `${indent}  ${place}: ${printType(parameters[place], `${indent}  `, 'requests.')};\n`,
  );
  return [
    `${printDoc(doc, '  ')}  ${keyOf(id)}: {\n`,
    `${indent}parameters: {\n${places.join('')}${indent}};\n`,
    `${indent}body:${spaced(printType(body, indent, 'requests.'))};\n`,
    responses.length === 0 ? `${indent}responses: {};\n` : `${indent}responses: {\n${responses.map(printResponse).join('')}${indent}};\n`,
    '  };\n',
  ].join('');
}

function printResponse({ key, type, doc }: ResponseType): string {
  const indent = '      ';
  return `${printDoc(doc, indent)}${indent}${/^\d{3}$/.test(key) ? key : keyOf(key)}:${spaced(printType(type, indent, 'responses.'))};\n`;
}

function printNamespace(name: string, description: string, types: SchemaTypes): string {
  const { named } = types;
  if (named.length === 0) return '';
  const sorted = named.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  cutCircles(sorted);
  return `${printDoc({ description }, '')}export declare namespace ${name} {\n${sorted.map((type) => printNamed(type, '  ')).join('\n')}}\n\n`;
}
