// How a pact's rules address an XML body (`$.root.element.#text`, `$.root['@attribute']`) whose value was read by the `xml` objects of a schema.
import { tokensOf, type Pointer } from '../model/pointer.ts';
import { itemShape, propertyShape, type Shape } from '../model/shape.ts';
import type { Addressing } from './need.ts';

/** `root`: name of the document's root element. */
export function xmlAddressing(shape: Shape | undefined, root: string): Addressing {
  const at = (pointer: Pointer): Shape | undefined => {
    let current = shape;
    for (const token of tokensOf(pointer))
      current = current && (/^\d+$/.test(token) ? itemShape(current, Number(token)) : propertyShape(current, token));
    return current;
  };
  return {
    isText: true,
    isFlat: true,
    root: [root],
    member(pointer, name) {
      const parent = at(pointer);
      const own = parent && propertyShape(parent, name);
      const tag = own?.xml.name ?? name;
      if (own?.xml.attribute) return [`@${tag}`];
      if (!own?.types.has('array') || own.xml.wrapped) return [tag];
      return [own.items?.xml.name ?? tag];
    },
    item(pointer) {
      const list = at(pointer);
      if (!list?.xml.wrapped) return [];
      return [list.items?.xml.name ?? list.xml.name ?? tokensOf(pointer).at(-1) ?? ''];
    },
    leaf(pointer) {
      return at(pointer)?.xml.attribute ? [] : ['#text'];
    },
  };
}
