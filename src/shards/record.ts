// Notes what happened to which unit of evidence, so that the runs of several machines can be put in the order of one.
import type { RunEvent, Stretch } from '../model/run-record.ts';

export interface Recorder {
  note(event: RunEvent): void;
  stretches(): readonly Stretch[];
}

/** `own`: places in the plan of the units that are judged, in the order they are judged in; a unit stands once for every part of it. */
export function createRecorder(own: readonly number[]): Recorder {
  const stretches: { of: Stretch['of']; events: RunEvent[]; part?: Stretch['part'] }[] = [];
  let begun = 0;
  const begin = (of: Stretch['of']): void => {
    stretches.push({ of, events: [] });
  };
  return {
    note(event) {
      // Every unit begins with one of these two, and only with one.
      if (event.kind === 'file' || event.kind === 'skipped') begin(own[begun++] ?? begun);
      else if (event.kind === 'documents') begin('documents');
      else if (stretches.length === 0) begin('start');
      const last = stretches.at(-1);
      if (event.kind !== 'part') last?.events.push(event);
      else if (last) last.part = { start: event.start, ...(event.next !== undefined && { next: event.next }) };
    },
    stretches: () => stretches as readonly Stretch[],
  };
}
