// The live journal as server-sent events (HTML Standard, "Server-sent events"): what is there, then every new entry.
import type { ServerResponse } from 'node:http';
import type { Journal, JournalEntry } from './journal.ts';

/** Milliseconds between two signs of life, so that a proxy does not take the silence for an end. */
const pulse = 15_000;
/** A reader that does not read is let go: its events would pile up here. */
const mostWaiting = 8 * 1024 * 1024;

export class EventStreams {
  readonly #journal: Journal;
  readonly #open = new Set<ServerResponse>();

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  /** `since`: number of the last entry the reader has; NaN: only new ones. */
  open(response: ServerResponse, since: number): void {
    response.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' });
    response.write(': the journal of the mock\n\n');
    const tell = (entry: JournalEntry): void => {
      if (response.writableLength > mostWaiting) response.destroy();
      else response.write(`id: ${entry.number}\ndata: ${JSON.stringify(entry)}\n\n`);
    };
    if (Number.isFinite(since)) for (const entry of this.#journal.after(since).entries) tell(entry);
    const stop = this.#journal.listen(tell);
    const beat = setInterval(() => response.write(': still here\n\n'), pulse);
    beat.unref();
    this.#open.add(response);
    response.once('close', () => {
      stop();
      clearInterval(beat);
      this.#open.delete(response);
    });
  }

  close(): void {
    for (const response of this.#open) response.end();
  }
}
