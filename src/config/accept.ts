// Waivers and the baseline: which findings are known and allowed, and which of these permissions nobody needed.
import type { Acceptance, Finding } from '../model/finding.ts';
import { generalise } from '../model/pointer.ts';
import type { Remark } from '../model/report.ts';
import type { Permission } from '../model/run-record.ts';
import type { BaselineEntry } from './baseline.ts';
import type { WaiverConfig } from './config.ts';

export interface Acceptor {
  accept(finding: Finding): Acceptance | undefined;
  /** Every waiver and entry with its uses so far. */
  permissions(): Permission[];
}

/** `today` is `YYYY-MM-DD`. */
export function createAcceptor(waivers: readonly WaiverConfig[], baseline: readonly BaselineEntry[], today: string): Acceptor {
  const rows = waivers.map((waiver) => ({
    waiver,
    matches: matcherOf(waiver),
    isExpired: waiver.expires !== undefined && waiver.expires < today,
    uses: 0,
  }));
  const entries = new Map(baseline.map((entry) => [entry.fingerprint, { entry, uses: 0 }]));
  return {
    accept(finding) {
      for (const row of rows) {
        if (!row.matches(finding)) continue;
        row.uses++;
        if (!row.isExpired) return { by: 'waiver', reason: row.waiver.reason };
      }
      if (entries.size === 0) return undefined;
      const known = entries.get(finding.fingerprint);
      if (!known || known.entry.rule !== finding.rule) return undefined;
      known.uses++;
      return { by: 'baseline', reason: 'in the baseline' };
    },
    permissions: () => [
      ...rows.map(({ waiver: { rule, reason, expires }, isExpired, uses }): Permission => ({
        by: 'waiver',
        rule,
        reason,
        ...(expires !== undefined && { expires }),
        isExpired,
        isUsed: uses > 0,
      })),
      ...[...entries.values()].map(({ entry: { fingerprint, rule, about }, uses }): Permission => ({
        by: 'baseline',
        fingerprint,
        rule,
        about,
        isUsed: uses > 0,
      })),
    ],
  };
}

/** What was expired or not used; only where all of the evidence was judged. */
export function remarkOn(permissions: readonly Permission[]): Remark[] {
  const remarks: Remark[] = [];
  const warn = (message: string): void => {
    remarks.push({ severity: 'warning', message });
  };
  let unused = 0;
  for (const permission of permissions) {
    if (permission.by === 'waiver') {
      const { rule, reason, expires, isExpired, isUsed } = permission;
      if (isExpired) warn(`The waiver of \`${rule}\` expired on ${expires}: ${reason}`);
      else if (!isUsed) warn(`Nothing needed the waiver of \`${rule}\` any more: ${reason}`);
    } else if (!permission.isUsed && ++unused <= mostUnused) {
      const { fingerprint, rule, about } = permission;
      warn(`The baseline entry ${fingerprint} (\`${rule}\`${about ? `, ${about}` : ''}) was not found any more`);
    }
  }
  if (unused > mostUnused) warn(`${unused - mostUnused} more baseline entries were not found any more; \`--update-baseline\` drops them`);
  return remarks;
}

const mostUnused = 20;

function matcherOf({ rule, evidence, operation, pointer, fingerprint }: WaiverConfig): (finding: Finding) => boolean {
  const file = evidence === undefined ? undefined : globPattern(evidence);
  return (finding) =>
    finding.rule === rule &&
    (file === undefined || file.test(finding.exchange?.evidence ?? finding.instance?.source.uri ?? '')) &&
    (operation === undefined || finding.operation?.id === operation) &&
    (pointer === undefined || finding.instance?.pointer === pointer || generalise(finding.instance?.pointer ?? '') === pointer) &&
    (fingerprint === undefined || finding.fingerprint === fingerprint);
}

/** `*` stays within a folder, `**` crosses folders. */
function globPattern(glob: string): RegExp {
  const source = glob.split(/(\*\*\/?|\*|\?)/).map((part) => {
    if (part === '**' || part === '**/') return '.*';
    if (part === '*') return '[^/]*';
    return part === '?' ? '[^/]' : part.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${source.join('')}$`);
}
