// Names in a value that no schema of its place mentions: the bench's own walk, so that the truth about examples is nobody's opinion.
import { isObject } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import { flatten } from '../violations.ts';

/** The first one as a pointer. All branches count, and where further names are allowed or nothing is said of names, none is unknown. */
export function findUnknownName(
  value: Json,
  schemas: readonly (Json | undefined)[],
  document: JsonObject,
  pointer = '',
): string | undefined {
  const parts = schemas.flatMap((schema) => flatten(schema, document));
  if (Array.isArray(value)) {
    const items = parts.map((part) => part['items']);
    return firstOf(value.map((item, index) => () => findUnknownName(item, items, document, `${pointer}/${index}`)));
  }
  if (!isObject(value)) return undefined;
  const described = parts.map((part) => (isObject(part['properties']) ? part['properties'] : {}));
  const further = parts.map((part) => part['additionalProperties']).filter((schema) => schema !== undefined && schema !== false);
  const isOpen = further.length > 0 || described.every((properties) => Object.keys(properties).length === 0);
  return firstOf(
    Object.entries(value).map(([name, member]) => () => {
      const own = described.flatMap((properties) => properties[name] ?? []);
      const at = `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      return own.length === 0 && !isOpen ? at : findUnknownName(member, own.length > 0 ? own : further, document, at);
    }),
  );
}

function firstOf(questions: readonly (() => string | undefined)[]): string | undefined {
  for (const ask of questions) {
    const answer = ask();
    if (answer !== undefined) return answer;
  }
  return undefined;
}
