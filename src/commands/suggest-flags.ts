// The options of `truce suggest`: one table for the command line, and what its values mean.
import type { SuggestArguments } from './suggest.ts';

export const suggestDescription =
  'Gathers what recordings disagree with and writes an OpenAPI Overlay 1.0 that would make the contract agree, with the evidence for each action. The contract itself is never written.';

/** Without value: flags and what they do. */
export const suggestFlags: readonly (readonly [flags: string, description: string])[] = [
  ['--config <file>', 'config file instead of the nearest truce.config.*'],
  ['-o, --out <file>', 'file to write; standard output without it'],
  ['--apply', 'apply it to a copy in memory, judge again and show what changes; the Overlay is written with --out only'],
  ['--strict', 'undocumented properties count as errors, undocumented parameters and headers as warnings'],
  ['--allow-remote-refs', 'follow $refs to http and https addresses'],
  ['--allow-outside-refs', "follow $refs out of the contract's folder"],
];

export const readSuggestFlags = (evidence: readonly string[], options: Readonly<Record<string, unknown>>): SuggestArguments => ({
  evidence,
  contract: options['contract'] as string[],
  ...(typeof options['config'] === 'string' && { config: options['config'] }),
  ...(typeof options['out'] === 'string' && { out: options['out'] }),
  minExchanges: options['minExchanges'] as number,
  apply: options['apply'] === true,
  strict: options['strict'] === true,
  allowRemoteRefs: options['allowRemoteRefs'] === true,
  allowOutsideRefs: options['allowOutsideRefs'] === true,
});
