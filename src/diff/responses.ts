// Responses of two operations compared: statuses, then headers and content of each (OpenAPI 3.1.1 Responses Object).
import type { Operation, ResponseEntry } from '../model/contract.ts';
import type { Location } from '../model/location.ts';
import { list } from '../model/show.ts';
import { compareContent } from './content.ts';
import { asKey } from './places.ts';
import { compareHeaders } from './parameters.ts';
import type { Context } from './recorder.ts';
import type { Tools } from './tools.ts';

export function compareResponses(old: Operation, new_: Operation, context: Context, tools: Tools): void {
  const { recorder } = tools;
  for (const was of old.responses) {
    const is = coveringEntry(was.key, new_.responses);
    const within: Context = { ...context, status: was.key };
    if (is) {
      compareEntry(was, is, within, tools);
      continue;
    }
    const left = new_.responses.map(({ key }) => key).filter((key) => sameKey(rangeOf(key), was.key));
    const isError = isErrorKey(was.key);
    recorder.add(
      {
        ...(left.length > 0
          ? { id: 'response-status-narrowed', message: `of ${was.key} only ${list(left)} may come now` }
          : {
              id: isError ? 'response-error-status-removed' : 'response-status-removed',
              message: `${nameOf(was.key)} is gone`,
            }),
        old: keyPlace(old, was),
        new: asKey(new_.responsesLocation),
      },
      'response',
      within,
    );
  }
  for (const is of new_.responses) {
    if (old.responses.some(({ key }) => sameKey(key, is.key))) continue;
    const within: Context = { ...context, operation: new_, status: is.key };
    const was = coveringEntry(is.key, old.responses);
    if (was) {
      compareEntry(was, is, within, tools);
      continue;
    }
    const isError = isErrorKey(is.key);
    recorder.add(
      {
        id: isError ? 'response-error-status-added' : 'response-status-added',
        message: is.key === 'default' ? 'any other status may come now (`default`)' : `the status ${is.key} is new`,
        old: asKey(old.responsesLocation),
        new: keyPlace(new_, is),
      },
      'response',
      within,
    );
  }
}

/** What `default` is for beside documented successes: errors. */
const isErrorKey = (key: string): boolean => /^[45]/.test(key) || key.toLowerCase() === 'default';
const nameOf = (key: string): string => (key.toLowerCase() === 'default' ? '`default`' : `the status ${key}`);
/** `2XX` for `201`; nothing for what is a range itself. */
const rangeOf = (key: string): string => (/^\d\d\d$/.test(key) ? `${key[0]}XX` : '');
const sameKey = (one: string, other: string): boolean => one.toUpperCase() === other.toUpperCase();

/** The status in the Responses Object, also where it refers to a component. */
const keyPlace = ({ responsesLocation }: Operation, { key }: ResponseEntry): Location => ({
  source: responsesLocation.source,
  pointer: `${responsesLocation.pointer}/${key}`,
  at: 'key',
});

/** The same key, else what documents such a status: its range, then `default`. */
function coveringEntry(key: string, entries: readonly ResponseEntry[]): ResponseEntry | undefined {
  const same = entries.find((entry) => sameKey(entry.key, key));
  if (same || key.toLowerCase() === 'default') return same;
  const range = entries.find((entry) => sameKey(entry.key, rangeOf(key)));
  return range ?? entries.find((entry) => entry.key.toLowerCase() === 'default');
}

function compareEntry(was: ResponseEntry, is: ResponseEntry, context: Context, tools: Tools): void {
  compareHeaders(was, is, context, tools);
  const body: Context = { ...context, part: { kind: 'body', name: 'the body' } };
  compareContent(was.content, is.content, { old: asKey(was.location), new: asKey(is.location) }, body, tools);
}
