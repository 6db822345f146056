// The sentences every report of a diff has in common: the summary, whom a change is about, and what could not be judged.
import { count, grouped, list, plain } from '../../model/show.ts';
import type { Touch } from '../change.ts';
import { type DiffReport, type TouchedChange, victimsOf } from '../report.ts';

const most = 3;

/** `3 breaking (1 touches crm-sync), 2 non-breaking, 4 informational`. */
export function summarise({ totals, changes, evidence }: DiffReport): string {
  if (changes.length === 0) return 'No changes';
  const breaking = changes.filter(({ verdict }) => verdict === 'breaking');
  const touching = breaking.filter(({ touches }) => touches.some(({ effect }) => effect !== 'contradicts'));
  const names = list(
    [...new Set(touching.flatMap((change) => [...victimsOf(change, 'breaks'), ...victimsOf(change, 'may break')]))].map((who) =>
      plain(who, 80),
    ),
    most,
  );
  const touched =
    touching.length > 0
      ? `${grouped(touching.length)} ${touching.length === 1 ? 'touches' : 'touch'} ${names}`
      : 'none touches a given consumer';
  const parts = [
    `${grouped(totals.breaking)} breaking${evidence && breaking.length > 0 ? ` (${touched})` : ''}`,
    `${grouped(totals['non-breaking'])} non-breaking`,
    `${grouped(totals.informational)} informational`,
  ];
  const contradicted = changes.filter(({ touches }) => touches.some(({ effect }) => effect === 'contradicts')).length;
  return `${parts.join(', ')}${contradicted > 0 ? `; evidence contradicts ${grouped(contradicted)}` : ''}`;
}

export function conclude(report: DiffReport): string {
  const { exitCode, failOn, evidence } = report;
  const what = summarise(report);
  const reach = failOn === 'breaking' ? '' : ` (\`--fail-on ${failOn}\`)`;
  const stray = (evidence?.stray ?? []).filter(({ effect }) => effect === 'breaks').length;
  const more = stray > 0 ? `; ${count(stray, 'finding')} that no single change explains` : '';
  return `${exitCode === 2 ? 'Not everything could be compared: ' : ''}${what}${more}${reach} (exit code ${exitCode})`;
}

/** `GET /contacts/{id} → 200`, and how many more places. */
export function placesOf({ sites, side }: TouchedChange): string {
  const abouts = [...new Set(sites.map(({ about }) => about))];
  const [first] = abouts;
  if (first === undefined) return side === 'contract' ? '' : side;
  return abouts.length > 1 ? `${first}  and ${grouped(abouts.length - 1)} more` : first;
}

/** Why a breaking change touches nobody; undefined where it does, or where nobody asked. */
export function untouchedWords(change: TouchedChange, { evidence }: DiffReport): string | undefined {
  if (!evidence || change.verdict !== 'breaking' || change.touches.some(({ effect }) => effect !== 'contradicts')) return undefined;
  const { sites } = change;
  if (sites.length === 0) return undefined;
  // Who was recorded doing otherwise has been named.
  const isFree = ({ who }: { readonly who: string }): boolean => !change.touches.some((touch) => touch.who === who);
  const [users, uses] = [change.users.filter(isFree), change.uses.filter(isFree)];
  if (users.length === 0 && change.touches.length > 0) return undefined;
  const operations = new Set(sites.map(({ operation }) => `${operation.method} ${operation.path}`)).size;
  const which = operations === 1 ? 'this operation' : `these ${grouped(operations)} operations`;
  if (users.length === 0) return `no given evidence calls ${which}`;
  const inAll = (witnesses: typeof users): string =>
    count(
      witnesses.reduce((sum, { exchanges }) => sum + exchanges, 0),
      'exchange',
    );
  const who = (witnesses: typeof users): string =>
    list(
      witnesses.map((witness) => plain(witness.who, 80)),
      most,
    );
  const what = /^`[^`]*`/.exec(change.message)?.[0];
  const verb = change.side === 'response' ? 'reads' : 'sends';
  if (what && uses.length > 0) return `${who(uses)} ${uses.length === 1 ? 'has' : 'have'} ${what} in ${inAll(uses)}, and it fits`;
  const calls = `${who(users)} ${users.length === 1 ? 'calls' : 'call'} ${which} in ${inAll(users)}`;
  const hasPlace = what !== undefined && sites.some(({ part, path }) => part?.kind === 'body' && path !== '');
  return hasPlace ? `no given consumer ${verb} ${what}: ${calls}` : `no given consumer is touched: ${calls}`;
}

export interface TouchGroup {
  readonly effect: Touch['effect'];
  readonly who: string;
  readonly first: Touch;
  readonly exchanges: number;
}

/** One line for each consumer and effect, the worst first. */
export function groupTouches(touches: readonly Touch[]): TouchGroup[] {
  const order: readonly Touch['effect'][] = ['breaks', 'contradicts', 'may break'];
  const groups = Map.groupBy(touches, ({ effect, who }) => `${order.indexOf(effect)} ${who}`);
  return [...groups.values()]
    .flatMap((own) => {
      const [first] = own;
      if (!first) return [];
      return [{ effect: first.effect, who: first.who, first, exchanges: Math.max(...own.map(({ exchanges }) => exchanges)) }];
    })
    .toSorted((a, b) => order.indexOf(a.effect) - order.indexOf(b.effect));
}

/** `14 exchanges of 2 consumers and files judged by both contracts`, and why others were not. */
export function evidenceWords({ evidence }: DiffReport): string[] {
  if (!evidence) return [];
  const { judged, witnesses, unjudged } = evidence;
  const all = witnesses.reduce((sum, { exchanges }) => sum + exchanges, 0);
  if (all === 0) return ['no exchange is in it'];
  return [
    `${count(all, 'exchange')} of ${list(
      witnesses.map(({ who }) => plain(who, 80)),
      most,
    )}, ${grouped(judged)} judged by both contracts`,
    ...[...unjudged].map(([reason, n]) => `× ${grouped(n)} not judged: ${plain(reason, 300)}`),
  ];
}
