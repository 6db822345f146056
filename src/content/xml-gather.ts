// The attributes and child elements of an element, sorted into the properties of its shape; decoding and locating both start here.
import type { Shape } from '../model/shape.ts';
import { plain } from '../model/show.ts';
import { additionalSlot, layoutOf, openKey, showName, slotFor } from './xml-layout.ts';
import type { Layout, Slot } from './xml-layout.ts';
import { xmlNamespace, xsiNamespace } from './xml-namespaces.ts';
import type { XmlAttribute, XmlElement } from './xml-tree.ts';

export interface Group {
  readonly key: string;
  readonly shape: Shape | undefined;
  readonly form: Slot['form'];
  readonly nodes: (XmlElement | XmlAttribute)[];
  /** Set where the contract writes the property in another way. */
  misnamed: string | undefined;
}

/** Attributes that speak to XML processors, not to the application. */
export const isIgnored = ({ uri }: XmlAttribute): boolean => uri === xsiNamespace || uri === xmlNamespace;

/** Groups by property name, in the order of the document. */
export function gather(element: XmlElement, shape: Shape | undefined): Map<string, Group> {
  const groups = new Map<string, Group>();
  const layout = shape && layoutOf(shape);
  for (const attribute of element.attributes) sort(attribute, element, shape, layout, groups);
  for (const child of element.children) sort(child, element, shape, layout, groups);
  return groups;
}

function sort(
  node: XmlElement | XmlAttribute,
  parent: XmlElement,
  shape: Shape | undefined,
  layout: Layout | undefined,
  groups: Map<string, Group>,
): void {
  const slot = layout && slotFor(layout, node, parent.uri);
  if (slot) return put(groups, slot.key, slot.shape, slot.form, node, undefined);
  if (node.kind === 'attribute' && isIgnored(node)) return;
  const open = openKey(shape, node, parent.uri);
  const meant = layout?.byKey.get(open.key);
  if (meant) return put(groups, meant.key, meant.shape, meant.form, node, explain(meant, node));
  const form = node.kind === 'element' && open.shape ? additionalSlot(open.key, open.shape).form : 'element';
  put(groups, open.key, open.shape, form, node, undefined);
}

function put(
  groups: Map<string, Group>,
  key: string,
  shape: Shape | undefined,
  form: Slot['form'],
  node: XmlElement | XmlAttribute,
  misnamed: string | undefined,
): void {
  const group = groups.get(key);
  if (group) {
    group.nodes.push(node);
    group.misnamed ??= misnamed;
  } else groups.set(key, { key, shape, form, nodes: [node], misnamed });
}

function explain(slot: Slot, node: XmlElement | XmlAttribute): string {
  const seen = `${node.kind === 'attribute' ? 'the attribute' : 'the element'} \`${plain(node.name, 60)}\`${node.uri === '' ? '' : ` in the namespace \`${plain(node.uri, 120)}\``}`;
  return `Expected \`${plain(slot.key, 60)}\` to be written as ${slot.form === 'attribute' ? 'the attribute' : 'the element'} ${showName(slot.name)}, got ${seen}`;
}
