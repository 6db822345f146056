// TypeScript types as text: two spaces a level, long unions one part a line, comments before what they describe.
import { keyOf } from './names.ts';
import { bearable } from './breadth.ts';
import { type Doc, type Member, type NamedType, type TypeNode, unknown } from './type-node.ts';

const width = 120;

/** `prefix` stands before the names of other types, such as `requests.`; `indent` is that of the line the type stands on. */
export function printType(node: TypeNode, indent = '', prefix = ''): string {
  if (node.kind === 'word') return node.text;
  if (node.kind === 'name') return prefix + node.target.name;
  if (node.kind === 'array') {
    const items = printType(node.items, indent, prefix);
    return node.items.kind === 'union' || node.items.kind === 'intersection' ? `(${items})[]` : `${items}[]`;
  }
  if (node.kind === 'tuple') {
    const items = node.items.map((item, at) => {
      const text = printType(item, indent, prefix);
      if (at < node.required) return text;
      return item.kind === 'union' || item.kind === 'intersection' ? `(${text})?` : `${text}?`;
    });
    if (node.rest) items.push(`...${printType({ kind: 'array', items: node.rest }, indent, prefix)}`);
    return `[${items.join(', ')}]`;
  }
  if (node.kind === 'object') return printObject(node, indent, prefix);
  if (node.kind === 'union') return printJoined('union', node.parts, indent, prefix);
  const parts = bearable(node.parts);
  return parts.length > 1 ? printJoined('intersection', parts, indent, prefix) : printType(parts[0] ?? unknown, indent, prefix);
}

function printJoined(kind: 'union' | 'intersection', parts: readonly TypeNode[], indent: string, prefix: string): string {
  const sign = kind === 'union' ? '|' : '&';
  const texts = parts.map((part) => {
    const text = printType(part, indent, prefix);
    return part.kind === 'union' || part.kind === 'intersection' ? `(${text})` : text;
  });
  const line = texts.join(` ${sign} `);
  if (line.length + indent.length <= width || line.includes('\n')) return line;
  return texts.map((text) => `\n${indent}  ${sign} ${text}`).join('');
}

function printObject({ members, index }: { members: readonly Member[]; index?: TypeNode }, indent: string, prefix: string): string {
  if (members.length === 0) return index ? `{ [name: string]: ${printType(index, indent, prefix)} }` : '{}';
  const inner = `${indent}  `;
  const lines = members.map(
    ({ name, type, isOptional, doc }) =>
      `${printDoc(doc, inner)}${inner}${keyOf(name)}${isOptional ? '?' : ''}:${spaced(printType(type, inner, prefix))};\n`,
  );
  if (index) lines.push(`${inner}[name: string]: ${printType(index, inner, prefix)};\n`);
  return `{\n${lines.join('')}${indent}}`;
}

/** An interface where it is an object, which may come back to itself; an alias for everything else. */
export function printNamed({ name, doc, node }: NamedType, indent: string): string {
  const head = printDoc(doc, indent);
  return node.kind === 'object'
    ? `${head}${indent}export interface ${name} ${printInterface(node, indent)}\n`
    : `${head}${indent}export type ${name} =${spaced(printType(node, indent))};\n`;
}

const printInterface = (node: Extract<TypeNode, { kind: 'object' }>, indent: string): string =>
  node.members.length === 0 && node.index
    ? `{\n${indent}  [name: string]: ${printType(node.index, indent)};\n${indent}}`
    : printObject(node, indent, '');

/** A type that begins on a line of its own needs no space before it. */
export const spaced = (type: string): string => (type.startsWith('\n') ? type : ` ${type}`);

/** A comment in front of a declaration, with its line end; empty when there is nothing to say. */
export function printDoc(doc: Doc | undefined, indent: string): string {
  const lines = (doc?.description ?? '').split(/\r\n|[\n\r\u2028\u2029]/).map((line) =>
    line
      // Control characters and marks that turn the direction of writing would show another text than the one that is there.
      .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
      .replaceAll('*/', '*\\/')
      .trimEnd(),
  );
  while (lines.length > 0 && lines[0] === '') lines.shift();
  while (lines.length > 0 && lines.at(-1) === '') lines.pop();
  if (doc?.deprecated) lines.push('@deprecated');
  if (lines.length === 0) return '';
  if (lines.length === 1) return `${indent}/** ${lines[0]} */\n`;
  return `${indent}/**\n${lines.map((line) => `${indent} *${line === '' ? '' : ` ${line}`}\n`).join('')}${indent} */\n`;
}
