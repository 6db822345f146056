// An XML tree becomes a JSON value by the shape of its schema (OpenAPI 3.1.1 XML Object); docs/bodies.md gives the rules and their ambiguities.
import type { DecodeNote } from '../model/content.ts';
import { pointerOf } from '../model/pointer.ts';
import { itemShape } from '../model/shape.ts';
import type { Shape } from '../model/shape.ts';
import { count, grouped, plain, show } from '../model/show.ts';
import { kindsOf } from './kinds.ts';
import type { Kinds } from './kinds.ts';
import { setMember } from './members.ts';
import { isBlank, readScalar, xmlLexical } from './scalar.ts';
import { gather, isIgnored } from './xml-gather.ts';
import type { Group } from './xml-gather.ts';
import { bears, itemName, rootName, showName } from './xml-layout.ts';
import type { XmlAttribute, XmlElement } from './xml-tree.ts';

/** More notes than this say nothing new about one body. */
const maximumNotes = 100;

export function decodeElement(root: XmlElement, shape: Shape | undefined): { value: unknown; notes: DecodeNote[] } {
  const decoder = new Decoder();
  decoder.checkRoot(root, shape);
  return { value: decoder.element(root, shape), notes: decoder.notes };
}

class Decoder {
  readonly notes: DecodeNote[] = [];
  readonly #path: (string | number)[] = [];

