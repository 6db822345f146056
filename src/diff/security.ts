// Security of two operations compared: who could call before and still can (OpenAPI 3.1.1 Security Requirement and OAuth Flows Object).
import type { Operation, SecurityScheme } from '../model/contract.ts';
import type { Location } from '../model/location.ts';
import { plain } from '../model/show.ts';
import { entriesOf, isObject, locationOf, type Place, step } from '../openapi/documents.ts';
import type { LoadedContract } from '../openapi/load.ts';
import { asKey, placeOf } from './places.ts';
import type { OtherKind } from './catalogue.ts';
import type { Context, Recorder } from './recorder.ts';

interface Whole {
  readonly operation: Operation;
  readonly contract: LoadedContract;
}

/** What a caller has to show: schemes and scopes in words, by what tells them apart; empty for nothing at all. */
type Alternative = ReadonlyMap<string, string>;

interface Requirements {
  readonly alternatives: readonly Alternative[];
  readonly tokens: readonly Token[];
  readonly location: Location;
}

/** Where tokens come from: an OAuth flow, or the one address of OpenID Connect. */
interface Token {
  readonly flow: string;
  readonly urls: string;
  readonly location: Location;
  /** The scheme. */
  readonly holder: Location;
}

export function compareSecurity(old: Whole, new_: Whole, context: Context, recorder: Recorder): void {
  const [were, are] = [readRequirements(old), readRequirements(new_)];
  const places = { old: were.location, new: are.location };
  const gone = were.alternatives.filter((alternative) => !isMet(alternative, are.alternatives));
  const come = are.alternatives.filter((alternative) => !isMet(alternative, were.alternatives));
  if (gone.length > 0) {
    const message = `${showAny(gone)} no longer suffices, it takes ${showAny(are.alternatives)} now`;
    recorder.add({ id: 'request-security-narrowed', message, ...places }, 'request', context);
  }
  if (come.length > 0)
    recorder.add({ id: 'request-security-widened', message: `${showAny(come)} suffices now`, ...places }, 'request', context);
  compareTokens(were.tokens, are.tokens, context, recorder);
}

/** Only where tokens come by OAuth or OpenID Connect on both sides: else the schemes differ, which is told. */
function compareTokens(were: readonly Token[], are: readonly Token[], context: Context, recorder: Recorder): void {
  const [first, other] = [were[0], are[0]];
  if (!first || !other) return;
  const of = (tokens: readonly Token[], flow: string): Token | undefined => tokens.find((token) => token.flow === flow);
  const add = (id: OtherKind, message: string, old: Location, new_: Location): void =>
    recorder.add({ id, message, old, new: new_ }, 'request', context);
  for (const { flow, urls, location } of were) {
    const twin = of(are, flow);
    const name = `\`${plain(flow, 40)}\``;
    if (!twin) add('request-security-narrowed', `no token comes by ${name} any more`, location, other.holder);
    else if (twin.urls !== urls)
      add('request-security-addresses-changed', `tokens by ${name} come from another address`, location, twin.location);
  }
  for (const { flow, location } of are)
    if (!of(were, flow)) add('request-security-widened', `a token may come by \`${plain(flow, 40)}\` now`, first.holder, location);
}

/** Who shows all this has shown what some other alternative asks for. */
const isMet = (alternative: Alternative, others: readonly Alternative[]): boolean =>
  others.some((other) => [...other.keys()].every((need) => alternative.has(need)));

const showAny = (alternatives: readonly Alternative[]): string =>
  alternatives.map((needs) => (needs.size === 0 ? 'no authentication' : [...needs.values()].join(' and '))).join(' or ');

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
    tokens: [...schemes.values()].flatMap(({ location }) => tokensOf(placeOf(location, contract), asKey(location))),
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

const addresses = ['authorizationUrl', 'tokenUrl', 'refreshUrl', 'deviceAuthorizationUrl'];

function tokensOf(scheme: Place | undefined, holder: Location): Token[] {
  const discovery = step(scheme, 'openIdConnectUrl');
  if (discovery) return [{ flow: 'openIdConnect', urls: String(discovery.value), location: locationOf(discovery), holder }];
  return entriesOf(step(scheme, 'flows'))
    .filter(([flow, { value }]) => isObject(value) && !flow.startsWith('x-'))
    .map(([flow, place]) => {
      const urls = addresses.map((key) => String(step(place, key)?.value ?? '')).join(' ');
      return { flow, urls, location: locationOf(place, 'key'), holder };
    });
}
