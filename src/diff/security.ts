// Security of two operations compared: who could call before and still can (OpenAPI 3.1.1 Security Requirement and OAuth Flows Object).
import type { Operation, SecurityScheme } from '../model/contract.ts';
import type { Location } from '../model/location.ts';
import { list, plain } from '../model/show.ts';
import { entriesOf, isObject, locationOf, type Place, step } from '../openapi/documents.ts';
import type { LoadedContract } from '../openapi/load.ts';
import { asKey, placeOf } from './places.ts';
import type { Context, Recorder } from './recorder.ts';

interface Whole {
  readonly operation: Operation;
  readonly contract: LoadedContract;
}

/** What a caller has to show: schemes and scopes in words, by what tells them apart; empty for nothing at all. */
type Alternative = ReadonlyMap<string, string>;

interface Requirements {
  readonly alternatives: readonly Alternative[];
  /** Where tokens come from, by OAuth flow; OpenID Connect has one address. */
  readonly tokens: ReadonlyMap<string, string>;
  readonly location: Location;
}

export function compareSecurity(old: Whole, new_: Whole, context: Context, recorder: Recorder): void {
  const [were, are] = [readRequirements(old), readRequirements(new_)];
  const places = { old: were.location, new: are.location };
  const narrowed = (message: string): void => recorder.add({ id: 'request-security-narrowed', message, ...places }, 'request', context);
  const widened = (message: string): void => recorder.add({ id: 'request-security-widened', message, ...places }, 'request', context);
  const gone = were.alternatives.filter((alternative) => !isMet(alternative, are.alternatives));
  const come = are.alternatives.filter((alternative) => !isMet(alternative, were.alternatives));
  if (gone.length > 0) narrowed(`${showAny(gone)} no longer suffices, it takes ${showAny(are.alternatives)} now`);
  if (come.length > 0) widened(`${showAny(come)} suffices now`);
  if (were.tokens.size === 0 || are.tokens.size === 0) return;
  const lost = [...were.tokens.keys()].filter((flow) => !are.tokens.has(flow));
  const further = [...are.tokens.keys()].filter((flow) => !were.tokens.has(flow));
  const moved = [...were.tokens].filter(([flow, urls]) => are.tokens.has(flow) && are.tokens.get(flow) !== urls).map(([flow]) => flow);
  if (lost.length > 0) narrowed(`no token comes by ${showFlows(lost)} any more`);
  if (further.length > 0) widened(`a token may come by ${showFlows(further)} now`);
  if (moved.length > 0)
    recorder.add(
      { id: 'request-security-addresses-changed', message: `tokens by ${showFlows(moved)} come from another address`, ...places },
      'request',
      context,
    );
}

/** Who shows all this has shown what some other alternative asks for. */
const isMet = (alternative: Alternative, others: readonly Alternative[]): boolean =>
  others.some((other) => [...other.keys()].every((need) => alternative.has(need)));

const showAny = (alternatives: readonly Alternative[]): string =>
  alternatives.map((needs) => (needs.size === 0 ? 'no authentication' : [...needs.values()].join(' and '))).join(' or ');

const showFlows = (flows: readonly string[]): string =>
  list(
    flows.map((flow) => `\`${plain(flow, 40)}\``),
    5,
  );

/** What stands at the operation, else at the top of the document. */
function readRequirements({ operation, contract }: Whole): Requirements {
  const own = step(placeOf(operation.location, contract), 'security');
  const written = own ?? step(contract.root, 'security');
  const schemes = new Map((operation.security?.alternatives ?? []).flat().map((scheme) => [scheme.key, scheme]));
  const requirements = entriesOf(written).map(([, place]) => entriesOf(place));
  return {
    alternatives:
      requirements.length === 0
        ? [new Map()]
        : requirements.map((entries) => new Map(entries.flatMap(([key, { value }]) => needsOf(key, schemes.get(key), value)))),
    tokens: new Map([...schemes.values()].flatMap((scheme) => tokensOf(placeOf(scheme.location, contract)))),
    location: written ? locationOf(written) : asKey(operation.location),
  };
}

/** The names of schemes are nobody's business but the document's; of one that is not declared nothing else is known. */
function needsOf(key: string, declared: SecurityScheme | undefined, scopes: unknown): [key: string, words: string][] {
  if (!declared) return [[`? ${key}`, `the undeclared scheme \`${plain(key, 60)}\``]];
  const { kind, scheme, in: where = '', name = '' } = declared;
  const id = kind === 'apiKey' ? `${where} ${where === 'header' ? name.toLowerCase() : name}` : kind === 'http' ? `http ${scheme}` : kind;
  const what = kind === 'apiKey' ? `the ${where} key \`${plain(name, 60)}\`` : kind === 'http' ? `HTTP ${plain(scheme ?? '', 40)}` : kind;
  const wanted = Array.isArray(scopes) ? scopes.filter((scope) => typeof scope === 'string') : [];
  return [[id, what], ...wanted.map((scope): [string, string] => [`${id} ${scope}`, `the scope \`${plain(scope, 60)}\` of ${what}`])];
}

function tokensOf(scheme: Place | undefined): [flow: string, urls: string][] {
  const discovery = step(scheme, 'openIdConnectUrl');
  if (discovery) return [['openIdConnect', String(discovery.value)]];
  return entriesOf(step(scheme, 'flows'))
    .filter(([flow, { value }]) => isObject(value) && !flow.startsWith('x-'))
    .map(([flow, place]) => [
      flow,
      ['authorizationUrl', 'tokenUrl', 'refreshUrl', 'deviceAuthorizationUrl']
        .map((url) => String(step(place, url)?.value ?? ''))
        .join(' '),
    ]);
}
