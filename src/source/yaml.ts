// YAML 1.2 core schema by js-yaml, values and places from one event stream; the only reader of YAML. In one piece, because of that.
import {
  COLLECTION_STYLE,
  constructFromEvents,
  CORE_SCHEMA,
  defineMappingTag,
  defineScalarTag,
  defineSequenceTag,
  EVENT_ID,
  getScalarValue,
  parseEvents,
  SCALAR_STYLE,
  YAMLException,
} from 'js-yaml';
import type { Event } from 'js-yaml';
import type { At, Span } from '../model/location.ts';
import { tokensOf } from '../model/pointer.ts';
import type { Pointer } from '../model/pointer.ts';
import { grouped } from '../model/show.ts';

/** Deeper documents are refused; js-yaml and everything after it walks them by recursion. */
export const deepest = 1000;
const mostNodes = 1_000_000;

export interface YamlFailure {
  readonly message: string;
  readonly offset: number;
}

export type YamlResult = { readonly value: unknown; readonly failure?: undefined } | { readonly failure: YamlFailure };

const never = { matchByTagPrefix: true, identify: () => false };

/** What a tag nobody knows is put on stays text, list or mapping: recorders write `!ruby/object:…` and `!!python/unicode`. */
const anyTag = (prefix: string) => [
  defineScalarTag(prefix, { ...never, resolve: (source) => source }),
  defineSequenceTag<unknown[]>(prefix, { ...never, create: () => [], addItem: (carrier, item) => void carrier.push(item) }),
  defineMappingTag<Record<string, unknown>>(prefix, {
    ...never,
    create: () => ({}),
    addPair: (carrier, key, value) => {
      Object.defineProperty(carrier, String(key), { value, enumerable: true, configurable: true, writable: true });
      return '';
    },
    has: (carrier, key) => Object.hasOwn(carrier, String(key)),
    keys: Object.keys,
    get: (carrier, key) => carrier[String(key)],
  }),
];
const binaryTag = (name: string) =>
  defineScalarTag(name, { identify: () => false, resolve: (source) => new Uint8Array(Buffer.from(source, 'base64')) });

const schemas = {
  refused: CORE_SCHEMA,
  ignored: CORE_SCHEMA.withTags(anyTag('tag:'), anyTag('!'), binaryTag('!binary'), binaryTag('tag:yaml.org,2002:binary')),
};

/**
 * The value of a document: no dates, no merge keys, repeated keys refused, every alias a copy of its own. `tags` that YAML's core schema
 * does not have are refused or ignored; `!!binary` gives bytes then. Nothing is ever constructed or run.
 */
export function parseYaml(text: string, tags: keyof typeof schemas = 'refused'): YamlResult {
  try {
    const events = parseEvents(text, { maxDepth: deepest });
    const documents = constructFromEvents(events, { source: text, schema: schemas[tags] });
    if (documents.length === 0) return { failure: { message: 'The text is empty', offset: 0 } };
    if (documents.length > 1)
      return {
        failure: { message: `Expected one YAML document, got ${documents.length} (separated by \`---\`)`, offset: secondDocument(text) },
      };
    const alias = events.find((event) => event.type === EVENT_ID.ALIAS);
    return { value: alias === undefined ? documents[0] : copy(documents[0], alias.anchorStart - 1) };
  } catch (error) {
    if (error instanceof Refusal) return { failure: error.failure };
    if (error instanceof YAMLException) return { failure: { message: sentence(error.reason), offset: error.mark?.position ?? 0 } };
    throw error;
  }
}

class Refusal extends Error {
  readonly failure: YamlFailure;
  constructor(failure: YamlFailure) {
    super(failure.message);
    this.failure = failure;
  }
}

function sentence(reason: string): string {
  if (reason.startsWith('nesting exceeded')) return `The document is nested deeper than ${deepest} levels`;
  return `${reason.charAt(0).toUpperCase()}${reason.slice(1).replace(/\.$/, '')}`;
}

function secondDocument(text: string): number {
  const start = /\S/.exec(text)?.index ?? 0;
  const mark = text.indexOf('\n---', start);
  return mark < 0 ? 0 : mark + 1;
}

// Aliases arrive as the same object twice; a copy for each gives every object one place, and counting them stops a bomb.
function copy(root: unknown, offset: number): unknown {
  let nodes = 0;
  const open = new Set<object>();
  const walk = (value: unknown): unknown => {
    if (++nodes > mostNodes)
      throw new Refusal({ message: `The aliases of the document expand to more than ${grouped(mostNodes)} values`, offset });
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
    if (open.has(value)) throw new Refusal({ message: 'An alias stands inside the value it names, which would never end', offset });
    if (open.size >= deepest)
      throw new Refusal({ message: `With its aliases the document is nested deeper than ${deepest} levels`, offset });
    open.add(value);
    let result: unknown;
    if (Array.isArray(value)) result = value.map(walk);
    else {
      const object: Record<string, unknown> = {};
      for (const [key, inner] of Object.entries(value)) {
        const copied = walk(inner);
        if (key === '__proto__')
          Object.defineProperty(object, key, { value: copied, enumerable: true, configurable: true, writable: true });
        else object[key] = copied;
      }
      result = object;
    }
    open.delete(value);
    return result;
  };
  return walk(root);
}

