// Everything that generates requests, behind one door: imported when it is first needed, because fast-check comes with it.
export { generate, type GenerateOptions } from './generate.ts';
export type { Dropped, Variation, VariationOptions } from './variation.ts';
export { completeRequest, mostVariations, smallestRequest, variations } from './variations.ts';
