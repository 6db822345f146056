// Security Requirement and Security Scheme Objects (OpenAPI 3.1.1 §4.8.27, §4.8.30): alternatives of schemes that must all be met.
import type { Security, SecurityKind, SecurityScheme } from '../model/contract.ts';
import { type Documents, entriesOf, isObject, type JsonObject, locationOf, type Place, step } from './documents.ts';
import type { Reader } from './operations.ts';

export function readSecurity(reader: Reader, place: Place | undefined): Security | undefined {
  if (!place || !Array.isArray(place.value)) return undefined;
  const requirements = entriesOf(place).map(([, requirement]) => entriesOf(requirement).map(([key]) => readScheme(reader, key)));
  // What names a scheme that is not declared cannot be judged; that is reported with the document.
  const alternatives = requirements.filter((schemes) => schemes.every((scheme) => scheme !== undefined));
  if (alternatives.length === 0) return undefined;
  return { alternatives, isWhole: alternatives.length === requirements.length, location: locationOf(place) };
}

/** Where a scheme is declared that a requirement names: a component, or since OpenAPI 3.2 what a reference leads to. */
export function schemePlace(root: Place, name: string, documents: Documents): Place | undefined {
  const declared = step(root, 'components', 'securitySchemes', name);
  const isReference = !declared && String((root.value as JsonObject)['openapi']).startsWith('3.2');
  return documents.follow(isReference ? documents.resolve(root, name) : declared);
}

function readScheme({ root, documents }: Reader, key: string): SecurityScheme | undefined {
  const place = schemePlace(root, key, documents);
  if (!place || !isObject(place.value)) return undefined;
  const { type, scheme, in: where, name } = place.value;
  const lower = typeof scheme === 'string' ? scheme.toLowerCase() : undefined;
  const kind = type === 'http' ? (lower === 'basic' || lower === 'bearer' ? lower : 'http') : type;
  if (typeof kind !== 'string' || !readKinds.has(kind)) return undefined;
  return {
    key,
    kind: kind as SecurityKind,
    location: locationOf(place),
    ...(lower !== undefined && { scheme: lower }),
    ...((where === 'query' || where === 'header' || where === 'cookie') && { in: where }),
    ...(typeof name === 'string' && { name }),
  };
}

/** What `type` may say (OpenAPI 3.1.1 §4.8.27.1). */
export const securityKinds: ReadonlySet<string> = new Set(['apiKey', 'http', 'mutualTLS', 'oauth2', 'openIdConnect']);
const readKinds: ReadonlySet<string> = new Set<SecurityKind>(['basic', 'bearer', 'http', 'apiKey', 'oauth2', 'openIdConnect', 'mutualTLS']);