interface Parsed {
  readonly text: string;
  readonly events: Event[];
  /** Index of the event after the value an event begins. */
  readonly next: Int32Array;
  /** Offset after the value an event begins; -1 for an empty one. */
  readonly ends: Int32Array;
  /** Last event index of each anchor's value start, by name. */
  readonly anchors: Map<string, number[]>;
}

function index(text: string): Parsed {
  let events: Event[] = [];
  try {
    events = parseEvents(text, { maxDepth: deepest });
  } catch {
    // A text that cannot be parsed has no places beyond its start.
  }
  const next = new Int32Array(events.length);
  const ends = new Int32Array(events.length).fill(-1);
  const open: number[] = [];
  const anchors = new Map<string, number[]>();
  let end = 0;
  events.forEach((event, i) => {
    next[i] = i + 1;
    if (event.type === EVENT_ID.POP) {
      const opened = open.pop() ?? 0;
      next[opened] = i + 1;
      const container = events[opened];
      if ((container?.type === EVENT_ID.MAPPING || container?.type === EVENT_ID.SEQUENCE) && container.style === COLLECTION_STYLE.FLOW) {
        end = text.indexOf(container.type === EVENT_ID.MAPPING ? '}' : ']', end) + 1;
      }
      ends[opened] = end;
    } else if (event.type === EVENT_ID.SCALAR) {
      if (event.valueStart >= 0) ends[i] = end = event.valueEnd + quotes(event.style);
    } else if (event.type === EVENT_ID.ALIAS) ends[i] = end = event.anchorEnd;
    else {
      open.push(i);
      if (event.type !== EVENT_ID.DOCUMENT) end = event.start + 1;
    }
    if ('anchorStart' in event && event.anchorStart >= 0 && event.type !== EVENT_ID.ALIAS) {
      const name = text.slice(event.anchorStart, event.anchorEnd);
      const places = anchors.get(name);
      if (places) places.push(i);
      else anchors.set(name, [i]);
    }
  });
  return { text, events, next, ends, anchors };
}

/** The event an alias stands for: the nearest anchor of its name before it. */
function follow({ text, events, anchors }: Parsed, at: number): number {
  const event = events[at];
  if (event?.type !== EVENT_ID.ALIAS) return at;
  const named = anchors.get(text.slice(event.anchorStart, event.anchorEnd)) ?? [];
  return named.findLast((anchor) => anchor < at) ?? at;
}

function startOf(parsed: Parsed, at: number): number {
  const event = parsed.events[at];
  if (event?.type === EVENT_ID.MAPPING || event?.type === EVENT_ID.SEQUENCE) return event.start;
  if (event?.type === EVENT_ID.ALIAS) return event.anchorStart - 1;
  if (event?.type !== EVENT_ID.SCALAR || event.valueStart < 0) return -1;
  return event.valueStart - quotes(event.style);
}

function endOf({ text, ends }: Parsed, at: number): number {
  let end = ends[at] ?? -1;
  while (end > 0 && /\s/.test(text[end - 1] ?? '')) end--;
  return end;
}

const quotes = (style: number): number => (style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED ? 1 : 0);

function find(parsed: Parsed, pointer: Pointer, at: At): { span: Span; exact: boolean } {
  const { text, events, next } = parsed;
  let here = events[0]?.type === EVENT_ID.DOCUMENT ? 1 : 0;
  let key = -1;
  let exact = events.length > 0;
  for (const token of tokensOf(pointer)) {
    const container = follow(parsed, here);
    const event = events[container];
    let found = -1;
    let name = -1;
    if (event?.type === EVENT_ID.SEQUENCE) {
      let i = 0;
      for (let item = container + 1; item < (next[container] ?? 0) - 1 && found < 0; item = next[item] ?? events.length)
        if (String(i++) === token) found = item;
    } else if (event?.type === EVENT_ID.MAPPING) {
      for (let entry = container + 1; entry < (next[container] ?? 0) - 1;) {
        const value = next[entry] ?? events.length;
        const scalar = events[follow(parsed, entry)];
        if (scalar?.type === EVENT_ID.SCALAR && (scalar.valueStart < 0 ? 'null' : getScalarValue(text, scalar)) === token) {
          found = value;
          name = entry;
          break;
        }
        entry = next[value] ?? events.length;
      }
    }
    if (found < 0) {
      exact = false;
      break;
    }
    here = found;
    key = name;
  }
  const target = at === 'key' && exact && key >= 0 ? key : here;
  let start = startOf(parsed, target);
  let end = endOf(parsed, target);
  if (start < 0) {
    // An empty value stands right after its key and colon.
    const before = key >= 0 ? endOf(parsed, key) : 0;
    const colon = text.indexOf(':', before);
    start = colon < 0 ? before : colon;
    end = start + 1;
  }
  return { span: { start, end: Math.max(start, end) }, exact };
}

/** Opens a text for questions about places; it is parsed on the first one. A place that is not there answers with the nearest one that contains it. */
export function outlineYaml(text: string): (pointer: Pointer, at?: At) => Span {
  let parsed: Parsed | undefined;
  return (pointer, at = 'value') => find((parsed ??= index(text)), pointer, at).span;
}

let last: Parsed | undefined;

/** Where the value (or the name) at a pointer stands; the last text stays parsed. */
export function locateYaml(text: string, pointer: Pointer, at: At = 'value'): Span | undefined {
  if (last?.text !== text) last = index(text);
  const { span, exact } = find(last, pointer, at);
  return exact ? span : undefined;
}
