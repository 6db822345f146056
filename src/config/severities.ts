// How severe the findings of each rule are by the config: `rules`, and `promise` as one word for the rules about what is optional.
import type { Severity } from '../model/finding.ts';
import type { Config } from './config.ts';

/** By rule id; what is not in it has the severity of its rule. `promise`: what the command line says, which has the last word. */
export const severitiesOf = (config: Config, promise?: Config['promise']): Readonly<Record<string, Severity | 'off'>> => ({
  ...promiseSeverities(config.promise),
  ...config.rules,
  ...promiseSeverities(promise),
});

function promiseSeverities(promise: Config['promise']): Record<string, Severity | 'off'> {
  if (promise === undefined) return {};
  const severity = promise === 'warn' ? 'warning' : promise;
  return { 'response-property-unpromised': severity, 'response-header-unpromised': severity };
}
