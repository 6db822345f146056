// What a running process and its children have used, read from /proc (Linux): processor time, resident memory and its high-water mark.
import { readFileSync } from 'node:fs';

/** Linux counts processor time in hundredths of a second, whatever the kernel's own clock. */
const tick = 10;

/** User and system time of a process, its threads and its children, in milliseconds. Throws when it has ended, or without /proc. */
export function readProcessorTime(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name in parentheses may hold spaces; utime, stime, cutime and cstime are fields 14 to 17, the state after the name is field 3.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const own = [11, 12, 13, 14].reduce((sum, index) => sum + Number(fields[index]), 0) * tick;
  return childrenOf(pid).reduce((sum, child) => sum + readProcessorTime(child), own);
}

export interface Memory {
  /** Resident now, MB. */
  readonly resident: number;
  /** The most that was ever resident, MB. */
  readonly peak: number;
}

/** Memory of a process and its children. */
export function readMemory(pid: number): Memory {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const megabytes = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? Number.NaN) / 1024;
  return childrenOf(pid)
    .map(readMemory)
    .reduce((sum, child) => ({ resident: sum.resident + child.resident, peak: sum.peak + child.peak }), {
      resident: megabytes('VmRSS'),
      peak: megabytes('VmHWM'),
    });
}

const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .split(' ')
    .filter((text) => text.trim() !== '')
    .map(Number);
