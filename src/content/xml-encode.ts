// A JSON value becomes XML by the shape of its schema (OpenAPI 3.1.1 XML Object), so that decoding gives the value back.
// Null is an empty element where the schema allows null and xsi:nil elsewhere (and for wrapped arrays, whose empty element is `[]`).
// Characters XML cannot hold become U+FFFD. Without an XML declaration: the text is UTF-8 unless a field says otherwise.
import { itemShape, propertyShape } from '../model/shape.ts';
import type { Shape } from '../model/shape.ts';
import { UserError } from '../model/user-error.ts';
import { kindsOf } from './kinds.ts';
import { additionalSlot, itemName, layoutOf, rootName } from './xml-layout.ts';
import type { Slot, XmlName } from './xml-layout.ts';
import { encodeName } from './xml-name.ts';
import { xsiNamespace } from './xml-namespaces.ts';

const maximumDepth = 256;
const ncName = /^(?!xml)[A-Z_a-z][-.\w]*$/i;

/** Prefixes in force; the empty prefix is the default namespace. */
type Bindings = ReadonlyMap<string, string>;

export function encodeXml(value: unknown, shape: Shape | undefined): string {
  const name = rootName(shape)?.name ?? plainName('root');
  return writeElement(name, value, shape, new Map(), 1);
}

const plainName = (local: string): XmlName => ({ local, prefix: undefined, namespace: undefined });

/** One start tag in the making: its name, attributes and the declarations they need. */
class StartTag {
  #bindings: Bindings;
  #attributes = '';
  #declarations = '';
  /** What a prefix means on this very element can be said once. */
  readonly #used = new Map<string, string>();
  readonly name: string;

  constructor(name: XmlName, bindings: Bindings) {
    this.#bindings = bindings;
    this.name = this.#qualify(name, true);
  }

  get bindings(): Bindings {
    return this.#bindings;
  }

  attribute(name: XmlName, value: string): void {
    this.#attributes += ` ${this.#qualify(name, false)}="${escapeText(value, true)}"`;
  }

  close(content: string): string {
    const start = `<${this.name}${this.#declarations}${this.#attributes}`;
    return content === '' ? `${start}/>` : `${start}>${content}</${this.name}>`;
  }

  #qualify({ local, prefix: wanted, namespace }: XmlName, isElement: boolean): string {
    if (namespace === undefined) return local;
    let prefix = wanted !== undefined && ncName.test(wanted) ? wanted : isElement ? '' : 'ns';
    if (namespace === xsiNamespace && prefix === '') prefix = 'xsi';
    for (let n = 1; (this.#used.get(prefix) ?? namespace) !== namespace; n++) prefix = `ns${n}`;
    this.#used.set(prefix, namespace);
    if (this.#bindings.get(prefix) !== namespace) {
      this.#bindings = new Map(this.#bindings).set(prefix, namespace);
      this.#declarations += ` xmlns${prefix === '' ? '' : ':'}${prefix}="${escapeText(namespace, true)}"`;
    }
    return prefix === '' ? local : `${prefix}:${local}`;
  }
}

function writeElement(name: XmlName, value: unknown, shape: Shape | undefined, bindings: Bindings, depth: number): string {
  if (depth > maximumDepth) throw new UserError(`A value that nests more than ${maximumDepth} deep cannot be written as XML`);
  const tag = new StartTag(name, bindings);
  const kinds = shape && kindsOf(shape);
  if (value === null || value === undefined) {
    if (!kinds?.nullable || kinds.list) tag.attribute({ local: 'nil', prefix: 'xsi', namespace: xsiNamespace }, 'true');
    return tag.close('');
  }
  if (Array.isArray(value)) {
    const items = value.map((item: unknown, index) => {
      const own = shape && itemShape(shape, index);
      const called = shape ? itemName(shape, index, name.local) : plainName('item');
      return writeElement(called, item, own, tag.bindings, depth + 1);
    });
    return tag.close(items.join(''));
  }
  if (typeof value !== 'object') return tag.close(escapeText(textOfScalar(value), false));
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  const slots = members.map(([key, member]) => [slotOfMember(key, shape), member] as const);
  for (const [slot, member] of slots) {
    if (slot.form === 'attribute' && member !== null) tag.attribute(slot.name, textOfScalar(member));
  }
  let content = '';
  for (const [slot, member] of slots) {
    if (slot.form !== 'attribute') content += writeMember(slot, member, tag.bindings, depth + 1);
  }
  return tag.close(content);
}

type MemberSlot = Omit<Slot, 'shape'> & { readonly shape: Shape | undefined };

function slotOfMember(key: string, shape: Shape | undefined): MemberSlot {
  const known = shape && layoutOf(shape).byKey.get(key);
  if (known) return known;
  const described = shape && propertyShape(shape, key);
  return described ? additionalSlot(key, described) : { key, shape: undefined, form: 'element', name: plainName(encodeName(key)) };
}

function writeMember({ form, name, shape }: MemberSlot, value: unknown, bindings: Bindings, depth: number): string {
  const repeats = Array.isArray(value) && (form === 'list' || (form === 'element' && (!shape || kindsOf(shape).array)));
  if (repeats)
    return value.map((item: unknown, index) => writeElement(name, item, shape && itemShape(shape, index), bindings, depth)).join('');
  // `nil` would be read as an array of one null.
  if (value === null && form === 'list' && shape && kindsOf(shape).nullable) return new StartTag(name, bindings).close('');
  return writeElement(name, value, shape, bindings, depth);
}

/** Plain digits wherever there are any: XML Schema's integer has no exponent. */
function textOfScalar(value: unknown): string {
  if (typeof value === 'number' && Number.isInteger(value) && Math.abs(value) >= 1e21) return BigInt(value).toString();
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
  '\n': '&#10;',
  '\t': '&#9;',
};

function escapeText(text: string, isAttribute: boolean): string {
  const sound = text.toWellFormed().replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD');
  return sound.replace(isAttribute ? /[&<>"\r\n\t]/g : /[&<>\r]/g, (char) => escapes[char] ?? char);
}
