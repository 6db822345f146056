// What readers of evidence do alike with one entry: what is wrong with it becomes its problem, and costs no other entry.
import type { Exchange, Told } from './exchange.ts';
import { isRecord } from './json-value.ts';
import { show } from './show.ts';

/** Says why no exchange can be made of an entry; the words go on from its name, such as `has no request method`. */
export class Unreadable extends Error {
  readonly isForeign: boolean;

  constructor(message: string, { isForeign = false } = {}) {
    super(message);
    this.isForeign = isForeign;
  }
}

type Frame = Pick<Exchange, 'evidence' | 'index' | 'label' | 'claim' | 'location' | 'offset'>;

/** The exchange `read` makes; an `Unreadable` it throws is the exchange's problem. */
export function readEntry(frame: Frame, read: () => Partial<Exchange>): Exchange {
  try {
    return { ...frame, ...read() };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    const { label, location } = frame;
    const message = `${label.charAt(0).toUpperCase()}${label.slice(1)} ${error.message}`;
    return { ...frame, problem: { message, location, ...(error.isForeign && { isForeign: true }) } };
  }
}

/** The entry itself. */
export function needEntry(value: unknown): Record<string, unknown> {
  if (!isRecord(value)) throw new Unreadable(`is no object but ${show(value)}`);
  return value;
}

/** A member of the entry. */
export function needRecord(value: unknown, name: string): Record<string, unknown> {
  if (value === undefined || value === null) throw new Unreadable(`has no \`${name}\` object`);
  if (!isRecord(value)) throw new Unreadable(`has a \`${name}\` that is no object but ${show(value)}`);
  return value;
}

/** Upper case where it is written in lower case throughout, as some recorders do. */
export function needMethod(value: unknown): string {
  if (typeof value !== 'string' || value === '') throw new Unreadable('has no request method');
  return /^[a-z]+$/.test(value) ? value.toUpperCase() : value;
}

/** The text `value`, which `what` names. */
export function needText(value: unknown, what: string): string {
  if (value === undefined || value === null || value === '') throw new Unreadable(`has no ${what}`);
  if (typeof value !== 'string') throw new Unreadable(`has a ${what} that is no text but ${show(value)}`);
  return value;
}

export function needStatus(value: unknown): number {
  const status = typeof value === 'string' && /^[1-9]\d\d$/.test(value) ? Number(value) : value;
  if (status === undefined || status === null) throw new Unreadable('has no response status');
  if (typeof status !== 'number' || !Number.isInteger(status) || status < 100 || status > 999)
    throw new Unreadable(`has no response status but ${show(status)}`);
  return status;
}

/** Those of what is told that the evidence tells in the form they have. */
export function readTold(told: Readonly<Record<keyof Told, unknown>>): { told?: Told } {
  const kept: { -readonly [Name in keyof Told]: Told[Name] } = {};
  const { startedAt, duration, httpVersion, statusText, comment } = told;
  if (typeof startedAt === 'string' && startedAt !== '') kept.startedAt = startedAt;
  if (typeof duration === 'number' && Number.isFinite(duration)) kept.duration = duration;
  if (typeof httpVersion === 'string' && httpVersion !== '') kept.httpVersion = httpVersion;
  if (typeof statusText === 'string' && statusText !== '') kept.statusText = statusText;
  if (typeof comment === 'string' && comment !== '') kept.comment = comment;
  return Object.keys(kept).length > 0 ? { told: kept } : {};
}
