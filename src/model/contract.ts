// A contract: an OpenAPI description made ready for judging exchanges. Everything expensive is done on first use.
import type { Encoding } from './content.ts';
import type { Domain } from './domain.ts';
import type { OperationReference } from './finding.ts';
import type { Location } from './location.ts';
import type { MediaType } from './media-type.ts';
import type { Shape } from './shape.ts';

/** Which view of a schema judges: `readOnly` and `writeOnly` depend on the direction. */
export type View = 'request' | 'response';

/** One disagreement between a value and a schema; `pointer` leads into the value. */
export interface Mismatch {
  readonly pointer: string;
  readonly at?: 'value' | 'key';
  readonly contract: Location;
  /** `Expected … , got …` */
  readonly message: string;
  readonly fix: string;
  readonly keyword: string;
  readonly severity?: 'warning' | 'info';
  readonly related: readonly { readonly message: string; readonly location: Location }[];
}

/** A schema that cannot be used: the value is not judged, and the reason is said. */
export type Judgement =
  | { readonly kind: 'judged'; readonly mismatches: readonly Mismatch[] }
  | { readonly kind: 'unchecked'; readonly reason: string };

/** A Schema Object at its place, compiled on first use, once per view. */
export interface SchemaHandle {
  readonly location: Location;
  readonly shape: Shape;
  /** What it allows, for comparing it with what a consumer needs. */
  domain(view: View): Domain;
  /** True when the value conforms; the fast path. Throws nothing: what cannot be compiled or takes too long is false, and `judge` says why. */
  accepts(value: unknown, view: View): boolean;
  /** Finds out whether the schema can be used at all, without compiling it: why not, or undefined. */
  verify(view: View): string | undefined;
  /** `subject` names the value in sentences, such as "the body" or "query parameter `limit`". */
  judge(value: unknown, view: View, subject?: string): Judgement;
}

/** OpenAPI 3.1.1 Media Type Object. */
export interface MediaTypeEntry {
  /** The key of the `content` map. */
  readonly range: string;
  readonly mediaType: MediaType | undefined;
  readonly location: Location;
  readonly schema?: SchemaHandle;
  readonly encoding: ReadonlyMap<string, Encoding>;
}

export type ParameterIn = 'path' | 'query' | 'header' | 'cookie';

/** OpenAPI 3.1.1 Parameter Object and Header Object (whose `in` is `header`). */
export interface Parameter {
  readonly name: string;
  readonly in: ParameterIn;
  readonly required: boolean;
  readonly style: string;
  readonly explode: boolean;
  /** `name` or `name=` is allowed whatever the schema says (query only, deprecated by OpenAPI). */
  readonly allowEmptyValue?: boolean;
  /** RFC 3986 §2.2 reserved characters are sent as they are (query only); readers understand both ways. */
  readonly allowReserved?: boolean;
  /** The whole query is the value (OpenAPI 3.2 `in: querystring`); `in` is `query` then. */
  readonly isWholeQuery?: true;
  readonly location: Location;
  /** Absent where the document's schema or reference is broken; then the value is not judged. */
  readonly schema?: SchemaHandle;
  /** Set instead of `schema` for parameters with `content`. */
  readonly content?: MediaTypeEntry;
}

export interface RequestBody {
  readonly required: boolean;
  readonly content: readonly MediaTypeEntry[];
  readonly location: Location;
}

export interface ResponseEntry {
  /** Key in the Responses Object: `200`, `4XX` or `default`. */
  readonly key: string;
  readonly location: Location;
  readonly headers: readonly Parameter[];
  readonly content: readonly MediaTypeEntry[];
}

export type SecurityKind = 'basic' | 'bearer' | 'http' | 'apiKey' | 'oauth2' | 'openIdConnect' | 'mutualTLS';

/** OpenAPI 3.1.1 Security Scheme Object. */
export interface SecurityScheme {
  readonly key: string;
  readonly kind: SecurityKind;
  /** HTTP authentication scheme in lower case, for `http`. */
  readonly scheme?: string;
  /** Where an apiKey travels and under which name. */
  readonly in?: 'query' | 'header' | 'cookie';
  readonly name?: string;
  readonly location: Location;
}

/** Alternatives, each a list of schemes that must all be met; an empty alternative means that anonymous access is allowed. */
export interface Security {
  readonly alternatives: readonly (readonly SecurityScheme[])[];
  /** False where there are others, which cannot be judged. */
  readonly isWhole: boolean;
  readonly location: Location;
}

export interface Operation {
  readonly contract: Contract;
  /** `operationId`, or `METHOD /path`. */
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly location: Location;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: RequestBody;
  /** In document order. */
  readonly responses: readonly ResponseEntry[];
  readonly responsesLocation: Location;
  readonly security?: Security;
}

/** Why no operation answers to a request. */
export interface NoMatch {
  readonly kind: 'unmatched' | 'undocumented-path' | 'undocumented-method';
  readonly reason: string;
  /** The Paths Object or the Path Item that lacks it. */
  readonly location?: Location;
}

/** What outcomes, findings and tables keep of an operation. */
export const operationReference = ({ contract, id, method, path }: Operation): OperationReference => ({
  contract: contract.id,
  id,
  method,
  path,
});

export interface Match {
  readonly kind: 'match';
  readonly operation: Operation;
  /** Template variable → text as sent (still percent-encoded). */
  readonly pathValues: ReadonlyMap<string, string>;
  /** How good: compared between contracts, higher wins. */
  readonly score: number;
  /** Operations that match just as well, by templates of the same shape: what their parameters say tells them apart. */
  readonly rivals?: readonly Match[];
}

/** Something wrong with the document; `schema` problems cost only what depends on them. */
export interface ContractProblem {
  readonly rule: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
  readonly fix: string;
  readonly location: Location;
}

export interface Contract {
  /** Name in reports: the folder of `openapi.yaml`, or the file's name. */
  readonly id: string;
  readonly uri: string;
  readonly title: string;
  readonly version: string;
  readonly location: Location;
  readonly operations: readonly Operation[];
  match(method: string, target: string): Match | NoMatch;
  operation(id: string): Operation | undefined;
  /** Problems found so far: those of loading, and of the schemas used since. */
  problems(): readonly ContractProblem[];
}

/** The response that documents a status: the exact key, else its range, else `default` (OpenAPI 3.1.1 Responses Object). */
export function findResponse(operation: Operation, status: number): ResponseEntry | undefined {
  const exact = String(status);
  const range = `${exact[0]}XX`;
  let best: ResponseEntry | undefined;
  for (const response of operation.responses) {
    if (response.key === exact) return response;
    if (response.key.toUpperCase() === range) best = response;
    else if (response.key === 'default' && best === undefined) best = response;
  }
  return best;
}
