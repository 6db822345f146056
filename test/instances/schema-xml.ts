// JSON values as XML and back by the schemas of a contract: enough of the XML Object (OpenAPI 3.1.1) for SuperOffice's entities.
import { SaxesParser } from 'saxes';
import type { Schema, Schemas } from './contract-schemas.ts';
import { escapeXml } from './reading.ts';

const instanceNamespace = 'http://www.w3.org/2001/XMLSchema-instance';

interface Node {
  readonly name: string;
  readonly isNil: boolean;
  readonly children: Node[];
  text: string;
}

/** One schema out of the branches a value may take: those for null add nothing. */
function flatten(schemas: Schemas, given: Schema): Schema {
  const schema = schemas.resolve(given);
  const branches = [...(schema.allOf ?? []), ...(schema.oneOf ?? []), ...(schema.anyOf ?? [])].map((branch) => flatten(schemas, branch));
  return branches.reduce<Schema>(
    (one, branch) => ({
      ...branch,
      ...one,
      ...(branch.properties || one.properties ? { properties: { ...branch.properties, ...one.properties } } : {}),
      type: [...new Set([...kindsOf(one), ...kindsOf(branch)])],
      ...(schema.xml && { xml: schema.xml }),
    }),
    schema,
  );
}

const kindsOf = ({ type = [] }: Schema): readonly string[] => (typeof type === 'string' ? [type] : type);

/** Writes a value. A member whose name is no XML name is left out: how the vendor writes one is not known. */
export function writeXml(schemas: Schemas, component: string, value: unknown): string {
  const write = (name: string, item: unknown, given: Schema, declared: string): string => {
    const schema = flatten(schemas, given);
    if (!/^[A-Za-z_][\w.-]*$/.test(name)) return '';
    if (item === null) return `<${name} xsi:nil="true"${declared} />`;
    if (Array.isArray(item)) {
      const itemSchema = flatten(schemas, schema.items ?? {});
      const items = item.map((one: unknown) => write(itemSchema.xml?.name ?? name, one, itemSchema, '')).join('');
      return schema.xml?.wrapped ? `<${name}${declared}>${items}</${name}>` : items;
    }
    if (typeof item !== 'object') return `<${name}${declared}>${escapeXml(String(item))}</${name}>`;
    const members = Object.entries(item).map(([member, inner]) => write(member, inner, memberSchema(schema, member), ''));
    return `<${name}${declared}>${members.join('')}</${name}>`;
  };
  const schema = flatten(schemas, schemas.schema(component));
  return write(schema.xml?.name ?? component, value, schema, ` xmlns:xsi="${instanceNamespace}"`);
}

function memberSchema({ properties = {}, additionalProperties }: Schema, name: string): Schema {
  return properties[name] ?? (typeof additionalProperties === 'object' ? additionalProperties : {});
}

/** Reads a document; undefined when it is not well-formed, has a DTD or another root. */
export function readXml(schemas: Schemas, component: string, text: string): unknown {
  const root = parse(text);
  const schema = flatten(schemas, schemas.schema(component));
  return root?.name === (schema.xml?.name ?? component) ? valueOf(schemas, root, schema) : undefined;
}

function valueOf(schemas: Schemas, node: Node, given: Schema): unknown {
  const schema = flatten(schemas, given);
  const kinds = kindsOf(schema);
  if (node.isNil) return null;
  if (kinds.includes('array')) return node.children.map((child) => valueOf(schemas, child, schema.items ?? {}));
  if (kinds.includes('object') || schema.properties) {
    if (node.children.length === 0 && kinds.includes('null')) return null;
    const members: Record<string, unknown> = {};
    for (const child of node.children) {
      const inner = flatten(schemas, memberSchema(schema, child.name));
      const isBareList = kindsOf(inner).includes('array') && !inner.xml?.wrapped;
      const value = valueOf(schemas, child, isBareList ? (inner.items ?? {}) : inner);
      members[child.name] = isBareList ? [...((members[child.name] as unknown[] | undefined) ?? []), value] : value;
    }
    return members;
  }
  return scalarOf(node.text, kinds);
}

/** A text as the type its schema names; one that does not fit stays a text, for the validator to refuse. */
function scalarOf(text: string, kinds: readonly string[]): unknown {
  if (kinds.includes('string')) return text;
  if (kinds.includes('null') && text === '') return null;
  if (kinds.includes('boolean') && /^\s*(true|false|1|0)\s*$/.test(text)) return ['true', '1'].includes(text.trim());
  const isNumber = kinds.includes('integer') || kinds.includes('number');
  return isNumber && /^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$/.test(text) ? Number(text) : text;
}

function parse(text: string): Node | undefined {
  const root: Node = { name: '', isNil: false, children: [], text: '' };
  const path = [root];
  let broken = false;
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', () => (broken = true));
  parser.on('doctype', () => (broken = true));
  parser.on('opentag', ({ local, attributes }) => {
    const isNil = Object.values(attributes).some(
      ({ uri, local: name, value }) => uri === instanceNamespace && name === 'nil' && value === 'true',
    );
    const node: Node = { name: local, isNil, children: [], text: '' };
    path.at(-1)?.children.push(node);
    path.push(node);
  });
  const add = (piece: string): void => {
    const node = path.at(-1);
    if (node) node.text += piece;
  };
  parser.on('text', add);
  parser.on('cdata', add);
  parser.on('closetag', () => path.pop());
  parser.write(text).close();
  return broken ? undefined : root.children[0];
}
