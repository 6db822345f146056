// Keeps a mock up to date with its files: one reload at a time, the last good contract stays, and people are told what happened.
import { relative, sep } from 'node:path';
import type { Mock } from '../mock/server.ts';
import type { ServedContract } from '../mock/world.ts';
import { count, list, plain } from '../model/show.ts';
import { sentenceOf } from '../model/user-error.ts';
import type { LoadedContract } from '../openapi/load.ts';
import { clock } from './clock.ts';
import { explainFailure, isUserError } from './failure.ts';
import type { Io } from './io.ts';
import { Sources } from './served.ts';
import { type FileWatch, watchFiles } from './watch.ts';

export interface Loaded {
  readonly contracts: readonly ServedContract[];
  readonly faults: Readonly<Record<string, string>>;
}

export interface Reloading {
  readonly mock: Mock;
  /** Loads config, documents and handlers anew. Throws a UserError for what cannot be loaded. */
  readonly load: (sources: Sources) => Promise<Loaded>;
  /** Where what is served now came from. */
  readonly sources: Sources;
  /** Milliseconds since 1970 at which loading that began. */
  readonly startedAt: number;
  /** False: only on SIGHUP. */
  readonly isWatching: boolean;
  readonly io: Io;
}

/** Reloads until it is closed. */
export function keepServing(parts: Reloading): { close(): Promise<void> } {
  const { mock, load, isWatching, io } = parts;
  let good = parts.sources;
  let goodAt = new Date();
  let tried = good;
  let watching: FileWatch | undefined;
  let isClosed = false;
  let isAsked = false;
  let running: Promise<void> | undefined;
  const changed = new Set<string>();

  const follow = (since: number): void => watching?.update([...good.files, ...tried.files], since);

  const reload = async (): Promise<void> => {
    const since = Date.now();
    const paths = [...changed];
    const cause =
      paths.length > 0
        ? `${list(
            paths.map((path) => shownPath(path, io.cwd)),
            3,
          )} changed`
        : 'asked by SIGHUP';
    // Modules that did not change keep what they hold, and Node, which never forgets a module, need not keep more of them.
    const isSame = !isAsked && paths.every((path) => !tried.modules.files.has(path));
    changed.clear();
    isAsked = false;
    const before = mock.contracts;
    tried = new Sources(isSame ? tried.modules : undefined);
    tried.modules.onFile = () => follow(since);
    try {
      const { contracts, faults } = await load(tried);
      await mock.reload(contracts, faults);
      good = tried;
      goodAt = new Date();
      mock.noteReload();
      io.err(`${cause}: ${describe(before, mock.contracts)}, serving\n`);
    } catch (error) {
      if (!isUserError(error)) explainFailure(error, io);
      const sentence = isUserError(error) ? sentenceOf(error) : `${cause}: this is a bug in Truce`;
      mock.noteReload(sentence);
      io.err(`${sentence}; still serving the contract of ${clock(goodAt)}\n`);
    }
    follow(since);
  };

  const run = (): void => {
    if (isClosed) return;
    running ??= (async () => {
      while ((changed.size > 0 || isAsked) && !isClosed) await reload();
    })().finally(() => (running = undefined));
  };

  io.onHangup(() => {
    isAsked = true;
    run();
  });
  if (isWatching) {
    watching = watchFiles(
      [],
      (paths) => {
        for (const path of paths) changed.add(path);
        run();
      },
      {
        folder: io.cwd,
        onError: ({ message }) => io.err(`truce: Files cannot be watched: ${plain(message)}\n  Send SIGHUP to load them again\n`),
      },
    );
    good.modules.onFile = () => follow(parts.startedAt);
    follow(parts.startedAt);
  }
  return {
    async close() {
      isClosed = true;
      await watching?.close();
    },
  };
}

const shownPath = (path: string, cwd: string): string => relative(cwd, path).split(sep).join('/');

/** `5 operations, 1 new (getOrder), 1 gone (getThing)`. */
function describe(before: readonly LoadedContract[], after: readonly LoadedContract[]): string {
  const names = (contracts: readonly LoadedContract[]): Map<string, string> =>
    new Map(contracts.flatMap(({ id, operations }) => operations.map((operation) => [`${id}\n${operation.id}`, operation.id] as const)));
  const [old, now] = [names(before), names(after)];
  const fresh = [...now].filter(([key]) => !old.has(key)).map(([, name]) => name);
  const gone = [...old].filter(([key]) => !now.has(key)).map(([, name]) => name);
  return [
    count(now.size, 'operation'),
    ...(fresh.length > 0 ? [`${fresh.length} new (${list(fresh)})`] : []),
    ...(gone.length > 0 ? [`${gone.length} gone (${list(gone)})`] : []),
  ].join(', ');
}
