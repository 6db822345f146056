// Which change a finding comes from: the same operation and side, then the nearest place in the message and in the new contract.
import type { Exchange } from '../model/exchange.ts';
import type { Finding, OperationReference } from '../model/finding.ts';
import { tokensOf } from '../model/pointer.ts';
import type { Change, Site, Touch } from './change.ts';
import { shapeOf } from './path-shape.ts';

export interface Candidate {
  readonly change: Change;
  readonly site: Site;
}

export type SiteIndex = ReadonlyMap<string, readonly Candidate[]>;

const keyOf = ({ method, path }: OperationReference): string => `${method} ${path}`;

/** The changes of each operation. */
export function indexSites(changes: readonly Change[]): SiteIndex {
  const index = new Map<string, Candidate[]>();
  for (const change of changes)
    for (const site of change.sites) {
      const key = shapeOf(keyOf(site.operation));
      const known = index.get(key);
      if (known) known.push({ change, site });
      else index.set(key, [{ change, site }]);
    }
  return index;
}

/** The changes of one operation, with their sites in it. */
export const changesOf = (operation: OperationReference, sites: SiteIndex): readonly Candidate[] =>
  sites.get(shapeOf(keyOf(operation))) ?? [];

/** Least likeness that counts as a cause. */
const threshold = 5;

/** The likeliest causes; none where no change of the operation has to do with it. `old`: the operation by the old contract. */
export function attribute(
  finding: Finding,
  exchange: Exchange,
  effect: Touch['effect'],
  old: OperationReference,
  sites: SiteIndex,
): readonly Change[] {
  const candidates = new Set([
    ...changesOf(old, sites),
    ...(finding.operation ? changesOf(finding.operation, sites) : []),
    // What moved is listed where it is now.
    ...(finding.side === 'operation'
      ? [...sites.values()].flat().filter(({ change, site }) => isMoved(change) && site.operation.id === old.id)
      : []),
  ]);
  let best = threshold;
  let found: Change[] = [];
  for (const { change, site } of candidates) {
    const likeness = likenessOf(change, site, finding, exchange);
    if (likeness > best) [best, found] = [likeness, [change]];
    else if (likeness === best && !found.includes(change)) found.push(change);
  }
  const breaking = found.filter(({ level }) => level === 'breaking');
  return effect !== 'contradicts' && breaking.length > 0 ? breaking : found;
}

const isMoved = ({ id }: Change): boolean => id === 'operation-moved';

/** Rules about a whole part of a message, and the changes that part can have. */
const byRule: readonly (readonly [rule: RegExp, id: RegExp])[] = [
  [/^operation-/, /^operation-(removed|moved|suffixes-removed)$/],
  [/^response-status-/, /^response-(error-)?status-(removed|narrowed)$/],
  [/^request-security-/, /^request-security-narrowed$/],
  [/^request-(media-type-|accept-)/, /^(request|response)-media-type-removed$/],
  [/^response-media-type-/, /^response-media-type-removed$/],
  [/^request-body-missing$/, /^request-body-(added-required|became-required)$/],
];

function likenessOf(change: Change, site: Site, finding: Finding, exchange: Exchange): number {
  for (const [rule, id] of byRule) if (rule.test(finding.rule)) return id.test(change.id) && isSameStatus(site, exchange) ? 10 : 0;
  if (change.side !== finding.side || !isSameStatus(site, exchange)) return 0;
  const isBody = /^(request|response)-(body|property)-/.test(finding.rule);
  const near = nearness(change, finding);
  if (!isBody) {
    if (site.part === undefined || site.part.kind === 'body') return 0;
    const named = site.part.name.toLowerCase();
    const name = /`([^`]*)`/.exec(named)?.[1] ?? named;
    const isNamed = finding.message.toLowerCase().includes(`\`${name}\``);
    return isNamed ? 8 + near : near > 2 ? 5 + near : 0;
  }
  if (site.part && site.part.kind !== 'body') return 0;
  if (change.id === 'request-body-removed') return finding.rule.endsWith('-undocumented') ? 6 : 0;
  if (site.part === undefined) return 0;
  return pathLikeness(tokensOf(site.path), bodyTokens(finding, exchange)) + near;
}

export function isSameStatus({ status }: Site, { response }: Exchange): boolean {
  if (status === undefined || response === undefined) return true;
  const own = String(response.status);
  return status === own || status.toLowerCase() === 'default' || (/^\dXX$/i.test(status) && status[0] === own[0]);
}

/** How near the place the finding names in the new contract is to that of the change. */
function nearness({ new: place, old }: Change, { contract }: Finding): number {
  const [own, other] = [place?.pointer, contract?.pointer];
  if (own === undefined || other === undefined) return 0;
  if (own === other) return 4;
  if (isBelow(own, other) || isBelow(other, own)) return 3;
  return old?.pointer === other ? 2 : 0;
}

const isBelow = (pointer: string, above: string): boolean => above !== '' && pointer.startsWith(`${above}/`);

/** 10 for the very place, less for one above or below it. */
function pathLikeness(change: readonly string[], found: readonly string[]): number {
  const shared = Math.min(change.length, found.length);
  for (let at = 0; at < shared; at++) {
    const [one, other] = [change[at] ?? '', found[at] ?? ''];
    if (one !== other && one !== '*' && !(one === '*' && /^\d+$/.test(other))) return 0;
  }
  const distance = found.length - change.length;
  if (distance === 0) return 10;
  // An object that lacks a property is found, the property is what changed.
  if (distance === -1) return 7;
  return distance > 0 ? 6 - Math.min(4, distance) * 0.1 : 0;
}

/** Where in the body: evidence whose body is a value has one pointer for both. */
function bodyTokens({ instance, side }: Finding, exchange: Exchange): readonly string[] {
  const content = (side === 'request' ? exchange.request : exchange.response)?.content;
  const pointer = instance?.pointer ?? '';
  const home = content?.location.pointer ?? '';
  if (instance?.source.within || !content || !pointer.startsWith(home)) return tokensOf(pointer);
  return tokensOf(pointer.slice(home.length));
}
