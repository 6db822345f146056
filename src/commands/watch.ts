// Watches a set of files by what they hold, not by what happens around them; the only importer of chokidar.
import { accessSync, constants, type FSWatcher as FolderWatcher, realpathSync, watch as watchFolder } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { type FSWatcher, watch } from 'chokidar';
import { changing, stampOf, stampSince, statOf } from '../source/stamp.ts';

export interface FileWatch {
  /** Other files from now on. `since`: milliseconds since 1970 at which reading them began; a new one that is younger counts as changed. */
  update(paths: Iterable<string>, since?: number): void;
  close(): Promise<void>;
}

export interface WatchOptions {
  /** Folders between this one and a file are watched too, so that all of them may be replaced. */
  readonly folder: string;
  /** Milliseconds without another event after which a change counts; 75 unless said otherwise. */
  readonly quiet?: number;
  /** The system refuses to watch. */
  readonly onError?: (error: Error) => void;
}

/** A stream of events, such as a copy that takes minutes, is looked at this often, in milliseconds. */
const longestWait = 1000;

/**
 * Calls back with the paths that changed, appeared or vanished: once for all that happen together. Files need not exist.
 * A file that is saved by renaming, a link that leads elsewhere and a folder that is replaced are changes like any other.
 * A path that is a folder changes when a visible name comes to it or goes.
 */
export function watchFiles(paths: Iterable<string>, onChange: (changed: readonly string[]) => void, options: WatchOptions): FileWatch {
  const { folder, quiet = 75, onError = () => undefined } = options;
  const known = new Map<string, string>();
  const watchers = new Set<FSWatcher>();
  const listings = new Map<string, FolderWatcher>();
  let layout = '';
  let timer: ReturnType<typeof setTimeout> | undefined;
  let firstEvent = 0;
  let isClosed = false;

  const soon = (): void => {
    if (isClosed) return;
    const now = Date.now();
    if (!timer) firstEvent = now;
    clearTimeout(timer);
    timer = setTimeout(look, Math.max(0, Math.min(quiet, firstEvent + longestWait - now)));
  };

  const look = (): void => {
    timer = undefined;
    const changed: string[] = [];
    for (const [path, before] of known) {
      const after = stampOf(path);
      if (after === before) continue;
      known.set(path, after);
      changed.push(path);
    }
    follow();
    if (changed.length > 0) onChange(changed);
  };

  /** Names that come and go in a folder are no events of the files that are known. */
  const followListings = (): void => {
    const wanted = new Map([...known.keys()].filter(isFolder).map((path) => [stateOfFolder(path), path]));
    for (const [key, listing] of listings) {
      if (wanted.has(key)) continue;
      listing.close();
      listings.delete(key);
    }
    for (const [key, path] of wanted) {
      if (listings.has(key) || isClosed) continue;
      try {
        const listing = watchFolder(path, soon);
        listing.on('error', soon);
        listings.set(key, listing);
        // What happened before anybody listened.
        soon();
      } catch (error) {
        // A folder that has just vanished is noticed by the one above it.
        if (isFolder(path)) onError(error as Error);
      }
    }
  };

  /** Watches the folders as they are now; a new watcher is listening before the old one ends. */
  const follow = (): void => {
    followListings();
    const targets = targetsOf([...known.keys()], folder);
    // Where nobody may listen, and where no folder is left, somebody has to look now and then.
    const isDeaf = targets.folders.size === 0 || [...targets.folders].some((path) => !isListable(path));
    if (isDeaf && known.size > 0 && !isClosed) timer ??= setTimeout(look, longestWait);
    const next = [...[...targets.folders].map(stateOfFolder), ...targets.all].join('\n');
    if (next === layout || isClosed) return;
    layout = next;
    const before = [...watchers];
    const watcher = watch([...targets.folders], {
      ignoreInitial: true,
      depth: 0,
      atomic: false,
      ignorePermissionErrors: true,
      ignored: (path) => !targets.all.has(resolve(path)),
    });
    watchers.add(watcher);
    watcher.on('all', soon);
    // Permissions that are given or taken are no event by itself.
    watcher.on('raw', (_, name, options) => {
      const { watchedPath } = options as { readonly watchedPath: string };
      if (targets.all.has(targets.folders.has(watchedPath) ? join(watchedPath, name) : watchedPath)) soon();
    });
    // What vanishes between being seen and being looked at is a change like others.
    watcher.on('error', (error) =>
      /^(?:ENOENT|ENOTDIR)$/.test((error as NodeJS.ErrnoException).code ?? '') ? soon() : onError(error as Error),
    );
    watcher.once('ready', () => {
      for (const old of before) {
        watchers.delete(old);
        void end(old);
      }
      // What happened while nobody listened.
      soon();
    });
  };

  const update = (next: Iterable<string>, since = Infinity): void => {
    const wanted = new Set([...next].map((path) => resolve(path)));
    for (const path of known.keys()) if (!wanted.has(path)) known.delete(path);
    for (const path of wanted) if (!known.has(path)) known.set(path, stampSince(path, since));
    follow();
    if ([...known.values()].includes(changing)) soon();
  };

  update(paths);
  return {
    update,
    async close() {
      isClosed = true;
      clearTimeout(timer);
      for (const listing of listings.values()) listing.close();
      await Promise.all([...watchers].map(end));
    },
  };
}

/** A file that vanishes while its watcher is closed makes chokidar 5.0.0 add it again, by which the watcher is open for ever. */
function end(watcher: FSWatcher): Promise<void> {
  const ended = watcher.close();
  watcher.add = () => watcher;
  return ended;
}

const isFolder = (path: string): boolean => statOf(path)?.isDirectory() === true;
/** Changes when listening to it has to begin anew. */
const stateOfFolder = (path: string): string => [path, statOf(path)?.ino, statOf(path)?.mode].join('\n');

function isListable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

interface Targets {
  /** Folders that are there, to be listened to. */
  readonly folders: ReadonlySet<string>;
  /** These, the files, and what links stand between. */
  readonly all: ReadonlySet<string>;
}

function targetsOf(paths: readonly string[], base: string): Targets {
  const folders = new Set<string>();
  const all = new Set<string>();
  for (const path of paths) {
    for (const name of new Set([path, realOf(path)])) {
      all.add(name);
      for (const folder of foldersOf(name, base)) {
        all.add(folder);
        if (isFolder(folder)) folders.add(folder);
      }
    }
  }
  return { folders, all };
}

/** From the base, or from the folder above the file's own where it is outside, down to the file's own; further up while nothing is there. */
function foldersOf(path: string, base: string): string[] {
  const own = dirname(path);
  const inside = relative(base, own);
  const found: string[] = [];
  if (inside.split(sep)[0] !== '..' && resolve(base, inside) === own) {
    const steps = inside === '' ? [] : inside.split(sep);
    for (let at = 0; at <= steps.length; at++) found.push(join(base, ...steps.slice(0, at)));
    return found;
  }
  found.push(dirname(own), own);
  for (let folder = dirname(own); !statOf(folder) && dirname(folder) !== folder; folder = dirname(folder)) found.push(dirname(folder));
  return found;
}

function realOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
