// How fast a probe goes, how long, and how patient it is: nobody is asked more often than was agreed, whatever an answer says.
import { describe, expect, it } from 'vitest';
import { Pace, type PaceOptions, retryAfter, wait } from '../../src/live/pace.ts';

const paceOf = (options: Partial<PaceOptions> = {}): Pace =>
  new Pace({ rate: 1000, mostRequests: 100, mostTime: 60_000, longestWait: 60_000, ...options });

async function timed(action: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await action();
  return performance.now() - began;
}

const now = Date.parse('2026-01-01T00:00:00Z');

describe('requests a second', () => {
  it.each([
    [20, 5],
    [50, 12],
    [999, 60],
  ])('at %i, %i requests take at least their time', async (rate, requests) => {
    const pace = paceOf({ rate });
    const ms = await timed(async () => {
      for (let at = 0; at < requests; at++) await pace.turn();
    });
    expect(ms).toBeGreaterThanOrEqual(((requests - 1) * 1000) / rate - 2);
    expect(pace.sent).toBe(requests);
  });

  it('turns that are asked for at once come one after the other', async () => {
    const pace = paceOf({ rate: 50 });
    const ms = await timed(() => Promise.all(Array.from({ length: 6 }, () => pace.turn())));
    expect(ms).toBeGreaterThanOrEqual(98);
  });

  it('a pause is not made up for', async () => {
    const pace = paceOf({ rate: 20 });
    await pace.turn();
    await wait(300);
    const ms = await timed(async () => {
      for (let at = 0; at < 4; at++) await pace.turn();
    });
    expect(ms).toBeGreaterThanOrEqual(148);
  });

  it('whoever stops the run waits for no turn', async () => {
    const pace = paceOf({ rate: 0.01 });
    await pace.turn();
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 30);
    expect(await timed(() => pace.turn(stop.signal))).toBeLessThan(1000);
    expect(await timed(() => pace.turn(stop.signal))).toBeLessThan(1000);
  });
});

describe('budgets', () => {
  it('of requests', async () => {
    const pace = paceOf({ mostRequests: 2 });
    expect(pace.exhausted()).toBeUndefined();
    await pace.turn();
    await pace.turn();
    expect(pace.exhausted()).toBe('the budget of 2 requests is used up (--max-requests)');
  });

  it('of time', async () => {
    const pace = paceOf({ mostTime: 50 });
    expect(pace.exhausted()).toBeUndefined();
    await wait(60);
    expect(pace.exhausted()).toMatch(/^the time of 0 seconds is used up \(--max-time\)$/);
  });
});

describe('Retry-After', () => {
  it.each<[string | undefined, number | undefined]>([
    ['0', 0],
    [' 7 ', 7000],
    ['120', 120_000],
    ['999999999', 999_999_999_000],
    ['Thu, 01 Jan 2026 00:00:30 GMT', 30_000],
    ['Thursday, 01-Jan-26 00:00:30 GMT', 30_000],
    ['Thu Jan  1 00:00:30 2026', 30_000],
    ['Wed, 31 Dec 2025 23:00:00 GMT', 0],
    ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
    ...['-1', '+5', '1.5', '1e99', '0x10', 'Infinity', 'NaN', '', ' ', 'soon', '9999999999', '1, 2', '10 seconds', '٣'].map(
      (text): [string, undefined] => [text, undefined],
    ),
    ...['2026-01-01T00:00:30Z', 'Thu, soon', 'Thu, 99 Jan 2026 99:99:99 GMT', 'Thu, 01 Jan 2026 00:00:30 +0900'].map(
      (text): [string, undefined] => [text, undefined],
    ),
    [undefined, undefined],
  ])('%j', (text, ms) => {
    expect(retryAfter(text, now)).toBe(ms);
  });
});

describe('patience', () => {
  const asked = (value: string): [string, string][] => [['RETRY-after', value]];

  it.each([429, 503])('%i waits as long as it is asked to, and no longer than is allowed', (status) => {
    const pace = paceOf({ longestWait: 5000 });
    expect(pace.patience(status, asked('5'), 1)).toBe(5000);
    expect(pace.patience(status, asked('6'), 1)).toBeUndefined();
    expect(pace.patience(status, asked('999999999'), 1)).toBeUndefined();
    expect(pace.patience(status, asked('Fri, 31 Dec 9999 23:59:59 GMT'), 1)).toBeUndefined();
    expect(pace.patience(status, asked('Thu, 01 Jan 1970 00:00:00 GMT'), 1)).toBe(0);
  });

  it.each(['-1', '1e99', 'soon', ''])('%j counts as not asked: longer each time', (value) => {
    expect([1, 2, 3].map((tries) => paceOf().patience(429, asked(value), tries))).toEqual([1000, 2000, 4000]);
  });

  it('ends after four tries, whatever is asked', () => {
    for (const status of [429, 503]) expect(paceOf().patience(status, asked('0'), 4)).toBeUndefined();
  });

  it('a 503 that names no time is tried once more', () => {
    expect([1, 2, 3].map((tries) => paceOf().patience(503, [], tries))).toEqual([1000, undefined, undefined]);
  });

  it.each([0, 200, 301, 400, 401, 408, 500, 502, 504])('none with %i', (status) => {
    expect(paceOf().patience(status, asked('1'), 1)).toBeUndefined();
  });
});

describe('waiting', () => {
  it('more than a timer can count does not end at once', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 60);
    expect(await timed(() => wait(1e12, stop.signal))).toBeGreaterThan(40);
  });
});
