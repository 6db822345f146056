// Well-formed XML (XML 1.0, Namespaces in XML 1.0) as a tree with offsets; document type declarations are refused, size and depth limited.
import { SaxesParser } from 'saxes';
import { grouped, plain, show } from '../model/show.ts';
import { NamespaceScope, xsiNamespace } from './xml-namespaces.ts';

export interface XmlAttribute {
  readonly kind: 'attribute';
  readonly name: string;
  readonly local: string;
  readonly uri: string;
  readonly value: string;
  /** Offset behind the start tag it stands in. */
  readonly open: number;
}

export interface XmlElement {
  readonly kind: 'element';
  readonly name: string;
  readonly local: string;
  readonly uri: string;
  /** Without namespace declarations. */
  readonly attributes: readonly XmlAttribute[];
  readonly children: XmlElement[];
  /** All character data that stands directly in the element. */
  text: string;
  /** xsi:nil (XML Schema 1.1 part 1, §2.7.2). */
  readonly nil: boolean;
  /** Offset behind the start tag. */
  readonly open: number;
  /** Offset behind the end tag. */
  end: number;
}

export type XmlReading =
  | { readonly kind: 'tree'; readonly root: XmlElement }
  | { readonly kind: 'malformed'; readonly message: string; readonly offset: number }
  | { readonly kind: 'unchecked'; readonly reason: string };

const maximumDepth = 256;
const maximumNodes = 1_000_000;
const noAttributes: readonly XmlAttribute[] = [];

/** Carries the outcome out of the parser's handlers. */
class Stop extends Error {
  readonly outcome: Exclude<XmlReading, { kind: 'tree' }>;

  constructor(outcome: Exclude<XmlReading, { kind: 'tree' }>) {
    super('stopped');
    this.outcome = outcome;
  }
}

export function parseXml(text: string): XmlReading {
  if (isBlankText(text)) return { kind: 'malformed', message: 'Expected an XML document, the body is empty', offset: 0 };
  if (!text.isWellFormed())
    return { kind: 'malformed', message: 'Expected well-formed XML, got half of a surrogate pair', offset: text.search(/\p{Surrogate}/u) };
  try {
    return { kind: 'tree', root: build(text) };
  } catch (error) {
    if (error instanceof Stop) return error.outcome;
    throw error;
  }
}

const isBlankText = (text: string): boolean => text.length < 1000 && text.trim() === '';

function build(text: string): XmlElement {
  const parser = new SaxesParser<{ position: false; xmlns: false }>({ position: false, xmlns: false });
  const scope = new NamespaceScope();
  const stack: XmlElement[] = [];
  let root: XmlElement | undefined;
  let top: XmlElement | undefined;
  let closed = '';
  let nodes = 0;

  const refuse = (message: string, offset = parser.position): never => {
    throw new Stop({ kind: 'malformed', message, offset: Math.min(Math.max(offset, 0), text.length) });
  };
  const count = (): void => {
    if (++nodes > maximumNodes)
      throw new Stop({
        kind: 'unchecked',
        reason: `The body has more than ${grouped(maximumNodes)} elements and attributes`,
      });
  };
  const readAttributes = (values: Readonly<Record<string, string>>): readonly XmlAttribute[] => {
    const problem = scope.declare(values, stack.length);
    if (problem !== undefined) refuse(problem);
    const attributes: XmlAttribute[] = [];
    const seen = new Set<string>();
    for (const name in values) {
      count();
      if (name === 'xmlns' || name.startsWith('xmlns:')) continue;
      const found = scope.resolve(name, false);
      if (typeof found === 'string') return refuse(found);
      const key = `${found.uri} ${found.local}`;
      if (seen.has(key)) return refuse(`Expected each attribute once, got ${show(found.local)} twice in one namespace`);
      seen.add(key);
      attributes.push({ kind: 'attribute', name, local: found.local, uri: found.uri, value: values[name] ?? '', open: parser.position });
    }
    return attributes;
  };
  const append = (chunk: string): void => {
    if (top) top.text = top.text === '' ? chunk : top.text + chunk;
  };

  // Six handlers, not more: the parser keeps them as properties, and with eight V8 turns it into a dictionary five times as slow.
  const refuseDoctype = (): never => refuse('Document type declarations and entity definitions are refused', text.indexOf('<!DOCTYPE'));
  parser.on('error', ({ message }) => {
    // The declaration may have swallowed the whole document.
    if (!root && text.includes('<!DOCTYPE')) refuseDoctype();
    const ampersand = loneAmpersand(text);
    if (message.startsWith('unclosed tag') && ampersand >= 0)
      refuse('Expected `&` to begin an entity such as `&amp;`, got it alone', ampersand);
    refuse(explain(message, top?.name, closed), parser.position - 1);
  });
  parser.on('doctype', refuseDoctype);
  parser.on('text', append);
  parser.on('cdata', append);
  parser.on('opentag', ({ name, attributes: values }) => {
    count();
    if (stack.length >= maximumDepth)
      throw new Stop({ kind: 'unchecked', reason: `The body nests elements more than ${maximumDepth} deep` });
    const attributes = isEmptyRecord(values) ? noAttributes : readAttributes(values);
    const found = scope.resolve(name, true);
    if (typeof found === 'string') return refuse(found);
    const element: XmlElement = {
      kind: 'element',
      name,
      local: found.local,
      uri: found.uri,
      attributes,
      children: [],
      text: '',
      nil: attributes.some(isNil),
      open: parser.position,
      end: 0,
    };
    if (top) top.children.push(element);
    else root = element;
    stack.push(element);
    top = element;
  });
  parser.on('closetag', ({ name }) => {
    const element = stack.pop();
    if (element) element.end = parser.position;
    scope.leave(stack.length);
    closed = name;
    top = stack.at(-1);
  });
  parser.write(text).close();
  return root ?? refuse('Expected an XML document, got no element');
}

const isNil = ({ uri, local, value }: XmlAttribute): boolean =>
  uri === xsiNamespace && local === 'nil' && (value.trim() === 'true' || value.trim() === '1');

/** An ampersand that no semicolon follows swallows the rest of the document, and the parser speaks of the end only. */
function loneAmpersand(text: string): number {
  const ampersand = text.lastIndexOf('&');
  return ampersand > text.lastIndexOf(';') && ampersand > text.lastIndexOf(']]>') && ampersand > text.lastIndexOf('-->') ? ampersand : -1;
}

function isEmptyRecord(values: object): boolean {
  for (const _ in values) return false;
  return true;
}

// The parser's own words are short and end in a stop; the names it leaves out are the ones a reader needs.
function explain(message: string, open: string | undefined, closed: string): string {
  if (message.startsWith('unclosed tag') && open !== undefined)
    return `Expected the end tag of \`${plain(open, 60)}\`, got the end of the body`;
  if (message.startsWith('unexpected close tag')) return `Expected the end tag of \`${plain(closed, 60)}\`, got another one`;
  if (message.startsWith('undefined entity'))
    return 'Expected one of the five predefined entities or a character reference, got another entity';
  if (message.startsWith('text data outside')) return 'Expected one root element and nothing else, got text beside it';
  if (message.startsWith('disallowed character.')) return 'Expected a character XML allows here, got another one';
  return `Expected well-formed XML: ${plain(message, 120).replace(/\.$/, '')}`;
}
