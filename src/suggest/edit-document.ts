// The change of a document that answers a cluster: what is not listed is added, what is never sent becomes optional, schemas are widened.
import type { Operation } from '../model/contract.ts';
import { isRecord } from '../model/json-value.ts';
import { count, show } from '../model/show.ts';
import { resolvePointer } from '../model/pointer.ts';
import type { Cluster } from './cluster.ts';
import { type Change, editSchema } from './edit-schema.ts';
import { type Dialect, inferSchema, isKeyOfData, type SchemaObject } from './infer.ts';
import { pathTo } from './json-path.ts';
import type { SeenBody } from './observation.ts';

/** `document`: the main document as it is after the actions so far. */
export function editFor(cluster: Cluster, document: unknown, dialect: Dialect): Change {
  const { cause, pointer, name, contract, place } = cluster;
  if (cause === 'none' || !place || !contract) return { refusal: 'no change of the contract follows from it' };
  if (place.source !== contract.root.document.source)
    return { refusal: `it stands in ${place.source.uri}, and an Overlay changes one document` };
  if (cluster.isTooDeep && cluster.values.length === 0) return { refusal: 'what was seen is nested too deeply to make a schema of' };
  const target = resolvePointer(document, pointer);
  if (!isRecord(target)) return { refusal: 'it stands where alternatives meet' };
  const path = pathTo(document, pointer);
  const update = (value: unknown, what: string): Change => ({ edits: [{ target: path, update: value }], what });
  const note = `Suggested by truce from ${count(cluster.exchanges, 'exchange')}.`;
  switch (cause) {
    case 'keyword':
      return editSchema({
        path,
        schema: target,
        keyword: name,
        values: cluster.values,
        member: cluster.member,
        isHidden: cluster.isHidden,
        dialect,
        typesOfBranch: (branch) => typesOfBranch(branch, document),
      });
    case 'property':
      return addProperty(cluster, target, note, dialect, update);
    case 'status':
      if (Object.hasOwn(target, name)) return { refusal: 'it is documented already' };
      return update({ [name]: { description: note, ...contentOf(cluster, document, dialect) } }, `document the status ${name}`);
    case 'media-type': {
      const entry = kinEntry(target['content'], name) ?? entryFor(cluster.values as SeenBody[], name, dialect);
      return update({ content: { [name]: entry } }, `document the media type \`${name}\``);
    }
    case 'body': {
      const content = contentOf(cluster, document, dialect);
      if (!('content' in content)) return { refusal: 'nothing says of which media type it is' };
      if (cluster.rule.startsWith('response-')) return update(content, 'document the body');
      if (['GET', 'HEAD', 'DELETE'].includes(cluster.operation?.method.toUpperCase() ?? ''))
        return { refusal: 'a request with this method has no use for a body (RFC 9110 §9.3)' };
      return update({ requestBody: { description: note, ...content } }, 'document the body');
    }
    case 'query':
      return update(
        {
          parameters: [
            { name, in: 'query', required: false, description: note, schema: textSchema(cluster.values as string[][], dialect) },
          ],
        },
        `document the query parameter ${show(name, 80)}`,
      );
    case 'header':
      return update(
        { headers: { [name]: { description: note, schema: textSchema(cluster.values as string[][], dialect) } } },
        `document the header ${show(name, 80)}`,
      );
    case 'optional':
      return update({ required: false }, `make ${name === 'body' ? 'the body' : show(name, 80)} optional`);
  }
}

function addProperty(
  cluster: Cluster,
  schema: SchemaObject,
  note: string,
  dialect: Dialect,
  update: (value: unknown, what: string) => Change,
): Change {
  const { name, values } = cluster;
  if (isKeyOfData(name)) return { refusal: 'its name looks like data, and such names are described by `additionalProperties`' };
  const known = schema['properties'];
  if (isRecord(known) && Object.hasOwn(known, name)) return { refusal: 'it is documented already' };
  return update({ properties: { [name]: { ...inferSchema(values, dialect), description: note } } }, `add the property ${show(name, 80)}`);
}

