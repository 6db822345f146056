// Generated requests of a probe: an even choice among all systematic variations, then random ones, the same for the same seed.
import type { Variant } from '../live/check.ts';
import { generate } from '../live/generate/generate.ts';
import type { Variation } from '../live/generate/variation.ts';
import { variations } from '../live/generate/variations.ts';
import { fixedPlaces, prepare, showRequestPlace } from '../live/prepare.ts';
import type { RequestValues, WireRequest } from '../live/request-values.ts';
import type { OperationSettings } from '../live/settings.ts';

export interface VariantOptions {
  /** How many for each operation, about half of them invalid. */
  readonly count: number;
  readonly seed: number;
  readonly mark: string;
}

export function chooseVariants(
  base: RequestValues,
  settings: OperationSettings,
  { count, seed, mark }: VariantOptions,
): readonly Variant[] {
  const own = prepare(base, settings, { mark });
  const fixed = fixedPlaces(own.operation, settings, own).map(showRequestPlace);
  const systematic = [...variations(own, { fixed, seed })];
  const chosen = [true, false].flatMap((isValid) =>
    spread(
      systematic.filter((one) => one.isValid === isValid),
      Math.ceil(count / 2),
      seed,
    ),
  );
  const missing = count - chosen.length;
  const random = missing > 0 ? [...generate(own.operation, { count: missing, seed, base: own, fixed })] : [];
  const names = new Set<string>();
  return [...chosen, ...random].map(toVariant).filter(({ name }) => !names.has(name) && names.add(name));
}

/** `most` of them, evenly over the whole list; where it begins follows from the seed. */
function spread<T>(all: readonly T[], most: number, seed: number): readonly T[] {
  if (all.length <= most) return all;
  const step = all.length / most;
  const start = (seed * 0.618) % step;
  return Array.from({ length: most }, (_, at) => all[Math.floor(start + at * step) % all.length] as T);
}

function toVariant({ name, isValid, values, request, isRaw, breaks }: Variation): Variant {
  return {
    name,
    isValid,
    values,
    ...(breaks && { breaks: { what: `a request with ${name}`, place: breaks.place, keyword: breaks.keyword, contract: breaks.contract } }),
    // The path is that of the thing the run has made meanwhile.
    ...(isRaw && {
      rewrite: (written: WireRequest) => ({
        ...request,
        target: written.target.replace(/\?.*$/s, '') + (/\?.*$/s.exec(request.target)?.[0] ?? ''),
      }),
    }),
  };
}
