// What `truce probe` says to people: the plan of a dry run, a line for every request while it runs, and what it leaves behind.
import type { Found } from '../live/run.ts';
import type { Tried } from '../live/case.ts';
import type { Cleanup } from '../live/cleanup.ts';
import type { ProbePlan, Untried } from '../live/plan.ts';
import type { Credentials } from '../live/credentials.ts';
import type { Check } from '../live/check.ts';
import type { Operation } from '../model/contract.ts';
import { count, list, plain } from '../model/show.ts';
import type { Report } from '../model/report.ts';
import type { Io } from './io.ts';

/** The plan as text; `credentials` say which variables are set, never their values. */
export function showPlan(
  plan: ProbePlan,
  operations: readonly Operation[],
  checks: readonly Check[],
  credentials: Credentials,
  rate: number,
): string {
  const lines: string[] = [];
  for (const operation of operations) {
    const own = plan.cases.filter((one) => one.operation === operation);
    lines.push(`${operation.method.toUpperCase()} ${operation.path}  (${operation.id})`);
    for (const check of checks) {
      const cases = own.filter((one) => one.check === check.id);
      if (cases.length === 0) continue;
      const requests = cases.reduce((sum, { sends }) => sum + sends.length, 0);
      lines.push(
        `  ${check.id.padEnd(28)} ${count(requests, 'request').padStart(12)}  ${list(
          cases.map(({ name }) => plain(name, 40)),
          3,
        )}`,
      );
    }
    for (const { what, reason } of grouped(plan.untried.filter((one) => one.operation === operation)))
      lines.push(`  not tried: ${what === operation.id ? '' : `${what}: `}${reason}`);
    const lack = credentials.lackOf(operation);
    if (lack !== undefined && own.length > 0) lines.push(`  ${lack}`);
    lines.push('');
  }
  for (const id of plan.workflows) lines.push(`workflow ${id}`);
  for (const { what, reason } of plan.untried.filter(({ operation }) => operation === undefined))
    lines.push(`${what}: not tried, ${reason}`);
  const requests = plan.cases.reduce((sum, { sends }) => sum + sends.length, 0);
  lines.push(
    `${plan.workflows.length > 0 ? '\n' : ''}${count(requests, 'request')} of ${count(plan.cases.length, 'case')} and ${count(plan.workflows.length, 'workflow')}, about ${duration(requests / rate)} at ${rate} a second`,
  );
  return `${lines.join('\n')}\n`;
}

const duration = (seconds: number): string =>
  seconds < 90 ? count(Math.ceil(seconds), 'second') : count(Math.ceil(seconds / 60), 'minute');

/** Equal reasons once, with how many they are. */
export function grouped(untried: readonly Untried[]): readonly { readonly what: string; readonly reason: string }[] {
  return [...Map.groupBy(untried, ({ reason }) => reason)].map(([reason, all]) => ({
    what: all.length === 1 ? (all[0]?.what ?? '') : `${all.length} cases`,
    reason,
  }));
}

export interface ProbeScreen {
  note(text: string): void;
  tried(tried: Tried, findings: readonly Found[]): void;
  clear(): void;
}

/** On a terminal one status line; elsewhere nothing but notes, so that logs stay short. */
export function createProbeScreen(io: Io, total: number, isQuiet: boolean): ProbeScreen {
  const hasStatus = !isQuiet && io.errIsTerminal && !io.env['CI'] && io.env['TERM'] !== 'dumb';
  let [done, problems] = [0, 0];
  const clear = (): void => {
    if (hasStatus) io.err('\r\u001b[K');
  };
  return {
    clear,
    note(text) {
      clear();
      io.err(`${text}\n`);
    },
    tried({ case: one }, findings) {
      done++;
      problems += findings.length;
      if (hasStatus)
        io.err(
          `\r\u001b[K${`${done} of ${total} cases · ${count(problems, 'finding')} · ${plain(one.operation.id, 40)} ${one.check}`.slice(0, io.columns - 1)}`,
        );
    },
  };
}

/** `left behind: none`, or what is, each with its reason. */
export function showLeft({ left, undone, stays }: Cleanup, mark: string, ledger: string): string {
  const kept = [...stays].map(([what, times]) => `; stays: ${times} × ${what}`).join('');
  const removed = undone > 0 ? ` (${count(undone, 'thing')} removed${kept})` : '';
  if (left.length === 0) return `left behind: none${removed}\n`;
  const groups = Map.groupBy(left, ({ operation, why = 'it was not removed' }) => `${operation}: ${plain(why, 200)}`);
  const lines = [...groups].map(([text, items]) => {
    const names = items.flatMap(({ subject }) => (subject === undefined ? [] : [plain(String(subject), 80)]));
    return `  ${items.length} × ${text}${names.length > 0 ? ` (${list(names, 5)})` : ''}`;
  });
  const shown = lines.length > 20 ? [...lines.slice(0, 20), `  and more, in ${ledger}`] : lines;
  return `left behind: ${left.length}, named ${mark}${removed}\n${shown.join('\n')}\n`;
}

const mostReplays = 5;

/** How the first failures are seen again; lines that can be pasted, so they are not folded. */
export function showReplays({ findings }: Report): string {
  const failing = findings.filter(({ severity, replay, accepted }) => severity === 'error' && replay?.command !== undefined && !accepted);
  const lines = [...new Map(failing.map(({ fingerprint, replay }) => [fingerprint, replay?.command ?? ''])).values()];
  if (lines.length === 0) return '';
  const more =
    lines.length > mostReplays
      ? `  and ${lines.length - mostReplays} more: \`--reporter json\` and \`--statement\` have all, with lines for curl\n`
      : '';
  return `again:\n${lines
    .slice(0, mostReplays)
    .map((line) => `  ${line}\n`)
    .join('')}${more}`;
}
