// Which attributes and elements the properties of a shape are written as (OpenAPI 3.1.1 XML Object), worked out once for each shape.
import { itemShape, propertyShape } from '../model/shape.ts';
import type { Shape } from '../model/shape.ts';
import { kindsOf } from './kinds.ts';
import { decodeName, encodeName } from './xml-name.ts';
import type { XmlAttribute, XmlElement } from './xml-tree.ts';

export interface XmlName {
  readonly local: string;
  readonly prefix: string | undefined;
  readonly namespace: string | undefined;
}

/** `list`: one element for each item; `wrapped`: one element around the items; `element`: everything else that is no attribute. */
export interface Slot {
  readonly key: string;
  readonly shape: Shape;
  readonly form: 'attribute' | 'element' | 'list' | 'wrapped';
  /** Name of the attribute, of the element, of each item (`list`) or of the wrapper. */
  readonly name: XmlName;
}

export interface Layout {
  readonly byKey: ReadonlyMap<string, Slot>;
  /** By `namespace local` where the contract gives a namespace, by name where it does not. */
  readonly attributes: ReadonlyMap<string, Slot>;
  readonly elements: ReadonlyMap<string, Slot>;
}

const made = new WeakMap<Shape, Layout>();

export function layoutOf(shape: Shape): Layout {
  let layout = made.get(shape);
  if (!layout) made.set(shape, (layout = makeLayout(shape)));
  return layout;
}

function makeLayout(shape: Shape): Layout {
  const byKey = new Map<string, Slot>();
  const attributes = new Map<string, Slot>();
  const elements = new Map<string, Slot>();
  for (const [key, property] of shape.properties) {
    const slot = slotOf(key, property);
    byKey.set(key, slot);
    const names = slot.form === 'attribute' ? attributes : elements;
    for (const name of writtenAs(slot)) if (!names.has(name)) names.set(name, slot);
  }
  return { byKey, attributes, elements };
}

/** The slot of a declared property. */
function slotOf(key: string, shape: Shape): Slot {
  const { xml } = shape;
  const kinds = kindsOf(shape);
  if (kinds.list && xml.wrapped !== true) return { key, shape, form: 'list', name: nameOf(shape.items, encodeName(key)) };
  if (kinds.list) return { key, shape, form: 'wrapped', name: nameOf(shape, encodeName(key)) };
  const isAttribute = xml.attribute === true && !kinds.array && !kinds.object;
  return { key, shape, form: isAttribute ? 'attribute' : 'element', name: nameOf(shape, encodeName(key)) };
}

/** The slot of a property that patterns or `additionalProperties` describe: the element is named like the key. */
export function additionalSlot(key: string, shape: Shape): Slot {
  const form = !kindsOf(shape).list ? 'element' : shape.xml.wrapped === true ? 'wrapped' : 'list';
  return { key, shape, form, name: { local: encodeName(key), prefix: undefined, namespace: undefined } };
}

/** The name a shape gives itself, or `otherwise`. A colon in `xml.name` is read as prefix and local name. */
function nameOf(shape: Shape | undefined, otherwise: string): XmlName {
  const { name, prefix, namespace } = shape?.xml ?? {};
  const colon = name?.indexOf(':') ?? -1;
  return {
    local: name === undefined ? otherwise : encodeName(name.slice(colon + 1)),
    prefix: prefix || (colon > 0 ? name?.slice(0, colon) : undefined),
    namespace: namespace || undefined,
  };
}

/** Name of the items of an array that has an element of its own. */
export function itemName(shape: Shape, index: number, wrapper: string): XmlName {
  return nameOf(itemShape(shape, index), wrapper);
}

/** Root element: `xml.name`, else the component's name; undefined where the contract leaves it open. */
export function rootName(shape: Shape | undefined): { readonly name: XmlName; readonly isExplicit: boolean } | undefined {
  if (!shape) return undefined;
  const isExplicit = shape.xml.name !== undefined;
  if (!isExplicit && shape.name === undefined) return undefined;
  return { name: nameOf(shape, encodeName(shape.name ?? '')), isExplicit };
}

// Without a namespace the prefix means nothing of its own, so the name is known with it and without it.
function writtenAs({ name: { local, prefix, namespace } }: Slot): string[] {
  if (namespace !== undefined) return [`${namespace} ${local}`];
  return prefix === undefined ? [local] : [local, `${prefix}:${local}`];
}

/** Does the element bear this name? Without a namespace in the contract, any default namespace and that of the parent will do. */
export function bears(node: XmlElement | XmlAttribute, name: XmlName, parentUri: string): boolean {
  if (name.namespace !== undefined) return node.uri === name.namespace && node.local === name.local;
  if (node.name === name.local || (name.prefix !== undefined && node.name === `${name.prefix}:${name.local}`)) return true;
  return node.local === name.local && node.uri === parentUri && node.uri !== '';
}

/** The declared property a node is the value of; undefined for a node that bears no declared name. */
export function slotFor(layout: Layout, node: XmlElement | XmlAttribute, parentUri: string): Slot | undefined {
  const names = node.kind === 'attribute' ? layout.attributes : layout.elements;
  if (node.uri !== '') {
    const slot = names.get(`${node.uri} ${node.local}`);
    if (slot) return slot;
    if (node.kind === 'element' && node.uri === parentUri && node.local !== node.name) return names.get(node.local);
  }
  return names.get(node.name);
}

/** The property name of a node no declared property claims, and what the contract says of such a property. */
export function openKey(
  shape: Shape | undefined,
  node: XmlElement | XmlAttribute,
  parentUri: string,
): { key: string; shape: Shape | undefined } {
  const key = decodeName(node.uri === parentUri || node.uri === '' ? node.local : node.name);
  return { key, shape: shape && propertyShape(shape, key) };
}

/** `name`, with its namespace where the contract gives one; for messages. */
export function showName({ local, namespace }: XmlName): string {
  return namespace === undefined ? `\`${local}\`` : `\`${local}\` in the namespace \`${namespace}\``;
}
