// Numbers for the facts of a schema: within bounds, of a step, of a format's range (JSON Schema Validation 2020-12 §6.2).
import type { Alternative } from '../../model/domain.ts';
import type { Chance } from './chance.ts';
import { fitsNumber } from './fit.ts';
import { Impossible } from './impossible.ts';

/** The ranges of the formats that are one. */
const ranges: Readonly<Record<string, readonly [number, number]>> = {
  int8: [-128, 127],
  uint8: [0, 255],
  int16: [-32_768, 32_767],
  uint16: [0, 65_535],
  int32: [-2_147_483_648, 2_147_483_647],
  uint32: [0, 4_294_967_295],
};

export interface NumberRange {
  readonly least: number;
  readonly most: number;
  /** The distance of two neighbours. */
  readonly step: number;
  /** What sets a limit: a keyword, or undefined where there is none. */
  readonly leastBy?: string;
  readonly mostBy?: string;
}

/** The first and the last number that fit; infinite where nothing limits them. */
export function rangeOf(facts: Alternative): NumberRange {
  const { lower, upper, multiples, formats, kinds } = facts;
  const isInteger = !kinds.has('fraction') || multiples.some((step) => Number.isInteger(step));
  const step = multiples.length > 0 ? Math.max(...multiples) : isInteger ? 1 : fineness(lower.value, upper.value);
  let [least, most] = [lower.value, upper.value];
  if (Number.isFinite(least)) least = lower.exclusive && isOn(least, step) ? least + step : Math.ceil(least / step - 1e-9) * step;
  if (Number.isFinite(most)) most = upper.exclusive && isOn(most, step) ? most - step : Math.floor(most / step + 1e-9) * step;
  let leastBy = Number.isFinite(least) ? (lower.exclusive ? 'exclusiveMinimum' : 'minimum') : undefined;
  let mostBy = Number.isFinite(most) ? (upper.exclusive ? 'exclusiveMaximum' : 'maximum') : undefined;
  for (const { name } of formats) {
    const [low, high] = ranges[name] ?? [];
    if (low !== undefined && low > least) [least, leastBy] = [Math.ceil(low / step) * step, 'format'];
    if (high !== undefined && high < most) [most, mostBy] = [Math.floor(high / step) * step, 'format'];
  }
  return { least: tidy(least, step), most: tidy(most, step), step, ...(leastBy && { leastBy }), ...(mostBy && { mostBy }) };
}

/** Hundredths, or less where the bounds lie nearer to each other or are finer. */
function fineness(least: number, most: number): number {
  let step = 0.01;
  const width = most - least;
  while (Number.isFinite(width) && width > 0 && width < step * 4 && step > 1e-9) step /= 10;
  return step;
}

const isOn = (value: number, step: number): boolean => Math.abs(value / step - Math.round(value / step)) < 1e-9;

/** Without the digits that binary arithmetic adds: 0.30000000000000004 is 0.3. */
export function tidy(value: number, step: number): number {
  if (!Number.isFinite(value) || Number.isInteger(step)) return value;
  const digits = Math.min(12, Math.max(0, Math.ceil(-Math.log10(step)) + 3));
  return Number(value.toFixed(digits));
}

/** Throws Impossible. */
export function makeNumber(facts: Alternative, chance: Chance, isPlain: boolean): number {
  const { least, most, step } = rangeOf(facts);
  if (least > most) throw new Impossible(`no number is at least ${least} and at most ${most}`);
  for (let tries = 0; tries < 30; tries++) {
    const [low, high] = windowOf(least, most, step, isPlain || chance.isLikely(0.8));
    const steps = Math.floor((high - low) / step + 1e-9);
    const value = tidy(low + chance.between(0, Math.min(steps, Number.MAX_SAFE_INTEGER)) * step, step);
    if (fitsNumber(facts, value)) return value;
  }
  throw new Impossible('no number was found that meets all its bounds');
}

/** Everyday numbers where nothing asks for others. */
function windowOf(least: number, most: number, step: number, isEveryday: boolean): [number, number] {
  const reach = (isEveryday ? 100 : 100_000) * step;
  if (Number.isFinite(least)) return [least, Math.min(most, isEveryday ? least + reach : Infinity, least + 1e6 * step)];
  if (Number.isFinite(most)) return [most - reach, most];
  return isEveryday ? [step, reach] : [-reach, reach];
}
