// `--shard 2/4`: which part of the evidence is this machine's, and what cannot be done in parts.
import type { Shard } from '../model/run-record.ts';
import { quote } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';
import type { CheckArguments } from './plan.ts';

/** 1 of 1 without the option. Throws a UserError. */
export function readShard({ shard, bail, updateBaseline, broker }: CheckArguments): Shard {
  if (shard === undefined) return { index: 1, total: 1 };
  const [, index = 0, total = 0] = (/^(\d{1,4})\/(\d{1,4})$/.exec(shard) ?? []).map(Number);
  if (index < 1 || index > total)
    throw new UserError(`\`--shard\` takes the number of this machine and how many there are, as in 2/4, got ${quote(shard)}`);
  const refuse = (option: string, why: string, hint?: string): never => {
    throw new UserError(`\`--shard\` and \`${option}\` do not go together: ${why}`, { ...(hint !== undefined && { hint }) });
  };
  if (bail !== undefined) refuse('--bail', 'a shard that stopped early leaves exchanges nobody judged');
  if (updateBaseline)
    refuse('--update-baseline', 'a shard knows a part of the findings', 'Write the baseline with one run over everything');
  if (broker) refuse('--broker', 'what goes back to a broker is about whole pacts', 'Judge the pacts of the broker in a run of their own');
  return { index, total };
}
