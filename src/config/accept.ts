// Waivers and the baseline: which findings are known and allowed, and which of these permissions nobody needed.
import type { Acceptance, Finding } from '../model/finding.ts';
import { generalise } from '../model/pointer.ts';
import type { Remark } from '../model/report.ts';
import type { BaselineEntry } from './baseline.ts';
import type { WaiverConfig } from './config.ts';

export interface Acceptor {
  accept(finding: Finding): Acceptance | undefined;
  /** What was expired or not used; ask after the run. */
  remarks(): Remark[];
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
      const known = entries.get(finding.fingerprint);
      if (!known || known.entry.rule !== finding.rule) return undefined;
      known.uses++;
      return { by: 'baseline', reason: 'in the baseline' };
    },
    remarks() {
      const remarks: Remark[] = [];
      for (const { waiver, isExpired, uses } of rows) {
        if (isExpired)
          remarks.push({ severity: 'warning', message: `The waiver of \`${waiver.rule}\` expired on ${waiver.expires}: ${waiver.reason}` });
        else if (uses === 0)
          remarks.push({ severity: 'warning', message: `Nothing needed the waiver of \`${waiver.rule}\` any more: ${waiver.reason}` });
      }
      const unused = [...entries.values()].filter(({ uses }) => uses === 0);
      for (const { entry } of unused.slice(0, 20))
        remarks.push({
          severity: 'warning',
          message: `The baseline entry ${entry.fingerprint} (\`${entry.rule}\`${entry.about ? `, ${entry.about}` : ''}) was not found any more`,
        });
      if (unused.length > 20)
        remarks.push({
          severity: 'warning',
          message: `${unused.length - 20} more baseline entries were not found any more; \`--update-baseline\` drops them`,
        });
      return remarks;
    },
  };
}

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
