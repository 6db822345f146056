// Generated requests of a probe: an even choice among all systematic variations, then random ones, the same for the same seed.
import type { Variant } from '../live/check.ts';
import type { Dropped, Variation } from '../live/generate/index.ts';
import { fixedPlaces, prepare, showRequestPlace } from '../live/prepare.ts';
import type { RequestValues, WireRequest } from '../live/request-values.ts';
import type { OperationSettings } from '../live/settings.ts';

/** Imported when it is first needed: a generator of random values is large. */
export type Generation = typeof import('../live/generate/index.ts');

export interface VariantOptions {
  /** How many for each operation, about half of them invalid. */
  readonly count: number;
  readonly seed: number;
  readonly mark: string;
  /** Told about everything that cannot be made. */
  readonly dropped: (dropped: Dropped) => void;
}

export function chooseVariants(
  { generate, variations }: Generation,
  base: RequestValues,
  settings: OperationSettings,
  { count, seed, mark, dropped }: VariantOptions,
): readonly Variant[] {
  const own = prepare(base, settings, { mark });
  const fixed = fixedPlaces(own.operation, settings, own).map(showRequestPlace);
  const systematic = [...variations(own, { fixed, seed, dropped })];
  const of = (isValid: boolean): readonly Variation[] => systematic.filter((one) => one.isValid === isValid && isTelling(one));
  const chosen = [true, false].flatMap((isValid) => spread(of(isValid), Math.ceil(count / 2), seed));
  const missing = count - chosen.length;
  const random = missing > 0 ? [...generate(own.operation, { count: missing, seed, base: own, fixed, dropped })] : [];
  const names = new Set<string>();
  const all = [...chosen.map((one) => toVariant(one, false)), ...random.map((one) => toVariant(one, true))];
  return all.filter(({ name }) => !names.has(name) && names.add(name));
}

/**
 * Not what HTTP itself tells a server to ignore where it cannot be read: conditions, ranges, wishes (RFC 9110 §12.5, §13.1, §14.2). And
 * which of two equal names in a query counts, no standard says.
 */
const isTelling = ({ breaks }: Variation): boolean =>
  breaks === undefined || (breaks.keyword !== 'repeated' && !/^header\.(if-|range$|accept)/i.test(breaks.place));

/** `most` of them, evenly over the whole list; where it begins follows from the seed. */
function spread<T>(all: readonly T[], most: number, seed: number): readonly T[] {
  if (all.length <= most) return all;
  const step = all.length / most;
  const start = (seed * 0.618) % step;
  return Array.from({ length: most }, (_, at) => all[Math.floor(start + at * step) % all.length] as T);
}

function toVariant({ name, isValid, values, request, isRaw, breaks }: Variation, isRandom: boolean): Variant {
  return {
    name,
    isRandom,
    isValid,
    values,
    ...(breaks && { breaks: { what: `a request with ${name}`, contract: breaks.contract } }),
    // The path is that of the thing the run has made meanwhile.
    ...(isRaw && {
      rewrite: (written: WireRequest) => ({
        ...request,
        target: written.target.replace(/\?.*$/s, '') + (/\?.*$/s.exec(request.target)?.[0] ?? ''),
      }),
    }),
  };
}
