// The journal as it grows: Server-Sent Events (HTML Standard) read through fetch, which can carry the token, and polling where no stream comes through.
import { ask, read, Refusal } from './api.js';
/** @import { Entry } from './api.js' */

/** @typedef {{ take: (entries: Entry[]) => void, restart: () => void, tell: (status: 'live' | 'polling' | 'lost') => void,
 *    refuse: () => void, drop: (dropped: number) => void }} Listener */

/** @param {number} ms */
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Follows the journal for as long as the page is open; every entry is delivered once, oldest first. @param {Listener} listener */
export async function follow(listener) {
  let last = 0;
  let failures = 0;
  /** @param {Entry[]} entries */
  const take = (entries) => {
    const fresh = entries.filter(({ number }) => number > last);
    last = fresh.at(-1)?.number ?? last;
    if (fresh.length > 0) listener.take(fresh);
  };
  for (;;) {
    try {
      let page = await read(`journal?since=${last}`);
      if (page.next < last) {
        // The mock was started anew and counts from one again.
        last = 0;
        listener.restart();
        page = await read('journal?since=0');
      }
      take(page.entries);
      listener.drop(page.dropped ?? 0);
      failures = 0;
      listener.tell(
        (await stream(
          () => last,
          take,
          () => listener.tell('live'),
        ))
          ? 'lost'
          : 'polling',
      );
      await sleep(1000);
    } catch (error) {
      if (error instanceof Refusal && error.status === 401) {
        listener.refuse();
        return;
      }
      failures += 1;
      listener.tell('lost');
      await sleep(Math.min(10_000, 500 * 2 ** failures));
    }
  }
}

/**
 * @param {() => number} last @param {(entries: Entry[]) => void} take @param {() => void} opened
 * @returns {Promise<boolean>} whether there was a stream
 */
async function stream(last, take, opened) {
  let response;
  try {
    response = await ask('journal/stream', { headers: { Accept: 'text/event-stream', 'Last-Event-ID': String(last()) } });
  } catch (error) {
    if (error instanceof Refusal && error.status === 401) throw error;
    return false;
  }
  if (!response.body || !/^text\/event-stream\b/i.test(response.headers.get('content-type') ?? '')) {
    await response.body?.cancel();
    return false;
  }
  opened();
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  const parse = makeParser();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return true;
      take(parse(value).map((data) => JSON.parse(data)));
    }
  } catch {
    return true;
  }
}

/** Cuts a stream into the data of its events. @returns {(chunk: string) => string[]} */
export function makeParser() {
  let rest = '';
  let seen = 0;
  /** @type {string[]} */
  let data = [];
  return (chunk) => {
    rest += chunk;
    /** @type {string[]} */
    const events = [];
    let start = 0;
    // Only what is new is searched: an event of megabytes comes in thousands of chunks.
    for (let end = rest.indexOf('\n', seen); end !== -1; end = rest.indexOf('\n', start)) {
      const line = rest.slice(start, end).replace(/\r$/, '');
      start = end + 1;
      if (line.startsWith('data:')) data.push(line.slice(5).replace(/^ /, ''));
      else if (line === '' && data.length > 0) {
        events.push(data.join('\n'));
        data = [];
      }
    }
    rest = rest.slice(start);
    seen = rest.length;
    return events;
  };
}
