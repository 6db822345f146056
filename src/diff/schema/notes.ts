// What a schema says beside which values it allows: direction, deprecation, the default, its form in XML (OpenAPI 3.1.1 §4.8.24, §4.8.26).
import type { Domain } from '../../model/domain.ts';
import { isEqual } from '../../model/json-value.ts';
import type { Location } from '../../model/location.ts';
import { show } from '../../model/show.ts';
import { locationOf, type Place, step } from '../../openapi/documents.ts';
import { partsOf } from '../../openapi/domain.ts';
import type { SchemaChange } from './node.ts';

export function compareNotes(old: Domain, new_: Domain): SchemaChange[] {
  const changes: SchemaChange[] = [];
  const [were, are] = [readNotes(old), readNotes(new_)];
  const places = (keyword: string): Pick<SchemaChange, 'old' | 'new'> => ({
    old: were.get(keyword)?.location ?? old.location,
    new: are.get(keyword)?.location ?? new_.location,
  });
  const was = (keyword: string): boolean => were.get(keyword)?.value === true;
  const is = (keyword: string): boolean => are.get(keyword)?.value === true;
  if (!was('readOnly') && is('readOnly'))
    changes.push({ kind: 'became-read-only', text: 'is `readOnly` now: it may not be sent', ...places('readOnly') });
  if (!was('writeOnly') && is('writeOnly'))
    changes.push({ kind: 'became-write-only', text: 'is `writeOnly` now: it never comes back', ...places('writeOnly') });
  for (const keyword of ['readOnly', 'writeOnly'])
    if (was(keyword) && !is(keyword)) changes.push({ kind: 'became-read-write', text: `is no longer \`${keyword}\``, ...places(keyword) });
  if (was('deprecated') !== is('deprecated'))
    changes.push({
      kind: 'became-deprecated',
      text: is('deprecated') ? 'is deprecated now' : 'is no longer deprecated',
      ...places('deprecated'),
    });
  const [before, after] = [were.get('default'), are.get('default')];
  if (!isEqual(before?.value, after?.value))
    changes.push({
      kind: 'default-changed',
      text: `had the default ${before ? show(before.value, 40) : 'none'}, has ${after ? show(after.value, 40) : 'none'}`,
      ...places('default'),
    });
  if (!isEqual(were.get('xml')?.value, are.get('xml')?.value))
    changes.push({
      kind: 'xml-changed',
      text: 'is written another way in XML',
      reason: 'what `xml` comes to on the wire is not compared',
      ...places('xml'),
    });
  return changes;
}

/** True for values that never go this way: `readOnly` ones are not sent, `writeOnly` ones do not come back. */
export function isIdle({ alternatives }: Domain, side: 'request' | 'response'): boolean {
  const keyword = side === 'request' ? 'readOnly' : 'writeOnly';
  return (
    alternatives.length > 0 && alternatives.every((alternative) => partsOf(alternative).some(({ source }) => source[keyword] === true))
  );
}

interface Note {
  readonly value: unknown;
  readonly location: Location;
}

/** The first that is said of each, in any alternative. */
function readNotes({ alternatives }: Domain): ReadonlyMap<string, Note> {
  const notes = new Map<string, Note>();
  for (const alternative of alternatives)
    for (const { place, isInvented } of partsOf(alternative))
      for (const keyword of ['readOnly', 'writeOnly', 'deprecated', 'default', 'xml']) {
        const own: Place | undefined = isInvented ? undefined : step(place, keyword);
        if (own && !notes.has(keyword)) notes.set(keyword, { value: own.value, location: locationOf(own) });
      }
  return notes;
}
