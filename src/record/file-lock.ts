// One writer for one file: a lock beside it, made by exclusive creation, that names the process which holds it.
import { closeSync, linkSync, openSync, readFileSync, renameSync, statSync, unlinkSync, writeSync } from 'node:fs';
import process from 'node:process';
import { UserError } from '../model/user-error.ts';

/** Locks of this process: after a restart in a container, its number may be that of the one that died. */
const held = new Set<string>();

/**
 * Takes the lock `<path>.lock`, also from a process that no longer lives. Gives the function that releases it.
 * Throws a UserError when another process holds it, and whatever the file system says otherwise.
 */
export function lockFile(path: string, uri: string): () => void {
  const lock = `${path}.lock`;
  if (held.has(lock)) throw refusal(uri, process.pid);
  for (let tries = 0; tries < 3; tries++) {
    if (create(lock)) {
      held.add(lock);
      return () => release(lock);
    }
    const holder = read(lock);
    if (holder === undefined ? isFresh(lock) : isAlive(holder)) throw refusal(uri, holder);
    takeAway(lock, holder, uri);
  }
  throw refusal(uri, read(lock));
}

function refusal(uri: string, holder: number | undefined): UserError {
  const who = holder === undefined ? 'another process' : holder === process.pid ? 'this process' : `process ${holder}`;
  return new UserError(`\`${uri}\` is being written by ${who} already`, {
    hint: `Give another file name, or end that process; if it is no process of Truce, delete \`${uri}.lock\``,
  });
}

function create(lock: string): boolean {
  let descriptor: number;
  try {
    descriptor = openSync(lock, 'wx', 0o644);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
  try {
    writeSync(descriptor, `${process.pid}\n`);
  } catch (error) {
    unlinkSync(lock);
    throw error;
  } finally {
    closeSync(descriptor);
  }
  return true;
}

/** Renamed first and looked at again, so that a lock which somebody else has just taken over is put back. */
function takeAway(lock: string, holder: number | undefined, uri: string): void {
  const aside = `${lock}.${process.pid}`;
  try {
    renameSync(lock, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  const found = read(aside);
  const isTaken = found !== holder && found !== undefined && isAlive(found);
  if (isTaken) linkSync(aside, lock);
  unlinkSync(aside);
  if (isTaken) throw refusal(uri, found);
}

function read(lock: string): number | undefined {
  try {
    const text = readFileSync(lock, 'utf8').trim();
    return /^[1-9]\d{0,9}$/.test(text) ? Number(text) : undefined;
  } catch {
    return undefined;
  }
}

/** A lock without a number may be one that is just being made. */
function isFresh(lock: string): boolean {
  const stat = statSync(lock, { throwIfNoEntry: false });
  return stat !== undefined && Date.now() - stat.mtimeMs < 2000;
}

function isAlive(pid: number): boolean {
  // This process would know of a lock of its own.
  if (pid === process.pid) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) !== 'ESRCH';
  }
}

function release(lock: string): void {
  held.delete(lock);
  try {
    if (read(lock) === process.pid) unlinkSync(lock);
  } catch {
    // A lock that cannot be removed names a dead process soon, and is taken over then.
  }
}

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');
