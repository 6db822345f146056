// Where the value a pointer names stands in XML text: the tree is walked the way decoding walked it.
import type { At, Span } from '../model/location.ts';
import { tokensOf } from '../model/pointer.ts';
import type { Pointer } from '../model/pointer.ts';
import { itemShape } from '../model/shape.ts';
import type { Shape } from '../model/shape.ts';
import { kindsOf } from './kinds.ts';
import { gather } from './xml-gather.ts';
import { parseXml } from './xml-tree.ts';
import type { XmlAttribute, XmlElement } from './xml-tree.ts';

type Node = XmlElement | XmlAttribute;
/** `nodes` hold the items where the value is an array without an element of its own. */
type Place = { readonly nodes: readonly Node[]; readonly isList: boolean; readonly shape: Shape | undefined };

export function locateXml(text: string, pointer: Pointer, at: At, shape: Shape | undefined): Span | undefined {
  const reading = parseXml(text);
  if (reading.kind !== 'tree') return undefined;
  let place: Place | undefined = { nodes: [reading.root], isList: false, shape };
  for (const token of tokensOf(pointer)) {
    place = step(place, token);
    if (!place) return undefined;
  }
  const [first] = place.nodes;
  const last = place.nodes.at(-1);
  if (!first || !last) return undefined;
  if (at === 'key') return keySpan(text, first);
  return place.nodes.length === 1 ? valueSpan(text, first) : { start: wholeSpan(text, first).start, end: wholeSpan(text, last).end };
}

function step({ nodes, isList, shape }: Place, token: string): Place | undefined {
  if (isList) return itemPlace(nodes, shape, token);
  const node = nodes.at(-1);
  if (node?.kind !== 'element') return undefined;
  if (shape && kindsOf(shape).list) return itemPlace(node.children, shape, token);
  const group = gather(node, shape && kindsOf(shape).object ? shape : undefined).get(token);
  if (!group) return undefined;
  const repeats = group.nodes.length > 1 && (!group.shape || kindsOf(group.shape).array);
  const list = group.form === 'list' || repeats;
  return { nodes: list ? group.nodes : group.nodes.slice(-1), isList: list, shape: group.shape };
}

function itemPlace(nodes: readonly Node[], shape: Shape | undefined, token: string): Place | undefined {
  const index = Number(token);
  const node = nodes[index];
  return node && { nodes: [node], isList: false, shape: shape && itemShape(shape, index) };
}

/** The text of a leaf, the value of an attribute, the whole of an element with children or without content. */
export function valueSpan(text: string, node: Node): Span {
  if (node.kind === 'attribute') return attributeSpans(text, node).value;
  const close = text.lastIndexOf('<', node.end - 1);
  return node.children.length === 0 && close > node.open
    ? { start: node.open, end: close }
    : { start: tagStart(text, node), end: node.end };
}

function wholeSpan(text: string, node: Node): Span {
  return node.kind === 'element'
    ? { start: tagStart(text, node), end: node.end }
    : { start: keySpan(text, node).start, end: valueSpan(text, node).end + 1 };
}

function keySpan(text: string, node: Node): Span {
  if (node.kind === 'attribute') return attributeSpans(text, node).key;
  const start = tagStart(text, node) + 1;
  return { start, end: start + node.name.length };
}

/** A start tag holds no other `<`, not even in the value of an attribute. */
const tagStart = (text: string, { open }: Node): number => text.lastIndexOf('<', open - 1);

function attributeSpans(text: string, node: XmlAttribute): { readonly key: Span; readonly value: Span } {
  const start = tagStart(text, node);
  const pattern = /\s+([^\s=]+)\s*=\s*("[^"]*"|'[^']*')/gy;
  pattern.lastIndex = start + text.slice(start, node.open).search(/\s/);
  for (let match = pattern.exec(text); match && match.index < node.open; match = pattern.exec(text)) {
    const [whole, name = '', quoted = ''] = match;
    if (name !== node.name) continue;
    const key = match.index + whole.indexOf(name);
    const value = match.index + whole.length - quoted.length + 1;
    return { key: { start: key, end: key + name.length }, value: { start: value, end: value + quoted.length - 2 } };
  }
  return { key: { start, end: node.open }, value: { start, end: node.open } };
}
