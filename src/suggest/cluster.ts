// Observations of one place and one cause are one cluster: one change of the document would answer them all.
import { isRecord } from '../model/json-value.ts';
import type { Location } from '../model/location.ts';
import { child, resolvePointer, type Pointer, tokensOf } from '../model/pointer.ts';
import { placeOf, showPlace } from '../model/place.ts';
import type { Operation } from '../model/contract.ts';
import type { LoadedContract } from '../openapi/load.ts';
import { typeOf } from './infer.ts';
import { type Cause, isTooDeep, type Observation } from './observation.ts';

/** Values beyond these only count, unless they are of a new type: a later round sees what they still disagree with. */
const mostValues = 500;
const mostPlaces = 3;

/** Where the evidence for an action lies; an extension of the Overlay's Action Object. */
export interface Evidence {
  readonly sources: readonly { readonly file: string; readonly count: number }[];
  readonly exchanges: number;
  readonly firstSeen?: string;
  readonly lastSeen?: string;
  readonly finding: string;
  readonly places: readonly string[];
}

export class Cluster {
  readonly cause: Cause;
  readonly contract: LoadedContract | undefined;
  /** The schema, or the object that lacks something. */
  readonly place: Location | undefined;
  /** Into the document the place is in. */
  readonly pointer: Pointer;
  readonly name: string;
  /** Of the keyword `required`: the one name that is missing. */
  readonly member: string;
  readonly operation: Operation | undefined;
  readonly rule: string;
  readonly values: unknown[] = [];
  isHidden = false;
  /** A value was left out for that, and only counts. */
  isTooDeep = false;
  readonly #seen = new Set<string>();
  readonly #types = new Set<string>();
  readonly #sources = new Map<string, number>();
  readonly #exchanges = new Set<string>();
  readonly #places: Location[] = [];
  #first: string | undefined;
  #last: string | undefined;

  constructor(observation: Observation, contract: LoadedContract | undefined, place: Location | undefined, member: string) {
    this.cause = observation.cause;
    this.contract = contract;
    this.place = place;
    this.pointer = place?.pointer ?? '';
    this.name = observation.name;
    this.member = member;
    this.operation = observation.operation;
    this.rule = observation.finding.rule;
  }

  add({ value, isHidden, finding, seenAt }: Observation): void {
    const { exchange, instance } = finding;
    const file = exchange?.evidence ?? '';
    this.#sources.set(file, (this.#sources.get(file) ?? 0) + 1);
    this.#exchanges.add(`${file}#${exchange?.index}`);
    if (instance && this.#places.length < mostPlaces) this.#places.push(instance);
    if (seenAt !== undefined) {
      const time = Date.parse(seenAt);
      if (!Number.isNaN(time)) {
        if (this.#first === undefined || time < Date.parse(this.#first)) this.#first = seenAt;
        if (this.#last === undefined || time > Date.parse(this.#last)) this.#last = seenAt;
      }
    }
    if (isHidden) this.isHidden = true;
    if (value === undefined) return;
    if (isTooDeep(value)) {
      this.isTooDeep = true;
      return;
    }
    if (this.values.length >= mostValues && this.#types.has(typeOf(value))) return;
    const key = JSON.stringify(value);
    this.#types.add(typeOf(value));
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    this.values.push(value);
  }

  get exchanges(): number {
    return this.#exchanges.size;
  }

  get evidence(): Evidence {
    return {
      sources: [...this.#sources].map(([file, count]) => ({ file, count })).toSorted((a, b) => (a.file < b.file ? -1 : 1)),
      exchanges: this.exchanges,
      ...(this.#first !== undefined && { firstSeen: this.#first }),
      ...(this.#last !== undefined && { lastSeen: this.#last }),
      finding: this.rule,
      places: this.#places.map((place) => showPlace(placeOf(place))),
    };
  }
}

/** Gathers observations; a finding about several missing names belongs to several clusters. */
export class Clusters {
  readonly #byKey = new Map<string, Cluster>();

  add(observation: Observation, contract: LoadedContract | undefined): void {
    for (const { place, member } of partsOf(observation, contract)) {
      const { cause, name, finding } = observation;
      const label = cause === 'header' ? name.toLowerCase() : name;
      const key = JSON.stringify([
        contract?.id,
        place?.source.uri,
        place?.pointer,
        cause,
        label,
        member,
        cause === 'none' ? finding.rule : '',
      ]);
      let cluster = this.#byKey.get(key);
      if (!cluster) this.#byKey.set(key, (cluster = new Cluster(observation, contract, place, member)));
      cluster.add(observation);
    }
  }

  /** By place, then by cause and name: the same evidence in another order gives the same list. */
  get all(): Cluster[] {
    return [...this.#byKey].toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, cluster]) => cluster);
  }
}

interface Part {
  readonly place: Location | undefined;
  readonly member: string;
}

function partsOf(observation: Observation, contract: LoadedContract | undefined): Part[] {
  const { cause, name, place, twins = [], value, finding } = observation;
  if (!place || !contract || (cause !== 'keyword' && cause !== 'property')) return [{ place, member: '' }];
  if (cause === 'property') return [{ place: schemaAt(place, ['additionalProperties', 'unevaluatedProperties'], contract), member: '' }];
  if (name !== 'required') return [{ place: schemaAt(place, [name], contract), member: '' }];
  const parts = [place, ...twins].flatMap((one) => {
    const schema = schemaAt(one, ['required'], contract);
    return absentNames(valueAt(schema, contract), value, finding.side === 'request' ? 'readOnly' : 'writeOnly').map((member) => ({
      place: schema,
      member,
    }));
  });
  return parts.length > 0 ? parts : [{ place, member: '' }];
}

function valueAt({ source, pointer }: Location, contract: LoadedContract): unknown {
  return resolvePointer(contract.documents.documentOf(source)?.value, pointer);
}

/** The schema a keyword stands in; a finding names the schema itself where the keyword is not written down. */
function schemaAt(place: Location, keywords: readonly string[], contract: LoadedContract): Location {
  const tokens = tokensOf(place.pointer);
  const isMember = tokens.at(-2) === 'properties' && isRecord(valueAt(place, contract));
  if (!keywords.includes(tokens.at(-1) ?? '') || isMember) return place;
  return { source: place.source, pointer: tokens.slice(0, -1).reduce<Pointer>(child, '') };
}

/** What is required in the other direction only is not missing in this one. */
function absentNames(schema: unknown, value: unknown, exempt: 'readOnly' | 'writeOnly'): string[] {
  if (!isRecord(schema) || !Array.isArray(schema['required']) || !isRecord(value)) return [];
  const { properties } = schema;
  return (schema['required'] as unknown[]).filter((name): name is string => {
    if (typeof name !== 'string' || Object.hasOwn(value, name)) return false;
    const property = isRecord(properties) && Object.hasOwn(properties, name) ? properties[name] : undefined;
    return !isRecord(property) || property[exempt] !== true;
  });
}
