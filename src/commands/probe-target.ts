// `--target`: which instance is probed, and whether it may be.
import { quote } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';

export interface ProbeTarget {
  /** Scheme and authority. */
  readonly origin: string;
  /** Path before those of the contract, without a slash at its end. */
  readonly basePath: string;
}

/** `hosts` are patterns of an allow-list; none allow every host. Throws a UserError that repeats no credential. */
export function readProbeTarget(text: string, hosts: readonly string[]): ProbeTarget {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:'))
    throw new UserError(`\`--target\` must be an http or https address, it is ${quote(text.replace(/\/\/[^/]*@/, '//…@'), 200)}`, {
      hint: 'Write `https://crm.example/tenant`',
    });
  if (url.username !== '' || url.password !== '')
    throw new UserError('`--target` must not hold credentials: they would stand in logs and recordings', {
      hint: 'Give them by the environment variables that `truce probe` without `--target` names',
    });
  if (url.search !== '' || url.hash !== '') throw new UserError('`--target` is a base address: it has neither a query nor a fragment');
  if (hosts.length > 0 && !hosts.some((pattern) => matches(pattern, url)))
    throw new UserError(`The host ${quote(url.host, 200)} is not among those that may be probed`, {
      hint: 'They are named by --allow-host and by `probe.hosts` in the config',
    });
  return { origin: url.origin, basePath: url.pathname.replace(/\/+$/, '') };
}

function matches(pattern: string, { host, hostname }: URL): boolean {
  const wanted = pattern.toLowerCase();
  if (wanted.startsWith('*.')) return hostname.endsWith(wanted.slice(1));
  return wanted === host || wanted === hostname;
}