/** `content` with one entry for each media type that was seen; nothing when none was. */
function contentOf({ values, operation, name }: Cluster, document: unknown, dialect: Dialect): { content?: Record<string, unknown> } {
  const bodies = (values as SeenBody[]).filter(({ mediaType }) => mediaType !== undefined);
  if (bodies.length === 0) return {};
  const groups = Map.groupBy(bodies, ({ mediaType = '' }) => mediaType);
  const entries = [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([mediaType, seen]) =>
        [mediaType, siblingEntry(operation, name, mediaType, seen, document) ?? entryFor(seen, mediaType, dialect)] as const,
    );
  return { content: Object.fromEntries(entries) };
}

/** Statuses of one class often share a component: when all that was seen fits it, the new one refers to it too. */
function siblingEntry(
  operation: Operation | undefined,
  status: string,
  mediaType: string,
  seen: readonly SeenBody[],
  document: unknown,
): unknown {
  const bodies = seen.flatMap(({ decoded }) => decoded ?? []);
  if (!operation || bodies.length === 0 || bodies.length < seen.length) return undefined;
  for (const response of operation.responses) {
    if (response.key[0] !== status[0]) continue;
    const entry = response.content.find((one) => one.mediaType?.essence === mediaType);
    const raw = entry && resolvePointer(document, entry.location.pointer);
    const schema = isRecord(raw) ? raw['schema'] : undefined;
    if (!entry?.schema || !isRecord(schema) || typeof schema['$ref'] !== 'string' || !schema['$ref'].startsWith('#')) continue;
    if (entry.location.source === operation.location.source && bodies.every(({ value }) => entry.schema?.accepts(value, 'response')))
      return { schema };
  }
  return undefined;
}

function entryFor(seen: readonly SeenBody[], mediaType: string, dialect: Dialect): unknown {
  const values = seen.flatMap(({ decoded }) => (decoded ? [decoded.value] : []));
  if (values.length > 0) return { schema: inferSchema(values, dialect) };
  return dialect.isOld && !/json|xml|text|form/.test(mediaType) ? { schema: { type: 'string', format: 'binary' } } : {};
}

/** The entry of a media type of the same family says what this one holds. */
function kinEntry(content: unknown, mediaType: string): unknown {
  if (!isRecord(content)) return undefined;
  const family = familyOf(mediaType);
  const kin =
    family && Object.entries(content).find(([range, entry]) => familyOf(range) === family && isRecord(entry) && isRecord(entry['schema']));
  return kin ? { schema: structuredClone((kin[1] as SchemaObject)['schema']) } : undefined;
}

const familyOf = (mediaType: string): string | undefined => /(?:[/+])(json|xml)\b/i.exec(mediaType)?.[1]?.toLowerCase();

/** Parameters and fields are text; what all of them look like is their type. */
function textSchema(occurrences: readonly (readonly string[])[], dialect: Dialect): SchemaObject {
  const item = inferSchema(occurrences.flat().map(typed), dialect);
  const single = item['anyOf'] !== undefined || Array.isArray(item['type']) ? { type: 'string' } : item;
  return occurrences.some((values) => values.length > 1) ? { type: 'array', items: single } : single;
}

function typed(text: string): unknown {
  if (/^-?(0|[1-9]\d{0,14})$/.test(text)) return Number(text);
  return text === 'true' || text === 'false' ? text === 'true' : text;
}

/** References are followed within the document; `null` counts where 3.0 says `nullable`. */
function typesOfBranch(branch: unknown, document: unknown): string[] | undefined {
  let schema = branch;
  for (let hops = 0; isRecord(schema) && typeof schema['$ref'] === 'string'; hops++) {
    if (hops > 20 || !schema['$ref'].startsWith('#/')) return undefined;
    schema = resolvePointer(document, schema['$ref'].slice(1));
  }
  if (!isRecord(schema)) return undefined;
  const named = [schema['type']].flat().filter((type) => typeof type === 'string');
  return named.length === 0 ? undefined : schema['nullable'] === true ? [...named, 'null'] : named;
}
