// Keywords that the facts of an alternative leave out: compared word for word, since what they allow is not computed.
import type { Alternative } from '../../model/domain.ts';
import { isEqual } from '../../model/json-value.ts';
import { isObject, locationOf, type Place, step } from '../../openapi/documents.ts';
import { partsOf } from '../../openapi/domain.ts';
import type { SchemaChange, Walk } from './node.ts';

const byValue = ['minContains', 'maxContains', 'dependentRequired'];
const bySchema = ['contains', 'propertyNames', 'not'];
/** Conditions are facts where they ask about one property only. */
const conditional = ['if', 'then', 'else'];

interface Condition {
  readonly keyword: string;
  readonly place: Place;
}

/** `isSole`: there is no other alternative whose properties could count as evaluated. */
export function compareConditions(old: Alternative, new_: Alternative, isSole: boolean, walk: Walk): SchemaChange[] {
  const [were, are] = [conditionsOf(old, isSole), conditionsOf(new_, isSole)];
  const rest = [...are];
  const removed = were.filter((condition) => {
    const at = rest.findIndex((other) => isSame(condition, other, walk));
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
  const [gone, come] = [removed[0], rest[0]];
  if (!gone && !come) return [];
  const places = { old: gone ? locationOf(gone.place) : old.location, new: come ? locationOf(come.place) : new_.location };
  const isBound = [...removed, ...rest].some(
    ({ keyword }) => conditional.includes(keyword) || keyword.startsWith('unevaluated') || keyword.endsWith('Contains'),
  );
  if (!isBound && come && !gone) return [{ kind: 'condition-added', text: `has \`${come.keyword}\` to meet now`, ...places }];
  if (!isBound && gone && !come) return [{ kind: 'condition-removed', text: `no longer has \`${gone.keyword}\` to meet`, ...places }];
  return [
    {
      kind: 'condition-changed',
      text: `has another \`${(come ?? gone)?.keyword}\``,
      reason: `what two \`${(come ?? gone)?.keyword}\` share is not decided`,
      ...places,
    },
  ];
}

function conditionsOf(alternative: Alternative, isSole: boolean): Condition[] {
  const keywords = [
    ...byValue,
    ...bySchema,
    ...(alternative.isLoose ? conditional : []),
    ...(isSole ? [] : ['unevaluatedProperties', 'unevaluatedItems']),
  ];
  return partsOf(alternative).flatMap(({ place, isInvented }) =>
    isInvented
      ? []
      : keywords.flatMap((keyword) => {
          const own = step(place, keyword);
          return own && !(keyword === 'not' && isFact(own.value)) ? [{ keyword, place: own }] : [];
        }),
  );
}

/** `not` with listed values or types is among the facts. */
const isFact = (value: unknown): boolean =>
  isObject(value) && Object.keys(value).length === 1 && ['const', 'enum', 'type'].some((keyword) => Object.hasOwn(value, keyword));

const isSame = (one: Condition, other: Condition, walk: Walk): boolean =>
  one.keyword === other.keyword &&
  (byValue.includes(one.keyword) ? isEqual(one.place.value, other.place.value) : walk.isSame([one.place], [other.place]));
