// Who looks at bodies while they are judged, so that one walk through a body answers two questions.
import type { MediaTypeEntry, Operation, ResponseEntry } from './contract.ts';

/** Which of an operation's bodies it is. */
export interface BodyPlace {
  readonly operation: Operation;
  /** Absent: of the request. */
  readonly response?: ResponseEntry;
  readonly entry: MediaTypeEntry;
}

export interface BodyWatch {
  /** Gets a decoded body that has a schema before it is judged. True: no property in it is undocumented or against its direction. */
  see(value: unknown, place: BodyPlace): boolean;
}
