// The state of the files a watch depends on, and what became of them since, in words.
import { relative, sep } from 'node:path';
import { list, plain } from '../model/show.ts';
import { missing, stampOf, stampSince } from '../source/stamp.ts';

export type Told = ReadonlyMap<string, 'changed' | 'is new' | 'is gone'>;

export class Changes {
  #known: ReadonlyMap<string, string> = new Map();
  /** Paths among them that are no files of evidence or of contracts. */
  #folders: ReadonlySet<string> = new Set();
  #early: ReadonlyMap<string, string> = new Map();
  #since = 0;

  /** True when a file or a folder is not as it was when reading it began. */
  get areThere(): boolean {
    return [...this.#known].some(([path, stamp]) => stampOf(path) !== stamp);
  }

  /** Reading begins: what changes from now on is the business of the next round. */
  begin(): void {
    this.#since = Date.now();
    this.#early = new Map([...this.#known.keys()].map((path) => [path, stampOf(path)]));
  }

  /** Absolute paths of what changed, came or went since the last time; a folder only where no file tells it. */
  take(files: Iterable<string>, folders: Iterable<string>): Told {
    const next = new Map<string, string>();
    const told = new Map<string, 'changed' | 'is new' | 'is gone'>();
    for (const path of files) {
      const [before = missing, after] = [this.#known.get(path), this.#stamp(path)];
      next.set(path, after);
      if (before !== after) told.set(path, before === missing ? 'is new' : after === missing ? 'is gone' : 'changed');
    }
    for (const [path, before] of this.#known)
      if (!next.has(path) && !this.#folders.has(path) && before !== missing && this.#stamp(path) === missing) told.set(path, 'is gone');
    const areFilesTold = told.size > 0;
    const others = new Set(folders);
    for (const path of new Set([...others, ...this.#folders])) {
      if (next.has(path)) continue;
      const [before, after] = [this.#known.get(path), this.#stamp(path)];
      if (others.has(path)) next.set(path, after);
      if (before !== undefined && before !== after && !areFilesTold) told.set(path, 'changed');
    }
    this.#known = next;
    this.#folders = new Set([...others].filter((path) => next.has(path)));
    return told;
  }

  /** Files that became known while evidence was read, with their state. */
  add(stamps: ReadonlyMap<string, string>): void {
    this.#known = new Map([...stamps, ...this.#known]);
  }

  #stamp(path: string): string {
    return this.#early.get(path) ?? stampSince(path, this.#since);
  }
}

/** `a.har and b.har changed, c.har is new`. */
export function describeChanges(told: Told, cwd: string): string {
  const words = (['changed', 'is new', 'is gone'] as const).flatMap((what) => {
    const paths = [...told].filter(([, one]) => one === what).map(([path]) => shownPath(path, cwd));
    return paths.length > 0 ? [`${list(paths, 3)} ${paths.length > 1 ? what.replace('is', 'are') : what}`] : [];
  });
  return words.join(', ');
}

const shownPath = (path: string, cwd: string): string => plain(relative(cwd, path).split(sep).join('/') || '.', 200);
