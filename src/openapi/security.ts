// Security Requirement and Security Scheme Objects (OpenAPI 3.1.1 §4.8.27, §4.8.30): alternatives of schemes that must all be met.
import type { Security, SecurityKind, SecurityScheme } from '../model/contract.ts';
import { entriesOf, isObject, locationOf, type Place, step } from './documents.ts';
import type { Reader } from './operations.ts';

export function readSecurity(reader: Reader, place: Place | undefined): Security | undefined {
  if (!place || !Array.isArray(place.value)) return undefined;
  const alternatives = entriesOf(place).map(([, requirement]) => entriesOf(requirement).flatMap(([key]) => readScheme(reader, key) ?? []));
  // A requirement whose scheme is not declared cannot be judged; the reference is reported when the document is verified.
  const whole = alternatives.filter(
    (schemes, index) =>
      schemes.length ===
      Object.keys(isObject((place.value as unknown[])[index]) ? ((place.value as unknown[])[index] as object) : {}).length,
  );
  return whole.length > 0 ? { alternatives: whole, location: locationOf(place) } : undefined;
}

function readScheme(reader: Reader, key: string): SecurityScheme | undefined {
  const place = reader.documents.follow(step(reader.root, 'components', 'securitySchemes', key));
  if (!place || !isObject(place.value)) return undefined;
  const { type, scheme, in: where, name } = place.value;
  const lower = typeof scheme === 'string' ? scheme.toLowerCase() : undefined;
  const kind = type === 'http' ? (lower === 'basic' || lower === 'bearer' ? lower : 'http') : type;
  if (typeof kind !== 'string' || !kinds.has(kind)) return undefined;
  return {
    key,
    kind: kind as SecurityKind,
    location: locationOf(place),
    ...(lower !== undefined && { scheme: lower }),
    ...((where === 'query' || where === 'header' || where === 'cookie') && { in: where }),
    ...(typeof name === 'string' && { name }),
  };
}

const kinds: ReadonlySet<string> = new Set<SecurityKind>(['basic', 'bearer', 'http', 'apiKey', 'oauth2', 'openIdConnect', 'mutualTLS']);
