// The secret texts and attributes of an XML document with their places: the tree is walked the way decoding walks it, repeated elements included.
import type { IsSecret, SecretLeaf } from '../model/content.ts';
import { itemShape, type Shape } from '../model/shape.ts';
import { kindsOf } from './kinds.ts';
import { gather, isIgnored } from './xml-gather.ts';
import { valueSpan } from './xml-locate.ts';
import { parseXml, type XmlAttribute, type XmlElement } from './xml-tree.ts';

/** The place of an attribute is searched for from the start of its tag, which is not done for more than these. */
const mostAttributes = 1000;

/** Undefined when the text is no XML, very many attributes are secret, or a secret element mixes text and elements. */
export function secretsOfXml(text: string, shape: Shape | undefined, isSecret: IsSecret): SecretLeaf[] | undefined {
  const reading = parseXml(text);
  if (reading.kind !== 'tree') return undefined;
  const leaves: SecretLeaf[] = [];
  let isWhole = true;
  let attributes = 0;
  const keep = (node: XmlElement | XmlAttribute, value: string, described: Shape | undefined, name: string): void => {
    leaves.push({ ...valueSpan(text, node), name, shape: described, kind: 'string', value, write: escapeXml });
  };
  const visit = (node: XmlElement | XmlAttribute, described: Shape | undefined, isAround: boolean, name: string): void => {
    const isWithin = isAround || isSecret(node.local, described);
    if (node.kind === 'attribute') {
      if (!isWithin || node.value === '') return;
      if (++attributes > mostAttributes) isWhole = false;
      else keep(node, node.value, described, name);
      return;
    }
    if (isWithin && node.text.trim() !== '') {
      if (node.children.length > 0) isWhole = false;
      else keep(node, node.text, described, name);
    }
    if (described && kindsOf(described).list) {
      for (const [index, child] of node.children.entries()) visit(child, itemShape(described, index), isWithin, name);
      for (const attribute of node.attributes) if (!isIgnored(attribute)) visit(attribute, undefined, isWithin, attribute.local);
      return;
    }
    for (const { key, shape: member, form, nodes } of gather(
      node,
      described && kindsOf(described).object ? described : undefined,
    ).values()) {
      const isInner = isWithin || isSecret(key, member);
      const isList = form === 'list' || (member !== undefined && nodes.length > 1 && kindsOf(member).array);
      for (const [index, inner] of nodes.entries()) visit(inner, isList ? member && itemShape(member, index) : member, isInner, key);
    }
  };
  visit(reading.root, shape, isSecret(undefined, shape), reading.root.local);
  return isWhole ? leaves.toSorted((a, b) => a.start - b.start) : undefined;
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };
const escapeXml = (value: string): string => value.replace(/[&<>"']/g, (char) => escapes[char] ?? char);
