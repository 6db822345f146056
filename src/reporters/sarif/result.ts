// A finding as a SARIF 2.1.0 result (§3.27): the evidence is where it is, the contract is related.
import type { Location as SarifLocation, PhysicalLocation, Result } from 'sarif';
import type { Finding, Severity } from '../../model/finding.ts';
import type { Location } from '../../model/location.ts';
import type { Place } from '../../model/place.ts';
import { placeOf } from '../../model/place.ts';
import { plain } from '../../model/show.ts';

export const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = { error: 'error', warning: 'warning', info: 'note' };

/** Text of a message (§3.11): `[…](…)` would be read as a link. */
export const messageText = (text: string): string => plain(text, 2000).toWellFormed().replaceAll('](', ']\\(');

/** Code scanning annotates `locations`, so the place in the evidence goes there; a finding about a contract alone has only that. */
export function describeResult(finding: Finding, ruleIndex: number, findPlace: (location: Location) => Place): Result {
  const { rule, severity, message, instance, contract, related, exchange, about, fingerprint, accepted, fix } = finding;
  const main = instance ?? contract;
  const others = [...(instance && contract ? [{ message: 'What the contract says', location: contract }] : []), ...related];
  return {
    ruleId: rule,
    ruleIndex,
    level: levels[severity],
    message: { text: messageText(about ? `${about}: ${message}` : message) },
    locations: main ? [describeLocation(placeOf(main))] : [],
    ...(others.length > 0 && {
      relatedLocations: others.map((other, id) => ({
        id,
        ...describeLocation(findPlace(other.location)),
        message: { text: messageText(other.message) },
      })),
    }),
    partialFingerprints: { 'truce/v1': fingerprint },
    ...(accepted && { suppressions: [{ kind: 'external', status: 'accepted', justification: messageText(accepted.reason) }] }),
    properties: {
      fix: messageText(fix),
      ...(exchange && { exchange: messageText(exchange.label), index: exchange.index, claim: exchange.claim }),
    },
  };
}

function describeLocation(place: Place): SarifLocation {
  const pointers: string[] = [];
  for (let at: Place | undefined = place; at; at = at.within) pointers.unshift(at.pointer);
  const region = {
    startLine: place.line,
    startColumn: place.column,
    ...(place.end && { endLine: place.end.line, endColumn: place.end.column }),
  };
  return {
    physicalLocation: { artifactLocation: describeArtifact(place.uri), region },
    // A pointer per layer: the place of the body in the file, then the place in the body.
    logicalLocations: [{ fullyQualifiedName: plain(pointers.join(' → '), 400).toWellFormed(), kind: 'value' }],
  };
}

/** A URI reference (RFC 3986) for a path as the user gave it; relative ones are told from the root of the sources. */
function describeArtifact(uri: string): NonNullable<PhysicalLocation['artifactLocation']> {
  if (/^https?:\/\//i.test(uri)) return { uri: URL.canParse(uri) ? new URL(uri).href : encode(uri) };
  const path = uri.startsWith('./') ? uri.slice(2) : uri;
  if (/^[a-z]:\//i.test(path)) return { uri: `file:///${encode(path)}` };
  return path.startsWith('/') ? { uri: `file://${encode(path)}` } : { uri: encode(path), uriBaseId: '%SRCROOT%' };
}

const encode = (path: string): string =>
  path
    .toWellFormed()
    .split('/')
    .map((part, at) => (at === 0 && /^[a-z]+:$/i.test(part) ? part : encodeURIComponent(part)))
    .join('/');