  checkRoot(root: XmlElement, shape: Shape | undefined): void {
    const expected = rootName(shape);
    if (!expected) return;
    if (!bears(root, expected.name, root.uri)) {
      this.#note(
        'unexpected-name',
        expected.isExplicit ? 'error' : 'warning',
        `Expected the root element ${showName(expected.name)}, got ${describe(root)}`,
      );
    } else if (expected.name.namespace === undefined && root.uri !== '') {
      this.#note(
        'unexpected-name',
        'warning',
        `Expected the root element ${showName(expected.name)} without a namespace, got ${describe(root)}`,
      );
    }
  }

  element(element: XmlElement, shape: Shape | undefined): unknown {
    if (element.nil) {
      if (element.children.length > 0 || !isBlank(element.text))
        this.#unexpected(`Expected no content beside \`xsi:nil\`, \`${name(element)}\` has some`);
      return null;
    }
    if (!shape) return this.#open(element);
    const kinds = kindsOf(shape);
    if (kinds.list) return this.#wrapped(element, shape);
    const isLeaf = element.children.length === 0;
    const isBare = element.attributes.length === 0 || element.attributes.every(isIgnored);
    if (kinds.object && !(isLeaf && isBare)) return this.#object(element, shape);
    if (!isLeaf) return this.#open(element);
    if (!isBare) {
      if (kinds.any) return this.#open(element);
      this.#note(
        'unexpected-name',
        'warning',
        `Expected \`${name(element)}\` without attributes, got ${element.attributes
          .filter((attribute) => !isIgnored(attribute))
          .slice(0, 6)
          .map(({ name: own }) => `\`${plain(own, 60)}\``)
          .join(', ')}`,
      );
    }
    return this.#leaf(element.text, kinds);
  }

  #leaf(text: string, kinds: Kinds): unknown {
    if (text === '' || (!kinds.string && isBlank(text))) return emptyValue(kinds);
    return this.#scalar(text, kinds);
  }

  #scalar(text: string, kinds: Kinds): unknown {
    return readScalar(text, kinds, xmlLexical, (digits) =>
      this.#note('lossy-number', 'warning', `The number ${plain(digits, 60)} has more digits than a double holds`, digits),
    );
  }

  #object(element: XmlElement, shape: Shape): unknown {
    const value: Record<string, unknown> = {};
    if (!isBlank(element.text))
      this.#unexpected(`Expected no text beside the members of \`${name(element)}\`, got ${show(element.text.trim())}`);
    for (const group of gather(element, shape).values()) {
      this.#path.push(group.key);
      setMember(value, group.key, this.#group(group));
      this.#path.pop();
    }
    return value;
  }

  #group(group: Group): unknown {
    const { nodes, shape } = group;
    const last = nodes.at(-1) as XmlElement | XmlAttribute;
    if (group.misnamed) this.#unexpected(group.misnamed);
    if (group.form === 'list') {
      const only = nodes.length === 1 ? nodes[0] : undefined;
      if (shape && only?.kind === 'element' && kindsOf(shape).nullable && isEmpty(only)) return null;
      return nodes.map((node, index) => this.#item(node, shape && itemShape(shape, index), index));
    }
    if (nodes.length > 1) {
      if (!shape || kindsOf(shape).array)
        return nodes.map((node, index) => this.#item(node, shape && (itemShape(shape, index) ?? undefined), index));
      this.#note('duplicate-key', 'error', `Expected one \`${plain(last.name, 60)}\`, got ${grouped(nodes.length)}`);
    }
    return this.#node(last, shape);
  }

  #item(node: XmlElement | XmlAttribute, shape: Shape | undefined, index: number): unknown {
    this.#path.push(index);
    const value = this.#node(node, shape);
    this.#path.pop();
    return value;
  }

  #node(node: XmlElement | XmlAttribute, shape: Shape | undefined): unknown {
    if (node.kind === 'element') return this.element(node, shape);
    if (!shape) return node.value;
    const kinds = kindsOf(shape);
    if (node.value === '') return kinds.string ? '' : emptyValue(kinds);
    return this.#scalar(node.value, kinds);
  }

  #wrapped(element: XmlElement, shape: Shape): unknown {
    if (element.children.length === 0 && !isBlank(element.text)) return element.text;
    if (!isBlank(element.text))
      this.#unexpected(`Expected no text beside the items of \`${name(element)}\`, got ${show(element.text.trim())}`);
    const strangers = element.attributes.filter((attribute) => !isIgnored(attribute));
    if (strangers.length > 0)
      this.#note(
        'unexpected-name',
        'warning',
        `Expected \`${name(element)}\` without attributes, got ${count(strangers.length, 'attribute')}`,
      );
    return element.children.map((item, index) => {
      const expected = itemName(shape, index, element.local);
      const isNamed = bears(item, expected, element.uri);
      this.#path.push(index);
      if (!isNamed) this.#unexpected(`Expected the items of \`${name(element)}\` to be named ${showName(expected)}, got ${describe(item)}`);
      const value = this.element(item, itemShape(shape, index));
      this.#path.pop();
      return value;
    });
  }

  /** No schema says what stands here: elements by their names, repeated ones as arrays, text beside them as `#text`. */
  #open(element: XmlElement): unknown {
    if (element.children.length === 0 && element.attributes.every(isIgnored)) return element.text;
    const value: Record<string, unknown> = {};
    for (const group of gather(element, undefined).values()) {
      this.#path.push(group.key);
      setMember(value, group.key, this.#group(group));
      this.#path.pop();
    }
    if (!isBlank(element.text)) value['#text'] = element.text;
    return value;
  }

  #unexpected(message: string): void {
    this.#note('unexpected-name', 'error', message);
  }

  #note(kind: DecodeNote['kind'], severity: DecodeNote['severity'], message: string, digits?: string): void {
    if (this.notes.length >= maximumNotes) return;
    this.notes.push({ kind, severity, message, pointer: pointerOf(...this.#path), ...(digits === undefined ? {} : { digits }) });
  }
}

/** What an empty element stands for: null where the schema allows it, else an empty string, object or array. */
function emptyValue(kinds: Kinds): unknown {
  if (kinds.nullable) return null;
  if (kinds.string) return '';
  if (kinds.object) return {};
  return kinds.array ? [] : '';
}

const isEmpty = (element: XmlElement): boolean =>
  element.children.length === 0 && isBlank(element.text) && element.attributes.every(isIgnored);

const name = (node: XmlElement): string => plain(node.name, 60);

function describe(node: XmlElement): string {
  return node.uri === '' ? `\`${name(node)}\`` : `\`${plain(node.local, 60)}\` in the namespace ${show(node.uri)}`;
}
